using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using PD12M.Testing;

namespace PD12M.Transfer.Tests;

public sealed class KillTests : IDisposable
{
    private const int Kills = 20;
    private const int Images = 700;
    private const int LongestLifeMilliseconds = 150;

    private readonly string _folder = TemporaryFolder.Create();

    public void Dispose() => TemporaryFolder.Delete(_folder);

    /// <summary>The moments of the kills are random, by a fixed seed and the machine's mood; what must hold holds for all.</summary>
    [Fact]
    public async Task Whatever_a_run_was_doing_when_it_was_killed_the_next_ones_complete_the_set()
    {
        Dictionary<string, string> hashes = MakeBucket();
        await using ObjectServer server = ObjectServer.Start(Path.Combine(_folder, "bucket"));
        server.Faults.Add(new Fault(FaultKind.Status) { Status = 503, Probability = 0.02, Seed = 5 });
        server.Faults.Add(new Fault(FaultKind.Latency) { Delay = TimeSpan.FromMilliseconds(20) });
        Random random = new(7);
        int killed = 0;
        for (int i = 0; i < Kills; i++)
        {
            long before = server.Statistics.Requests;
            using Process run = Start(server.Endpoint);
            while (!run.HasExited && server.Statistics.Requests == before)
            {
                await Task.Delay(5);
            }
            await Task.Delay(random.Next(LongestLifeMilliseconds));
            run.Kill();
            await run.WaitForExitAsync();
            killed += run.ExitCode is 0 or 1 ? 0 : 1;
            AssertWhole(hashes);
        }
        Assert.InRange(killed, 1, Kills);

        server.Faults.Clear();
        using Process last = Start(server.Endpoint);
        string output = await last.StandardError.ReadToEndAsync();
        await last.WaitForExitAsync();
        Assert.True(last.ExitCode == 0, output);
        AssertWhole(hashes);
        Assert.Equal(Images, SavedImages().Length);
        Assert.Equal(Images, Directory.GetFiles(Root, "*.txt", SearchOption.AllDirectories).Length);
        Assert.Empty(Directory.GetFiles(Root, "*.part", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(Path.Combine(Root, ".pd12m")));
        Assert.Single(await File.ReadAllLinesAsync(KilledRun.FailuresOf(List)));
        Assert.False(File.Exists(KilledRun.FailuresOf(List) + ".partial"));
        AssertLog(killed);
    }

    private string Root => Path.Combine(_folder, "images");

    private string List => Path.Combine(_folder, "list");

    private string[] SavedImages() => Directory.GetFiles(Root, "*.jpeg", SearchOption.AllDirectories);

    private Process Start(Uri endpoint) => Process.Start(
        new ProcessStartInfo("dotnet", [typeof(KilledRun).Assembly.Location, Root, endpoint.AbsoluteUri, List]) { RedirectStandardError = true })!;

    /// <summary>Whatever has its final name is whole, captions too.</summary>
    private void AssertWhole(Dictionary<string, string> hashes)
    {
        foreach (string path in SavedImages())
        {
            Assert.Equal(hashes[Path.GetFileNameWithoutExtension(path)], Hash(File.ReadAllBytes(path)));
        }
        foreach (string path in Directory.GetFiles(Root, "*.txt", SearchOption.AllDirectories))
        {
            Assert.Equal(CaptionOf(Path.GetFileNameWithoutExtension(path)), File.ReadAllText(path));
        }
    }

    /// <summary>Line by line readable but for lines that a kill tore; and every image has been told as saved, or as found there.</summary>
    private void AssertLog(int killed)
    {
        HashSet<string> told = [];
        int torn = 0;
        int starts = 0;
        int ends = 0;
        foreach (string line in Directory.GetFiles(_folder, "list.jsonl*").Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)).SelectMany(File.ReadLines))
        {
            try
            {
                JsonElement item = JsonDocument.Parse(line).RootElement;
                string name = item.GetProperty("event").GetString()!;
                starts += name == "start" ? 1 : 0;
                ends += name == "end" ? 1 : 0;
                if (name == "item" && item.GetProperty("status").GetString() != "Failed")
                {
                    told.Add(item.GetProperty("id").GetString()!);
                }
            }
            catch (JsonException)
            {
                torn++;
            }
        }
        Assert.Equal(Images, told.Count);
        Assert.InRange(torn, 0, killed);
        Assert.Equal(Kills + 1, starts);
        Assert.Equal(Kills + 1 - killed, ends);
    }

    /// <returns>The hash of each image by its id.</returns>
    private Dictionary<string, string> MakeBucket()
    {
        Dictionary<string, string> hashes = [];
        Random random = new(3);
        string bucket = Directory.CreateDirectory(Path.Combine(_folder, "bucket", "images")).FullName;
        Directory.CreateDirectory(Root);
        using StreamWriter list = new(List);
        for (int i = 0; i < Images; i++)
        {
            byte[] bytes = new byte[random.Next(1, 20_000)];
            random.NextBytes(bytes);
            string id = $"{i % 16:x}{i:d5}";
            hashes.Add(id, Hash(bytes));
            File.WriteAllBytes(Path.Combine(bucket, id + ".jpeg"), bytes);
            list.WriteLine($"{id}\thttps://pd12m.s3.us-west-2.amazonaws.com/images/{id}.jpeg\t{hashes[id]}\t{CaptionOf(id)}");
        }
        return hashes;
    }

    private static string CaptionOf(string id) => $"An image by the name of {id}.";

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));
}
