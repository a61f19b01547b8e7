using System.Security.Cryptography;

namespace PD12M.Transfer.Buckets;

/// <summary>
/// A nameless file in the temporary folder: what has come of an object waits there until it is verified. It goes with the
/// process at the latest, however that ends.
/// </summary>
internal sealed class SpoolFile : IDisposable
{
    private readonly FileStream _stream;

    public SpoolFile()
    {
        string path = Path.Combine(Path.GetTempPath(), "pd12m-" + Guid.NewGuid().ToString("N") + ".part");
#if NET
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            BufferSize = 0,
            Options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        _stream = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            // There .NET deletes on close by itself, so not when it is killed; a file without a name is the system's to delete.
            File.Delete(path);
        }
#else
        _stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 1, FileOptions.DeleteOnClose);
#endif
    }

    /// <summary>The number of bytes in it.</summary>
    public long Length => _stream.Length;

    /// <summary>Appends bytes.</summary>
    /// <param name="buffer">The bytes.</param>
    /// <param name="count">How many of them.</param>
    public void Write(byte[] buffer, int count) => _stream.Write(buffer, 0, count);

    /// <summary>Drops all bytes.</summary>
    public void Clear() => _stream.SetLength(0);

    /// <summary>Reads on, from the first byte behind <see cref="Rewind"/>.</summary>
    /// <param name="buffer">Where they go.</param>
    /// <returns>How many there were; 0 at the end.</returns>
    public int Read(byte[] buffer) => _stream.Read(buffer, 0, buffer.Length);

    /// <summary>Begins again with the first byte.</summary>
    public void Rewind() => _stream.Position = 0;

    /// <summary>The MD5 of its bytes.</summary>
    public byte[] ComputeMd5()
    {
        Rewind();
        using MD5 md5 = MD5.Create();
        return md5.ComputeHash(_stream);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
