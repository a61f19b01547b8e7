using System.Buffers.Binary;
using PD12M.Hashing;

namespace PD12M.Parquet;

/// <summary>The bytes of a data page, decompressed and taken apart.</summary>
internal readonly record struct DataPage(LevelDecoder RepetitionLevels, LevelDecoder DefinitionLevels, ArraySegment<byte> Values);

/// <summary>Walks through the pages of a column chunk.</summary>
internal sealed class PageReader(ByteSource source, ColumnChunk chunk, ParquetColumn column, PageLocations? locations) : IDisposable
{
    // Few headers are longer; those with long statistics are read again with more bytes.
    private const int UsualHeaderSize = 4096;
    private const int MostHeaderSize = 16 * 1024 * 1024;
    private const int MostPageSize = 256 * 1024 * 1024;

    private readonly ChunkWindow _window = new(source, chunk.StartOffset, chunk.EndOffset);
    private readonly PageBuffer _page = new(source.Budget);

    /// <summary>The place in the file of the page last met.</summary>
    public long PageOffset { get; private set; } = chunk.StartOffset;

    /// <summary>The place in the file of what comes next.</summary>
    public long Position => _window.Position;

    public bool IsAtEnd => _window.Remaining <= 0;

    /// <summary>Reads the next page's header; the page's body must then be read or skipped.</summary>
    public PageHeader ReadHeader()
    {
        PageOffset = _window.Position;
        int size = UsualHeaderSize;
        if (locations is not null)
        {
            long end = locations.EndAt(_window.Position);
            _window.Expect(end);
            size = (int)Math.Min(size, Math.Max(1, end - _window.Position));
        }

        while (true)
        {
            size = (int)Math.Min(size, _window.Remaining);
            ArraySegment<byte> bytes = _window.Peek(size);
            try
            {
                ThriftReader reader = new(bytes);
                PageHeader header = PageHeader.Read(ref reader);
                _window.Advance(reader.Position);
                return header.CompressedSize <= _window.Remaining
                    ? header
                    : throw MalformedDataException.Corrupt($"the page's {header.CompressedSize} bytes reach beyond the column chunk");
            }
            catch (MalformedDataException exception) when (exception.Fault == ParquetFault.Truncated && bytes.Count < Math.Min(_window.Remaining, MostHeaderSize))
            {
                size = (int)Math.Min(bytes.Count * 4L, MostHeaderSize);
            }
        }
    }

    /// <summary>Goes to a page further on, from between two pages.</summary>
    public void GoTo(long offset)
    {
        if (offset < _window.Position)
        {
            throw MalformedDataException.Corrupt($"the page index has a page at {offset}, where the one before it has not ended");
        }

        _window.Advance(offset - _window.Position);
    }

    public void SkipBody(PageHeader header) => _window.Advance(header.CompressedSize);

    /// <summary>Reads a dictionary page's body; valid until the next call.</summary>
    public ArraySegment<byte> ReadDictionary(PageHeader header) => ReadBody(header, levels: 0);

    /// <summary>Reads a data page's body; valid until the next call.</summary>
    public DataPage ReadData(PageHeader header) => header.Type == PageType.DataV2 ? ReadDataV2(header) : ReadDataV1(header);

    public void Dispose()
    {
        _window.Dispose();
        _page.Dispose();
    }

    private DataPage ReadDataV1(PageHeader header)
    {
        ArraySegment<byte> rest = ReadBody(header, levels: 0);
        LevelDecoder repetitions = TakeLevels(ref rest, header.RepetitionLevelEncoding, column.MaxRepetitionLevel, header.ValueCount);
        LevelDecoder definitions = TakeLevels(ref rest, header.DefinitionLevelEncoding, column.MaxDefinitionLevel, header.ValueCount);
        return new(repetitions, definitions, rest);
    }

