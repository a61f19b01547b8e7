using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace PD12M.Transfer;

/// <summary>Where the data set is: a repository of a hub, or a plain folder of a web server or a bucket.</summary>
/// <remarks>Source of the hub's addresses: the Hub API endpoints of Hugging Face's documentation.</remarks>
internal sealed class CatalogHome
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly string? _tree;
    private readonly string _files;

    private CatalogHome(string folder, string stem, string? tree, string files)
    {
        Folder = folder;
        Stem = stem;
        _tree = tree;
        _files = files;
    }

    /// <summary>The address, without a slash at its end.</summary>
    public string Folder { get; }

    /// <summary>What the names of the data set's files begin with.</summary>
    public string Stem { get; }

    /// <summary>Whether it is a repository of a hub, which has listings and revisions.</summary>
    public bool IsRepository => _tree is not null;

    /// <summary>The data set's own home.</summary>
    public static Uri Official(DataSetName dataSet) => new($"https://huggingface.co/datasets/Spawning/{dataSet}");

    /// <summary>Takes the address of a home.</summary>
    /// <param name="uri">The address: http, https or s3.</param>
    /// <param name="dataSet">Which data set is there.</param>
    /// <param name="revision">The branch, tag or commit of a repository; <see cref="IsRevision"/> holds for it.</param>
    /// <param name="home">The home.</param>
    /// <param name="problem">A sentence that says what is wrong with the address.</param>
    /// <returns>Whether it can be one.</returns>
    public static bool TryCreate(
        Uri uri, DataSetName dataSet, string revision, [NotNullWhen(true)] out CatalogHome? home, [NotNullWhen(false)] out string? problem)
    {
        home = null;
        if (!uri.IsAbsoluteUri || uri.Scheme is not ("http" or "https" or "s3") || uri.Query.Length > 0)
        {
            problem = "The address of the data set must be an http, https or s3 address without query.";
            return false;
        }

        string folder = uri.GetLeftPart(UriPartial.Path).TrimEnd('/');
        if (!RemoteAddress.TryParse($"{folder}/{PlainFolder.SumsName}{uri.Fragment}", out _, out problem))
        {
            return false;
        }

        Match repository = Regex.Match(folder, "^(https?://.+)/datasets/([^/]+)/([^/]+)$", RegexOptions.IgnoreCase, s_patience);
        string stem = dataSet.ToString().ToLowerInvariant();
        string escaped = Uri.EscapeDataString(revision);
        home = repository.Success
            ? new CatalogHome(
                folder,
                stem,
                $"{repository.Groups[1].Value}/api/datasets/{repository.Groups[2].Value}/{repository.Groups[3].Value}/tree/{escaped}",
                $"{folder}/resolve/{escaped}")
            : new CatalogHome(folder, stem, null, folder);
        return true;
    }

    /// <summary>Whether a text can name a branch, a tag or a commit.</summary>
    public static bool IsRevision(string text) =>
        Regex.IsMatch(text, @"\A[A-Za-z0-9][A-Za-z0-9._/-]{0,127}\z", RegexOptions.None, s_patience) && !text.Contains("..");

    /// <summary>The same address as a plain folder.</summary>
    public CatalogHome AsPlainFolder() => new(Folder, Stem, null, Folder);

    /// <summary>Where a repository lists a part's files.</summary>
    public RemoteAddress ListingOf(DataSetPart part) => Address($"{_tree}/{CatalogFile.FolderOf(part)}");

    /// <summary>Where a file is.</summary>
    /// <param name="part">The part that it belongs to.</param>
    /// <param name="name">Its name; <see cref="CatalogFile.IsSafe"/> holds for it.</param>
    public RemoteAddress AddressOf(DataSetPart part, string name) => Address($"{_files}/{CatalogFile.FolderOf(part)}/{name}");

    /// <summary>Where a plain folder tells its files' sums.</summary>
    public RemoteAddress Sums => Address($"{Folder}/{PlainFolder.SumsName}");

    /// <summary>Takes an address that was made here or came with a listing.</summary>
    /// <exception cref="CatalogException">It is none.</exception>
    public static RemoteAddress Address(string text) => RemoteAddress.TryParse(text, out RemoteAddress? address, out string? problem)
        ? address
        : throw new CatalogException(CatalogFault.ListingInvalid, problem);
}
