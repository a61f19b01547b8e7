using PD12M.Parquet;
using PD12M.Testing;

namespace PD12M.Transfer.Tests;

public sealed class CatalogTransferTests
{
    [Fact]
    public async Task All_files_of_a_repository_are_saved_as_they_are()
    {
        await using CatalogOnServer server = new();

        CatalogOutcome[] outcomes = await server.SaveAllAsync(server.Hub, parts: [DataSetPart.Metadata, DataSetPart.Embeddings]);

        server.AssertSaved(CatalogOnServer.First, CatalogOnServer.Second, CatalogOnServer.Embedding);
        Assert.Equal(["pd12m.000.parquet", "pd12m.001.parquet", "pd12m.00.npy"], outcomes.Select(outcome => outcome.Saved!.Name));
        Assert.All(outcomes, outcome => Assert.Equal(SavedFileStatus.Saved, outcome.Saved!.Status));
        Assert.All(outcomes, outcome => Assert.Equal(CatalogOnServer.Sha256Of(outcome.Saved!.Path), outcome.Saved.Sha256));
        Assert.All(outcomes, outcome => Assert.Equal(new FileInfo(outcome.Saved!.Path).Length, outcome.Saved.Length));
    }

    [Fact]
    public async Task As_many_ranges_are_asked_for_at_once_as_there_may_be_connections()
    {
        await using CatalogOnServer server = new();
        server.Server.Faults.Add(new Fault(FaultKind.Gather) { Key = CatalogOnServer.Resolved + "*", SkipFirst = 2, Together = CatalogOnServer.Connections });

        await server.SaveAllAsync(server.Hub);

        server.AssertSaved(CatalogOnServer.First, CatalogOnServer.Second);
        Assert.Equal(CatalogOnServer.Connections, server.Server.Statistics.ConcurrentRequestsHighWater);
    }

    [Fact]
    public async Task What_is_there_with_the_listed_sum_is_not_asked_for_again()
    {
        await using CatalogOnServer server = new();
        await server.SaveAllAsync(server.Hub);
        long requests = server.Server.Statistics.Requests;

        CatalogOutcome[] outcomes = await server.SaveAllAsync(server.Hub);

        Assert.All(outcomes, outcome => Assert.Equal(SavedFileStatus.AlreadyThere, outcome.Saved!.Status));
        Assert.Equal(requests + 1, server.Server.Statistics.Requests);
    }

    [Fact]
    public async Task A_link_to_a_shared_copy_is_there_and_one_to_nothing_is_told()
    {
        await using CatalogOnServer server = new();
        await server.SaveAllAsync(server.Hub);
        string shared = server.PathOf("shared");
        File.Move(server.SavedPathOf(CatalogOnServer.First), shared);
        File.CreateSymbolicLink(server.SavedPathOf(CatalogOnServer.First), shared);

        CatalogOutcome[] linked = await server.SaveAllAsync(server.Hub);
        File.Delete(shared);
        CatalogOutcome[] dangling = await server.SaveAllAsync(server.Hub);

        Assert.All(linked, outcome => Assert.Equal(SavedFileStatus.AlreadyThere, outcome.Saved!.Status));
        Assert.Equal(shared, new FileInfo(server.SavedPathOf(CatalogOnServer.First)).LinkTarget);
        Assert.Contains("is a link to a file that is not there", dangling[0].Error!.Message, StringComparison.Ordinal);
        Assert.Equal(SavedFileStatus.AlreadyThere, dangling[1].Saved!.Status);
    }

    [Fact]
    public async Task What_is_there_on_a_plain_folder_is_compared_by_length_and_footer()
    {
        await using CatalogOnServer server = new();
        await server.SaveAllAsync(server.Plain);

        CatalogOutcome[] outcomes = await server.SaveAllAsync(server.Plain);
        await File.WriteAllBytesAsync(server.SavedPathOf(CatalogOnServer.First), new byte[new FileInfo(server.SavedPathOf(CatalogOnServer.First)).Length]);
        CatalogOutcome[] repaired = await server.SaveAllAsync(server.Plain);

        Assert.All(outcomes, outcome => Assert.Equal(SavedFileStatus.AlreadyThere, outcome.Saved!.Status));
        Assert.Equal([SavedFileStatus.Saved, SavedFileStatus.AlreadyThere], repaired.Select(outcome => outcome.Saved!.Status));
        server.AssertSaved(CatalogOnServer.First, CatalogOnServer.Second);
    }

