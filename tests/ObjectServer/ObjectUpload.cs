using System.Buffers;
using System.Security.Cryptography;

namespace PD12M.Testing;

/// <summary>S3's PutObject: an object appears whole or not at all.</summary>
internal static class ObjectUpload
{
    /// <summary>Names of files not yet stored; they lie in the bucket's folder so that the rename stays on one disk.</summary>
    public const string TemporaryPrefix = ".upload-";

    public static async ValueTask<Response> StoreAsync(ObjectFolder bucket, string key, RequestHead head, RequestBody? body)
    {
        if (bucket.FindPath(key) is not { } path || !bucket.Contains(path))
        {
            return S3Error.InvalidArgument("key", key);
        }

        bool onlyIfNew = head.IfNoneMatch == "*";
        string temporary = Path.Combine(bucket.Root, TemporaryPrefix + Guid.NewGuid().ToString("N"));
        try
        {
            byte[] md5 = await WriteAsync(temporary, body);
            if (head.ContentMd5 is not null && head.ContentMd5 != Convert.ToBase64String(md5))
            {
                return S3Error.BadDigest();
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            try
            {
                File.Move(temporary, path, overwrite: !onlyIfNew);
            }
            catch (IOException) when (onlyIfNew && File.Exists(path))
            {
                return S3Error.PreconditionFailed("If-None-Match");
            }

            return new Response(200) { ETag = $"\"{Convert.ToHexStringLower(md5)}\"", Length = 0 };
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static async ValueTask<byte[]> WriteAsync(string path, RequestBody? body)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
            using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (body is not null && await body.ReadAsync(buffer) is int count and > 0)
            {
                hash.AppendData(buffer, 0, count);
                await file.WriteAsync(buffer.AsMemory(0, count));
            }

            return hash.GetHashAndReset();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
