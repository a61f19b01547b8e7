using System.Text.Json;
using System.Text.RegularExpressions;

namespace PD12M.Transfer;

/// <summary>The listing that a hub has of a repository's folder.</summary>
/// <remarks>
/// A page is a JSON array with an object for each entry: type ("file" or "directory"), path, size in bytes, and for a file
/// in large file storage lfs.oid, its SHA-256. A further page is named by a Link header with rel="next".
/// Source: the tree endpoint of the Hub API (Hugging Face's documentation and its Python client).
/// </remarks>
internal static class RepositoryTree
{
    private const int MostPageBytes = 4 << 20;
    private const int MostPages = 100;
    private const int MostDepth = 16;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <summary>Adds the files of parts of a repository.</summary>
    /// <exception cref="RemoteFileException">The listing cannot be had.</exception>
    /// <exception cref="CatalogException">It contradicts its format or is too large.</exception>
    public static async Task ReadAsync(CatalogHome home, IReadOnlyList<DataSetPart> parts, FileCatalog catalog, RemoteOptions options, CancellationToken token)
    {
        foreach (DataSetPart part in parts)
        {
            RemoteAddress? page = home.ListingOf(part);
            for (int pages = 0; page is not null; pages++)
            {
                if (pages == MostPages)
                {
                    throw new CatalogException(CatalogFault.ListingTooLarge, $"The listing '{page}' has more than {MostPages} pages; that of the data set has one.");
                }

                (byte[] bytes, string? links) = await RemoteDocument.ReadAsync(page, MostPageBytes, options, token).ConfigureAwait(false);
                AddPage(home, part, page, bytes, catalog);
                page = NextPage(page, links);
            }
        }
    }

    private static void AddPage(CatalogHome home, DataSetPart part, RemoteAddress page, byte[] bytes, FileCatalog catalog)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MostDepth });
            foreach (JsonElement entry in document.RootElement.EnumerateArray())
            {
                AddEntry(home, part, entry, catalog);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            // What JsonElement throws for a value of another kind, a missing property and a number that does not fit.
            throw new CatalogException(
                CatalogFault.ListingInvalid, $"'{page}' is no listing of a repository. Check the address of the data set.", exception);
        }
    }

    private static void AddEntry(CatalogHome home, DataSetPart part, JsonElement entry, FileCatalog catalog)
    {
        string path = entry.GetProperty("path").GetString() ?? "";
        string folder = CatalogFile.FolderOf(part) + "/";
        if (entry.GetProperty("type").GetString() != "file" || !path.EndsWith(CatalogFile.ExtensionOf(part), StringComparison.Ordinal))
        {
            return;
        }

        string name = path.StartsWith(folder, StringComparison.Ordinal) ? path.Substring(folder.Length) : path;
        if (!catalog.Accepts(name, part))
        {
            return;
        }

        string? sha256 = entry.TryGetProperty("lfs", out JsonElement lfs) && lfs.ValueKind == JsonValueKind.Object ? lfs.GetProperty("oid").GetString() : null;
        if (sha256 is not null && !CatalogFile.IsSha256(sha256))
        {
            throw new FormatException($"The sum of '{name}' is no SHA-256.");
        }

        catalog.Add(new CatalogFile(name, part, home.AddressOf(part, name), entry.GetProperty("size").GetInt64(), sha256));
    }

    // RFC 8288, 3: <address>; rel="next"
    private static RemoteAddress? NextPage(RemoteAddress page, string? links)
    {
        Match next = Regex.Match(links ?? "", "<([^<>]*)>\\s*;[^,<]*\\brel\\s*=\\s*\"?next\\b", RegexOptions.IgnoreCase, s_patience);
        if (!next.Success)
        {
            return null;
        }

        return Uri.TryCreate(page.Uri, next.Groups[1].Value, out Uri? uri)
            && uri.GetLeftPart(UriPartial.Authority) == page.Uri.GetLeftPart(UriPartial.Authority)
            ? CatalogHome.Address(uri.AbsoluteUri)
            : throw new CatalogException(CatalogFault.ListingInvalid, $"The listing '{page}' says that it goes on at another server, which is not followed.");
    }
}
