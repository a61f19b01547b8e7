using Microsoft.Win32.SafeHandles;

namespace PD12M.Testing;

/// <summary>An answer: headers, and a body that is either bytes or part of an open file.</summary>
internal sealed class Response(int status) : IDisposable
{
    public int Status { get; } = status;

    public string? ContentType { get; init; }

    /// <summary>With its quotes.</summary>
    public string? ETag { get; init; }

    public DateTime? LastModified { get; init; }

    /// <summary>Rare headers as whole lines, each with its CRLF.</summary>
    public string? OtherHeaders { get; init; }

    public byte[]? Bytes { get; init; }

    public SafeFileHandle? File { get; init; }

    public long FileOffset { get; init; }

    /// <summary>The body's length in bytes; null for an answer that has none (304).</summary>
    public long? Length { get; init; }

    /// <summary>Fills <paramref name="destination"/> from the body.</summary>
    /// <exception cref="EndOfStreamException">The file has become shorter.</exception>
    public void Read(long position, Span<byte> destination)
    {
        if (Bytes is not null)
        {
            Bytes.AsSpan((int)position, destination.Length).CopyTo(destination);
            return;
        }

        while (destination.Length > 0)
        {
            int count = RandomAccess.Read(File!, destination, FileOffset + position);
            if (count == 0)
            {
                throw new EndOfStreamException();
            }

            position += count;
            destination = destination[count..];
        }
    }

    public void Dispose() => File?.Dispose();
}
