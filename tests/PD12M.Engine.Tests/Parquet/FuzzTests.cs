using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

/// <summary>Damaged files: whatever the bytes, the reader ends and says so with its own exception.</summary>
public class FuzzTests
{
    public static TheoryData<string> SmallFiles =>
    [
        "alltypes_dictionary.parquet", "alltypes_plain.snappy.parquet", "binary.parquet", "datapage_v2.snappy.parquet",
        "rle_boolean_encoding.parquet", "int96_from_spark.parquet", "sort_columns.parquet", "nested_maps.snappy.parquet",
        "data_index_bloom_encoding_stats.parquet", "concatenated_gzip_members.parquet", "float16_nonzeros_and_nans.parquet",
        "delta_encoding_optional_column.parquet", "byte_stream_split_extended.gzip.parquet", "list_columns.parquet",
        "repeated_primitive_no_list.parquet", "nullable.impala.parquet", "fixed_length_decimal.parquet",
        "lz4_raw_compressed.parquet", "hadoop_lz4_compressed.parquet", "non_hadoop_lz4_compressed.parquet", "byte_stream_split.zstd.parquet",
    ];

    public static TheoryData<ValueEncoding, PhysicalType> Encodings => new()
    {
        { ValueEncoding.DeltaBinaryPacked, PhysicalType.Int32 },
        { ValueEncoding.DeltaBinaryPacked, PhysicalType.Int64 },
        { ValueEncoding.DeltaLengthByteArray, PhysicalType.ByteArray },
        { ValueEncoding.DeltaByteArray, PhysicalType.ByteArray },
        { ValueEncoding.DeltaByteArray, PhysicalType.FixedLenByteArray },
        { ValueEncoding.ByteStreamSplit, PhysicalType.Double },
        { ValueEncoding.ByteStreamSplit, PhysicalType.FixedLenByteArray },
    };

    private static byte[] Body(ValueEncoding encoding, PhysicalType type) => (encoding, type) switch
    {
        (ValueEncoding.DeltaBinaryPacked, _) => DeltaBytes.Integers([.. Enumerable.Range(0, 200).Select(i => (long)(i * i % 97))], type == PhysicalType.Int32 ? 32 : 64),
        (ValueEncoding.DeltaLengthByteArray, _) => [.. DeltaBytes.Lengths([.. Enumerable.Range(0, 200).Select(i => i % 3)]), .. new byte[199]],
        (ValueEncoding.DeltaByteArray, _) => [.. DeltaBytes.Lengths([.. Enumerable.Range(0, 200).Select(i => i % 3)]), .. DeltaBytes.Lengths([.. Enumerable.Range(0, 200).Select(i => 3 - (i % 3))]), .. new byte[401]],
        _ => new byte[200 * (type == PhysicalType.Double ? 8 : 3)],
    };

    private static byte[] HandMade()
    {
        byte[] words = HandMadeFile.PlainStrings("red", "green", "blue");
        byte[] snappy = [.. new byte[] { (byte)words.Length, (byte)((words.Length - 1) << 2) }, .. words];
        return new HandMadeFile(6)
            .Add(
                "word", PhysicalType.ByteArray, nullable: true, CompressionCodec.Uncompressed,
                HandMadeFile.Dictionary(3, words),
                HandMadeFile.Data(4, ValueEncoding.RleDictionary, [.. HandMadeFile.WithLength(3, 0b1010), 2, 2 << 1, 1]),
                HandMadeFile.Data(2, ValueEncoding.Plain, [.. HandMadeFile.WithLength(2 << 1, 1), .. HandMadeFile.PlainStrings("x", "y")]))
            .Add(
                "packed", PhysicalType.ByteArray, nullable: false, CompressionCodec.Snappy,
                HandMadeFile.Data(3, ValueEncoding.Plain, snappy, words.Length),
                HandMadeFile.DataV2(3, ValueEncoding.Plain, [], snappy, compressed: true, words.Length))
            .Add("number", PhysicalType.Int32, HandMadeFile.Data(6, ValueEncoding.Plain, HandMadeFile.PlainIntegers(1, 2, 3, 4, 5, 6)))
            .ToArray();
    }

