using System.Formats.Tar;
using System.Net.Sockets;
using System.Security.Cryptography;
using PD12M.Hashing;
using PD12M.Imaging;

namespace PD12M.Engine.Tests.Hashing;

public sealed class FileHasherTests : IDisposable
{
    private const string AbcHash = "900150983cd24fb0d6963f7d28e17f72";
    private const int BufferBytes = 128 * 1024;

    private readonly TemporaryFolder _folder = new();
    private bool _done;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    [InlineData(150)]
    public void Files_of_mixed_lengths_match(int count)
    {
        var random = new Random(count);
        int[] edges = [0, 1, 55, 56, 63, 64, 65, BufferBytes - 1, BufferBytes, BufferBytes + 1, 2 * BufferBytes, (3 * BufferBytes) + 60];
        ExpectedFile[] items = [.. Enumerable.Range(0, count).Select(i => Write(i, random.Next(3) == 0 ? edges[random.Next(edges.Length)] : random.Next(200_000)))];
        HashResult[] results = Hash(items);
        Assert.All(items.Zip(results), pair =>
        {
            Assert.Equal((HashStatus.Match, pair.First.Hash, null), (pair.Second.Status, pair.Second.Actual, pair.Second.Problem));
            Assert.Equal((pair.First.Path, pair.First.Id, pair.First.Url, (long?)new FileInfo(pair.First.Path).Length), (pair.Second.Path, pair.Second.Id, pair.Second.Url, pair.Second.Length));
        });
    }

    [Fact]
    public void Headers_are_read_in_the_same_pass_and_files_without_a_hash_are_not_hashed()
    {
        string[] images = Directory.GetFiles(Path.Combine(TestData.Folder, "images"));
        HashResult[] results = Hash([.. images.Select((path, i) => new ExpectedFile(path) { WithHeader = true, Hash = i % 2 == 0 ? Convert.ToHexStringLower(MD5.HashData(File.ReadAllBytes(path))) : null })]);
        Assert.All(results, result => Assert.Equal((HashStatus.Match, 48, 32), (result.Status, result.Header?.Header?.Width, result.Header?.Header?.Height)));
        Assert.Equal(images.Select((_, i) => i % 2 == 1), results.Select(result => result.Actual is null));
    }

    [Fact]
    public void A_long_file_does_not_hold_up_short_ones_behind_it()
    {
        ExpectedFile[] items = [Write(0, 40 * BufferBytes), .. Enumerable.Range(1, 60).Select(i => Write(i, 1000))];
        var queue = new FileQueue(items);
        queue.Run(FileHasher.Run);
        Assert.Equal(0, queue.Order[^1]);
    }

    [Fact]
    public void Files_that_cannot_be_hashed_have_their_own_status_and_the_others_go_on()
    {
        File.WriteAllText(_folder["abc"], "abc");
        File.CreateSymbolicLink(_folder["link"], _folder["abc"]);
        File.CreateSymbolicLink(_folder["dangling"], _folder["none"]);
        string[] names = ["abc", "none", "none/none", ".", "link", "dangling", "abc"];
        HashResult[] results = Hash([.. names.Select(name => Abc(_folder[name]))]);
        Assert.Equal(
            [HashStatus.Match, HashStatus.Missing, HashStatus.Missing, HashStatus.Folder, HashStatus.Match, HashStatus.Missing, HashStatus.Match],
            results.Select(result => result.Status));
        Assert.Contains("folder", results[3].Problem, StringComparison.Ordinal);
        Assert.All(results.Where(result => result.Status != HashStatus.Match), result => Assert.Equal((null, (long?)null), (result.Actual, result.Length)));
    }

