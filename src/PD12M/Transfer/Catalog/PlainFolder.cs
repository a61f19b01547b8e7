using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PD12M.Transfer;

/// <summary>
/// A folder of a web server or a bucket, which has no listing: its file SHA256SUMS names the files, or they are counted by
/// their usual names.
/// </summary>
internal sealed class PlainFolder : IDisposable
{
    /// <summary>The file that the program sha256sum makes.</summary>
    public const string SumsName = "SHA256SUMS";

    private const int MostSumsBytes = 4 << 20;

    /// <summary>Names that are tried at once.</summary>
    private const int Batch = 16;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly CatalogHome _home;
    private readonly RemoteOptions _options;
    private readonly SemaphoreSlim _slots;
    private RemoteFileException? _denied;

    /// <summary>Makes it for one home.</summary>
    /// <param name="home">The home.</param>
    /// <param name="options">How patient the asking is.</param>
    /// <param name="connections">How many requests are sent at once.</param>
    public PlainFolder(CatalogHome home, RemoteOptions options, int connections)
    {
        _home = home;
        _options = options;
        _slots = new SemaphoreSlim(connections);
    }

    /// <summary>Adds the files of parts of the folder.</summary>
    /// <returns>A warning where nobody can know whether these are all; else null.</returns>
    /// <exception cref="RemoteFileException">A file cannot be had, or there is none.</exception>
    /// <exception cref="CatalogException">SHA256SUMS contradicts its format or is too large.</exception>
    public async Task<string?> ReadAsync(IReadOnlyList<DataSetPart> parts, FileCatalog catalog, CancellationToken token)
    {
        byte[] sums;
        try
        {
            (sums, _) = await RemoteDocument.ReadAsync(_home.Sums, MostSumsBytes, _options, token).ConfigureAwait(false);
        }
        catch (RemoteFileException exception) when (exception.Fault is RemoteFault.NotFound or RemoteFault.AccessDenied)
        {
            // A bucket that may not be listed answers 403 for what is not there.
            return await CountAsync(parts, catalog, token).ConfigureAwait(false);
        }

        await AddSumsAsync(Encoding.UTF8.GetString(sums), parts, catalog, token).ConfigureAwait(false);
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private async Task AddSumsAsync(string sums, IReadOnlyList<DataSetPart> parts, FileCatalog catalog, CancellationToken token)
    {
        List<Task<CatalogFile>> files = [];
        foreach (string line in sums.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0))
        {
            Match match = Regex.Match(line, @"\A([0-9a-f]{64}) [ *](?:\./)?(.+)\z", RegexOptions.None, s_patience);
            if (!match.Success)
            {
                throw new CatalogException(
                    CatalogFault.ListingInvalid, $"'{_home.Sums}' is not what sha256sum makes: a line is not 64 lower-case hex digits, two characters and a name.");
            }

            string path = match.Groups[2].Value;
            foreach (DataSetPart part in parts.Where(part => path.StartsWith(CatalogFile.FolderOf(part) + "/", StringComparison.Ordinal)))
            {
                string name = path.Substring(CatalogFile.FolderOf(part).Length + 1);
                if (catalog.Accepts(name, part))
                {
                    files.Add(OpenAsync(name, part, match.Groups[1].Value, token));
                }
            }
        }

        foreach (CatalogFile file in await Task.WhenAll(files).ConfigureAwait(false))
        {
            catalog.Add(file);
        }
    }

    private async Task<string> CountAsync(IReadOnlyList<DataSetPart> parts, FileCatalog catalog, CancellationToken token)
    {
        List<string> found = [];
        foreach (DataSetPart part in parts)
        {
            // Today's metadata has three digits, earlier metadata and the embeddings two.
            int digits = part == DataSetPart.Metadata ? 3 : 2;
            (List<CatalogFile> files, string missing) = await CountAsync(part, digits, token).ConfigureAwait(false);
            if (files.Count == 0)
            {
                (files, _) = await CountAsync(part, 5 - digits, token).ConfigureAwait(false);
            }

            if (files.Count == 0)
            {
                throw _denied ?? new RemoteFileException(
                    RemoteFault.NotFound, $"'{_home.Folder}' has neither a file {SumsName} nor a file {CatalogFile.FolderOf(part)}/{missing}. Check the address of the data set.");
            }

            found.Add($"{files.Count} in the folder {CatalogFile.FolderOf(part)}, where {missing} is the first that is missing");
            foreach (CatalogFile file in files.Where(file => catalog.Accepts(file.Name, part)))
            {
                catalog.Add(file);
            }
        }

        return $"'{_home.Folder}' has no file {SumsName}, so its files were counted by their names: {string.Join("; ", found)}. Whether these are all cannot be known.";
    }

    /// <returns>The files, and the first name that was missing.</returns>
    private async Task<(List<CatalogFile> Files, string Missing)> CountAsync(DataSetPart part, int digits, CancellationToken token)
    {
        List<CatalogFile> files = [];
        for (int first = 0; ; first += Batch)
        {
            string[] names =
            [
                .. Enumerable.Range(first, Batch)
                    .Select(number => $"{_home.Stem}.{number.ToString($"D{digits}", CultureInfo.InvariantCulture)}{CatalogFile.ExtensionOf(part)}"),
            ];
            CatalogFile?[] found = await Task.WhenAll(names.Select(name => TryOpenAsync(name, part, token))).ConfigureAwait(false);
            files.AddRange(found.OfType<CatalogFile>());
            int missing = Array.IndexOf(found, null);
            if (missing >= 0)
            {
                return (files, names[missing]);
            }
        }
    }

    private async Task<CatalogFile?> TryOpenAsync(string name, DataSetPart part, CancellationToken token)
    {
        try
        {
            return await OpenAsync(name, part, null, token).ConfigureAwait(false);
        }
        catch (RemoteFileException exception) when (exception.Fault == RemoteFault.NotFound)
        {
            return null;
        }
        catch (RemoteFileException exception) when (exception.Fault == RemoteFault.AccessDenied)
        {
            // A bucket that may not be listed answers so for what is not there.
            _denied = exception;
            return null;
        }
    }

    private async Task<CatalogFile> OpenAsync(string name, DataSetPart part, string? sha256, CancellationToken token)
    {
        RemoteAddress address = _home.AddressOf(part, name);
        await _slots.WaitAsync(token).ConfigureAwait(false);
        try
        {
            RemoteFile file = await RemoteFile.OpenAsync(address, _options, token).ConfigureAwait(false);
            return new CatalogFile(name, part, address, file.Length, sha256);
        }
        finally
        {
            _slots.Release();
        }
    }
}
