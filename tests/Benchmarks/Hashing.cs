using System.Diagnostics;
using System.Management.Automation;
using System.Security.Cryptography;
using PD12M.Hashing;
using PD12M.Hosting;

namespace PD12M.Benchmarks;

/// <summary>MD5 of many messages and files at once, against what else hashes them on this machine.</summary>
internal static class Hashing
{
    private const int Rounds = 5;

    // What fits a command line everywhere.
    private const int FilesPerProcess = 2500;

    /// <summary>On one thread, for each width of vector, as a multiple of the platform's MD5 in the same round.</summary>
    public static void Memory()
    {
        foreach (int length in (int[])[100_000, 1000])
        {
            byte[] data = new byte[1_600_000];
            new Random(1).NextBytes(data);
            ReadOnlyMemory<byte>[] messages = [.. Enumerable.Range(0, data.Length / length).Select(i => data.AsMemory(i * length, length))];
            byte[] digests = new byte[messages.Length * MD5.HashSizeInBytes];
            int[] widths = [.. ((int[])[4, 8, 16]).Where(lanes => lanes <= Md5Lanes.Widest)];
            var ratios = widths.ToDictionary(lanes => lanes, _ => new List<double>());
            for (int round = 0; round <= Rounds; round++)
            {
                double platform = BytesPerNanosecond(() => Md5Batch.Hash(messages, digests, lanes: 0), data.Length);
                foreach (int lanes in widths)
                {
                    double speed = BytesPerNanosecond(() => Md5Batch.Hash(messages, digests, lanes), data.Length);
                    if (round > 0)
                    {
                        ratios[lanes].Add(speed / platform);
                    }
                }
            }
            foreach (int lanes in widths)
            {
                double reach = lanes switch { 8 => 5.5, 16 => 8, _ => 0 };
                Console.WriteLine($"MD5 of messages of {length:N0} bytes in {lanes} lanes: {Median(ratios[lanes]):N1} times the platform's{(reach > 0 ? $" (to reach: {reach})" : "")}");
            }
        }
    }

    /// <summary>Test-PD12MHash against md5sum and openssl on as many processors, and Get-FileHash, over the same files.</summary>
    /// <param name="folder">Where the files are made; a folder in memory, if the disk is not to be measured.</param>
    public static void Files(string folder)
    {
        Compare(Path.Combine(folder, "hashing-small"), 20_000, 100_000);
        Compare(Path.Combine(folder, "hashing-large"), 500, 4_000_000);
    }

    private static void Compare(string folder, int count, int length)
    {
        byte[] data = new byte[length];
        new Random(2).NextBytes(data);
        string hash = Convert.ToHexStringLower(MD5.HashData(data));
        string[] paths = [.. Enumerable.Range(0, count).Select(i => Path.Combine(folder, $"{i:00000}.jpeg"))];
        // As of a table that names the images; to resolve each of so many paths would cost the shell 40 microseconds and more.
        PSObject[] images = [.. paths.Select(path => Image(Path.GetFileNameWithoutExtension(path), hash))];
        Directory.CreateDirectory(folder);
        try
        {
            foreach (string path in paths)
            {
                File.WriteAllBytes(path, data);
            }
            var own = new List<double>();
            var others = new Dictionary<string, List<double>> { ["md5sum"] = [], ["openssl"] = [], ["Get-FileHash"] = [] };
            TestHash(folder, images);
            for (int round = 0; round < Rounds; round++)
            {
                double seconds = TestHash(folder, images);
                own.Add(seconds);
                others["md5sum"].Add(Seconds(() => Start("md5sum", [], paths)) / seconds);
                others["openssl"].Add(Seconds(() => Start("openssl", ["dgst", "-md5"], paths)) / seconds);
                if (ShellEngine.IsReal)
                {
                    others["Get-FileHash"].Add(GetFileHash(paths) / seconds);
                }
            }
            Console.WriteLine($"Test-PD12MHash, {count:N0} files of {length:N0} bytes: {Median(own):N2} s, {(double)count * length / Median(own) / 1e9:N2} GB/s on {Environment.ProcessorCount} processors");
            foreach ((string name, List<double> ratios) in others.Where(other => other.Value.Count > 0))
            {
                Console.WriteLine($"  {Median(ratios):N2} times {name}{(name == "md5sum" ? " (to reach: 3)" : "")}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static PSObject Image(string id, string hash)
    {
        var image = new PSObject();
        image.Properties.Add(new PSNoteProperty("Id", id));
        image.Properties.Add(new PSNoteProperty("Url", $"https://host/{id}.jpeg"));
        image.Properties.Add(new PSNoteProperty("Hash", hash));
        return image;
    }

    // The start of a shell counts as little as that of the processes.
    private static double TestHash(string folder, PSObject[] images)
    {
        using PowerShell shell = ModuleShell.Create();
        shell.AddCommand("Test-PD12MHash").AddParameter("Root", folder).AddParameter("Layout", "Flat");
        int matches = 0;
        double seconds = Seconds(() => matches = shell.Invoke(images).Count(result => result.BaseObject is HashResult { Status: HashStatus.Match }));
        return matches == images.Length ? seconds : throw new InvalidOperationException($"Only {matches} of {images.Length} files match.");
    }

    private static double GetFileHash(string[] paths)
    {
        using PowerShell shell = ModuleShell.Create();
        shell.AddCommand("Get-FileHash").AddParameter("LiteralPath", paths).AddParameter("Algorithm", "MD5");
        return Seconds(() => shell.Invoke());
    }

    /// <summary>Lets a program hash the files, one process at a time for each processor.</summary>
    private static void Start(string program, string[] arguments, string[] paths) =>
        Parallel.ForEach(
            paths.Chunk(Math.Min(FilesPerProcess, paths.Length / Environment.ProcessorCount)),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            chunk =>
            {
                var start = new ProcessStartInfo(program, [.. arguments, .. chunk.Select(path => Path.GetFileName(path))])
                {
                    WorkingDirectory = Path.GetDirectoryName(chunk[0]),
                    RedirectStandardOutput = true,
                };
                using Process process = Process.Start(start)!;
                process.StandardOutput.ReadToEnd();
                process.WaitForExit();
            });

    private static double BytesPerNanosecond(Action action, int bytes)
    {
        double best = Enumerable.Range(0, 10).Min(_ => Seconds(action));
        return bytes / best / 1e9;
    }

    private static double Seconds(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