    [UnixFact]
    public void What_is_no_regular_file_is_told_and_not_opened()
    {
        File.WriteAllText(_folder["abc"], "abc");
        File.WriteAllText(_folder["empty"], "");
        // Nobody writes to it, so that whoever opens it waits for good.
        new PaxTarEntry(TarEntryType.Fifo, "pipe").ExtractToFile(_folder["pipe"], overwrite: false);
        File.CreateSymbolicLink(_folder["link"], _folder["pipe"]);
        File.CreateSymbolicLink(_folder["second"], _folder["link"]);
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder["socket"]));
        string[] special = [_folder["pipe"], _folder["link"], _folder["second"], _folder["socket"], "/dev/zero"];

        HashResult[] results = Hash([.. special.Select(Abc), Abc(_folder["abc"]), Abc(_folder["empty"])]);

        Assert.Equal([.. special.Select(_ => HashStatus.SpecialFile), HashStatus.Match, HashStatus.Mismatch], results.Select(result => result.Status));
        Assert.Contains("named pipe", results[0].Problem, StringComparison.Ordinal);
        Assert.Equal(ImageStatus.SpecialFile, ImageCheck.Compare(Abc(special[0]), results[0]).Status);
    }

    [Fact]
    public void A_file_that_is_locked_is_told()
    {
        File.WriteAllText(_folder["abc"], "abc");
        File.WriteAllText(_folder["other"], "abc");
        using FileStream locked = File.Open(_folder["abc"], FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        HashResult[] results = Hash([Abc(_folder["abc"]), Abc(_folder["other"])]);
        Assert.Equal([HashStatus.Locked, HashStatus.Match], results.Select(result => result.Status));
        Assert.NotEmpty(results[0].Problem!);
    }

    [UnprivilegedFact]
    public void A_file_without_the_right_to_read_it_is_unreadable()
    {
        File.WriteAllText(_folder["abc"], "abc");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder["abc"], UnixFileMode.None);
        }
        Assert.All(Hash([Abc(_folder["abc"]), Abc(_folder["abc"])]), result => Assert.Equal(HashStatus.Unreadable, result.Status));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(+1)]
    [InlineData(-2 * BufferBytes)]
    [InlineData(+2 * BufferBytes)]
    public void A_file_that_grows_or_shrinks_while_it_is_read_has_changed(int bytes)
    {
        ExpectedFile[] items = [Write(0, 3 * BufferBytes), Write(1, 5)];
        // A third item is asked for when the first buffer of the first file has been read.
        HashResult[] results = new FileQueue(items) { Asked = taken => Once(taken == 2, () => SetLength(items[0].Path, (3 * BufferBytes) + bytes)) }.Run(FileHasher.Run);
        Assert.Equal((HashStatus.Changed, null), (results[0].Status, results[0].Actual));
        Assert.NotEmpty(results[0].Problem!);
        Assert.Equal(HashStatus.Match, results[1].Status);
    }

    [Fact]
    public void A_file_that_is_written_over_while_it_is_read_has_changed()
    {
        ExpectedFile[] items = [Write(0, 3 * BufferBytes), Write(1, 5)];
        File.SetLastWriteTimeUtc(items[0].Path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        HashResult[] results = new FileQueue(items) { Asked = taken => Once(taken == 2, () => File.WriteAllBytes(items[0].Path, new byte[3 * BufferBytes])) }.Run(FileHasher.Run);
        Assert.Equal(HashStatus.Changed, results[0].Status);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(80)]
    public void Reading_goes_over_to_threads_and_back_without_a_loss(int slowMicroseconds)
    {
        ExpectedFile[] items = [.. Enumerable.Range(0, 500).Select(i => i % 5 == 0 ? Abc(_folder["none"]) : Write(i, i % 7 == 0 ? 3 * BufferBytes : 5))];
        HashResult[] results = new FileQueue(items).Run((queue, bytes, token) => FileHasher.Run(queue, bytes, TimeSpan.FromMicroseconds(slowMicroseconds), token));
        Assert.All(items.Zip(results), pair => Assert.Equal(pair.First.Hash == AbcHash ? null : pair.First.Hash, pair.Second.Actual));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(0)]
    public void The_files_are_closed_when_the_work_is_ended(int slowMilliseconds)
    {
        TimeSpan slowRead = TimeSpan.FromMilliseconds(slowMilliseconds);
        ExpectedFile[] items = [.. Enumerable.Range(0, 20).Select(i => Write(i, 3 * BufferBytes))];
        using var stop = new CancellationTokenSource();
        var queue = new FileQueue(items) { Asked = taken => Once(taken == 16, stop.Cancel) };
        Assert.ThrowsAny<OperationCanceledException>(() => FileHasher.Run(queue, new ByteCount(), slowRead, stop.Token));
        Assert.All(items, item => File.Open(item.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose());
    }

    private void Once(bool now, Action action)
    {
        if (now && !_done)
        {
            _done = true;
            action();
        }
    }

    private static HashResult[] Hash(ExpectedFile[] items)
    {
        var queues = Enumerable.Range(0, 3).Select(_ => new FileQueue(items)).ToArray();
        HashResult[] single = queues[0].Run(FileHash.Run);
        HashResult[] lanes = queues[1].Run(FileHasher.Run);
        HashResult[] sideBySide = queues[2].Run(RunSideBySide);
        Assert.Equal(single, lanes);
        Assert.Equal(single, sideBySide);
        Assert.All(queues, queue => Assert.Equal(single.Sum(result => result.Actual is null ? 0 : result.Length!.Value), queue.Bytes.Value));
        return lanes;
    }

    private static void RunSideBySide(IWorkQueue<ExpectedFile, HashResult> queue, ByteCount bytes, CancellationToken token) =>
        FileHasher.Run(queue, bytes, TimeSpan.Zero, token);

    private static ExpectedFile Abc(string path) => new(path) { Hash = AbcHash };

    private static void SetLength(string path, long length)
    {
        using FileStream file = File.Open(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(length);
    }

    private ExpectedFile Write(int number, int length)
    {
        byte[] data = new byte[length];
        new Random(number).NextBytes(data);
        string path = _folder[$"{number}"];
        File.WriteAllBytes(path, data);
        return new ExpectedFile(path) { Hash = Convert.ToHexStringLower(MD5.HashData(data)), Id = $"id {number}", Url = $"https://host/{number}" };
    }
}

/// <summary>A test of what lies in folders on Unix only.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no named pipes, devices and sockets in folders." : null;
}

/// <summary>A test of what file modes forbid.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnprivilegedFactAttribute : FactAttribute
{
    public UnprivilegedFactAttribute() => Skip = Obstacle;

    /// <summary>Why file modes forbid nothing here; null if they do.</summary>
    public static string? Obstacle =>
        OperatingSystem.IsWindows() ? "Windows has no file modes." : Environment.IsPrivilegedProcess ? "root may read every file." : null;
}
