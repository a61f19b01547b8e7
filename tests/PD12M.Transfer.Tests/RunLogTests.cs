using System.Diagnostics;
using System.Text.Json;
using PD12M.Transfer.Runs;

namespace PD12M.Transfer.Tests;

public sealed class RunLogTests : IDisposable
{
    private readonly string _folder = TemporaryFolder.Create();

    public void Dispose() => TemporaryFolder.Delete(_folder);

    [SmallVolumeFact]
    public void A_full_disk_tears_no_line_and_lines_are_written_when_there_is_room_again()
    {
        using SmallVolume volume = SmallVolume.TryMount()!;
        string path = Path.Combine(volume.Root, "save.jsonl");
        string filler = Path.Combine(volume.Root, "filler");
        using RunLog log = new(path, 1 << 30, line => { });
        Fill(filler);
        string text = new('x', 500);
        for (int i = 0; i < 200; i++)
        {
            log.Add("item", line => line.Add("number", i).Add("text", text));
        }
        log.Flush();
        Assert.IsType<IOException>(log.Fault, exactMatch: false);
        Assert.Single(File.ReadAllLines(path));

        File.Delete(filler);
        log.Flush();
        Assert.Equal(
            Enumerable.Range(0, 200), File.ReadLines(path).Skip(1).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("number").GetInt32()));
    }

    [Fact]
    public void Lines_are_kept_while_another_program_holds_the_log()
    {
        string path = Path.Combine(_folder, "save.jsonl");
        string text = new('x', 1000);
        using RunLog log = new(path, 1 << 30, line => { });
        using (new FileStream(path + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            for (int i = 0; i < 300; i++)
            {
                log.Add("item", line => line.Add("number", i).Add("text", text));
            }
            Assert.Null(log.Fault);
            Assert.Single(File.ReadAllLines(path));
            log.Flush();
            Assert.Contains(path + ".lock", log.Fault!.Message, StringComparison.Ordinal);
        }
        log.Flush();
        Assert.Equal(
            Enumerable.Range(0, 300), File.ReadLines(path).Skip(1).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("number").GetInt32()));
    }

    [Fact]
    public void The_wait_for_a_held_log_can_be_ended()
    {
        string path = Path.Combine(_folder, "save.jsonl");
        using FileStream held = new(path + ".lock", FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);

        Assert.Throws<OperationCanceledException>(() => new RunLog(path, 1 << 30, line => { }, new CancellationToken(canceled: true)));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Lines_that_are_dropped_are_a_fault_at_once()
    {
        string path = Path.Combine(_folder, "save.jsonl");
        string text = new('x', 1000);
        const int Count = 10_000;
        using (RunLog log = new(path, 1 << 30, line => { }))
        {
            using (new FileStream(path + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
                for (int i = 0; i < Count; i++)
                {
                    log.Add("item", line => line.Add("text", text));
                }
                Assert.NotNull(log.Fault);
                Assert.True(log.IsBehind);
            }
            log.Flush();
            Assert.False(log.IsBehind);
        }
        Assert.Equal(Count, File.ReadLines(path).Skip(1).Sum(line => JsonDocument.Parse(line).RootElement is var root && root.TryGetProperty("lines", out JsonElement lines) ? lines.GetInt64() : 1));
    }

    [LinuxFact]
    public void A_device_or_a_pipe_is_no_log()
    {
        string device = Path.Combine(_folder, "device");
        string pipe = Path.Combine(_folder, "pipe");
        File.CreateSymbolicLink(device, "/dev/null");
        using (Process made = Process.Start("mkfifo", [pipe]))
        {
            made.WaitForExit();
        }
        foreach (string path in (string[])[device, pipe])
        {
            Assert.Equal(RunFileFault.Invalid, Assert.Throws<RunFileException>(() => new RunLog(path, 1 << 30, line => { })).Fault);
        }
        Assert.Equal([device, pipe], Directory.GetFileSystemEntries(_folder).Order());
    }

    [Fact]
    public void Lines_that_could_not_be_kept_are_told_as_a_gap()
    {
        string path = Path.Combine(_folder, "save.jsonl");
        using (RunLog log = new(path, 1 << 30, line => { }))
        {
            File.Delete(path);
            Directory.CreateDirectory(path);
            string text = new('x', 1000);
            for (int i = 0; i < 10_000; i++)
            {
                log.Add("item", line => line.Add("text", text));
            }
            log.Flush();
            Assert.NotNull(log.Fault);
            Directory.Delete(path);
        }
        List<JsonElement> lines = [.. File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement)];
        long dropped = lines[^1].GetProperty("lines").GetInt64();
        Assert.Equal("gap", lines[^1].GetProperty("event").GetString());
        Assert.InRange(dropped, 1, 10_000);
        Assert.Equal(10_000, lines.Count - 1 + dropped);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("\"quoted\" \\ and \b\f\n\r\t\0")]
    [InlineData("Größe 𝄞 \u2028 \u007f \u001b[2J")]
    public void Text_comes_back_from_a_line_of_printable_ascii(string text)
    {
        string line = new JsonLine().Add("text", text).Add("none", (string?)null).Add("number", long.MinValue).Add("real", 1234.5678).ToString();
        Assert.DoesNotContain(line, c => c is < ' ' or > '~');
        JsonElement parsed = JsonDocument.Parse(line).RootElement;
        Assert.Equal(text, parsed.GetProperty("text").GetString());
        Assert.Equal(JsonValueKind.Null, parsed.GetProperty("none").ValueKind);
        Assert.Equal(long.MinValue, parsed.GetProperty("number").GetInt64());
        Assert.Equal(1234.568, parsed.GetProperty("real").GetDouble());
    }

    private static void Fill(string path)
    {
        using FileStream file = File.Create(path, 1);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // Full, as it is to be.
        }
    }
}
