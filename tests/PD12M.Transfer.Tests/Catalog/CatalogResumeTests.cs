using System.Diagnostics;
using PD12M.Testing;

namespace PD12M.Transfer.Tests;

public sealed class CatalogResumeTests
{
    /// <summary>Ranges of the first file that come before its server falls silent.</summary>
    private const int RangesBefore = 5;

    [Fact]
    public async Task A_killed_run_is_gone_on_with_by_the_next()
    {
        await using CatalogOnServer server = new();
        Fault stall = server.Server.Faults.Add(StallFirst());
        using (Process run = Process.Start("dotnet", [typeof(Program).Assembly.Location, server.Destination, server.Hub.AbsoluteUri, "metadata"]))
        {
            await WaitAsync(() => run.HasExited || (stall.Fired == 4 && JournaledRanges(server) >= RangesBefore));
            run.Kill();
            await run.WaitForExitAsync();
        }

        server.Server.Faults.Clear();
        long bytes = server.Server.Statistics.Bytes;
        CatalogOutcome[] outcomes = await server.SaveAllAsync(server.Hub);

        server.AssertSaved(CatalogOnServer.First, CatalogOnServer.Second);
        Assert.Contains(outcomes.SelectMany(outcome => outcome.Notes), note => note.Contains("of an earlier run are there", StringComparison.Ordinal));
        Assert.InRange(server.Server.Statistics.Bytes - bytes, 1, LengthOfBoth(server) - (RangesBefore * CatalogOnServer.RangeLength) + 10_000);
    }

    [Fact]
    public async Task A_cancelled_run_keeps_what_it_has_and_the_next_asks_for_the_rest()
    {
        await using CatalogOnServer server = new();
        long bytes = await CancelAsync(server, server.Hub);

        CatalogOutcome[] outcomes = await server.SaveAllAsync(server.Hub);

        server.AssertSaved(CatalogOnServer.First, CatalogOnServer.Second);
        Assert.All(outcomes, outcome => Assert.Equal(SavedFileStatus.Saved, outcome.Saved!.Status));
        Assert.InRange(server.Server.Statistics.Bytes - bytes, 1, LengthOfBoth(server) - (RangesBefore * CatalogOnServer.RangeLength) + 10_000);
    }

    [Fact]
    public async Task What_is_left_of_another_version_is_not_gone_on_with()
    {
        await using CatalogOnServer server = new();
        await CancelAsync(server, server.Plain);
        server.WriteFirst(seed: 7);

        CatalogOutcome[] outcomes = await server.SaveAllAsync(server.Plain);

        server.AssertSaved(CatalogOnServer.First, CatalogOnServer.Second);
        Assert.Contains("from the start", Assert.Single(outcomes[0].Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_replaced_while_it_is_fetched_is_fetched_from_the_start()
    {
        await using CatalogOnServer server = new();
        FileCatalog catalog = await CatalogOnServer.ListAsync(server.Plain);
        Fault stall = server.Server.Faults.Add(new Fault(FaultKind.Stall) { Key = CatalogOnServer.First, SkipFirst = 3, Times = 4 });

        Task<CatalogOutcome[]> saving = server.SaveAsync(
            catalog.Files.Take(1), options: MetadataOnServer.Options with { FirstByteTimeout = TimeSpan.FromMilliseconds(500) });
        await WaitAsync(() => stall.Fired == 4);
        server.WriteFirst(seed: 7);
        CatalogOutcome outcome = Assert.Single(await saving);
        Assert.Null(outcome.Error);

        server.AssertSaved(CatalogOnServer.First);
        Assert.Contains("has been replaced", Assert.Single(outcome.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00000000\n0000")]
    [InlineData("00000000\n\0\0\0\0\0\0\0\0\0")]
    [InlineData("00000000\n99999999\n00000001\n")]
    [InlineData("0000000\n")]
    [InlineData("")]
    public async Task A_torn_journal_is_believed_up_to_the_tear(string journal)
    {
        await using CatalogOnServer server = new();
        await CancelAsync(server, server.Hub);
        foreach (string path in Directory.GetFiles(server.WorkFolder, "*.ranges"))
        {
            await File.WriteAllTextAsync(path, journal);
        }

        // The first range was fetched, or the sum would tell.
        await server.SaveAllAsync(server.Hub);

        server.AssertSaved(CatalogOnServer.First, CatalogOnServer.Second);
    }

    [Fact]
    public async Task A_link_in_the_place_of_a_partial_file_is_not_written_through()
    {
        await using CatalogOnServer server = new();
        await CancelAsync(server, server.Hub);
        string outside = Path.Combine(server.PathOf("metadata"), "outside");
        await File.WriteAllTextAsync(outside, "precious");
        foreach (string path in Directory.GetFiles(server.WorkFolder, "*.partial"))
        {
            File.Delete(path);
            File.CreateSymbolicLink(path, outside);
        }

        await server.SaveAllAsync(server.Hub);

        server.AssertSaved(CatalogOnServer.First, CatalogOnServer.Second);
        Assert.Equal("precious", await File.ReadAllTextAsync(outside));
    }

    [Fact]
    public async Task Saving_images_leaves_partial_files_alone()
    {
        await using CatalogOnServer server = new();
        await CancelAsync(server, server.Hub);
        string[] before = Directory.GetFiles(server.WorkFolder);

        DestinationFolder.Open(server.Destination).Dispose();

        Assert.NotEmpty(before);
        Assert.Equal(before.Order(), Directory.GetFiles(server.WorkFolder).Order());
    }

    /// <summary>One request opens the file, the others are ranges.</summary>
    private static Fault StallFirst() => new(FaultKind.Stall) { Key = "*000.parquet", SkipFirst = 1 + RangesBefore };

    /// <summary>Cancels a run of the first file after some ranges; gives the bytes that the server had sent by then.</summary>
    private static async Task<long> CancelAsync(CatalogOnServer server, Uri home)
    {
        FileCatalog catalog = await CatalogOnServer.ListAsync(home);
        Fault stall = server.Server.Faults.Add(StallFirst());
        using CancellationTokenSource cancellation = new();
        Task<CatalogOutcome[]> saving = server.SaveAsync(catalog.Files.Take(1), token: cancellation.Token);
        await WaitAsync(() => stall.Fired == 4 && JournaledRanges(server) >= RangesBefore);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saving);

        Assert.Empty(Directory.GetFiles(server.Destination, "*.parquet", SearchOption.AllDirectories));
        server.Server.Faults.Clear();
        return server.Server.Statistics.Bytes;
    }

    private static int JournaledRanges(CatalogOnServer server) => Directory.Exists(server.WorkFolder)
        ? Directory.GetFiles(server.WorkFolder, "*.ranges").Sum(path => (int)new FileInfo(path).Length / 9)
        : 0;

    private static long LengthOfBoth(CatalogOnServer server) =>
        new FileInfo(server.PathOf(CatalogOnServer.First)).Length + new FileInfo(server.PathOf(CatalogOnServer.Second)).Length;

    private static async Task WaitAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(10);
        }
    }
}
