using System.Buffers;
using System.Net.Sockets;

namespace PD12M.Testing;

/// <summary>The bytes of a connection, cut into heads and bodies; what a client pipelines stays buffered.</summary>
internal sealed class ConnectionInput(Socket socket) : IDisposable
{
    private const int LargestHead = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(8 * 1024);
    private int _start;
    private int _end;

    /// <summary>The next request's head; null when the client has closed.</summary>
    /// <exception cref="InvalidDataException">It is not HTTP/1.x, or too long.</exception>
    public async ValueTask<RequestHead?> ReadHeadAsync()
    {
        while (true)
        {
            if (TakeHead() is { } head)
            {
                return head;
            }

            if (!await FillAsync())
            {
                return null;
            }
        }
    }

    /// <summary>Bytes of a body, at least one; 0 when the client has closed.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> destination)
    {
        if (_start == _end && !await FillAsync())
        {
            return 0;
        }

        int count = Math.Min(destination.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(destination);
        _start += count;
        return count;
    }

    /// <summary>Ends when the client has closed.</summary>
    public async ValueTask WaitForCloseAsync()
    {
        do
        {
            _start = _end;
        }
        while (await FillAsync());
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private RequestHead? TakeHead()
    {
        // RFC 9112, 2.2: empty lines before a request line are skipped.
        while (_end - _start >= 2 && _buffer[_start] == '\r' && _buffer[_start + 1] == '\n')
        {
            _start += 2;
        }

        ReadOnlySpan<byte> bytes = _buffer.AsSpan(_start, _end - _start);
        int length = bytes.IndexOf("\r\n\r\n"u8);
        if (length < 0)
        {
            return bytes.Length < LargestHead ? null : throw new InvalidDataException("The head is too long.");
        }

        _start += length + 4;
        return RequestHead.Parse(bytes[..length]);
    }

    private async ValueTask<bool> FillAsync()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            MakeRoom();
        }

        int count = await socket.ReceiveAsync(_buffer.AsMemory(_end));
        _end += count;
        return count > 0;
    }

    private void MakeRoom()
    {
        byte[] target = _start > 0 ? _buffer : ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Buffer.BlockCopy(_buffer, _start, target, 0, _end - _start);
        if (target != _buffer)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = target;
        }

        _end -= _start;
        _start = 0;
    }
}
