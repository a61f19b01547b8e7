using System.Security;
using System.Text;

namespace PD12M.Testing;

/// <summary>S3's error documents (Amazon S3 API Reference, Error Responses).</summary>
internal static class S3Error
{
    public static Response NoSuchKey(string key) =>
        Of(404, "NoSuchKey", "The specified key does not exist.", "Key", key);

    public static Response NoSuchBucket(string bucket) =>
        Of(404, "NoSuchBucket", "The specified bucket does not exist", "BucketName", bucket);

    public static Response AccessDenied() => OfStatus(403);

    public static Response MethodNotAllowed(string method) => Of(
        405,
        "MethodNotAllowed",
        "The specified method is not allowed against this resource.",
        "Method",
        method,
        "Allow: GET, HEAD\r\n");

    public static Response PreconditionFailed(string condition) => Of(
        412,
        "PreconditionFailed",
        "At least one of the pre-conditions you specified did not hold",
        "Condition",
        condition);

    public static Response InvalidRange(string range, long size) => Of(
        416,
        "InvalidRange",
        "The requested range is not satisfiable",
        "RangeRequested",
        range,
        $"Content-Range: bytes */{size}\r\n");

    public static Response InvalidArgument(string name, string value) =>
        Of(400, "InvalidArgument", $"The value of {name} is invalid.", "ArgumentValue", value);

    public static Response BadDigest() =>
        Of(400, "BadDigest", "The Content-MD5 you specified did not match what we received.", null, null);

    public static Response OfStatus(int status, string? otherHeaders = null)
    {
        (string code, string message) = status switch
        {
            400 => ("BadRequest", "The request is not valid."),
            403 => ("AccessDenied", "Access Denied"),
            404 => ("NoSuchKey", "The specified key does not exist."),
            429 => ("TooManyRequests", "Please reduce your request rate."),
            500 => ("InternalError", "We encountered an internal error. Please try again."),
            501 => ("NotImplemented", "A header or query you provided implies functionality that is not implemented."),
            503 => ("SlowDown", "Please reduce your request rate."),
            _ => ("Error", "The request failed."),
        };
        return Of(status, code, message, null, null, otherHeaders);
    }

    private static Response Of(
        int status, string code, string message, string? detail, string? value, string? otherHeaders = null)
    {
        string item = detail is null ? string.Empty : $"<{detail}>{SecurityElement.Escape(value)}</{detail}>";
        byte[] document = Encoding.UTF8.GetBytes(
            $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message>{item}</Error>");
        return new Response(status)
        {
            ContentType = "application/xml",
            Bytes = document,
            Length = document.Length,
            OtherHeaders = otherHeaders,
        };
    }
}
