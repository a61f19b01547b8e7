using PD12M.Dataset;
using PD12M.Hashing;
using PD12M.Transfer;

namespace PD12M.Transfer.Framework;

/// <summary>Saves the images of the metadata, twice, and verifies them; the last argument "signed" has the AWS SDK sign the requests.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        (string metadata, string root, Uri endpoint) = (arguments[0], arguments[1], new Uri(arguments[2]));
        Record[] records = [.. new MetadataScan(RecordSelection.Everything, 0, long.MaxValue, CancellationToken.None).Read(MetadataFile.InFolder(metadata)).SelectMany(batch => batch)];
        StoreOptions options = new() { EndpointUrl = endpoint, ThrottleLimit = 8, Region = "us-east-1" };
        if (arguments.Length > 3)
        {
            options = options with { Credentials = StoreCredentials.OfKeys("key", "secret").Credentials };
        }
        Console.WriteLine(await SaveAsync(records, root, options).ConfigureAwait(false));
        Console.WriteLine(await SaveAsync(records, root, options).ConfigureAwait(false));
        return 0;
    }

    /// <returns>How many images were saved, were there already, failed.</returns>
    private static async Task<string> SaveAsync(Record[] records, string root, StoreOptions options)
    {
        using ImageStore store = new(options);
        using DestinationFolder destination = DestinationFolder.Open(root);
        ImageDownload download = new(store, destination);
        SaveResult[] results = await Task.WhenAll(records.Select(record => download.SaveAsync(new ImageRequest(record.Id, record.Url, record.Hash, record.MimeType), CancellationToken.None))).ConfigureAwait(false);
        foreach (SaveResult result in results.Where(result => result.Problem is not null))
        {
            Console.Error.WriteLine(result.Problem);
        }
        return $"{results.Count(result => result.Image?.Status == SavedImageStatus.Saved)} {results.Count(result => result.Image?.Status == SavedImageStatus.AlreadyThere)} {results.Count(result => result.Problem is not null)}";
    }
}
