namespace PD12M.Benchmarks;

/// <summary>The engine's speed against that of Parquet.Net, DuckDB and hyparquet on the same files, each on the same number of processors.</summary>
internal sealed class ReadingPeers
{
    private const int Rounds = 5;

    // Of the strings only the lengths leave the engine: DuckDB's own scan, without the making of JavaScript values.
    private const string ScanAllColumns =
        "select sum(strlen(id) + strlen(url) + strlen(caption) + strlen(hash) + strlen(mime_type) + strlen(license) + strlen(source) + width + height)::double from records";

    private readonly string _metadata;
    private readonly PeerPrograms _peers;
    private readonly int _cores;
    private readonly double _rows;

    private ReadingPeers(string metadata, PeerPrograms peers, int cores)
    {
        _metadata = metadata;
        _peers = peers;
        _cores = cores;
        _rows = Directory.GetFiles(metadata, "*.parquet").Length * (double)MetadataGenerator.RowsPerFile;
    }

    /// <summary>Measures and prints everything, on one processor and on two.</summary>
    public static void Run(string metadata)
    {
        PeerPrograms peers = PeerPrograms.Find(metadata, Rounds);
        Console.WriteLine($"Against others: M rows/s, median of {Rounds} rounds (best), per CPU second; limited by {CoreLimit.Means}");
        var oneCore = new ReadingPeers(metadata, peers, 1);
        oneCore.Measure();
        if (Environment.ProcessorCount > 1)
        {
            var twoCores = new ReadingPeers(metadata, peers, 2);
            twoCores.Measure();
            // Once more, side by side: what else the machine does has changed since the first.
            Timing one = oneCore.Ours("every property, one core", ScanWork.EveryProperty);
            Timing two = twoCores.Ours("every property, two cores", ScanWork.EveryProperty);
            Timing unordered = twoCores.Ours("in no order, two cores", ScanWork.EveryPropertyInNoOrder);
            Console.WriteLine(
                $"  every property read: two cores {one.MedianSeconds / two.MedianSeconds:N2} times one (to reach: 1.8; without any order between files {one.MedianSeconds / unordered.MedianSeconds:N2}), "
                + $"peak {two.PeakBytes / 1e6:N0} MB (to reach: 200)");
        }
    }

    private void Measure()
    {
        Console.WriteLine($"  on {_cores} core{(_cores == 1 ? "" : "s")}:");
        Timing every = Ours("records, every property read", ScanWork.EveryProperty);
        Timing none = Ours("records, none read", ScanWork.NoProperty);
        if (_peers.ParquetNet(_cores, "objects") is { } objects)
        {
            Report("every property read", "Parquet.Net", objects, every, "6");
            Report("to ours with none read", "Parquet.Net", objects with { Result = none.Result }, none, "10");
        }
        Compare("raw columns, no strings", "Parquet.Net", _peers.ParquetNet(_cores, "raw"), every);
        Compare("sum of all strings' lengths", "DuckDB", _peers.DuckDB(_cores, ScanAllColumns), every);
        if (_cores == 1)
        {
            Compare("every property read", "hyparquet", _peers.Hyparquet(_cores), every);
        }
        Timing sizes = Ours("records of width and height", ScanWork.Sizes);
        Compare("columns width and height", "Parquet.Net", _peers.ParquetNet(_cores, "sizes"), sizes);

        Timing wide = Ours("count, width -ge 1024", "width -ge 1024");
        Compare("count, width >= 1024", "DuckDB", _peers.DuckDB(_cores, "select count(*) from records where width >= 1024"), wide, "1");
        Timing like = Ours("count, caption -like", "caption -like '*lighthouse*'");
        Compare("count, ilike", "DuckDB", _peers.DuckDB(_cores, "select count(*) from records where caption ilike '%lighthouse%'"), like, "3");
        Timing contains = Ours("count, caption -clike", "caption -clike '*lighthouse*'");
        Timing? peerContains = _peers.DuckDB(_cores, "select count(*) from records where contains(caption, 'lighthouse')");
        Compare("count, contains", "DuckDB", peerContains, contains);
        // The one compares in any case, the other does not, so their counts differ.
        Compare("to ours in any case", "DuckDB", peerContains is null ? null : peerContains with { Result = like.Result }, like, "1");
    }

    private Timing Ours(string what, string work)
    {
        Timing timing = CoreLimit.Time(_cores, Environment.ProcessPath!, "scan", work, _metadata, $"{Rounds}");
        Print(what, "PD12M", timing, "");
        return timing;
    }

    private void Compare(string what, string program, Timing? timing, Timing ours, string? toReach = null)
    {
        if (timing is not null)
        {
            Report(what, program, timing, ours, toReach);
        }
    }

    private void Report(string what, string program, Timing timing, Timing ours, string? toReach) => Print(
        what, program, timing,
        $"ours {timing.MedianSeconds / ours.MedianSeconds:N2} times as fast{(toReach is null ? "" : $" (to reach: {toReach})")}, {timing.MedianCpuSeconds / ours.MedianCpuSeconds:N2} by CPU time"
        + (timing.Result == ours.Result ? "" : $"; ITS ANSWER IS {timing.Result}, OURS {ours.Result}"));

    private void Print(string what, string program, Timing timing, string comparison) => Console.WriteLine(
        $"    {what,-28} {program,-11} {_rows / timing.MedianSeconds / 1e6,6:N2} ({_rows / timing.Seconds.Min() / 1e6,6:N2}) {_rows / timing.MedianCpuSeconds / 1e6,6:N2} {timing.PeakBytes / 1e6,5:N0} MB  {comparison}");
}