    private static void Damage(byte[] bytes, int seed, int mutations)
    {
        Random random = new(seed);
        for (int i = 0; i < mutations; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[random.Next(bytes.Length)] = (byte)random.Next(256);
            ReaderSurfaces.ReadColumns(damaged);
        }

        for (int i = 0; i < mutations / 10; i++)
        {
            ReaderSurfaces.ReadColumns(bytes[..random.Next(bytes.Length)]);
        }
    }

    [Fact]
    public void Any_byte_of_a_small_file_may_have_any_value()
    {
        byte[] bytes = HandMade();
        for (int i = 0; i < bytes.Length; i++)
        {
            foreach (byte value in (byte[])[0, 1, 0x7F, 0x80, 0xFF, (byte)(bytes[i] + 1), (byte)(bytes[i] ^ 0x10)])
            {
                byte[] damaged = [.. bytes];
                damaged[i] = value;
                ReaderSurfaces.ReadColumns(damaged);
            }
        }
    }

    [Fact]
    public void A_small_file_may_end_anywhere()
    {
        byte[] bytes = HandMade();
        for (int length = 0; length < bytes.Length; length++)
        {
            ReaderSurfaces.ReadColumns(bytes[..length]);

            // With its footer still there, so that the loss shows late.
            ReaderSurfaces.ReadColumns([.. bytes.AsSpan(0, length / 2), .. bytes.AsSpan(length)]);
        }
    }

    [Fact]
    public void Any_byte_of_a_file_of_DuckDB_may_have_any_value() =>
        Damage(File.ReadAllBytes(Path.Combine(TestData.Folder, "zstd.parquet")), seed: 12, mutations: 1500);

    [ParquetTestingTheory]
    [MemberData(nameof(SmallFiles))]
    public void Any_byte_of_other_writers_files_may_have_any_value(string name) =>
        Damage(File.ReadAllBytes(ParquetTestingFolder.File(name)), seed: 12, mutations: 1500);

    [Theory]
    [InlineData("arrow-pages.parquet")]
    [InlineData("hyparquet-pages.parquet")]
    [InlineData("duckdb-bloom.parquet")]
    public void Any_bytes_behind_the_pages_of_a_file_with_indexes_may_have_any_value(string name)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(TestData.Folder, "pruning", name));
        int pagesEnd;
        using (ParquetFile file = HandMadeFile.Open(bytes))
        {
            pagesEnd = (int)file.RowGroups.SelectMany(group => group.Columns).Max(chunk => chunk.StartOffset + chunk.CompressedSize);
        }
        Random random = new(12);
        for (int i = 0; i < 400; i++)
        {
            byte[] damaged = [.. bytes];
            for (int j = random.Next(1, 4); j > 0; j--)
            {
                damaged[random.Next(pagesEnd, bytes.Length)] = (byte)random.Next(256);
            }
            ReaderSurfaces.ReadAll(damaged);
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Any_two_bytes_of_an_encoded_page_may_have_any_value(ValueEncoding encoding, PhysicalType type)
    {
        byte[] body = Body(encoding, type);
        Random random = new((int)encoding);
        Assert.Equal(200, Count(body));
        for (int i = 0; i < 3000; i++)
        {
            byte[] damaged = [.. body];
            damaged[i % body.Length] = (byte)random.Next(256);

            // The lengths and the header stand in front.
            damaged[random.Next(Math.Min(20, body.Length))] = (byte)random.Next(256);
            ReaderSurfaces.ReadColumns(File(random.Next(2) == 0 ? damaged : damaged[..random.Next(damaged.Length)]).ToArray());
        }

        HandMadeFile File(byte[] values) => new HandMadeFile(200).Add("v", type, type == PhysicalType.FixedLenByteArray ? 3 : 0, HandMadeFile.Data(200, encoding, values));

        int Count(byte[] values)
        {
            using ParquetFile file = File(values).Open();
            return ColumnText.Read(file, "v").Count;
        }
    }
}
