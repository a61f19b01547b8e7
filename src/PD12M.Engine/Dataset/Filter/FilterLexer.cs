using System.Globalization;
using System.Text;

namespace PD12M.Dataset;

/// <summary>Cuts a filter into tokens, by the rules of PowerShell. Source: about_Parsing, about_Quoting_Rules, about_Special_Characters.</summary>
internal sealed class FilterLexer(string text)
{
    private int _position;

    public FilterToken Next()
    {
        // A backtick at the end of a line goes on with the next one.
        while (_position < text.Length && (char.IsWhiteSpace(text[_position]) || (text[_position] == '`' && Peek(1) is '\r' or '\n')))
        {
            _position++;
        }
        int start = _position;
        char c = Peek(0);
        if (_position == text.Length)
        {
            return new FilterToken(FilterTokenKind.End, start, 0);
        }
        switch (c)
        {
            case '(':
                return Punctuation(FilterTokenKind.Open, 1);
            case ')':
                return Punctuation(FilterTokenKind.Close, 1);
            case ',':
                return Punctuation(FilterTokenKind.Comma, 1);
            case '{':
                return Punctuation(FilterTokenKind.OpenBrace, 1);
            case '}':
                return Punctuation(FilterTokenKind.CloseBrace, 1);
            case '@' when Peek(1) == '(':
                return Punctuation(FilterTokenKind.OpenArray, 2);
            case '!' when Peek(1) != '=':
                _position++;
                return new FilterToken(FilterTokenKind.Operator, start, 1, "not");
            case '.' when Peek(1) == '.':
                return Punctuation(FilterTokenKind.Range, 2);
            case '$':
                return ReadVariable();
        }
        if (IsSingleQuote(c) || IsDoubleQuote(c))
        {
            return ReadText();
        }
        if (IsNumberStart(0) || ((NumberLiteral.IsDash(c) || c == '+') && IsNumberStart(1)))
        {
            return ReadNumber();
        }
        if (NumberLiteral.IsDash(c) && char.IsLetter(Peek(1)))
        {
            _position++;
            return new FilterToken(FilterTokenKind.Operator, start, 1 + CountName(), ReadName().ToLowerInvariant());
        }
        if (IsNameCharacter(c))
        {
            return new FilterToken(FilterTokenKind.Word, start, CountName(), ReadName());
        }
        throw Unexpected(c);
    }

    /// <summary>Whether PowerShell takes a character for a single quote.</summary>
    internal static bool IsSingleQuote(char c) => c is '\'' or '\u2018' or '\u2019' or '\u201A' or '\u201B';

    /// <summary>Whether PowerShell takes a character for a double quote.</summary>
    internal static bool IsDoubleQuote(char c) => c is '"' or '\u201C' or '\u201D' or '\u201E';

    private static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c == '_';

    private char Peek(int ahead) => _position + ahead < text.Length ? text[_position + ahead] : '\0';

    private bool IsNumberStart(int ahead) => char.IsDigit(Peek(ahead)) || (Peek(ahead) == '.' && char.IsDigit(Peek(ahead + 1)));

    private FilterToken Punctuation(FilterTokenKind kind, int length)
    {
        _position += length;
        return new FilterToken(kind, _position - length, length);
    }

    private int CountName()
    {
        int count = 0;
        while (IsNameCharacter(Peek(count)))
        {
            count++;
        }
        return count;
    }

    private string ReadName()
    {
        int count = CountName();
        _position += count;
        return text.Substring(_position - count, count);
    }

    private FilterToken ReadNumber()
    {
        int start = _position++;
        while (IsNameCharacter(Peek(0)) || (Peek(0) == '.' && Peek(1) != '.') || (Peek(0) is '+' or '-' && text[_position - 1] is 'e' or 'E' && char.IsDigit(Peek(1))))
        {
            _position++;
        }
        string literal = text.Substring(start, _position - start);
        return NumberLiteral.TryParse(literal, out object? number)
            ? new FilterToken(FilterTokenKind.Value, start, literal.Length, number)
            : throw new FilterException($"'{literal}' is no number; put text in quotes.", text, start, literal.Length);
    }

    private FilterToken ReadText()
    {
        int start = _position++;
        bool isExpandable = IsDoubleQuote(text[start]);
        List<object> parts = [];
        var part = new StringBuilder();
        while (true)
        {
            if (_position == text.Length)
            {
                throw new FilterException("The text has no closing quote.", text, start, text.Length - start);
            }
            char c = text[_position];
            if (isExpandable ? IsDoubleQuote(c) : IsSingleQuote(c))
            {
                _position++;
                if (!(isExpandable ? IsDoubleQuote(Peek(0)) : IsSingleQuote(Peek(0))))
                {
                    break;
                }
            }
            else if (isExpandable && c == '`')
            {
                part.Append(ReadEscape());
                continue;
            }
            else if (isExpandable && c == '$' && (IsNameCharacter(Peek(1)) || Peek(1) is '{' or '('))
            {
                parts.Add(part.ToString());
                parts.Add(new VariablePath(ReadVariableName(), []));
                part.Clear();
                continue;
            }
            part.Append(c);
            _position++;
        }
        parts.Add(part.ToString());
        return parts.Count == 1
            ? new FilterToken(FilterTokenKind.Value, start, _position - start, parts[0])
            : new FilterToken(FilterTokenKind.Expandable, start, _position - start, parts);
    }

