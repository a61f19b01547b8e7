using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using PD12M.Hashing;

namespace PD12M.Embeddings;

/// <summary>
/// The beginning of an index file, little-endian: "PD12MIDX", the version as uint32, the dimensions as int32, the rows as
/// int64, the rotation's seed as uint64, the length of the embeddings' file as int64, the CRC-32 of a sample of it, the
/// centroid as float32, the CRC-32 of all that; zeros up to a multiple of 64 bytes.
/// </summary>
/// <remarks>
/// Behind it lie the blocks (<see cref="CodeLayout"/>), then the CRC-32 of each section of 256 blocks and the CRC-32 of
/// these.
/// </remarks>
/// <param name="Rows">How many vectors are indexed.</param>
/// <param name="Seed">Which rotation (<see cref="RandomRotation"/>).</param>
/// <param name="SourceLength">The size of the embeddings' file in bytes.</param>
/// <param name="SourceSample">The CRC-32 of some of its rows (<see cref="SampleOf"/>).</param>
/// <param name="Centroid">What was taken away from the vectors.</param>
internal sealed record IndexHeader(long Rows, ulong Seed, long SourceLength, uint SourceSample, float[] Centroid)
{
    /// <summary>Blocks that share a checksum.</summary>
    public const int SectionBlocks = 256;

    private const uint Version = 1;
    private const int CentroidOffset = 44;
    private const int SampledRows = 64;

    private static readonly byte[] s_magic = Encoding.ASCII.GetBytes("PD12MIDX");

    /// <summary>How the codes lie.</summary>
    public CodeLayout Layout => new(Centroid.Length);

    /// <summary>Where the blocks begin.</summary>
    public int Length => (CentroidOffset + (Centroid.Length * sizeof(float)) + sizeof(uint) + 63) & ~63;

    /// <summary>How many blocks there are.</summary>
    public long Blocks => CodeLayout.BlocksOf(Rows);

    /// <summary>How many sections there are.</summary>
    public long Sections => (Blocks + SectionBlocks - 1) / SectionBlocks;

    /// <summary>Where the sections' checksums begin.</summary>
    public long ChecksumOffset => Length + (Blocks * Layout.BlockBytes);

    /// <summary>The size of the whole index in bytes.</summary>
    public long FileLength => ChecksumOffset + ((Sections + 1) * sizeof(uint));

    /// <summary>Whether the codes of two indexes can be compared: one centroid was taken away, and one rotation made.</summary>
    public bool HasCodesLike(IndexHeader other) => Seed == other.Seed && Centroid.AsSpan().SequenceEqual(other.Centroid);

    /// <summary>The header of an index that is still to be made.</summary>
    public static IndexHeader Of(NpyFile source, ulong seed, float[] centroid) =>
        new(source.Info.Rows, seed, source.Info.Length, SampleOf(source), centroid);

    /// <summary>The header as bytes.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Length];
        s_magic.CopyTo(bytes, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), Centroid.Length);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), Rows);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(24), Seed);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(32), SourceLength);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(40), SourceSample);
        MemoryMarshal.AsBytes(Centroid.AsSpan()).CopyTo(bytes.AsSpan(CentroidOffset));
        int end = CentroidOffset + (Centroid.Length * sizeof(float));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(end), Crc32.Compute(bytes.AsSpan(0, end)));
        return bytes;
    }

    /// <summary>Reads the header of an index, and holds it against the embeddings beside it.</summary>
    /// <param name="stream">The index, at its start.</param>
    /// <param name="path">Its full path.</param>
    /// <param name="source">The embeddings.</param>
    /// <exception cref="IndexException">It is no index, is damaged, or belongs to other embeddings.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IndexHeader Read(Stream stream, string path, NpyFile source)
    {
        const string Again = "Make it again with New-PD12MIndex -Force.";
        byte[] start = new byte[CentroidOffset];
        if (StreamBytes.Fill(stream, start) < start.Length || !start.AsSpan(0, s_magic.Length).SequenceEqual(s_magic))
        {
            throw new IndexException(IndexFault.NotIndex, path, $"'{path}' is no index of embeddings. {Again}");
        }
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(8));
        if (version != Version)
        {
            throw new IndexException(IndexFault.Unsupported, path, $"'{path}' is an index of version {version}; version {Version} is read. {Again}");
        }
        int dimensions = BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(12));
        if (dimensions != source.Info.Dimensions)
        {
            throw new IndexException(IndexFault.Mismatch, path, $"'{path}' is an index of vectors of {dimensions} values, but those of '{source.Info.Path}' have {source.Info.Dimensions}. {Again}");
        }
        int end = CentroidOffset + (dimensions * sizeof(float));
        byte[] bytes = new byte[end + sizeof(uint)];
        start.CopyTo(bytes, 0);
        if (StreamBytes.Fill(stream, bytes, start.Length) < bytes.Length || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(end)) != Crc32.Compute(bytes.AsSpan(0, end)))
        {
            throw new IndexException(IndexFault.Corrupt, path, $"The header of '{path}' is damaged. {Again}");
        }
        var header = new IndexHeader(
            BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(16)),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(24)),
            BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(32)),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(40)),
            MemoryMarshal.Cast<byte, float>(bytes.AsSpan(CentroidOffset, dimensions * sizeof(float))).ToArray());
        if (header.Rows != source.Info.Rows || header.SourceLength != source.Info.Length || header.SourceSample != SampleOf(source))
        {
            throw new IndexException(IndexFault.Mismatch, path, $"'{path}' was made of other embeddings than '{source.Info.Path}' holds now. {Again}");
        }
        return stream.Length == header.FileLength
            ? header
            : throw new IndexException(IndexFault.Corrupt, path, $"'{path}' has {stream.Length} bytes instead of {header.FileLength}. {Again}");
    }

    /// <summary>The CRC-32 of the CRC-32s of rows that are spread evenly over a file of embeddings, the first and the last among them.</summary>
    private static unsafe uint SampleOf(NpyFile source)
    {
        source.EnsureLength();
        EmbeddingFileInfo info = source.Info;
        if (info.Rows == 0)
        {
            return 0;
        }
        uint[] checksums = new uint[SampledRows];
        for (int i = 0; i < SampledRows; i++)
        {
            checksums[i] = Crc32.Compute(new ReadOnlySpan<byte>(source.Row((info.Rows - 1) * i / (SampledRows - 1)), source.RowBytes));
        }
        return Crc32.Compute(MemoryMarshal.AsBytes(checksums.AsSpan()));
    }
}
