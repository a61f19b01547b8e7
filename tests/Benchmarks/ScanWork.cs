using PD12M.Dataset;
using PD12M.Parquet;

namespace PD12M.Benchmarks;

/// <summary>What the engine is timed with against others, each in a process of its own, on as many threads as that one has processors.</summary>
internal static class ScanWork
{
    public const string EveryProperty = "every-property";
    public const string EveryPropertyInNoOrder = "every-property-in-no-order";
    public const string NoProperty = "no-property";
    public const string Sizes = "sizes";

    /// <summary>Reads a folder's files again and again and prints the timing.</summary>
    /// <param name="work">One of the names above, or a filter whose records are counted.</param>
    /// <param name="folder">The files.</param>
    /// <param name="rounds">How often.</param>
    public static Task RunAsync(string work, string folder, int rounds)
    {
        IReadOnlyList<string> files = MetadataFile.InFolder(folder);
        Func<long> scan = work switch
        {
            EveryProperty => () => Scan(files, RecordSelection.Everything, ReadEveryProperty),
            EveryPropertyInNoOrder => () => ScanInNoOrder(files, ReadEveryProperty),
            NoProperty => () => Scan(files, RecordSelection.Everything, static _ => 1),
            Sizes => () => Scan(files, RecordSelection.Of(["Width", "Height"]), static record => record.Width!.Value + record.Height!.Value),
            _ => () => Count(files, work),
        };
        return Timing.PrintAsync(rounds, () => Task.FromResult(scan()));
    }

    private static long ReadEveryProperty(Record record) =>
        record.Id!.Length + record.Url!.Length + record.Caption!.Length + record.Hash!.Length + record.MimeType!.Length + record.License!.Length + record.Source!.Length
        + record.Width!.Value + record.Height!.Value;

    private static long Scan(IReadOnlyList<string> files, RecordSelection selection, Func<Record, long> use)
    {
        long sum = 0;
        var scan = new MetadataScan(selection, 0, long.MaxValue, CancellationToken.None) { RunsAtOnce = Environment.ProcessorCount };
        foreach (Record[] batch in scan.Read(files))
        {
            foreach (Record record in batch)
            {
                sum += use(record);
            }
        }
        return sum;
    }

    /// <summary>A file on each thread, its records used there at once: what threads could gain if nobody had to wait for another.</summary>
    private static long ScanInNoOrder(IReadOnlyList<string> files, Func<Record, long> use)
    {
        long sum = 0;
        Parallel.ForEach(files, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, path =>
        {
            using MetadataFile file = MetadataFile.Open(path);
            RecordPlan plan = file.Plan(RecordSelection.Everything, filter: null, new RecordOrigin(path, 0, file.RowCount), new PruningTally());
            using RecordReader reader = file.Read(plan, 0, file.RowCount);
            long part = 0;
            while (reader.Read(CancellationToken.None) is { } batch)
            {
                foreach (Record record in batch)
                {
                    part += use(record);
                }
            }
            Interlocked.Add(ref sum, part);
        });
        return sum;
    }

    private static long Count(IReadOnlyList<string> files, string text)
    {
        RecordFilter filter = RecordFilter.Parse(text, (VariablePath _, out object? value) =>
        {
            value = null;
            return false;
        });
        long count = 0;
        Parallel.ForEach(files, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, path => Interlocked.Add(ref count, Count(path, filter)));
        return count;
    }

    private static long Count(string path, RecordFilter filter)
    {
        using ParquetFile file = ParquetFile.Open(path);
        RecordColumns columns = RecordColumns.Find(file, RecordSelection.Everything);
        ulong[] passed = new ulong[RowMask.Words(ColumnFilter.MostRows)];
        long count = 0;
        long firstRow = 0;
        for (int group = 0; group < file.RowGroups.Count; group++)
        {
            long rowCount = file.RowGroups[group].RowCount;
            if (filter.MayMatch(file, group, columns.IndexOf))
            {
                count += Count(file, group, firstRow, columns, filter, passed);
            }
            firstRow += rowCount;
        }
        return count;
    }

    private static long Count(ParquetFile file, int rowGroup, long firstRow, RecordColumns columns, RecordFilter filter, ulong[] passed)
    {
        Dictionary<RecordFields, ColumnReader> open = [];
        try
        {
            ColumnFilter bound = filter.Bind((field, _) => open.TryGetValue(field, out ColumnReader? reader) ? reader : open[field] = file.OpenColumn(rowGroup, columns.IndexOf(field)), file.Name);
            long count = 0;
            long end = firstRow + file.RowGroups[rowGroup].RowCount;
            for (long row = firstRow; row < end;)
            {
                int rows = (int)Math.Min(ColumnFilter.MostRows, end - row);
                foreach (ColumnReader reader in open.Values)
                {
                    rows = Math.Min(rows, reader.Fill());
                }
                count += bound.Select(rows, row, passed);
                foreach (ColumnReader reader in open.Values)
                {
                    reader.Advance(rows);
                }
                row += rows;
            }
            return count;
        }
        finally
        {
            foreach (ColumnReader reader in open.Values)
            {
                reader.Dispose();
            }
        }
    }
}
