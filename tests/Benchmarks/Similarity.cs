using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using PD12M.Embeddings;

namespace PD12M.Benchmarks;

/// <summary>Exact search against a plain sum over the same mapping, and against NumPy's matrix products.</summary>
internal static class Similarity
{
    private const int Rounds = 5;
    private const int Queries = 16;
    private const int Top = 10;

    public static void Run(EmbeddingSet set)
    {
        SimilarityQuery[] queries = [.. EmbeddingGenerator.Queries(Queries).Select(AsQuery)];
        for (int threads = 1; threads <= Environment.ProcessorCount; threads *= 2)
        {
            Measure(set, queries, threads);
            NumPy(set.Files[0].Info, threads);
        }
    }

    public static SimilarityQuery AsQuery(float[] vector) =>
        SimilarityQuery.TryCreate(vector, null, out SimilarityQuery? query) ? query : throw new InvalidOperationException("A query has no direction.");

    private static void Measure(EmbeddingSet set, SimilarityQuery[] queries, int threads)
    {
        var options = new SimilarityOptions(Top) { Threads = threads };
        var sum = new RoundTimes();
        var one = new RoundTimes();
        var many = new RoundTimes();
        for (int round = -2; round < Rounds; round++)
        {
            sum.Take(round, () => Sum(set, threads));
            one.Take(round, () => new SimilaritySearch(set).Find([queries[0]], options, CancellationToken.None));
            many.Take(round, () => new SimilaritySearch(set).Find(queries, options, CancellationToken.None));
        }
        double rows = set.Rows.Count;
        double bytes = rows * EmbeddingGenerator.Dimensions * sizeof(float);
        Console.WriteLine($"plain sum over {rows:N0} x {EmbeddingGenerator.Dimensions} float32, {threads} thread(s): {bytes / sum.Seconds / 1e9:N1} GB/s, {bytes / sum.CpuSeconds / 1e9:N1} GB per CPU second");
        Console.WriteLine($"exact search, one query: {rows / one.Seconds / 1e6:N2} M vectors/s, {rows / one.CpuSeconds / 1e6:N2} M per CPU second; {sum.Seconds / one.Seconds:P0} of the sum's bandwidth, {sum.CpuSeconds / one.CpuSeconds:P0} by CPU time (to reach: 85 %)");
        Console.WriteLine($"exact search, {Queries} queries: {Queries * rows / many.Seconds / 1e6:N1} M vector-queries/s, {Queries * rows / many.CpuSeconds / 1e6:N1} M per CPU second");
    }

    /// <summary>The same by NumPy: products alone, without lengths or the choice of the best.</summary>
    private static void NumPy(EmbeddingFileInfo file, int threads)
    {
        double rows = file.Rows;
        string script = Path.Combine(PeerPrograms.SourceFolder, "Peers", "similarity.py");
        // An own installation of Python may come before the system's, which has Debian's package.
        foreach (string python in (string[])["/usr/bin/python3", "python3"])
        {
            if (!CoreLimit.IsOnPath(Path.GetFileName(python)))
            {
                continue;
            }
            var start = new ProcessStartInfo(python, [script, file.Path, $"{Queries}", $"{Rounds}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["OPENBLAS_NUM_THREADS"] = start.Environment["OMP_NUM_THREADS"] = $"{threads}";
            // What was set for other programs would hold OpenBLAS back, or help it.
            start.Environment.Remove("OPENBLAS_CORETYPE");
            start.Environment.Remove("OPENBLAS_L2_SIZE");
            using Process process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 0)
            {
                Timing[] timings = [.. output.Trim().Split('\n').Select(Timing.Parse)];
                Console.WriteLine($"NumPy m @ q: {rows / timings[0].MedianSeconds / 1e6:N2} M vectors/s, {rows / timings[0].MedianCpuSeconds / 1e6:N2} M per CPU second");
                Console.WriteLine($"NumPy m @ Q of {Queries}: {Queries * rows / timings[1].MedianSeconds / 1e6:N1} M vector-queries/s, {Queries * rows / timings[1].MedianCpuSeconds / 1e6:N1} M per CPU second");
                return;
            }
        }
        Console.WriteLine("NumPy is left out: no Python with it (Debian's python3-numpy) is here.");
    }

    private static unsafe float Sum(EmbeddingSet set, int threads)
    {
        const int Chunk = 1024;
        (NpyFile File, long Start)[] chunks = [.. set.Files.SelectMany(file => Enumerable.Range(0, (int)((file.Info.Rows + Chunk - 1) / Chunk)).Select(chunk => (file, (long)chunk * Chunk)))];
        int claimed = -1;
        float total = 0;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            Vector<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            int lanes = Vector<float>.Count;
            for (int chunk; (chunk = Interlocked.Increment(ref claimed)) < chunks.Length;)
            {
                (NpyFile file, long start) = chunks[chunk];
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
}
