namespace PD12M.Transfer.Tests;

/// <summary>Saves in a process of its own. Arguments: the destination, the store's address, and of a run its list of images.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments.Length > 2)
        {
            return await KilledRun.SaveAsync(arguments[0], new Uri(arguments[1]), arguments[2]);
        }
        using ImageStore store = new(new Uri(arguments[1]), 1);
        using DestinationFolder destination = DestinationFolder.Open(arguments[0]);
        SaveResult result = await new ImageDownload(store, destination).SaveAsync(TransferFixture.Request, CancellationToken.None);
        await Console.Error.WriteLineAsync(result.Problem?.ToString());
        return result.Problem is null ? 0 : 1;
    }
}
