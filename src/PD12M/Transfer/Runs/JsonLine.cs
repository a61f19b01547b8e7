using System.Globalization;
using System.Text;

namespace PD12M.Transfer.Runs;

/// <summary>
/// Writes one JSON object (RFC 8259) on one line, in ASCII: other characters are escaped, so that no reader's idea of
/// an encoding, and no terminal, can be misled by text that comes from data.
/// </summary>
internal sealed class JsonLine
{
    private readonly StringBuilder _text = new("{", 512);
    private readonly int _maximumLength;

    /// <param name="maximumLength">Longer texts are cut to so many UTF-16 code units.</param>
    public JsonLine(int maximumLength = int.MaxValue) => _maximumLength = maximumLength;

    /// <summary>Adds a text, or null.</summary>
    /// <param name="name">The member's name, ASCII without quotes.</param>
    /// <param name="value">The text.</param>
    /// <returns>This line.</returns>
    public JsonLine Add(string name, string? value)
    {
        AddName(name);
        if (value is null)
        {
            _text.Append("null");
            return this;
        }
        _text.Append('"');
        int length = Math.Min(value.Length, _maximumLength);
        for (int i = 0; i < length; i++)
        {
            AddCharacter(value[i]);
        }
        _text.Append(length < value.Length ? "...\"" : "\"");
        return this;
    }

    /// <summary>Adds a whole number, or null.</summary>
    /// <param name="name">The member's name, ASCII without quotes.</param>
    /// <param name="value">The number.</param>
    /// <returns>This line.</returns>
    public JsonLine Add(string name, long? value)
    {
        AddName(name);
        _text.Append(value?.ToString(CultureInfo.InvariantCulture) ?? "null");
        return this;
    }

    /// <summary>Adds a number with up to three decimals, or null.</summary>
    /// <param name="name">The member's name, ASCII without quotes.</param>
    /// <param name="value">The number, finite.</param>
    /// <returns>This line.</returns>
    public JsonLine Add(string name, double? value)
    {
        AddName(name);
        _text.Append(value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "null");
        return this;
    }

    /// <summary>Adds a moment as RFC 3339 writes it, in UTC.</summary>
    /// <param name="name">The member's name, ASCII without quotes.</param>
    /// <param name="value">The moment, in UTC.</param>
    /// <returns>This line.</returns>
    public JsonLine Add(string name, DateTime value) => Add(name, value.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));

    /// <summary>The object, without a line's end.</summary>
    public override string ToString() => _text.ToString() + "}";

    private void AddName(string name) => _text.Append(_text.Length > 1 ? ",\"" : "\"").Append(name).Append("\":");

    private void AddCharacter(char c)
    {
        if (c is '"' or '\\')
        {
            _text.Append('\\').Append(c);
        }
        else if (c is >= ' ' and <= '~')
        {
            _text.Append(c);
        }
        else
        {
            _text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }
    }
}
