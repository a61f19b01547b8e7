using System.Buffers;
using System.Security.Cryptography;
using PD12M.Embeddings;
using PD12M.Hashing;
using PD12M.Parquet;

namespace PD12M.Transfer;

/// <summary>Looks into a file on the disk: is it what it should be?</summary>
internal static class CatalogContent
{
    private const int BufferBytes = 128 * 1024;

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

        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            NpyFile.Describe(file, name);
        }
        catch (NpyException error)
        {
            throw new CatalogException(CatalogFault.EmbeddingInvalid, error.Message, error);
        }
    }
}
