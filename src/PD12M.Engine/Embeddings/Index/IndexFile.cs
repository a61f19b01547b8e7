using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using PD12M.Hashing;

namespace PD12M.Embeddings;

/// <summary>The index of one file of embeddings, mapped into memory. Safe for several threads until it is disposed.</summary>
internal sealed unsafe class IndexFile : IDisposable
{
    private readonly string _path;
    private readonly MemoryMappedFile _mapping;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    private IndexFile(FileStream stream, string path, NpyFile source)
    {
        _path = path;
        Header = IndexHeader.Read(stream, path, source);
        _mapping = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _mapping.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    /// <summary>The index as its header describes it.</summary>
    public IndexHeader Header { get; }

    /// <summary>Where the index of a file of embeddings lies: beside it.</summary>
    public static string PathOf(string embeddings) => embeddings + ".index";

    /// <summary>Maps the index that lies beside a file of embeddings.</summary>
    /// <exception cref="IndexException">There is none, it is damaged, or belongs to other embeddings.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static IndexFile Open(NpyFile source)
    {
        string path = PathOf(source.Info.Path);
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1);
        }
        catch (FileNotFoundException)
        {
            throw new IndexException(IndexFault.Missing, path, $"There is no index '{path}'. Make it with New-PD12MIndex.");
        }
        try
        {
            return new IndexFile(stream, path, source);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>A block of codes.</summary>
    /// <param name="block">Its number, 0 to below the header's count.</param>
    /// <returns>A pointer, valid until the index is disposed.</returns>
    public byte* Block(long block) => block >= 0 && block < Header.Blocks
        ? _start + Header.Length + (block * Header.Layout.BlockBytes)
        : throw new ArgumentOutOfRangeException(nameof(block));

    /// <summary>Holds all blocks against their checksums.</summary>
    /// <param name="token">Ends it.</param>
    /// <exception cref="IndexException">One is damaged.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public void Verify(CancellationToken token)
    {
        byte* checksums = _start + Header.ChecksumOffset;
        int tableBytes = (int)(Header.Sections * sizeof(uint));
        bool isWhole = Crc32.Compute(new ReadOnlySpan<byte>(checksums, tableBytes)) == ReadChecksum(checksums, Header.Sections);
        for (long section = 0; isWhole && section < Header.Sections; section++)
        {
            token.ThrowIfCancellationRequested();
            long first = section * IndexHeader.SectionBlocks;
            int blocks = (int)Math.Min(IndexHeader.SectionBlocks, Header.Blocks - first);
            isWhole = Crc32.Compute(new ReadOnlySpan<byte>(Block(first), blocks * Header.Layout.BlockBytes)) == ReadChecksum(checksums, section);
        }
        if (!isWhole)
        {
            throw new IndexException(IndexFault.Corrupt, _path, $"'{_path}' is damaged: its bytes do not have their checksums. Make it again with New-PD12MIndex -Force.");
        }
    }

    /// <summary>Ends the mapping; no pointer into it may be in use.</summary>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _mapping.Dispose();
    }

    private static uint ReadChecksum(byte* checksums, long section) =>
        BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(checksums + (section * sizeof(uint)), sizeof(uint)));
}
