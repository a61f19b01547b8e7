using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using PD12M.Hashing;
using PD12M.Parquet;

namespace PD12M.Transfer;

/// <summary>Looks into a file on the disk: is it what it should be?</summary>
internal static class CatalogContent
{
    private const int BufferBytes = 128 * 1024;
    private const int LongestHeader = 64 * 1024;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <summary>Reads a file's SHA-256.</summary>
    /// <returns>64 lower-case hex digits.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static string Sha256Of(string path, CancellationToken token)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.SequentialScan);
            using IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            int read;
            while ((read = file.Read(buffer, 0, buffer.Length)) > 0)
            {
                token.ThrowIfCancellationRequested();
                sha256.AppendData(buffer, 0, read);
            }

            return Md5Text.Of(sha256.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads a file's footer or header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="part">What it should be.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="ParquetException">A metadata file has no footer that can be read.</exception>
    /// <exception cref="CatalogException">An embedding file has no header that can be read, or another length than that says.</exception>
    public static void Check(string path, DataSetPart part, string name)
    {
        if (part == DataSetPart.Metadata)
        {
            ParquetFile.Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete), name).Dispose();
            return;
        }

        if (ProblemOfEmbedding(path) is { } problem)
        {
            throw new CatalogException(CatalogFault.EmbeddingInvalid, $"'{name}' {problem}.");
        }
    }

    // NEP 1, "A Simple File Format for NumPy Arrays": magic, version, the header's length, and a Python dict in ASCII.
    private static string? ProblemOfEmbedding(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        byte[] head = new byte[(int)Math.Min(file.Length, LongestHeader)];
        for (int filled = 0, read; filled < head.Length; filled += read)
        {
            read = file.Read(head, filled, head.Length - filled);
            if (read == 0)
            {
                return "has become shorter while it was read";
            }
        }

        if (head.Length < 12 || head[0] != 0x93 || !head.AsSpan(1).StartsWith("NUMPY"u8))
        {
            return "is no .npy file: it does not start as one";
        }

        bool isLong = head[6] >= 2;
        int start = isLong ? 12 : 10;
        long length = isLong ? BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(8)) : BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(8));
        if (head[6] is 0 or > 3 || start + length > head.Length)
        {
            return "has no .npy header that can be read";
        }

        string header = Encoding.ASCII.GetString(head, start, (int)length);
        Match type = Regex.Match(header, "'descr'\\s*:\\s*'<f([24])'", RegexOptions.None, s_patience);
        Match shape = Regex.Match(header, "'shape'\\s*:\\s*\\(\\s*(\\d{1,10})\\s*,\\s*(\\d{1,6})\\s*\\)", RegexOptions.None, s_patience);
        if (!type.Success || !shape.Success || !Regex.IsMatch(header, "'fortran_order'\\s*:\\s*False", RegexOptions.None, s_patience))
        {
            return "is no matrix of little-endian float16 or float32 values in C order";
        }

        long values = NumberOf(shape.Groups[1]) * NumberOf(shape.Groups[2]) * NumberOf(type.Groups[1]);
        return start + length + values == file.Length
            ? null
            : FormattableString.Invariant($"has {file.Length} bytes, but its header promises {start + length + values}");
    }

    private static long NumberOf(Group group) => long.Parse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture);
}
