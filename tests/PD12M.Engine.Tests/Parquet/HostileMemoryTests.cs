using PD12M.Dataset;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

/// <summary>What a small file can make the reader reserve. No other test runs meanwhile, as all memory of the process is measured.</summary>
[Collection(nameof(HostileMemoryTests))]
[CollectionDefinition(nameof(HostileMemoryTests), DisableParallelization = true)]
public class HostileMemoryTests
{
    private const long Megabyte = 1024 * 1024;
    private const int FileSize = (int)Megabyte;

    // 256 MB and sixteen times the file for its pages, and 1 MB for each column that is open.
    private const long MostForPages = (256 + 16 + 1) * Megabyte;

    // 128 bytes for each of the footer, and what the file itself takes.
    private const long MostForFooter = (128 + 1) * Megabyte;

    public static TheoryData<CompressionCodec> Codecs =>
    [
        CompressionCodec.Uncompressed, CompressionCodec.Snappy, CompressionCodec.Gzip, CompressionCodec.Zstd, CompressionCodec.Brotli, CompressionCodec.Lz4, CompressionCodec.Lz4Raw,
    ];

    public static TheoryData<string> Footers => ["chunks without metadata", "chunks with little", "chunks elsewhere", "columns", "columns with long names", "groups within groups", "row groups", "notes", "encodings"];

    /// <summary>Zeros: a Zstandard frame of blocks that each repeat one byte 128 KB long (RFC 8878, 3.1.1.2).</summary>
    private static byte[] Zeros(int blocks)
    {
        List<byte> frame = [0x28, 0xB5, 0x2F, 0xFD, 0, 0x58];
        for (int i = 1; i <= blocks; i++)
        {
            int header = (ZstdDecoder.MaxBlockSize << 3) | (1 << 1) | (i == blocks ? 1 : 0);
            frame.AddRange([(byte)header, (byte)(header >> 8), (byte)(header >> 16), 0]);
        }

        return [.. frame];
    }

    /// <summary>The most that is held at once while one batch of each column is read, all columns open.</summary>
    private static long MostHeld(byte[] bytes, out List<ParquetException> errors)
    {
        errors = [];
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long most = 0;
        List<ColumnReader> open = [];
        using (ParquetFile file = HandMadeFile.Open(bytes))
        {
            for (int column = 0; column < file.Columns.Count; column++)
            {
                try
                {
                    open.Add(file.OpenColumn(0, column));
                    open[^1].Fill();
                }
                catch (ParquetException error)
                {
                    errors.Add(error);
                }

                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }

            open.ForEach(reader => reader.Dispose());
        }

        return most;
    }