    private string ReadEscape()
    {
        int start = _position;
        char c = Peek(1);
        _position += c == '\0' ? 1 : 2;
        if (c == 'u' && Peek(0) == '{')
        {
            int end = text.IndexOf('}', _position);
            string digits = end < 0 ? "" : text.Substring(_position + 1, end - _position - 1);
            if (!int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int scalar) || scalar is < 0 or > 0x10FFFF or (>= 0xD800 and < 0xE000))
            {
                throw new FilterException("Expected a character's code, as in `u{e9}.", text, start, 2);
            }
            _position = end + 1;
            return char.ConvertFromUtf32(scalar);
        }
        return c switch
        {
            '0' => "\0",
            'a' => "\a",
            'b' => "\b",
            'e' => "\u001B",
            'f' => "\f",
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            'v' => "\v",
            '\0' => "",
            _ => c.ToString(),
        };
    }

    private string ReadVariableName()
    {
        int start = _position++;
        if (Peek(0) == '{')
        {
            int end = text.IndexOf('}', _position);
            if (end < 0)
            {
                throw new FilterException("The variable's name has no closing brace.", text, start, text.Length - start);
            }
            string name = text.Substring(_position + 1, end - _position - 1);
            _position = end + 1;
            return name;
        }
        if (CountName() == 0)
        {
            throw new FilterException(
                Peek(0) == '(' ? "A filter runs no commands; put the value into a variable first." : "Expected a variable's name.", text, start, Peek(0) == '\0' ? 1 : 2);
        }
        string first = ReadName();
        if (Peek(0) != ':' || !IsNameCharacter(Peek(1)))
        {
            return first;
        }
        _position++;
        return $"{first}:{ReadName()}";
    }

    private FilterToken ReadVariable()
    {
        int start = _position;
        string name = ReadVariableName();
        List<object> members = [];
        while (Peek(0) == '[' || (Peek(0) == '.' && Peek(1) != '.'))
        {
            members.Add(Peek(0) == '.' ? ReadMember() : ReadIndex());
        }
        if (Peek(0) == '(')
        {
            throw new FilterException("A filter runs no methods; use -like, -match or -in, or put the value into a variable first.", text, start, _position - start);
        }
        int length = _position - start;
        if (!(name == "_" || string.Equals(name, "PSItem", StringComparison.OrdinalIgnoreCase)))
        {
            return new FilterToken(FilterTokenKind.Variable, start, length, new VariablePath(name, members));
        }
        return members is [string column]
            ? new FilterToken(FilterTokenKind.RowMember, start, length, column)
            : throw new FilterException(members.Count == 0 ? "Expected a column, as in $_.Width." : "A filter takes a column's value as it is, without its members; use Where-Object for those.", text, start, length);
    }

    private string ReadMember()
    {
        _position++;
        if (IsSingleQuote(Peek(0)) || IsDoubleQuote(Peek(0)))
        {
            FilterToken token = ReadText();
            return token.Value as string ?? throw new FilterException("Expected a member's name without variables.", text, token.Position, token.Length);
        }
        return CountName() > 0 ? ReadName() : throw new FilterException("Expected a member's name behind the dot.", text, _position, 0);
    }

    private object ReadIndex()
    {
        int start = _position++;
        FilterToken token = Next();
        if (token.Value is not (int or string) || token.Kind != FilterTokenKind.Value || Peek(0) != ']')
        {
            throw new FilterException("Expected a number or a text as the index, and ].", text, start, _position - start);
        }
        _position++;
        return token.Value;
    }

    private FilterException Unexpected(char c)
    {
        string hint = c switch
        {
            '=' => "use -eq",
            '!' => "use -ne",
            '<' => "use -lt or -le",
            '>' => "use -gt or -ge",
            '&' => "use -and",
            '|' => "use -or",
            '*' or '/' or '%' or '+' or '-' or '\u2013' or '\u2014' or '\u2015' => "put text in quotes; a filter does not calculate",
            '#' => "a filter has no comments",
            '[' => "a filter has no type names",
            _ => "expected a column, a value, an operator or a bracket",
        };
        return new FilterException($"'{c}' cannot stand here; {hint}.", text, _position, 1);
    }
}
