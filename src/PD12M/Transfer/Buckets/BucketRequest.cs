using System.Net.Http;
using System.Net.Http.Headers;
using Amazon.S3;

namespace PD12M.Transfer.Buckets;

/// <summary>One request to a bucket, as often as it is sent.</summary>
/// <param name="Verb">What is to be done.</param>
/// <param name="Key">The object.</param>
internal sealed record BucketRequest(HttpVerb Verb, string Key)
{
    // A store that refuses can say so before that much has been sent in vain.
    private const long AskFirst = 1 << 20;

    /// <summary>The object's bytes; null for a request without.</summary>
    public SpoolFile? Content { get; init; }

    /// <summary>The MD5 of the bytes, which the store is to check.</summary>
    public byte[]? Md5 { get; init; }

    /// <summary>Makes the message.</summary>
    /// <param name="uri">The address, signed.</param>
    /// <param name="onProgress">Is called when a piece of the bytes has been taken.</param>
    public HttpRequestMessage ToMessage(Uri uri, Action onProgress)
    {
        HttpRequestMessage message = new(Verb switch { HttpVerb.PUT => HttpMethod.Put, HttpVerb.HEAD => HttpMethod.Head, _ => HttpMethod.Get }, uri);
        message.Headers.TryAddWithoutValidation("User-Agent", "PD12M");
        if (Content is not null)
        {
            message.Content = new UploadContent(Content, onProgress);
            message.Content.Headers.ContentMD5 = Md5;
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeOf(Key));
            message.Headers.ExpectContinue = Content.Length >= AskFirst;
        }
        return message;
    }

    private static string MediaTypeOf(string key) => Path.GetExtension(key) switch
    {
        ".jpeg" or ".jpg" => "image/jpeg",
        ".tiff" or ".tif" => "image/tiff",
        ".png" => "image/png",
        ".gif" => "image/gif",
        ".webp" => "image/webp",
        ".bmp" => "image/bmp",
        ".avif" => "image/avif",
        ".heic" => "image/heic",
        ".jp2" => "image/jp2",
        ".jxl" => "image/jxl",
        ".txt" => "text/plain",
        ".json" => "application/json",
        _ => "application/octet-stream",
    };
}
