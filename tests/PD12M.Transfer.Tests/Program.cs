namespace PD12M.Transfer.Tests;

/// <summary>
/// Saves in a process of its own: the fixture's image, with the third argument "metadata" the metadata, with another one
/// the images of that list. The other arguments: the destination, and the store's or the data set's address; without one
/// an image from a name that changes its address.
/// </summary>
internal static class Program
{
    private static Task<int> Main(string[] arguments) => arguments switch
    {
        [string root] => Rebinding.SaveAsync(root),
        [string root, string endpoint] => SaveImageAsync(root, endpoint),
        [string root, string home, "metadata"] => SaveMetadataAsync(root, new Uri(home)),
        [string root, string endpoint, string list] => KilledRun.SaveAsync(root, new Uri(endpoint), list),
        _ => throw new ArgumentException("Name a destination and an address.", nameof(arguments)),
    };

    private static async Task<int> SaveImageAsync(string root, string endpoint)
    {
        using ImageStore store = new(new StoreOptions { EndpointUrl = new Uri(endpoint) });
        using DestinationFolder destination = DestinationFolder.Open(root);
        SaveResult result = await new ImageDownload(store, destination).SaveAsync(TransferFixture.Request, CancellationToken.None);
        await Console.Error.WriteLineAsync(result.Problem?.ToString());
        return result.Problem is null ? 0 : 1;
    }

    private static async Task<int> SaveMetadataAsync(string root, Uri address)
    {
        CatalogHome.TryCreate(address, DataSetName.PD12M, "main", out CatalogHome? home, out _);
        FileCatalog catalog = await FileCatalog.ReadAsync(home!, [DataSetPart.Metadata], _ => true, RemoteOptions.Default, 4, CancellationToken.None);
        using DestinationFolder destination = DestinationFolder.Open(root);
        using CatalogTransfer transfer = new(destination, RemoteOptions.Default, 4) { RangeLength = CatalogOnServer.RangeLength };
        CatalogOutcome[] outcomes = await Task.WhenAll(catalog.Files.Select(file => transfer.SaveAsync(file, CancellationToken.None)));
        return outcomes.Count(outcome => outcome.Error is not null);
    }
}
