using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using PD12M.Embeddings;

namespace PD12M.Benchmarks;

/// <summary>Exact search against a plain sum over the same mapping, and against NumPy's matrix products.</summary>
internal static class Similarity
{
    public const int Rows = 1_000_000;

    private const int Rounds = 5;
    private const int Queries = 16;
    private const int Top = 10;

    /// <param name="folder">Where the file of 3 GB is made; a folder in memory, if the disk is not to be measured.</param>
    public static void Run(string folder)
    {
        string path = Path.Combine(folder, "embeddings", "pd12m.00.npy");
        EmbeddingGenerator.Write(path, Rows, seed: 2);
        using EmbeddingSet set = EmbeddingSet.Open([path], NpyFile.Open);
        SimilarityQuery[] queries = [.. EmbeddingGenerator.Queries(Queries).Select(vector => SimilarityQuery.TryCreate(vector, null, out SimilarityQuery? query) ? query : throw new InvalidOperationException("A query has no direction."))];
        for (int threads = 1; threads <= Environment.ProcessorCount; threads *= 2)
        {
            Measure(set, queries, threads);
            NumPy(path, threads);
        }
    }

    private static void Measure(EmbeddingSet set, SimilarityQuery[] queries, int threads)
    {
        var options = new SimilarityOptions(Top) { Threads = threads };
        var sum = new Sample();
        var one = new Sample();
        var many = new Sample();
        for (int round = -2; round < Rounds; round++)
        {
            sum.Take(round, () => Sum(set, threads));
            one.Take(round, () => new SimilaritySearch(set).Find([queries[0]], options, CancellationToken.None));
            many.Take(round, () => new SimilaritySearch(set).Find(queries, options, CancellationToken.None));
        }
        double bytes = (double)Rows * EmbeddingGenerator.Dimensions * sizeof(float);
        Console.WriteLine($"plain sum over {Rows:N0} x {EmbeddingGenerator.Dimensions} float32, {threads} thread(s): {bytes / sum.Seconds / 1e9:N1} GB/s, {bytes / sum.CpuSeconds / 1e9:N1} GB per CPU second");
        Console.WriteLine($"exact search, one query: {Rows / one.Seconds / 1e6:N2} M vectors/s, {Rows / one.CpuSeconds / 1e6:N2} M per CPU second; {sum.Seconds / one.Seconds:P0} of the sum's bandwidth, {sum.CpuSeconds / one.CpuSeconds:P0} by CPU time (to reach: 85 %)");
        Console.WriteLine($"exact search, {Queries} queries: {(double)Queries * Rows / many.Seconds / 1e6:N1} M vector-queries/s, {(double)Queries * Rows / many.CpuSeconds / 1e6:N1} M per CPU second");
    }

    /// <summary>The same by NumPy: products alone, without lengths or the choice of the best.</summary>
    private static void NumPy(string path, int threads)
    {
        string script = Path.Combine(PeerPrograms.SourceFolder, "Peers", "similarity.py");
        // An own installation of Python may come before the system's, which has Debian's package.
        foreach (string python in (string[])["/usr/bin/python3", "python3"])
        {
            if (!CoreLimit.IsOnPath(Path.GetFileName(python)))
            {
                continue;
            }
            var start = new ProcessStartInfo(python, [script, path, $"{Queries}", $"{Rounds}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["OPENBLAS_NUM_THREADS"] = start.Environment["OMP_NUM_THREADS"] = $"{threads}";
            using Process process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 0)
            {
                Timing[] timings = [.. output.Trim().Split('\n').Select(Timing.Parse)];
                Console.WriteLine($"NumPy m @ q: {Rows / timings[0].MedianSeconds / 1e6:N2} M vectors/s, {Rows / timings[0].MedianCpuSeconds / 1e6:N2} M per CPU second");
                Console.WriteLine($"NumPy m @ Q of {Queries}: {(double)Queries * Rows / timings[1].MedianSeconds / 1e6:N1} M vector-queries/s, {(double)Queries * Rows / timings[1].MedianCpuSeconds / 1e6:N1} M per CPU second");
                return;
            }
        }
        Console.WriteLine("NumPy is left out: no Python with it (Debian's python3-numpy) is here.");
    }

    private static unsafe float Sum(EmbeddingSet set, int threads)
    {
        NpyFile file = set.Files[0];
        const int Chunk = 1024;
        long claimed = 0;
        float total = 0;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            Vector<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            int lanes = Vector<float>.Count;
            for (long start; (start = Interlocked.Add(ref claimed, Chunk) - Chunk) < file.Info.Rows;)
            {
                float* values = (float*)file.Row(start);
                long count = Math.Min(Chunk, file.Info.Rows - start) * file.Info.Dimensions;
                for (long i = 0; i < count; i += 4 * lanes)
                {
                    sum0 += Unsafe.ReadUnaligned<Vector<float>>(values + i);
                    sum1 += Unsafe.ReadUnaligned<Vector<float>>(values + i + lanes);
                    sum2 += Unsafe.ReadUnaligned<Vector<float>>(values + i + (2 * lanes));
                    sum3 += Unsafe.ReadUnaligned<Vector<float>>(values + i + (3 * lanes));
                }
            }
            Interlocked.Exchange(ref total, Vector.Sum(sum0 + sum1 + sum2 + sum3));
        });
        return total;
    }

    /// <summary>What rounds of some work took.</summary>
    private sealed class Sample
    {
        private readonly List<double> _seconds = [];
        private readonly List<double> _cpuSeconds = [];

        public double Seconds => _seconds.Order().ElementAt(_seconds.Count / 2);

        public double CpuSeconds => _cpuSeconds.Order().ElementAt(_cpuSeconds.Count / 2);

        public void Take(int round, Action work)
        {
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            var watch = Stopwatch.StartNew();
            work();
            double seconds = watch.Elapsed.TotalSeconds;
            if (round >= 0)
            {
                _seconds.Add(seconds);
                _cpuSeconds.Add((Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
            }
        }
    }
}
