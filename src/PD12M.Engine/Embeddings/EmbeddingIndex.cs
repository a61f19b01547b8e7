namespace PD12M;

/// <summary>How an index came about.</summary>
public enum EmbeddingIndexStatus
{
    /// <summary>This run made it.</summary>
    Built,
    /// <summary>It was there before, is whole, and belongs to the embeddings.</summary>
    AlreadyThere,
}

/// <summary>The index of a file of embeddings.</summary>
/// <param name="Path">The index's full path.</param>
/// <param name="Status">Whether this run made it.</param>
/// <param name="Rows">How many vectors it has.</param>
/// <param name="Dimensions">How many values a vector has.</param>
/// <param name="Length">The index's size in bytes.</param>
/// <param name="Elapsed">How long it took to make it, or to check it.</param>
public sealed record EmbeddingIndex(string Path, EmbeddingIndexStatus Status, long Rows, int Dimensions, long Length, TimeSpan Elapsed)
{
    /// <summary>The path.</summary>
    /// <returns>The full path.</returns>
    public override string ToString() => Path;
}