    private static LevelDecoder TakeLevels(ref ArraySegment<byte> body, ValueEncoding encoding, int maximum, int count)
    {
        if (maximum == 0)
        {
            return default;
        }

        int start = 0;
        long length;
        switch (encoding)
        {
            case ValueEncoding.Rle:
                start = sizeof(int);
                length = body.Count >= start ? BinaryPrimitives.ReadUInt32LittleEndian(body) : long.MaxValue;
                break;
            case ValueEncoding.BitPacked:
                length = (((long)count * LevelDecoder.BitWidth(maximum)) + 7) / 8;
                break;
            default:
                throw MalformedDataException.Unsupported($"the encoding {encoding} is not supported for levels");
        }

        if (length > body.Count - start)
        {
            throw MalformedDataException.Truncated("the levels reach beyond the page");
        }

        LevelDecoder levels = new(Slice(body, start, (int)length), encoding, maximum);
        body = Slice(body, start + (int)length);
        return levels;
    }

    private DataPage ReadDataV2(PageHeader header)
    {
        long levels = (long)header.RepetitionLevelsLength + header.DefinitionLevelsLength;
        if (levels > header.CompressedSize || levels > header.UncompressedSize)
        {
            throw MalformedDataException.Truncated("the levels reach beyond the page");
        }

        ArraySegment<byte> body = ReadBody(header, (int)levels);
        ArraySegment<byte> values = Slice(body, (int)levels);
        return new(
            LevelsOf(Slice(body, 0, header.RepetitionLevelsLength), column.MaxRepetitionLevel),
            LevelsOf(Slice(body, header.RepetitionLevelsLength, header.DefinitionLevelsLength), column.MaxDefinitionLevel),
            values);

        static LevelDecoder LevelsOf(ArraySegment<byte> bytes, int maximum) => maximum == 0 ? default : new(bytes, ValueEncoding.Rle, maximum);
    }

    /// <summary>A page's body with all that is compressed decompressed; its first <paramref name="levels"/> bytes never are.</summary>
    private ArraySegment<byte> ReadBody(PageHeader header, int levels)
    {
        CheckPageSize(header.CompressedSize);
        ArraySegment<byte> stored = Slice(_window.Peek(header.CompressedSize), 0, header.CompressedSize);
        _window.Advance(header.CompressedSize);
        if (header.Checksum is { } checksum && Crc32.Compute(stored) != checksum)
        {
            throw MalformedDataException.Corrupt("the page does not match its checksum");
        }

        if (chunk.Codec == CompressionCodec.Uncompressed || !header.IsCompressed)
        {
            return header.UncompressedSize == header.CompressedSize
                ? stored
                : throw MalformedDataException.Corrupt($"an uncompressed page has the sizes {header.CompressedSize} and {header.UncompressedSize}");
        }

        int size = header.UncompressedSize - levels;
        if (size > 0)
        {
            PageDecompressor.CheckSize(chunk.Codec, stored.Count - levels, size);
        }

        CheckPageSize(header.UncompressedSize);
        _page.Ensure(header.UncompressedSize + PageDecompressor.Slack);
        byte[] page = _page.Bytes;
        Buffer.BlockCopy(stored.Array!, stored.Offset, page, 0, levels);

        // A page of nulls only has no values, and some writers then store no compressed data either.
        if (size > 0)
        {
            PageDecompressor.Decompress(chunk.Codec, Slice(stored, levels), page, levels, size);
        }

        return new(page, 0, header.UncompressedSize);
    }

    private static void CheckPageSize(int size)
    {
        if (size > MostPageSize)
        {
            throw MalformedDataException.Unsupported(
                $"a page of {size} bytes is larger than the {MostPageSize / (1024 * 1024)} MB that are read; write the file anew with smaller pages");
        }
    }

    private static ArraySegment<byte> Slice(ArraySegment<byte> bytes, int start) => Slice(bytes, start, bytes.Count - start);

    private static ArraySegment<byte> Slice(ArraySegment<byte> bytes, int start, int count) => new(bytes.Array!, bytes.Offset + start, count);
}
