using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;

namespace PD12M.Testing;

/// <summary>Answers requests as S3's REST interface does.</summary>
internal sealed class ObjectService(string root, ObjectServerOptions options)
{
    private readonly ObjectFolder _root = new(root);
    private readonly ConcurrentDictionary<string, ObjectFolder> _buckets = new(StringComparer.Ordinal);

    public async ValueTask<Response> RespondAsync(RequestHead head, ObjectAddress address, RequestBody? body)
    {
        try
        {
            if (options.RequireCredentials && !head.HasAuthorization)
            {
                return S3Error.AccessDenied();
            }

            if (FindBucket(address.Bucket) is not { } bucket)
            {
                return S3Error.NoSuchBucket(address.Bucket);
            }

            bool isObject = address.Key.Length > 0;
            return head.Method switch
            {
                "GET" or "HEAD" when isObject => await GetAsync(bucket, address.Key, head),
                "GET" => await new ObjectListing(bucket, address).RespondAsync(),
                "HEAD" => new Response(200) { Length = 0, OtherHeaders = "x-amz-bucket-region: us-west-2\r\n" },
                "PUT" when isObject && options.AllowWrite => await ObjectUpload.StoreAsync(bucket, address.Key, head, body),
                _ => S3Error.MethodNotAllowed(head.Method),
            };
        }
        catch (UnauthorizedAccessException)
        {
            return S3Error.AccessDenied();
        }
    }

    private ObjectFolder? FindBucket(string bucket)
    {
        if (options.Bucket is not null)
        {
            return bucket == options.Bucket ? _root : null;
        }

        return _buckets.TryGetValue(bucket, out ObjectFolder? known) ? known
            : !bucket.Contains('/') && _root.FindPath(bucket) is { } path && Directory.Exists(path) && _root.Contains(path)
                ? _buckets.GetOrAdd(bucket, new ObjectFolder(path))
                : null;
    }

    private static async ValueTask<Response> GetAsync(ObjectFolder bucket, string key, RequestHead head)
    {
        SafeFileHandle? file = bucket.Open(key, out StoredObject stored);
        if (file is null)
        {
            return S3Error.NoSuchKey(key);
        }

        Response? response = null;
        try
        {
            string eTag = await stored.ETag;
            response = Refuse(head, stored, eTag) ?? Content(file, key, head, stored, eTag);
            return response;
        }
        finally
        {
            if (response?.File is null)
            {
                file.Dispose();
            }
        }
    }

    private static Response? Refuse(RequestHead head, StoredObject stored, string eTag)
    {
        if (head.IfMatch is not null && !Matches(head.IfMatch, eTag))
        {
            return S3Error.PreconditionFailed("If-Match");
        }

        return head.IfNoneMatch is not null && Matches(head.IfNoneMatch, eTag)
            ? new Response(304) { ETag = eTag, LastModified = stored.Modified }
            : null;
    }

    private static Response Content(SafeFileHandle file, string key, RequestHead head, StoredObject stored, string eTag)
    {
        ByteRange? range = head.Range is not null && (head.IfRange is null || head.IfRange == eTag)
            ? ByteRange.Parse(head.Range, stored.Size)
            : null;
        if (range is { Length: 0 })
        {
            return S3Error.InvalidRange(head.Range!, stored.Size);
        }

        (long start, long length) = range ?? new ByteRange(0, stored.Size);
        return new Response(range is null ? 200 : 206)
        {
            ContentType = ContentType(key),
            ETag = eTag,
            LastModified = stored.Modified,
            File = file,
            FileOffset = start,
            Length = length,
            OtherHeaders = range is null
                ? null
                : $"Content-Range: bytes {start}-{start + length - 1}/{stored.Size}\r\n",
        };
    }

    // S3 takes ETags with and without their quotes; RFC 9110, 13.1.2: If-None-Match compares weakly.
    private static bool Matches(string condition, string eTag)
    {
        foreach (string item in condition.Split(',', StringSplitOptions.TrimEntries))
        {
            string tag = item.StartsWith("W/", StringComparison.Ordinal) ? item[2..] : item;
            if (tag == "*" || tag.Trim('"') == eTag.Trim('"'))
            {
                return true;
            }
        }

        return false;
    }

    private static string ContentType(string key) => Path.GetExtension(key).ToUpperInvariant() switch
    {
        ".JPEG" or ".JPG" => "image/jpeg",
        ".PNG" => "image/png",
        ".WEBP" => "image/webp",
        ".GIF" => "image/gif",
        ".TIF" or ".TIFF" => "image/tiff",
        ".JSON" => "application/json",
        ".XML" => "application/xml",
        ".HTML" => "text/html",
        ".TXT" => "text/plain",
        _ => "application/octet-stream",
    };
}
