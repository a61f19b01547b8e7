namespace PD12M;

/// <summary>A sample data set on disk.</summary>
/// <param name="Path">The full path of its folder.</param>
/// <param name="Count">How many records it has.</param>
public sealed record Sample(string Path, int Count)
{
    /// <summary>The folder of the metadata files.</summary>
    public string Metadata => System.IO.Path.Combine(Path, "metadata");

    /// <summary>The folder of the images.</summary>
    public string Images => System.IO.Path.Combine(Path, "images");

    /// <summary>The folder of the embeddings.</summary>
    public string Embeddings => System.IO.Path.Combine(Path, "embeddings");
}
