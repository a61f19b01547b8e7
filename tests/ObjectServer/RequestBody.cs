using System.Globalization;
using System.Text;

namespace PD12M.Testing;

/// <summary>A request's content.</summary>
internal abstract class RequestBody
{
    /// <summary>At least one byte; 0 at the end.</summary>
    /// <exception cref="EndOfStreamException">The client closed before the end.</exception>
    public abstract ValueTask<int> ReadAsync(Memory<byte> destination);

    public static RequestBody? Of(RequestHead head, ConnectionInput input)
    {
        if (!head.IsChunked && head.ContentLength == 0)
        {
            return null;
        }

        RequestBody body = head.IsChunked
            ? new ChunkedBody(new SizedBody(input, long.MaxValue))
            : new SizedBody(input, head.ContentLength);
        return head.IsAwsChunked ? new ChunkedBody(body) : body;
    }

    /// <summary>Reads what is left, so that the next request starts where it should.</summary>
    public async ValueTask DrainAsync()
    {
        byte[] rest = new byte[16 * 1024];
        while (await ReadAsync(rest) > 0)
        {
        }
    }

    private sealed class SizedBody(ConnectionInput input, long length) : RequestBody
    {
        private long _left = length;

        public override async ValueTask<int> ReadAsync(Memory<byte> destination)
        {
            if (_left == 0)
            {
                return 0;
            }

            int count = await input.ReadAsync(destination[..(int)Math.Min(destination.Length, _left)]);
            _left -= count;
            return count > 0 ? count : throw new EndOfStreamException();
        }
    }

    /// <summary>RFC 9112, 7.1; aws-chunked has the same framing, with the signature as a chunk extension.</summary>
    private sealed class ChunkedBody(RequestBody framed) : RequestBody
    {
        private readonly byte[] _byte = new byte[1];
        private long _left;
        private bool _started;
        private bool _ended;

        public override async ValueTask<int> ReadAsync(Memory<byte> destination)
        {
            if (_left == 0 && !_ended)
            {
                await ReadChunkHeaderAsync();
            }

            if (_ended)
            {
                return 0;
            }

            int count = await framed.ReadAsync(destination[..(int)Math.Min(destination.Length, _left)]);
            _left -= count;
            return count > 0 ? count : throw new EndOfStreamException();
        }

        private async ValueTask ReadChunkHeaderAsync()
        {
            if (_started)
            {
                await ReadLineAsync();
            }

            _started = true;
            string size = (await ReadLineAsync()).Split(';')[0].Trim();
            if (!long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _left) || _left < 0)
            {
                throw new InvalidDataException("A chunk's size is not a number.");
            }

            if (_left == 0)
            {
                _ended = true;
                while ((await ReadLineAsync()).Length > 0)
                {
                }
            }
        }

        private async ValueTask<string> ReadLineAsync()
        {
            StringBuilder line = new();
            while (await framed.ReadAsync(_byte) > 0 && _byte[0] != '\n')
            {
                line.Append((char)_byte[0]);
                if (line.Length > 8192)
                {
                    throw new InvalidDataException("A chunk's header is too long.");
                }
            }

            return line.ToString().TrimEnd('\r');
        }
    }
}
