namespace PD12M;

/// <summary>A file of embeddings as its header describes it.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="Rows">How many vectors it has.</param>
/// <param name="Dimensions">How many values a vector has.</param>
/// <param name="Type">The type of the values.</param>
/// <param name="Length">The file's size in bytes.</param>
/// <param name="Version">The version of the format: 1, 2 or 3.</param>
public sealed record EmbeddingFileInfo(string Path, long Rows, int Dimensions, NpyType Type, long Length, int Version);
