using PD12M.Dataset;

namespace PD12M.Transfer;

/// <summary>The data set's files, as its home lists them.</summary>
internal sealed class FileCatalog
{
    /// <summary>The most files of a listing; the data set has fewer than 150.</summary>
    public const int MostFiles = 10_000;

    /// <summary>The most bytes of a file: a terabyte.</summary>
    public const long MostLength = 1L << 40;

    private const int LongestName = 1000;

    private readonly Func<string, bool> _isWanted;
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<CatalogFile> _files = [];
    private readonly List<string> _refused = [];

    /// <summary>Makes an empty catalog.</summary>
    /// <param name="isWanted">Whether a file of a name is to be listed.</param>
    public FileCatalog(Func<string, bool> isWanted) => _isWanted = isWanted;

    /// <summary>The files, by part and in natural name order.</summary>
    public IReadOnlyList<CatalogFile> Files => _files;

    /// <summary>Names that cannot be a file's, as the home gave them, control characters replaced.</summary>
    public IReadOnlyList<string> RefusedNames => _refused;

    /// <summary>What the user should know about how the files were found; null where there is nothing.</summary>
    public string? Warning { get; private set; }

    /// <summary>Asks a home for its files.</summary>
    /// <param name="home">The home.</param>
    /// <param name="parts">The parts that are wanted.</param>
    /// <param name="isWanted">Whether a file of a name is to be listed.</param>
    /// <param name="options">How patient the asking is.</param>
    /// <param name="connections">How many requests are sent at once.</param>
    /// <param name="token">Ends the asking.</param>
    /// <exception cref="RemoteFileException">A listing, or a file that a plain folder names, cannot be had.</exception>
    /// <exception cref="CatalogException">A listing contradicts its format or is too large.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<FileCatalog> ReadAsync(
        CatalogHome home, IReadOnlyList<DataSetPart> parts, Func<string, bool> isWanted, RemoteOptions options, int connections, CancellationToken token)
    {
        FileCatalog catalog = new(isWanted);
        try
        {
            if (home.IsRepository)
            {
                await RepositoryTree.ReadAsync(home, parts, catalog, options, token).ConfigureAwait(false);
            }
            else
            {
                using PlainFolder folder = new(home, options, connections);
                catalog.Warning = await folder.ReadAsync(parts, catalog, token).ConfigureAwait(false);
            }
        }
        catch (RemoteFileException exception) when (exception.Fault == RemoteFault.AccessDenied)
        {
            throw RemoteError.NeedsToken(home.Folder, exception);
        }

        catalog._files.Sort((left, right) => left.Part != right.Part ? left.Part.CompareTo(right.Part) : NaturalOrder.Compare(left.Name, right.Name));
        return catalog;
    }

    /// <summary>Decides on a name that the home gave.</summary>
    /// <param name="name">The name, not trusted.</param>
    /// <param name="part">The part that it belongs to.</param>
    /// <returns>Whether the file is to be added.</returns>
    /// <exception cref="CatalogException">There are too many.</exception>
    public bool Accepts(string name, DataSetPart part)
    {
        if (_names.Count + _refused.Count == MostFiles)
        {
            throw new CatalogException(CatalogFault.ListingTooLarge, $"The listing has more than {MostFiles} files; the data set has fewer than 150.");
        }

        if (name.Length > LongestName)
        {
            throw new CatalogException(CatalogFault.ListingInvalid, $"The listing has a name of {name.Length} characters; it is none of the data set.");
        }

        // Names that differ by case only are one file on Windows.
        if (!CatalogFile.IsSafe(name, part) || !_names.Add($"{part}/{name}"))
        {
            // What a terminal would obey does not reach it.
            _refused.Add(ForeignText.Of(name)!);
            return false;
        }

        return _isWanted(name);
    }

    /// <summary>Adds a file that was accepted.</summary>
    /// <exception cref="CatalogException">It is larger than any file of the data set.</exception>
    public void Add(CatalogFile file)
    {
        if (file.Length is < 0 or > MostLength)
        {
            throw new CatalogException(
                CatalogFault.ListingInvalid, $"'{file.Address}' is said to have {file.Length} bytes; no file of the data set is that large.");
        }

        _files.Add(file);
    }
}