    [Fact]
    public async Task A_file_that_has_a_wrong_byte_on_the_disk_is_replaced()
    {
        await using CatalogOnServer server = new();
        await server.SaveAllAsync(server.Hub);
        byte[] bytes = await File.ReadAllBytesAsync(server.SavedPathOf(CatalogOnServer.Second));
        bytes[1234] ^= 1;
        await File.WriteAllBytesAsync(server.SavedPathOf(CatalogOnServer.Second), bytes);

        CatalogOutcome[] outcomes = await server.SaveAllAsync(server.Hub);

        Assert.Equal([SavedFileStatus.AlreadyThere, SavedFileStatus.Saved], outcomes.Select(outcome => outcome.Saved!.Status));
        server.AssertSaved(CatalogOnServer.First, CatalogOnServer.Second);
    }

    [Fact]
    public async Task Force_fetches_what_is_there()
    {
        await using CatalogOnServer server = new();
        await server.SaveAllAsync(server.Hub);

        CatalogOutcome[] outcomes = await server.SaveAllAsync(server.Hub, force: true);

        Assert.All(outcomes, outcome => Assert.Equal(SavedFileStatus.Saved, outcome.Saved!.Status));
        server.AssertSaved(CatalogOnServer.First, CatalogOnServer.Second);
    }

