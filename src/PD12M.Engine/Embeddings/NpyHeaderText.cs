namespace PD12M.Embeddings;

/// <summary>What a NumPy file's header says of its array.</summary>
/// <param name="Descr">The type of its values as NumPy writes it, for instance &lt;f4.</param>
/// <param name="IsFortranOrder">Whether the first dimension runs fastest.</param>
/// <param name="Shape">The length of each dimension, none below 0.</param>
internal sealed record NpyHeaderText(string Descr, bool IsFortranOrder, long[] Shape)
{
    /// <summary>Reads the header's text: a dictionary in Python's notation with exactly these three keys.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <exception cref="NpyException">It is none, or describes an array of compound values.</exception>
    public static NpyHeaderText Parse(string text, string name) => new Parser(text, name).Parse();

    private sealed class Parser(string text, string name)
    {
        private string? _descr;
        private bool? _isFortranOrder;
        private long[]? _shape;
        private int _position;

        public NpyHeaderText Parse()
        {
            Take('{');
            while (!TryTake('}'))
            {
                ReadEntry();
                if (!TryTake(','))
                {
                    Take('}');
                    break;
                }
            }
            SkipSpace();
            return _position == text.Length && _descr is not null && _isFortranOrder is { } isFortranOrder && _shape is not null
                ? new NpyHeaderText(_descr, isFortranOrder, _shape)
                : throw Corrupt();
        }

        private void ReadEntry()
        {
            string key = ReadString();
            Take(':');
            switch (key)
            {
                case "descr" when _descr is null:
                    SkipSpace();
                    if (_position < text.Length && text[_position] is '[' or '(')
                    {
                        throw new NpyException(NpyFault.Unsupported, $"'{name}' holds an array of compound values, not of numbers.");
                    }
                    _descr = ReadString();
                    break;
                case "fortran_order" when _isFortranOrder is null:
                    _isFortranOrder = ReadBoolean();
                    break;
                case "shape" when _shape is null:
                    _shape = ReadTuple();
                    break;
                default:
                    throw Corrupt();
            }
        }

        private string ReadString()
        {
            char quote = TryTake('\'') ? '\'' : '"';
            if (quote == '"')
            {
                Take('"');
            }
            int start = _position;
            int end = text.IndexOf(quote, start);
            if (end < 0 || text.IndexOf('\\', start, end - start) >= 0)
            {
                throw Corrupt();
            }
            _position = end + 1;
            return text.Substring(start, end - start);
        }

        private bool ReadBoolean()
        {
            SkipSpace();
            foreach (bool value in (bool[])[false, true])
            {
                string word = value ? "True" : "False";
                if (string.CompareOrdinal(text, _position, word, 0, word.Length) == 0)
                {
                    _position += word.Length;
                    return value;
                }
            }
            throw Corrupt();
        }

        private long[] ReadTuple()
        {
            List<long> values = [];
            Take('(');
            while (!TryTake(')'))
            {
                values.Add(ReadInteger());
                if (!TryTake(','))
                {
                    Take(')');
                    // (3) is a number in brackets, (3,) a tuple.
                    return values.Count > 1 ? [.. values] : throw Corrupt();
                }
            }
            return [.. values];
        }

        private long ReadInteger()
        {
            SkipSpace();
            int start = _position;
            long value = 0;
            for (; _position < text.Length && text[_position] is >= '0' and <= '9' and char digit; _position++)
            {
                value = value <= (long.MaxValue - 9) / 10 ? (value * 10) + digit - '0' : throw Corrupt();
            }
            return _position > start ? value : throw Corrupt();
        }

        private void Take(char letter)
        {
            if (!TryTake(letter))
            {
                throw Corrupt();
            }
        }

        private bool TryTake(char letter)
        {
            SkipSpace();
            bool there = _position < text.Length && text[_position] == letter;
            _position += there ? 1 : 0;
            return there;
        }

        private void SkipSpace()
        {
            while (_position < text.Length && text[_position] is ' ' or '\t' or '\n' or '\r')
            {
                _position++;
            }
        }

        private NpyException Corrupt() => new(
            NpyFault.Corrupt, $"The header of '{name}' is no description of an array: it goes wrong at character {_position}. The file is damaged; fetch it again.");
    }
}
