using System.Text;

namespace PD12M.Transfer.Runs;

/// <summary>Reads where the rows of a list of failures are, and what each is about, one at a time.</summary>
/// <remarks>The stream's position is set for each read: others may read it meanwhile.</remarks>
internal sealed class FailureRows
{
    /// <summary>Id, Url and Hash say what was asked for.</summary>
    private const int KeyFields = 3;

    // No byte of UTF-8.
    private const char FieldEnd = '\u00FF';

    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private char[] _key = new char[256];
    private int _keyLength;
    private long _bufferStart;
    private int _count;
    private int _next;

    /// <param name="stream">The file, read from its start; the first row is the header.</param>
    public FailureRows(Stream stream)
    {
        _stream = stream;
        byte[] mark = Encoding.UTF8.GetPreamble();
        Fill();
        _next = _count >= mark.Length && _buffer.AsSpan(0, mark.Length).SequenceEqual(mark) ? mark.Length : 0;
    }

    /// <summary>Where the row starts.</summary>
    public long Start { get; private set; }

    /// <summary>Where the next one starts.</summary>
    public long End { get; private set; }

    /// <summary>Whether the row has its end; the last one may not.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>What the row's first fields say, however they are quoted; a character for each byte.</summary>
    public string Key => new(_key, 0, _keyLength);

    /// <summary>Goes to the next row: it ends where a line ends outside of quotes.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Read()
    {
        Start = End = _bufferStart + _next;
        IsWhole = false;
        _keyLength = 0;
        bool isQuoted = false;
        int fields = 0;
        byte previous = 0;
        while (!IsWhole && (_next < _count || Fill()))
        {
            if (fields >= KeyFields)
            {
                int skipped = _buffer.AsSpan(_next, _count - _next).IndexOfAny((byte)'"', (byte)'\n');
                _next = skipped < 0 ? _count : _next + skipped;
                if (skipped < 0)
                {
                    continue;
                }
            }
            byte value = _buffer[_next++];
            isQuoted ^= value == '"';
            IsWhole = value == '\n' && !isQuoted;
            if (fields < KeyFields)
            {
                bool endsField = !isQuoted && value is (byte)',' or (byte)'\r' or (byte)'\n';
                fields += endsField ? 1 : 0;

                // A quote counts where it is the second of two within quotes.
                if (value != '"' || (isQuoted && previous == '"'))
                {
                    AddToKey(endsField ? FieldEnd : (char)value);
                }
            }
            previous = value;
        }
        End = _bufferStart + _next;
        return End > Start;
    }

    private void AddToKey(char value)
    {
        if (_keyLength == _key.Length)
        {
            Array.Resize(ref _key, 2 * _keyLength);
        }
        _key[_keyLength++] = value;
    }

    private bool Fill()
    {
        _bufferStart += _count;
        _next = 0;
        _stream.Position = _bufferStart;
        _count = _stream.Read(_buffer, 0, _buffer.Length);
        return _count > 0;
    }
}