    [Theory]
    [InlineData(FaultKind.Status)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Truncate)]
    public async Task Passing_faults_cost_no_file(FaultKind kind)
    {
        await using CatalogOnServer server = new();

        // However the requests fall, one that is struck each time has an attempt left.
        int times = MetadataOnServer.Options.Attempts - 1;
        string[] keys = [CatalogOnServer.Listing + "*", CatalogOnServer.Resolved + CatalogOnServer.First, CatalogOnServer.Resolved + CatalogOnServer.Second];
        Fault[] faults = [.. keys.Select(key => server.Server.Faults.Add(new Fault(kind) { Key = key, Every = key.EndsWith('*') ? 1 : 3, Times = times }))];

        await server.SaveAllAsync(server.Hub);

        server.AssertSaved(CatalogOnServer.First, CatalogOnServer.Second);
        Assert.All(faults, fault => Assert.Equal(times, fault.Fired));
    }

    [Fact]
    public async Task A_range_with_wrong_bytes_is_found_by_the_sum_and_the_file_fetched_from_the_start()
    {
        await using CatalogOnServer server = new();
        server.Server.Faults.Add(new Fault(FaultKind.WrongBytes) { Key = "*.parquet", SkipFirst = 5, Times = 1 });

        CatalogOutcome[] outcomes = await server.SaveAllAsync(server.Hub);

        server.AssertSaved(CatalogOnServer.First, CatalogOnServer.Second);
        Assert.Contains("is fetched once more from the start", Assert.Single(outcomes.SelectMany(outcome => outcome.Notes)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_its_listed_sum_gets_no_name_and_the_others_are_saved()
    {
        await using CatalogOnServer server = new();
        server.WriteListing("metadata", server.Entry(CatalogOnServer.First, sha256: new string('a', 64)), server.Entry(CatalogOnServer.Second));

        CatalogOutcome[] outcomes = await server.SaveAllAsync(server.Hub);

        Assert.Equal(CatalogFault.HashMismatch, Assert.IsType<CatalogException>(outcomes[0].Error).Fault);
        server.AssertSaved(CatalogOnServer.Second);
    }

    [Fact]
    public async Task A_file_of_another_length_than_listed_is_an_error()
    {
        await using CatalogOnServer server = new();
        server.WriteListing("metadata", server.Entry(CatalogOnServer.First, size: 1_000_000_000));

        CatalogOutcome outcome = Assert.Single(await server.SaveAllAsync(server.Hub));

        Assert.Equal(RemoteFault.Changed, Assert.IsType<RemoteFileException>(outcome.Error).Fault);
        server.AssertSaved();
    }

    [Fact]
    public async Task Metadata_that_end_without_a_footer_get_no_name()
    {
        await using CatalogOnServer server = new();
        await File.WriteAllBytesAsync(server.PathOf(CatalogOnServer.First), (await File.ReadAllBytesAsync(server.PathOf(CatalogOnServer.First)))[..500_000]);

        CatalogOutcome[] outcomes = await server.SaveAllAsync(server.Plain);

        Assert.Equal(ParquetFault.Truncated, Assert.IsType<ParquetException>(outcomes[0].Error).Fault);
        server.AssertSaved(CatalogOnServer.Second);
    }

    [Theory]
    [InlineData(100_000, "promises")]
    [InlineData(40, "header")]
    [InlineData(0, "begin")]
    public async Task Embeddings_that_are_cut_off_get_no_name(int length, string reason)
    {
        await using CatalogOnServer server = new();
        await File.WriteAllBytesAsync(server.PathOf(CatalogOnServer.Embedding), (await File.ReadAllBytesAsync(server.PathOf(CatalogOnServer.Embedding)))[..length]);

        CatalogOutcome outcome = Assert.Single(await server.SaveAllAsync(server.Plain, parts: [DataSetPart.Embeddings]));

        CatalogException error = Assert.IsType<CatalogException>(outcome.Error);
        Assert.Equal(CatalogFault.EmbeddingInvalid, error.Fault);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        server.AssertSaved();
    }

    [Fact]
    public async Task A_matrix_of_other_values_is_no_embedding_file()
    {
        await using CatalogOnServer server = new();
        byte[] bytes = await File.ReadAllBytesAsync(server.PathOf(CatalogOnServer.Embedding));
        bytes[bytes.AsSpan().IndexOf("<f4"u8)] = (byte)'>';
        await File.WriteAllBytesAsync(server.PathOf(CatalogOnServer.Embedding), bytes);

        CatalogOutcome outcome = Assert.Single(await server.SaveAllAsync(server.Plain, parts: [DataSetPart.Embeddings]));

        Assert.Contains("<f4", Assert.IsType<CatalogException>(outcome.Error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_the_place_of_a_file_is_an_error_of_the_disk()
    {
        await using CatalogOnServer server = new();
        Directory.CreateDirectory(server.SavedPathOf(CatalogOnServer.First));

        CatalogOutcome[] outcomes = await server.SaveAllAsync(server.Hub);

        Assert.NotNull(outcomes[0].Error);
        Assert.IsNotType<RemoteFileException>(outcomes[0].Error);
        Assert.Equal(SavedFileStatus.Saved, outcomes[1].Saved?.Status);
    }

    [SmallVolumeFact]
    public async Task A_full_disk_is_an_error_of_that_kind()
    {
        using SmallVolume volume = SmallVolume.TryMount()!;
        await using CatalogOnServer server = new(Path.Combine(volume.Root, "pd12m"));

        CatalogOutcome[] outcomes = await server.SaveAllAsync(server.Hub);

        Assert.All(outcomes, outcome => Assert.Equal(ImageFault.DiskFull, IoError.FaultOf(outcome.Error!)));
        Assert.Empty(Directory.GetFiles(server.Destination, "*.parquet", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_server_that_gives_no_parts_is_an_error()
    {
        using LoopbackStore store = LoopbackStore.Start(new Dictionary<string, byte[]> { ["metadata/pd12m.000.parquet"] = new byte[100_000] });

        RemoteFileException error = await Assert.ThrowsAsync<RemoteFileException>(() => CatalogOnServer.ListAsync(store.Endpoint));

        Assert.Equal(RemoteFault.RangesUnsupported, error.Fault);
    }
}
