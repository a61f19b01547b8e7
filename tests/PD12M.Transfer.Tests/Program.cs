namespace PD12M.Transfer.Tests;

/// <summary>Saves the fixture's image in a process of its own. Arguments: the destination and the store's address.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        using ImageStore store = new(new StoreOptions { EndpointUrl = new Uri(arguments[1]) });
        using DestinationFolder destination = DestinationFolder.Open(arguments[0]);
        SaveResult result = await new ImageDownload(store, destination).SaveAsync(TransferFixture.Request, CancellationToken.None);
        await Console.Error.WriteLineAsync(result.Problem?.ToString());
        return result.Problem is null ? 0 : 1;
    }
}
