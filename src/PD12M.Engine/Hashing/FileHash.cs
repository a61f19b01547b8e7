using System.Buffers;
using System.Security.Cryptography;

namespace PD12M.Hashing;

/// <summary>Compares files with the MD5 that is expected of them.</summary>
internal static class FileHash
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>Reads a file once and compares its MD5.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="expected">32 lower-case hexadecimal digits.</param>
    /// <param name="token">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The outcome; a file that is not there or cannot be read is one too.</returns>
    public static HashResult Compare(string path, string expected, CancellationToken token)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);
            (string actual, long length) = Compute(file, token);
            return new HashResult(path, actual == expected ? HashStatus.Match : HashStatus.Mismatch, expected, actual, length, null);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return new HashResult(path, HashStatus.Missing, expected, null, null, "There is no such file.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return new HashResult(path, HashStatus.Unreadable, expected, null, null, Directory.Exists(path) ? "It is a folder." : error.Message);
        }
    }

    private static (string Hash, long Length) Compute(Stream stream, CancellationToken token)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
            long length = 0;
            int read;
            while ((read = stream.Read(buffer, 0, buffer.Length)) > 0)
            {
                token.ThrowIfCancellationRequested();
                md5.AppendData(buffer, 0, read);
                length += read;
            }
            return (Md5Text.Of(md5.GetHashAndReset()), length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
