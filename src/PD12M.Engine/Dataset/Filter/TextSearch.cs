using System.Text;
using System.Text.RegularExpressions;

namespace PD12M.Dataset;

/// <summary>Whether a text contains one that is ASCII: -like '*text*' and -match 'text'.</summary>
internal sealed class TextSearch : TextPredicate
{
    /// <summary>Characters that are themselves in a regular expression.</summary>
    private const string LiteralPunctuation = " _-/:,;'\"!@%&=<>~";

    private static readonly string s_beyondAscii = string.Concat(Enumerable.Range(0x80, 0x10000 - 0x80).Select(c => (char)c).Where(c => !char.IsSurrogate(c)));

    private readonly ByteNeedle _needle;

    // Characters beyond ASCII that match a letter of it when case is ignored: the Kelvin sign matches k.
    private readonly ByteNeedle[] _lookalikes;

    private TextSearch(FilterTest test, string text, IEnumerable<char> lookalikes)
        : base(test)
    {
        _needle = new ByteNeedle(text, test.IgnoreCase);
        _lookalikes = [.. lookalikes.Select(c => new ByteNeedle(Encoding.UTF8.GetBytes([c])))];
    }

    public override int Cost => 20;

    /// <summary>Makes a search of a pattern or a regular expression that is no more than that; else null.</summary>
    public static TextSearch? TryCreate(FilterTest test)
    {
        if (!AsciiText.HasUsualCase(test.Culture))
        {
            return null;
        }
        if (test.Operator == FilterOperator.Like)
        {
            return test.Wildcards!.Pieces is ["", { Length: > 0 } piece, ""] && piece.All(c => c is > '\0' and < '\x80')
                ? new TextSearch(test, piece, test.IgnoreCase ? s_beyondAscii.Where(c => piece.Contains(test.Culture.TextInfo.ToLower(c))) : [])
                : null;
        }
        string pattern = test.Expression!.ToString();
        bool isLiteral = test.Right is not Regex && pattern.Length > 0 && pattern.All(c => c < 0x80 && (char.IsLetterOrDigit(c) || LiteralPunctuation.Contains(c)));
        if (!isLiteral)
        {
            return null;
        }
        Regex letters = test.MakeExpression($"[{string.Concat(pattern.Where(char.IsLetter))}0]", test.Expression.Options);
        return new TextSearch(test, pattern, test.IgnoreCase ? letters.Matches(s_beyondAscii).Cast<Match>().Select(match => match.Value[0]) : []);
    }

    public override bool IsMatch(ReadOnlySpan<byte> text) => _needle.IndexIn(text) >= 0 || (HasLookalike(text) && IsMatchOfString(text));

    public override bool TryMatchAll(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> starts, int gap, Span<ulong> matches)
    {
        Mark(_needle, isSure: true, bytes, starts, gap, matches);
        foreach (ByteNeedle lookalike in _lookalikes)
        {
            Mark(lookalike, isSure: false, bytes, starts, gap, matches);
        }
        return true;
    }

    private bool HasLookalike(ReadOnlySpan<byte> text)
    {
        foreach (ByteNeedle lookalike in _lookalikes)
        {
            if (lookalike.IndexIn(text) >= 0)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Searches all values at once; a hit counts if it lies within one value, not in what is between two.</summary>
    private void Mark(ByteNeedle needle, bool isSure, ReadOnlySpan<byte> bytes, ReadOnlySpan<int> starts, int gap, Span<ulong> matches)
    {
        int values = starts.Length - 1;
        int end = starts[values] - gap;
        int value = 0;
        for (int position = starts[0]; position < end;)
        {
            int place = needle.IndexIn(bytes.Slice(position, end - position));
            if (place < 0)
            {
                return;
            }
            place += position;
            while (starts[value + 1] <= place)
            {
                value++;
            }
            if (place + needle.Length > starts[value + 1] - gap)
            {
                position = place + 1;
                continue;
            }
            if (isSure || IsMatchOfString(bytes.Slice(starts[value], starts[value + 1] - gap - starts[value])))
            {
                matches[value >> 6] |= 1UL << (value & 63);
            }
            position = starts[value + 1];
        }
    }
}
