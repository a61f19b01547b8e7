using System.Buffers.Binary;
using System.Text;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

/// <summary>A parquet file of one row group, made from page bytes.</summary>
internal sealed class HandMadeFile(long rows)
{
    private readonly List<byte> _file = [.. "PAR1"u8];
    private readonly List<CompactBytes> _schema = [];
    private readonly List<CompactBytes> _chunks = [];

    public HandMadeFile Add(string name, PhysicalType type, bool nullable, CompressionCodec codec, params byte[][] pages) =>
        Add([new CompactBytes().Integer(1, (int)type).Integer(3, nullable ? 1 : 0).Text(4, name)], type, rows, codec, pages);

    public HandMadeFile Add(string name, PhysicalType type, int typeLength, params byte[][] pages) =>
        Add([new CompactBytes().Integer(1, (int)type).Integer(2, typeLength).Integer(3, 0).Text(4, name)], type, rows, CompressionCodec.Uncompressed, pages);

    /// <param name="schema">The column's elements from the one below the root to the leaf.</param>
    /// <param name="type">The leaf's type.</param>
    /// <param name="values">What the metadata states as the number of values.</param>
    /// <param name="codec">How the pages are compressed.</param>
    /// <param name="pages">The pages with their headers.</param>
    public HandMadeFile Add(IReadOnlyCollection<CompactBytes> schema, PhysicalType type, long values, CompressionCodec codec, params byte[][] pages)
    {
        int start = _file.Count;
        foreach (byte[] page in pages)
        {
            _file.AddRange(page);
        }

        _schema.AddRange(schema);
        _chunks.Add(new CompactBytes().Integer(2, start).Struct(3, new CompactBytes()
            .Integer(1, (int)type).Integers(2, 0, 8).Integer(4, (int)codec).Integer(5, values)
            .Integer(6, _file.Count - start).Integer(7, _file.Count - start).Integer(9, start)));
        return this;
    }

    public HandMadeFile Add(string name, PhysicalType type, params byte[][] pages) =>
        Add(name, type, nullable: false, CompressionCodec.Uncompressed, pages);

    public byte[] ToArray() => WithFooter(_file, new CompactBytes()
        .Integer(1, 1)
        .Structs(2, [new CompactBytes().Text(4, "schema").Integer(5, _chunks.Count), .. _schema])
        .Integer(3, rows)
        .Structs(4, [new CompactBytes().Structs(1, _chunks).Integer(2, _file.Count).Integer(3, rows)])
        .Structs(5, [new CompactBytes().Text(1, "key").Text(2, "value"), new CompactBytes().Text(1, "lonely")])
        .Text(6, "by hand"));

    public ParquetFile Open() => Open(ToArray());

    public static ParquetFile Open(byte[] bytes) => ParquetFile.Open(new MemoryStream(bytes), "hand-made");

    public static byte[] WithFooter(IEnumerable<byte> start, CompactBytes footer)
    {
        byte[] bytes = footer.End();
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        return [.. start, .. bytes, .. length, .. "PAR1"u8];
    }

    public static byte[] Data(int values, ValueEncoding encoding, byte[] body, int? uncompressedSize = null, ValueEncoding levels = ValueEncoding.Rle) =>
        Page(0, body, uncompressedSize, 5, new CompactBytes().Integer(1, values).Integer(2, (int)encoding).Integer(3, (int)levels).Integer(4, (int)levels));

    public static byte[] DataV2(int values, ValueEncoding encoding, byte[] levels, byte[] body, bool compressed, int? uncompressedSize = null) =>
        Page(3, [.. levels, .. body], levels.Length + uncompressedSize, 8, new CompactBytes()
            .Integer(1, values).Integer(2, 0).Integer(3, values).Integer(4, (int)encoding)
            .Integer(5, levels.Length).Integer(6, 0).Boolean(7, compressed));

    public static byte[] ListDataV2(int values, int rows, byte[] repetitions, byte[] definitions, byte[] body) =>
        Page(3, [.. repetitions, .. definitions, .. body], null, 8, new CompactBytes()
            .Integer(1, values).Integer(2, 0).Integer(3, rows).Integer(4, (int)ValueEncoding.Plain)
            .Integer(5, definitions.Length).Integer(6, repetitions.Length).Boolean(7, false));

    public static byte[] Dictionary(int entries, byte[] body) =>
        Page(2, body, null, 7, new CompactBytes().Integer(1, entries).Integer(2, (int)ValueEncoding.Plain));

    public static byte[] Index(byte[] body) => Page(1, body, null, 6, new CompactBytes());

    public static byte[] Page(int type, byte[] body, int? uncompressedSize, int detailId, CompactBytes detail) =>
    [
        .. new CompactBytes().Integer(1, type).Integer(2, uncompressedSize ?? body.Length).Integer(3, body.Length).Struct(detailId, detail).End(),
        .. body,
    ];

    public static byte[] PlainStrings(params string[] values) =>
        [.. values.SelectMany(value => (byte[])[.. Length(Encoding.UTF8.GetByteCount(value)), .. Encoding.UTF8.GetBytes(value)])];

    public static byte[] PlainIntegers(params int[] values) => [.. values.SelectMany(Length)];

    /// <summary>Bytes behind their length in four bytes, as levels of a page v1 are stored.</summary>
    public static byte[] WithLength(params byte[] bytes) => [.. Length(bytes.Length), .. bytes];

    private static byte[] Length(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