    private static long Allocated(Action work)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        work();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private static byte[] Footer(string kind)
    {
        CompactBytes[] schema = [new CompactBytes().Text(4, "s").Integer(5, 1), new CompactBytes().Integer(1, 1).Text(4, "c")];
        CompactBytes footer = new();
        byte[] group = new CompactBytes().Integer(3, 0).End();
        return kind switch
        {
            "chunks without metadata" => Chunks([0]),
            "chunks with little" => Chunks([0x3C, 0, 0]),
            "chunks elsewhere" => Chunks([0x18, 0, 0]),
            "columns" => File(footer.ListHeader(2, FileSize / 6, 12).Raw(Repeat([0x15, 2, 0x38, 1, (byte)'c', 0], FileSize / 6))),
            "columns with long names" => Nested(new string('n', FileSize / 2), 1),
            "groups within groups" => Nested(new string('n', FileSize / 100), 50),
            "row groups" => File(footer.Structs(2, [new CompactBytes().Text(4, "s").Integer(5, 0)]).ListHeader(4, FileSize / 3, 12).Raw(Repeat(group, FileSize / 3))),
            "notes" => File(footer.Structs(2, schema).ListHeader(4, 0, 12).ListHeader(5, FileSize / 7, 12).Raw(
                [.. Enumerable.Range(0, FileSize / 7).SelectMany(i => (byte[])[0x18, 3, (byte)(i & 0x7F), (byte)((i >> 7) & 0x7F), (byte)((i >> 14) & 0x7F), 0])])),
            _ => File(footer.Structs(2, schema).ListHeader(4, 1, 12).Raw([.. new CompactBytes().ListHeader(1, 1, 12).Raw([0x3C, 0x29, 0xF5, .. DeltaBytes.Varint(FileSize - 200), .. new byte[FileSize]]).End()])),
        };

        byte[] Chunks(byte[] chunk)
        {
            int count = (FileSize - 200) / chunk.Length;
            return File(footer.Structs(2, schema).ListHeader(4, 1, 12).Raw([.. new CompactBytes().ListHeader(1, count, 12).Raw(Repeat(chunk, count)).Integer(3, 0).End()]));
        }

        byte[] Nested(string name, int depth) => File(footer.Structs(2, [
            .. Enumerable.Range(0, depth).Select(level => new CompactBytes().Text(4, name).Integer(5, level == depth - 1 ? 80_000 : 1)),
            .. Enumerable.Repeat(new CompactBytes().Integer(1, 1).Text(4, "c"), 80_000)]));

        static byte[] File(CompactBytes footer) => HandMadeFile.WithFooter("PAR1"u8.ToArray(), footer);

        static byte[] Repeat(byte[] element, int count) => [.. Enumerable.Repeat(element, count).SelectMany(bytes => bytes)];
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Pages_that_claim_to_be_large_reserve_no_more_than_the_file_may(CompressionCodec codec)
    {
        HandMadeFile file = new(1);
        byte[] body = new byte[FileSize / 8];
        foreach (int size in (int[])[body.Length, body.Length * 20, body.Length * 250, body.Length * 1000, 250_000_000, 268_000_000, 300_000_000, int.MaxValue])
        {
            file.Add($"c{size}", PhysicalType.ByteArray, nullable: false, codec, HandMadeFile.Data(1, ValueEncoding.Plain, body, size));
        }

        long held = MostHeld(file.ToArray(), out List<ParquetException> errors);

        Assert.InRange(held, 0, MostForPages + (7 * Megabyte));
        Assert.InRange(errors.Count, 7, 8);
    }

    [Fact]
    public void Pages_that_are_large_are_held_as_long_as_the_file_may()
    {
        const int Size = 100 * 1024 * 1024;
        byte[] zeros = Zeros(Size / ZstdDecoder.MaxBlockSize);
        HandMadeFile file = new(1);
        for (int i = 0; i < 5; i++)
        {
            file.Add($"c{i}", PhysicalType.ByteArray, nullable: false, CompressionCodec.Zstd, HandMadeFile.Data(1, ValueEncoding.Plain, zeros, Size));
        }

        long held = MostHeld([.. file.ToArray()], out List<ParquetException> errors);

        Assert.InRange(held, 2 * (long)Size, MostForPages + (4 * Megabyte));
        Assert.Equal(3, errors.Count);
        Assert.All(errors, error => Assert.Equal(ParquetFault.Unsupported, error.Fault));
        Assert.All(errors, error => Assert.Contains("read fewer columns at once", error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(PhysicalType.ByteArray, 0, 4)]
    [InlineData(PhysicalType.FixedLenByteArray, 1, 1)]
    [InlineData(PhysicalType.Int64, 0, 8)]
    public void Dictionaries_of_the_smallest_entries_are_counted_too(PhysicalType type, int length, int entrySize)
    {
        const int Size = 64 * 1024 * 1024;
        byte[] zeros = Zeros(Size / ZstdDecoder.MaxBlockSize);
        byte[] Dictionary() => HandMadeFile.Page(2, zeros, Size, 7, new CompactBytes().Integer(1, Size / entrySize).Integer(2, 0));
        HandMadeFile file = new(1);
        for (int i = 0; i < 3; i++)
        {
            file.Add(
                [new CompactBytes().Integer(1, (int)type).Integer(2, length).Integer(3, 0).Text(4, $"c{i}")], type, 1, CompressionCodec.Zstd,
                Dictionary(), HandMadeFile.DataV2(1, ValueEncoding.RleDictionary, [], [1, 2, 0], compressed: false));
        }

        long held = MostHeld(file.ToArray(), out List<ParquetException> errors);

        Assert.InRange(held, 0, MostForPages + (2 * Megabyte));
        Assert.NotEmpty(errors);
    }

    [Fact]
    public void What_a_file_held_is_its_to_hold_again()
    {
        const int Size = 200 * 1024 * 1024;
        using ParquetFile file = new HandMadeFile(1)
            .Add("c", PhysicalType.FixedLenByteArray, nullable: false, CompressionCodec.Zstd, HandMadeFile.Data(1, ValueEncoding.Plain, Zeros(Size / ZstdDecoder.MaxBlockSize), Size))
            .Add("d", PhysicalType.ByteArray, nullable: false, CompressionCodec.Zstd, HandMadeFile.Data(1, ValueEncoding.Plain, Zeros(Size / ZstdDecoder.MaxBlockSize), Size))
            .Open();
        for (int i = 0; i < 4; i++)
        {
            using ColumnReader reader = file.OpenColumn(0, 1);
            Assert.Equal(1, reader.Fill());
        }
    }

    [Theory]
    [MemberData(nameof(Footers))]
    public void A_footer_takes_no_more_than_128_times_its_length(string kind)
    {
        byte[] bytes = Footer(kind);
        Assert.InRange(bytes.Length, FileSize / 2, FileSize * 5 / 4);

        long allocated = Allocated(() =>
        {
            try
            {
                HandMadeFile.Open(bytes).Dispose();
            }
            catch (ParquetException)
            {
            }
        });

        Assert.InRange(allocated, 0, MostForFooter);
    }

    [Fact]
    public void A_footer_that_claims_to_be_longer_than_64_MB_is_not_read()
    {
        using SparseStream stream = new(100 * Megabyte, [.. BitConverter.GetBytes(80 * 1024 * 1024), .. "PAR1"u8]);
        ParquetException? error = null;

        long allocated = Allocated(() => error = Assert.Throws<ParquetException>(() => ParquetFile.Open(stream, "sparse")));

        Assert.Equal(ParquetFault.Unsupported, error!.Fault);
        Assert.Contains("fewer row groups", error.Message, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, Megabyte);
    }

    [Fact]
    public void Any_bytes_of_a_file_of_a_megabyte_may_be_damaged_and_it_reserves_no_more()
    {
        byte[] bytes = Written();
        Random random = new(5);
        long most = 0;
        for (int i = 0; i < 150; i++)
        {
            byte[] damaged = [.. bytes];
            for (int left = random.Next(1, 6); left > 0; left--)
            {
                // Half of it in the footer, which says where all else is.
                int at = random.Next(2) == 0 ? bytes.Length - 1 - random.Next(2000) : random.Next(bytes.Length);
                damaged[at] = (byte)random.Next(256);
            }

            most = Math.Max(most, Allocated(() => ReaderSurfaces.ReadAll(damaged)));
        }

        Assert.InRange(most, 0, MostForPages);
    }

    [Fact]
    public void Records_of_long_texts_come_few_at_a_time()
    {
        byte[] bytes = Captions(600, (int)Megabyte);
        Assert.InRange(bytes.Length, Megabyte, 2 * Megabyte);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long most = 0;
        int records = 0;
        MetadataScan scan = new(RecordSelection.Of(["caption"]), 0, long.MaxValue, CancellationToken.None) { Open = (_, _) => OpenMetadata(bytes) };

        foreach (Record[] batch in scan.Read(["x"]))
        {
            Assert.Single(batch);
            Assert.Equal(Megabyte, batch[0].Caption!.Length);
            if (++records % 100 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        Assert.Equal(600, records);
        Assert.InRange(most, 0, 64 * Megabyte);
    }

    [Fact]
    public void A_record_of_more_than_16_MB_is_refused()
    {
        byte[] bytes = Captions(10, 17 * (int)Megabyte);
        MetadataScan scan = new(RecordSelection.Of(["caption"]), 0, long.MaxValue, CancellationToken.None) { Open = (_, _) => OpenMetadata(bytes) };

        ParquetException error = Assert.Throws<ParquetException>(() => scan.Read(["x"]).Count());

        Assert.Equal(ParquetFault.Unsupported, error.Fault);
        Assert.Contains("Row 0", error.Message, StringComparison.Ordinal);
    }

    private static MetadataFile OpenMetadata(byte[] bytes) => MetadataFile.Open(new StreamByteSource(new MemoryStream(bytes), leaveOpen: false), "x");

    /// <summary>Texts that are all the first one: a few bytes for each row, however long it is.</summary>
    private static byte[] Captions(int rows, int length) => new HandMadeFile(rows).Add("caption", PhysicalType.ByteArray, HandMadeFile.Data(rows, ValueEncoding.DeltaByteArray, [
        .. DeltaBytes.Lengths([0, .. Enumerable.Repeat(length, rows - 1)]), .. DeltaBytes.Lengths([length, .. new int[rows - 1]]), .. Enumerable.Repeat((byte)'x', length)])).ToArray();

    private static byte[] Written()
    {
        using MemoryStream stream = new();
        Random random = new(1);
        ParquetColumn[] columns =
        [
            new("id", PhysicalType.ByteArray, LogicalType: LogicalType.String), new("caption", PhysicalType.ByteArray, LogicalType: LogicalType.String),
            new("width", PhysicalType.Int64), new("mime_type", PhysicalType.ByteArray, LogicalType: LogicalType.String),
        ];
        using (ParquetWriter writer = new(stream, columns, new ParquetWriterOptions { PageBytes = 100_000, RowGroupRows = 4000 }, leaveOpen: true))
        {
            byte[] caption = new byte[60];
            for (int row = 0; row < 10_000; row++)
            {
                random.NextBytes(caption);
                writer.WriteRow([$"id-{row}", Convert.ToBase64String(caption), (long)random.Next(256, 9000), row % 5 == 0 ? null : "image/jpeg"]);
            }

            writer.Finish();
        }

        return stream.ToArray();
    }
}
