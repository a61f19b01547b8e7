using System.Runtime.InteropServices;
using PD12M.Hashing;
using PD12M.Samples;

namespace PD12M.Embeddings;

/// <summary>Makes the index of a file of embeddings in one pass, several sections at once. Memory is bounded by a section a thread.</summary>
internal sealed class IndexBuilder
{
    /// <summary>Rows whose mean is the centroid: with so many its error is far below that of a code.</summary>
    private const int CentroidRows = 4096;

    private const ulong Seed = 0x5044_3132_4D31_2345;

    private readonly NpyFile _source;
    private readonly IndexHeader _header;
    private readonly RandomRotation _rotation;
    private long _rowsDone;

    /// <param name="source">The embeddings; they stay the caller's.</param>
    /// <param name="centroid">What is taken away from each vector of length 1; the same for all files of a set (<see cref="CentroidOf"/>).</param>
    public IndexBuilder(NpyFile source, float[] centroid)
    {
        _source = source;
        _header = IndexHeader.Of(source, Seed, centroid);
        _rotation = new RandomRotation(_header.Layout.Dimensions, Seed);
    }

    /// <summary>How many rows are indexed; may be asked by any thread.</summary>
    public long RowsDone => Volatile.Read(ref _rowsDone);

    /// <summary>The mean direction of a set of embeddings, of some thousand rows that are spread evenly over it.</summary>
    /// <param name="embeddings">The embeddings.</param>
    /// <param name="token">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static float[] CentroidOf(EmbeddingSet embeddings, CancellationToken token)
    {
        double[] sums = new double[embeddings.Dimensions];
        long directed = 0;
        int rows = (int)Math.Min(CentroidRows, embeddings.Rows.Count);
        for (int i = 0; i < rows; i++)
        {
            token.ThrowIfCancellationRequested();
            if (SimilarityQuery.TryCreate(embeddings.Vector(embeddings.Rows.Count * i / rows), null, out SimilarityQuery? direction))
            {
                directed++;
                for (int j = 0; j < sums.Length; j++)
                {
                    sums[j] += direction.Direction[j];
                }
            }
        }
        return Array.ConvertAll(sums, sum => (float)(sum / Math.Max(1, directed)));
    }

    /// <summary>Makes the index beside the embeddings; it gets its name when it is whole.</summary>
    /// <param name="threads">How many threads make codes.</param>
    /// <param name="token">Ends it; nothing is left then.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public void Build(int threads, CancellationToken token)
    {
        using var file = new PartialFile(IndexFile.PathOf(_source.Info.Path));
        file.Stream.Write(_header.ToBytes(), 0, _header.Length);
        uint[] checksums = new uint[_header.Sections];
        long claimed = -1;
        ParallelWork.Run((int)Math.Max(1, Math.Min(threads, _header.Sections)), _ =>
        {
            var encoder = new VectorEncoder(_header.Centroid, _rotation);
            byte[] blocks = new byte[IndexHeader.SectionBlocks * _header.Layout.BlockBytes];
            for (long section; (section = Interlocked.Increment(ref claimed)) < _header.Sections;)
            {
                checksums[section] = Encode(section, encoder, blocks, token);
                lock (file)
                {
                    // In whatever order they are finished.
                    file.Stream.Position = _header.Length + (section * blocks.Length);
                    file.Stream.Write(blocks, 0, SectionBytes(section));
                }
            }
        }, token);
        file.Stream.Position = _header.ChecksumOffset;
        byte[] table = MemoryMarshal.AsBytes(checksums.AsSpan()).ToArray();
        file.Stream.Write(table, 0, table.Length);
        file.Stream.Write(BitConverter.GetBytes(Crc32.Compute(table)), 0, sizeof(uint));
        // The codes are not held against their checksums at each opening: they must be on the disk before the name is.
        file.Stream.Flush(flushToDisk: true);
        file.Commit();
    }

    private int SectionBytes(long section) =>
        (int)Math.Min(IndexHeader.SectionBlocks, _header.Blocks - (section * IndexHeader.SectionBlocks)) * _header.Layout.BlockBytes;

    /// <returns>The section's checksum.</returns>
    private uint Encode(long section, VectorEncoder encoder, byte[] blocks, CancellationToken token)
    {
        float[] vector = new float[_source.Info.Dimensions];
        long firstBlock = section * IndexHeader.SectionBlocks;
        int blockBytes = _header.Layout.BlockBytes;
        int bytes = SectionBytes(section);
        blocks.AsSpan(0, bytes).Clear();
        for (int i = 0; i < bytes / blockBytes; i++)
        {
            token.ThrowIfCancellationRequested();
            Span<byte> block = blocks.AsSpan(i * blockBytes, blockBytes);
            long firstRow = (firstBlock + i) * CodeLayout.BlockRows;
            _source.EnsureLength();
            int rows = (int)Math.Min(CodeLayout.BlockRows, _header.Rows - firstRow);
            for (int row = 0; row < rows; row++)
            {
                _source.CopyRow(firstRow + row, vector);
                encoder.Encode(vector, block, row);
            }
            for (int row = rows; row < CodeLayout.BlockRows; row++)
            {
                encoder.EncodeNothing(block, row);
            }
            Interlocked.Add(ref _rowsDone, rows);
        }
        return Crc32.Compute(blocks.AsSpan(0, bytes));
    }
}
