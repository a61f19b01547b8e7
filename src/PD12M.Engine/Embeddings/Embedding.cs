namespace PD12M;

/// <summary>The embedding of an image.</summary>
/// <param name="Id">The image's id; null where its record has none.</param>
/// <param name="RowIndex">The row, from 0, counted over all files of embeddings in their order.</param>
/// <param name="Vector">Its values, for CLIP ViT-L/14 768, as they are in the file.</param>
public sealed record Embedding(string? Id, long RowIndex, float[] Vector)
{
    /// <summary>The id.</summary>
    /// <returns>The id, or an empty text where there is none.</returns>
    public override string ToString() => Id ?? "";
}
