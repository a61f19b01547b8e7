using System.Globalization;
using System.Text;
using System.Text.Json;
using PD12M.Engine.Tests.Peers;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

public sealed class ParquetWriterTests : IDisposable
{
    private static readonly ParquetColumn[] s_allTypes =
    [
        new("flag", PhysicalType.Boolean),
        new("small", PhysicalType.Int32),
        new("large", PhysicalType.Int64, IsNullable: false),
        new("single", PhysicalType.Float),
        new("double", PhysicalType.Double),
        new("text", PhysicalType.ByteArray, LogicalType: LogicalType.String),
        new("word", PhysicalType.ByteArray, IsNullable: false, LogicalType.String),
        new("bytes", PhysicalType.ByteArray),
        new("key", PhysicalType.FixedLenByteArray) { TypeLength = 5 },
        new("nothing", PhysicalType.Int64),
    ];

    private readonly string _file = Path.Combine(Path.GetTempPath(), "pd12m-writer-" + Guid.NewGuid().ToString("N") + ".parquet");

    public void Dispose() => File.Delete(_file);

    public static TheoryData<string, int, int, int, int, CompressionCodec> Tables()
    {
        var tables = new TheoryData<string, int, int, int, int, CompressionCodec>();
        foreach (string reader in new[] { "duckdb", "hyparquet" })
        {
            tables.Add(reader, 0, 100, 1 << 20, 1 << 20, CompressionCodec.Snappy);
            tables.Add(reader, 1, 100, 1 << 20, 1 << 20, CompressionCodec.Snappy);
            tables.Add(reader, 3000, 10_000, 1 << 20, 1 << 20, CompressionCodec.Snappy);
            tables.Add(reader, 3000, 10_000, 1 << 20, 1 << 20, CompressionCodec.Uncompressed);
            tables.Add(reader, 3000, 500, 700, 1 << 20, CompressionCodec.Snappy);
            tables.Add(reader, 3000, 1000, 900, 1200, CompressionCodec.Snappy);
            tables.Add(reader, 3000, 777, 64, 100, CompressionCodec.Uncompressed);
            tables.Add(reader, 3000, 10_000, 4096, 0, CompressionCodec.Snappy);
        }

        return tables;
    }

    [PeerTheory]
    [MemberData(nameof(Tables))]
    public void Other_programs_read_every_value(string reader, int rows, int rowGroupRows, int pageBytes, int dictionaryBytes, CompressionCodec codec)
    {
        object?[][] table = RandomTable(new Random(rows + pageBytes), rows);
        var options = new ParquetWriterOptions { RowGroupRows = rowGroupRows, PageBytes = pageBytes, DictionaryBytes = dictionaryBytes, Codec = codec };
        Write(s_allTypes, table, options);

        JsonElement read = Peer.Run("read.mjs", reader, _file, "bool,int,int,float,double,text,text,bytes,bytes,int");

        Assert.Equal(table.Select(Show), read.EnumerateArray().Select(row => string.Join("|", row.EnumerateArray())));
    }

    [PeerFact]
    public void A_dictionary_that_grows_too_large_gives_way_to_plain_pages_in_mid_chunk()
    {
        ParquetColumn[] columns = [new("id", PhysicalType.ByteArray, LogicalType: LogicalType.String)];
        object?[][] table = Enumerable.Range(0, 60_000).Select(i => new object?[] { $"value number {i % 40_000:D8} of the column" }).ToArray();
        Write(columns, table, new ParquetWriterOptions());

        JsonElement chunk = Peer.Run("read.mjs", "layout", _file).GetProperty("chunks")[0];
        JsonElement read = Peer.Run("read.mjs", "duckdb", _file, "text");

        Assert.Equal("PLAIN, RLE, RLE_DICTIONARY", chunk.GetProperty("encodings").GetString());
        Assert.NotEqual(JsonValueKind.Null, chunk.GetProperty("dictionary_page_offset").ValueKind);
        Assert.Equal(table.Select(Show), read.EnumerateArray().Select(row => row[0].GetString()!));
    }

    [PeerTheory]
    [InlineData("duckdb")]
    [InlineData("hyparquet")]
    public void Values_that_compress_well_and_not_at_all_survive_Snappy(string reader)
    {
        var random = new Random(7);
        byte[] noise = new byte[200_000], pattern = new byte[300_000], mixed = new byte[150_000];
        random.NextBytes(noise);
        for (int i = 0; i < pattern.Length; i++)
        {
            pattern[i] = (byte)(i % 67);
        }

        // Matches of every length from 4 to 80, near and far.
        for (int i = 0; i + 80 < mixed.Length; i += 80)
        {
            noise.AsSpan(random.Next(3000), 4 + (i / 80 % 77)).CopyTo(mixed.AsSpan(i));
        }

        object?[][] table = [[noise], [new byte[131_073]], [pattern], [null], [mixed], [Array.Empty<byte>()], [new byte[1]]];
        Write([new("bytes", PhysicalType.ByteArray)], table, new ParquetWriterOptions());

        JsonElement read = Peer.Run("read.mjs", reader, _file, "bytes");

        Assert.Equal(table.Select(Show), read.EnumerateArray().Select(row => row[0].GetString() ?? ""));
    }

