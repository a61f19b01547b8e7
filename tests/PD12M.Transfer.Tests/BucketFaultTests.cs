using System.Security.Cryptography;
using Amazon.Runtime;
using PD12M.Testing;
using PD12M.Transfer.Buckets;

namespace PD12M.Transfer.Tests;

public sealed class BucketFaultTests : IAsyncLifetime, IDisposable
{
    private const string Key = "copy/1.jpeg";

    private readonly string _folder = TemporaryFolder.Create();
    private readonly SpoolFile _file = new();
    private readonly ObjectServer _server;
    private BucketDestination _bucket = null!;

    public BucketFaultTests()
    {
        _server = ObjectServer.Start(_folder, new ObjectServerOptions { Bucket = "photos", AllowWrite = true, RequireCredentials = true });
        _file.Write(TransferFixture.Bytes, TransferFixture.Bytes.Length);
    }

    public async Task InitializeAsync()
    {
        Assert.True(BucketAddress.TryParse("s3://photos/copy", out BucketAddress? address, out _));
        StoreOptions options = TransferFixture.OptionsFor(_server.Endpoint) with { Credentials = new BasicAWSCredentials("AKIDEXAMPLE", "secret") };
        _bucket = await BucketDestination.OpenAsync(address, options with { FirstByteTimeout = TimeSpan.FromSeconds(1) }, CancellationToken.None);
    }

    public void Dispose()
    {
        _bucket.Dispose();
        _file.Dispose();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        TemporaryFolder.Delete(_folder);
    }

    [Theory]
    [InlineData(FaultKind.Status)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Stall)]
    [InlineData(FaultKind.GarbageHeaders)]
    public async Task What_fails_for_a_passing_reason_is_sent_again_whole(FaultKind kind)
    {
        _server.Faults.Add(new Fault(kind) { Key = Key, Times = 2 });

        await PutAsync();

        Assert.Equal(TransferFixture.Bytes, await File.ReadAllBytesAsync(Path.Combine(_folder, Key)));
        Assert.Equal(3, _server.Statistics.RequestsFor(Key));
    }

    [Theory]
    [InlineData(400, 1)]
    [InlineData(403, 1)]
    [InlineData(500, 3)]
    [InlineData(503, 3)]
    public async Task What_stays_is_a_fault_and_what_is_final_is_not_tried_again(int status, int requests)
    {
        _server.Faults.Add(new Fault(FaultKind.Status) { Key = Key, Status = status });

        BucketException error = await Assert.ThrowsAsync<BucketException>(PutAsync);

        Assert.Contains($"{status} ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"s3://photos/{Key}", error.Message, StringComparison.Ordinal);
        Assert.Equal(requests, _server.Statistics.RequestsFor(Key));
        Assert.False(File.Exists(Path.Combine(_folder, Key)));
    }

    [Fact]
    public async Task A_look_at_what_is_there_fails_rather_than_take_a_refusal_for_an_absence()
    {
        _server.Faults.Add(new Fault(FaultKind.Status) { Key = Key, Status = 403 });

        BucketException error = await Assert.ThrowsAsync<BucketException>(() => _bucket.FindAsync(Key, CancellationToken.None));

        Assert.Equal(ImageFault.WriteDenied, error.Fault);
        Assert.Contains("s3:ListBucket", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_that_is_stopped_ends_at_once_and_leaves_nothing()
    {
        using CancellationTokenSource source = new();
        _server.Faults.Add(new Fault(FaultKind.Latency) { Key = Key, Delay = TimeSpan.FromMinutes(5) });
        Task upload = _bucket.PutAsync(Key, _file, MD5.HashData(TransferFixture.Bytes), source.Token);
        while (_server.Statistics.RequestsFor(Key) == 0)
        {
            await Task.Delay(10);
        }

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void What_waits_for_its_upload_has_no_name_that_a_killed_run_could_leave()
    {
        Assert.Equal(TransferFixture.Bytes.Length, _file.Length);
        if (!OperatingSystem.IsWindows())
        {
            Assert.DoesNotContain(Directory.GetFiles(Path.GetTempPath(), "pd12m-*.part"), path => new FileInfo(path).Length == _file.Length);
        }
    }

    private Task PutAsync() => _bucket.PutAsync(Key, _file, MD5.HashData(TransferFixture.Bytes), CancellationToken.None);
}
