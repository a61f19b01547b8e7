using System.Buffers.Binary;

namespace PD12M.Parquet;

/// <summary>
/// A split block Bloom filter: tells of hashes of values that a column chunk has none of them. Its blocks are read when
/// they are asked for, through a window of 128 KB, so that its size, 128 MB at most, is no matter of memory.
/// </summary>
/// <remarks>Source: BloomFilter.md and BloomFilterHeader in parquet.thrift of apache/parquet-format.</remarks>
internal sealed class BloomFilter : IDisposable
{
    private const int BlockLength = 32;
    private const int MostBytes = 128 << 20;
    private const int LongestHeader = 256;

    private static readonly uint[] s_salts =
    [
        0x47B6137B, 0x44974D91, 0x8824AD5B, 0xA2B7289D, 0x705495C7, 0x2DF1424B, 0x9EFC4947, 0x5C6BFB31,
    ];

    private readonly ChunkWindow _window;
    private readonly long _start;
    private readonly uint _blocks;

    /// <param name="source">The file.</param>
    /// <param name="range">Where the filter is.</param>
    /// <param name="limit">Where in the file it must end.</param>
    /// <exception cref="MalformedDataException">It is damaged, or of a kind that is not supported.</exception>
    public BloomFilter(ByteSource source, FileRange range, long limit)
    {
        if (range.Offset >= limit || range.Length > limit - range.Offset || range.Length < 0)
        {
            throw MalformedDataException.Corrupt($"the Bloom filter at offset {range.Offset} lies outside of the file");
        }

        _window = new ChunkWindow(source, range.Offset, range.Length is { } length ? range.Offset + length : limit);
        try
        {
            int bytes = ReadHeader();
            if (bytes <= 0 || bytes % BlockLength != 0 || bytes > MostBytes || bytes > _window.Remaining)
            {
                throw MalformedDataException.Corrupt($"the Bloom filter at offset {range.Offset} states a size of {bytes} bytes");
            }

            _start = _window.Position;
            _blocks = (uint)(bytes / BlockLength);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether the chunk may have a value with one of some hashes; to be asked once.</summary>
    /// <param name="hashes">XXH64 of values in PLAIN encoding, without a length, in ascending order.</param>
    /// <returns>False only if it has none.</returns>
    /// <exception cref="MalformedDataException">The file has become shorter.</exception>
    public bool MayContainAnyOf(ReadOnlySpan<ulong> hashes)
    {
        foreach (ulong hash in hashes)
        {
            // The upper half chooses the block, so that blocks ascend with the hashes.
            long block = (long)((hash >> 32) * _blocks >> 32);
            _window.Advance((int)(_start + (block * BlockLength) - _window.Position));
            if (MayContain(_window.Peek(BlockLength), (uint)hash))
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose() => _window.Dispose();

    private static bool MayContain(ReadOnlySpan<byte> block, uint key)
    {
        for (int word = 0; word < s_salts.Length; word++)
        {
            int bit = (int)(unchecked(key * s_salts[word]) >> 27);
            if ((BinaryPrimitives.ReadUInt32LittleEndian(block.Slice(word * sizeof(uint))) >> bit & 1) == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <returns>How many bytes the blocks have, as stated.</returns>
    private int ReadHeader()
    {
        ThriftReader reader = new(_window.Peek((int)Math.Min(LongestHeader, _window.Remaining)));
        int bytes = -1;
        bool isKnown = true;
        ThriftField field = default;
        while (reader.NextField(ref field))
        {
            switch (field.Id)
            {
                case 1:
                    bytes = reader.ReadInt32(field.Type);
                    break;
                case 2 or 3 or 4:
                    // Unions that have one member so far: split blocks, XXH64, no compression.
                    ThriftReader.Expect(field.Type, ThriftType.Struct);
                    ThriftField member = default;
                    while (reader.NextField(ref member))
                    {
                        isKnown &= member.Id == 1;
                        reader.Skip(member.Type);
                    }

                    break;
                default:
                    reader.Skip(field.Type);
                    break;
            }
        }

        _window.Advance(reader.Position);
        return isKnown ? bytes : throw MalformedDataException.Unsupported("the Bloom filter is of a kind that is not known");
    }
}
