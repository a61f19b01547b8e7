using Parquet;
using Parquet.Data;
using Parquet.Schema;
using Parquet.Serialization;
using PD12M.Benchmarks;
using PD12M.Benchmarks.ParquetNet;

// dotnet run -c Release --project tests/Benchmarks/ParquetNet -- objects|raw|sizes FOLDER ROUNDS
// Its reader is for one thread; as many files are read at once as there are processors.
string[] files = Directory.GetFiles(args[1], "*.parquet");
Func<string, Task<long>> read = args[0] switch
{
    "objects" => ObjectsAsync,
    "raw" => path => ColumnsAsync(path, static _ => true),
    "sizes" => path => ColumnsAsync(path, static field => field.Name is "width" or "height"),
    _ => throw new ArgumentException($"'{args[0]}' is none of objects, raw, sizes.", nameof(args)),
};
await Timing.PrintAsync(int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture), async () =>
{
    long sum = 0;
    await Parallel.ForEachAsync(
        files,
        new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
        async (path, _) => Interlocked.Add(ref sum, await read(path)));
    return sum;
});

static async Task<long> ObjectsAsync(string path)
{
    long sum = 0;
    foreach (Row row in (await ParquetSerializer.DeserializeAsync<Row>(path)).Data)
    {
        sum += row.Id!.Length + row.Url!.Length + row.Caption!.Length + row.Hash!.Length + row.MimeType!.Length + row.License!.Length + row.Source!.Length
            + row.Width!.Value + row.Height!.Value;
    }
    return sum;
}

static async Task<long> ColumnsAsync(string path, Func<DataField, bool> wanted)
{
    long sum = 0;
    await using ParquetReader reader = await ParquetReader.CreateAsync(path);
    for (int i = 0; i < reader.RowGroupCount; i++)
    {
        using ParquetRowGroupReader rowGroup = reader.OpenRowGroupReader(i);
        foreach (DataField field in reader.Schema.GetDataFields().Where(wanted))
        {
            using RawColumnData column = await rowGroup.ReadRawColumnDataBaseAsync(field);
            sum += column switch
            {
                RawColumnData<long> numbers => Sum(numbers.Values),
                RawColumnData<ReadOnlyMemory<char>> texts => SumLengths(texts.Values),
                _ => throw new NotSupportedException(column.GetType().ToString()),
            };
        }
    }
    return sum;
}

static long Sum(ReadOnlySpan<long> numbers)
{
    long sum = 0;
    foreach (long number in numbers)
    {
        sum += number;
    }
    return sum;
}

static long SumLengths(ReadOnlySpan<ReadOnlyMemory<char>> texts)
{
    long sum = 0;
    foreach (ReadOnlyMemory<char> text in texts)
    {
        sum += text.Length;
    }
    return sum;
}