    [PeerFact]
    public void A_column_of_few_values_gets_a_dictionary_and_one_of_distinct_values_none()
    {
        ParquetColumn[] columns = [new("few", PhysicalType.Int64), new("distinct", PhysicalType.Int64)];
        Write(columns, Enumerable.Range(0, 1000).Select(i => new object?[] { (long)(i % 3), (long)i }).ToArray(), new ParquetWriterOptions());

        JsonElement chunks = Peer.Run("read.mjs", "layout", _file).GetProperty("chunks");

        Assert.Equal("PLAIN, RLE, RLE_DICTIONARY", chunks[0].GetProperty("encodings").GetString());
        Assert.Equal("PLAIN, RLE", chunks[1].GetProperty("encodings").GetString());
    }

    [PeerFact]
    public void Row_groups_codec_metadata_and_logical_types_are_told_in_the_footer()
    {
        ParquetColumn[] columns =
        [
            new("name", PhysicalType.ByteArray, LogicalType: LogicalType.String),
            new("day", PhysicalType.Int32, IsNullable: false, LogicalType.Date),
            new("at", PhysicalType.Int64, LogicalType: LogicalType.TimestampMicros) { IsAdjustedToUtc = true },
            new("tiny", PhysicalType.Int32, LogicalType: LogicalType.UnsignedInteger) { BitWidth = 8 },
            new("price", PhysicalType.FixedLenByteArray, LogicalType: LogicalType.Decimal) { TypeLength = 9, Scale = 2, Precision = 20 },
            new("uuid", PhysicalType.FixedLenByteArray, LogicalType: LogicalType.Uuid) { TypeLength = 16 },
        ];
        object?[] row = ["a", 20_000, 1_600_000_000_000_000L, 200, new byte[9], new byte[16]];
        Write(columns, Enumerable.Repeat(row, 25).ToArray(), new ParquetWriterOptions
        {
            RowGroupRows = 10,
            KeyValueMetadata = new Dictionary<string, string> { ["origin"] = "a test; naïve" },
        });

        JsonElement layout = Peer.Run("read.mjs", "layout", _file);

        Assert.Equal(["origin", "a test; naïve"], layout.GetProperty("pairs").EnumerateArray().Select(x => x.GetString()!));
        Assert.Equal("3", layout.GetProperty("properties").GetProperty("num_row_groups").GetString());
        Assert.Matches(@"^PD12M version \d+\.\d+\.\d+$", layout.GetProperty("properties").GetProperty("created_by").GetString());
        Assert.All(layout.GetProperty("chunks").EnumerateArray(), chunk => Assert.Equal("SNAPPY", chunk.GetProperty("compression").GetString()));
        Assert.Equal(
            ["", "VARCHAR", "DATE", "TIMESTAMP WITH TIME ZONE", "UTINYINT", "DECIMAL(20,2)", "UUID"],
            layout.GetProperty("schema").EnumerateArray().Select(x => x.GetProperty("duckdb_type").GetString() ?? ""));
        Assert.Equal("REQUIRED", layout.GetProperty("schema")[2].GetProperty("repetition_type").GetString());
    }

    [PeerFact]
    public void Statistics_bound_the_values_and_count_the_nulls()
    {
        ParquetColumn[] columns =
        [
            new("signed", PhysicalType.Int32),
            new("unsigned", PhysicalType.Int32, LogicalType: LogicalType.UnsignedInteger) { BitWidth = 32 },
            new("zero", PhysicalType.Double),
            new("nan", PhysicalType.Float),
            new("negative", PhysicalType.Float),
            new("text", PhysicalType.ByteArray, LogicalType: LogicalType.String),
            new("long", PhysicalType.ByteArray, LogicalType: LogicalType.String),
            new("none", PhysicalType.ByteArray, LogicalType: LogicalType.String),
            new("decimal", PhysicalType.FixedLenByteArray, LogicalType: LogicalType.Decimal) { TypeLength = 9, Scale = 2, Precision = 20 },
        ];
        byte[] minusOne = [255, 255, 255, 255, 255, 255, 255, 255, 156], three = [0, 0, 0, 0, 0, 0, 0, 1, 44];
        string lower = new('a', 100), upper = new string('é', 40) + "z";
        Write(
            columns,
            [
                [-5, 3_000_000_000u, 0.0, float.NaN, -1.5f, "Zebra", lower, null, three],
                [7, 1u, -0.0, float.NaN, -2.5f, "", upper, null, minusOne],
                [null, 2u, double.NaN, null, -4.25f, "éa", null, null, new byte[9]],
            ],
            new ParquetWriterOptions());

        JsonElement[] chunks = [.. Peer.Run("read.mjs", "layout", _file).GetProperty("chunks").EnumerateArray()];

        Assert.Equal(
            ["-5..7, 1", "1..3000000000, 0", "-0.0..0.0, 0", ".., 1", "-4.25..-1.5, 0", "..éa, 0", ".., 3", "-1.00..3.00, 0"],
            chunks.Where(chunk => chunk.GetProperty("path_in_schema").GetString() != "long").Select(Bounds));
        string min = chunks[6].GetProperty("stats_min_value").GetString()!, max = chunks[6].GetProperty("stats_max_value").GetString()!;
        Assert.True(string.CompareOrdinal(min, lower) <= 0 && string.CompareOrdinal(max, upper) >= 0);
        Assert.InRange(Encoding.UTF8.GetByteCount(max), 1, 64);
    }

