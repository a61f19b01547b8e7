using PD12M.Dataset;

namespace PD12M.Transfer;

/// <summary>A file of the data set at its home.</summary>
/// <param name="Name">Its name without a folder, safe on every platform.</param>
/// <param name="Part">The folder that it belongs to.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Sha256">Its SHA-256, 64 lower-case hex digits; null where the home does not tell.</param>
internal sealed record CatalogFile(string Name, DataSetPart Part, RemoteAddress Address, long Length, string? Sha256)
{
    /// <summary>Where it goes below the destination.</summary>
    public string RelativePath => Path.Combine(FolderOf(Part), Name);

    /// <summary>The name of a part's folder, at the home and in the destination.</summary>
    public static string FolderOf(DataSetPart part) => part == DataSetPart.Metadata ? "metadata" : "embeddings";

    /// <summary>The extension of a part's files, with its dot.</summary>
    public static string ExtensionOf(DataSetPart part) => part == DataSetPart.Metadata ? ".parquet" : ".npy";

    /// <summary>Whether a name, which a server gave and is not trusted, can be a file's.</summary>
    public static bool IsSafe(string name, DataSetPart part) =>
        ImageName.IsSafe(name) && name.EndsWith(ExtensionOf(part), StringComparison.Ordinal) && name.Length > ExtensionOf(part).Length;

    /// <summary>Whether a text is a SHA-256 as listings write it.</summary>
    public static bool IsSha256(string text) => text.Length == 64 && text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
}
