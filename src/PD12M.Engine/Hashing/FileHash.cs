using System.Buffers;
using System.Security.Cryptography;
using PD12M.Imaging;

namespace PD12M.Hashing;

/// <summary>Compares files with the MD5 that is expected of them: one at a time, by the platform's MD5.</summary>
internal static class FileHash
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>Compares one file after the other until all work is ended.</summary>
    /// <param name="queue">Where the files come from.</param>
    /// <param name="bytes">Is told what has been read.</param>
    /// <param name="token">Ends the work with <see cref="OperationCanceledException"/>.</param>
    public static void Run(IWorkQueue<ExpectedFile, HashResult> queue, ByteCount bytes, CancellationToken token)
    {
        while (true)
        {
            (long number, ExpectedFile item) = queue.Take();
            queue.Report(number, Compare(item, bytes, token));
        }
    }

    /// <summary>Reads a file once, its header first where that is wanted, and compares its MD5.</summary>
    /// <param name="item">The file.</param>
    /// <param name="bytes">Is told what has been read.</param>
    /// <param name="token">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The outcome; a file that is not there or cannot be read is one too.</returns>
    public static HashResult Compare(ExpectedFile item, ByteCount bytes, CancellationToken token)
    {
        try
        {
            using FileStream? file = item.Open();
            if (file is null)
            {
                return item.Missing();
            }
            DateTime written = File.GetLastWriteTimeUtc(item.Path);
            long expectedLength = file.Length;
            HeaderOutcome? header = item.WithHeader ? HeaderOutcome.Of(file) : null;
            file.Position = 0;
            (string? actual, long length) = item.Hash is null ? (null, expectedLength) : Compute(file, bytes, token);
            return length != expectedLength || length != file.Length || (actual != item.Hash && written != File.GetLastWriteTimeUtc(item.Path))
                ? item.Changed()
                : item.Compared(actual, length, header);
        }
        catch (Exception error) when (item.Failed(error) is { } failed)
        {
            return failed;
        }
    }

    private static (string Hash, long Length) Compute(Stream stream, ByteCount bytes, CancellationToken token)
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
                bytes.Add(read);
            }
            return (Md5Text.Of(md5.GetHashAndReset()), length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
