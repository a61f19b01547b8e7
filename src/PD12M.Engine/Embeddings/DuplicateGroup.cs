namespace PD12M;

/// <summary>Images whose embeddings are nearly the same: each is alike to another one of the group.</summary>
/// <param name="Records">The images' records, two at least, in the order of their rows.</param>
/// <param name="MinScore">
/// The lowest cosine of the angle between the embedding of the first and that of another, -1 to 1. It can be below the
/// threshold where images are alike only by others between them.
/// </param>
public sealed record DuplicateGroup(Record[] Records, double MinScore)
{
    /// <summary>How many images there are.</summary>
    public int Count => Records.Length;

    /// <summary>The first image's id.</summary>
    /// <returns>The id, or an empty text where it was not read.</returns>
    public override string ToString() => Records[0].Id ?? "";
}