    [Fact]
    public void A_row_that_does_not_fit_is_refused_whole_and_the_writer_goes_on()
    {
        using var writer = new ParquetWriter(new MemoryStream(), s_allTypes);
        object?[] good = RandomTable(new Random(1), 1)[0];

        Assert.Contains("'large', row 0", Refusal(2, null), StringComparison.Ordinal);
        Assert.Contains("System.Int32", Refusal(2, 5), StringComparison.Ordinal);
        Assert.Contains("5 bytes, and the value has 4", Refusal(8, new byte[4]), StringComparison.Ordinal);
        Assert.Contains("surrogate", Refusal(5, "x\uD800"), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => writer.WriteRow(good.AsSpan(1)));
        writer.WriteRow(good);
        writer.Finish();
        Assert.Throws<InvalidOperationException>(() => writer.WriteRow(good));

        string Refusal(int column, object? value)
        {
            object?[] row = [.. good];
            row[column] = value;
            return Assert.Throws<ArgumentException>(() => writer.WriteRow(row)).Message;
        }
    }

    [Fact]
    public void Columns_that_no_table_can_have_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Try());
        Assert.Throws<ArgumentException>(() => Try(new("a", PhysicalType.Int32), new ParquetColumn("a", PhysicalType.Int64)));
        Assert.Throws<ArgumentException>(() => Try(new ParquetColumn("a", PhysicalType.Int96)));
        Assert.Throws<ArgumentException>(() => Try(new ParquetColumn("a", PhysicalType.FixedLenByteArray)));
        Assert.Throws<ArgumentException>(() => Try(new ParquetColumn("a", PhysicalType.Int32, LogicalType: LogicalType.String)));
        Assert.Throws<ArgumentException>(() => Try(new ParquetColumn("a", PhysicalType.Int32) { MaxRepetitionLevel = 1 }));

        static void Try(params ParquetColumn[] columns) => new ParquetWriter(new MemoryStream(), columns).Dispose();
    }

    [Fact]
    public void Without_Finish_the_file_has_no_footer()
    {
        using var stream = new MemoryStream();
        using (var writer = new ParquetWriter(stream, [new("a", PhysicalType.Int32)], new ParquetWriterOptions { RowGroupRows = 1 }, leaveOpen: true))
        {
            writer.WriteRow([1]);
        }

        Assert.NotEqual("PAR1"u8.ToArray(), stream.ToArray()[^4..]);
    }

    private static string Bounds(JsonElement chunk) =>
        $"{chunk.GetProperty("stats_min_value").GetString()}..{chunk.GetProperty("stats_max_value").GetString()}, {chunk.GetProperty("stats_null_count").GetString()}";

    private void Write(ParquetColumn[] columns, object?[][] table, ParquetWriterOptions options)
    {
        using var writer = new ParquetWriter(File.Create(_file), columns, options);
        foreach (object?[] row in table)
        {
            writer.WriteRow(row);
        }

        writer.Finish();
    }

    private static object?[][] RandomTable(Random random, int rows)
    {
        string[] words = ["", "lighthouse", "a ship at anchor", "Österreich", "灯台", "🗼 tower"];
        var table = new object?[rows][];
        for (int i = 0; i < rows; i++)
        {
            byte[] bytes = new byte[random.Next(40)], key = new byte[5];
            random.NextBytes(bytes);
            random.NextBytes(key);
            double[] doubles = [random.NextDouble(), double.NaN, -0.0, double.PositiveInfinity, random.Next(4)];
            table[i] =
            [
                random.Next(3) == 0 ? null : random.Next(2) == 0,
                i % 200 < 60 ? null : random.Next(-50, 50),
                random.NextInt64(long.MinValue, long.MaxValue),
                random.Next(9) == 0 ? null : (float)doubles[random.Next(5)],
                random.Next(9) == 0 ? null : doubles[random.Next(5)],
                random.Next(9) == 0 ? null : words[random.Next(words.Length)] + random.Next(1 << random.Next(16)),
                words[i / 100 % words.Length],
                random.Next(9) == 0 ? null : bytes,
                random.Next(9) == 0 ? null : key,
                null,
            ];
        }

        return table;
    }

    private static string Show(object?[] row) => string.Join("|", row.Select(value => value switch
    {
        null => "",
        float.NaN or double.NaN => "nan",
        float number => BitConverter.SingleToUInt32Bits(number).ToString("x8", CultureInfo.InvariantCulture),
        double number => BitConverter.DoubleToUInt64Bits(number).ToString("x16", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    }));
}
