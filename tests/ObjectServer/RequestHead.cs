using System.Buffers.Text;
using System.Text;

namespace PD12M.Testing;

/// <summary>The request line and the headers that the server minds (RFC 9112, 2 and 3).</summary>
internal sealed class RequestHead
{
    private RequestHead(string method, string target, bool keepAlive)
    {
        Method = method;
        Target = target;
        KeepAlive = keepAlive;

        // "Authenticating Requests: Using Query Parameters" in the Amazon S3 API Reference.
        HasAuthorization = target.Contains("X-Amz-Signature=", StringComparison.Ordinal);
    }

    public string Method { get; }

    public string Target { get; }

    public bool KeepAlive { get; private set; }

    public string? Host { get; private set; }

    public string? Range { get; private set; }

    public string? IfMatch { get; private set; }

    public string? IfNoneMatch { get; private set; }

    public string? IfRange { get; private set; }

    /// <summary>The MD5 that the body must have, in base 64 (RFC 1864).</summary>
    public string? ContentMd5 { get; private set; }

    public bool HasAuthorization { get; private set; }

    public bool ExpectsContinue { get; private set; }

    public long ContentLength { get; private set; }

    public bool IsChunked { get; private set; }

    /// <summary>Whether the body is in the SDKs' own framing, which carries signatures and checksums.</summary>
    public bool IsAwsChunked { get; private set; }

    public bool IsHead => Method == "HEAD";

    /// <summary>Parses a head without its empty last line.</summary>
    /// <exception cref="InvalidDataException">It is not HTTP/1.x.</exception>
    public static RequestHead Parse(ReadOnlySpan<byte> bytes)
    {
        int lineEnd = bytes.IndexOf("\r\n"u8);
        RequestHead head = ParseRequestLine(lineEnd < 0 ? bytes : bytes[..lineEnd]);
        while (lineEnd >= 0)
        {
            bytes = bytes[(lineEnd + 2)..];
            lineEnd = bytes.IndexOf("\r\n"u8);
            ReadOnlySpan<byte> line = lineEnd < 0 ? bytes : bytes[..lineEnd];
            int colon = line.IndexOf((byte)':');
            if (colon <= 0)
            {
                throw new InvalidDataException("A header line has no name.");
            }

            head.SetHeader(line[..colon], line[(colon + 1)..].Trim(" \t"u8));
        }

        return head;
    }

    private static RequestHead ParseRequestLine(ReadOnlySpan<byte> line)
    {
        int first = line.IndexOf((byte)' ');
        int last = line.LastIndexOf((byte)' ');
        if (first <= 0 || last <= first + 1 || !line[(last + 1)..].StartsWith("HTTP/1."u8))
        {
            throw new InvalidDataException("The request line is not HTTP/1.x.");
        }

        ReadOnlySpan<byte> method = line[..first];
        return new RequestHead(
            method.SequenceEqual("GET"u8) ? "GET" : Encoding.Latin1.GetString(method),
            Encoding.Latin1.GetString(line[(first + 1)..last]),
            keepAlive: line.EndsWith("1.1"u8));
    }

    private void SetHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (Is(name, "host"u8))
        {
            Host = Encoding.Latin1.GetString(value);
        }
        else if (Is(name, "range"u8))
        {
            Range = Encoding.Latin1.GetString(value);
        }
        else if (Is(name, "if-match"u8))
        {
            IfMatch = Encoding.Latin1.GetString(value);
        }
        else if (Is(name, "if-none-match"u8))
        {
            IfNoneMatch = Encoding.Latin1.GetString(value);
        }
        else if (Is(name, "if-range"u8))
        {
            IfRange = Encoding.Latin1.GetString(value);
        }
        else if (Is(name, "content-md5"u8))
        {
            ContentMd5 = Encoding.Latin1.GetString(value);
        }
        else if (Is(name, "authorization"u8))
        {
            HasAuthorization = true;
        }
        else if (Is(name, "expect"u8))
        {
            ExpectsContinue = Is(value, "100-continue"u8);
        }
        else if (Is(name, "connection"u8))
        {
            KeepAlive = Is(value, "keep-alive"u8) || (KeepAlive && !Is(value, "close"u8));
        }
        else if (Is(name, "transfer-encoding"u8))
        {
            IsChunked = Is(value, "chunked"u8) ? true : throw new InvalidDataException("The transfer coding is unknown.");
        }
        else if (Is(name, "content-encoding"u8))
        {
            IsAwsChunked = value.IndexOf("aws-chunked"u8) >= 0;
        }
        else if (Is(name, "content-length"u8))
        {
            ContentLength = Utf8Parser.TryParse(value, out long length, out int used) && used == value.Length && length >= 0
                ? length
                : throw new InvalidDataException("Content-Length is not a number.");
        }
    }

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lowerCase) => Ascii.EqualsIgnoreCase(text, lowerCase);
}
