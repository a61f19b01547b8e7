using System.Buffers.Text;
using System.Text;

namespace PD12M.Testing;

/// <summary>Writes a response's status line and headers into a buffer.</summary>
internal ref struct ResponseHead(Span<byte> buffer)
{
    private static long s_requestId;
    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; }

    public void Write(Response response, long? contentLength, bool keepAlive)
    {
        Append("HTTP/1.1 "u8);
        Append(response.Status);
        Append(Reason(response.Status));
        Append("\r\nDate: "u8);
        Append(DateTime.UtcNow);
        Append("\r\nx-amz-request-id: "u8);
        Utf8Formatter.TryFormat(Interlocked.Increment(ref s_requestId), _buffer[Length..], out int written, new('X', 16));
        Length += written;
        if (contentLength is { } length)
        {
            Append("\r\nContent-Length: "u8);
            Append(length);
        }

        Append("\r\nContent-Type: "u8, response.ContentType);
        Append("\r\nETag: "u8, response.ETag);
        if (response.LastModified is { } modified)
        {
            Append("\r\nAccept-Ranges: bytes\r\nLast-Modified: "u8);
            Append(modified);
        }

        if (!keepAlive)
        {
            Append("\r\nConnection: close"u8);
        }

        Append("\r\n"u8);
        Append(default, response.OtherHeaders);
        Append("\r\n"u8);
    }

    private static ReadOnlySpan<byte> Reason(int status) => status switch
    {
        200 => " OK"u8,
        206 => " Partial Content"u8,
        301 => " Moved Permanently"u8,
        302 => " Found"u8,
        304 => " Not Modified"u8,
        307 => " Temporary Redirect"u8,
        400 => " Bad Request"u8,
        403 => " Forbidden"u8,
        404 => " Not Found"u8,
        405 => " Method Not Allowed"u8,
        412 => " Precondition Failed"u8,
        416 => " Requested Range Not Satisfiable"u8,
        429 => " Too Many Requests"u8,
        500 => " Internal Server Error"u8,
        501 => " Not Implemented"u8,
        503 => " Slow Down"u8,
        // RFC 9112, 4: the reason may be empty, the space before it may not be missing.
        _ => " "u8,
    };

    private void Append(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            Append(name);
            Length += Encoding.Latin1.GetBytes(value, _buffer[Length..]);
        }
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_buffer[Length..]);
        Length += text.Length;
    }

    private void Append(long number)
    {
        Utf8Formatter.TryFormat(number, _buffer[Length..], out int written);
        Length += written;
    }

    private void Append(DateTime time)
    {
        Utf8Formatter.TryFormat(time, _buffer[Length..], out int written, 'R');
        Length += written;
    }
}
