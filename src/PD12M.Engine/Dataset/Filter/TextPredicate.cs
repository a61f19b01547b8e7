using System.Text.RegularExpressions;
using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>A test of texts that are UTF-8 bytes. Safe for several threads. This one makes a string of each.</summary>
internal class TextPredicate
{
    private readonly FilterTest _test;

    protected TextPredicate(FilterTest test) => _test = test;

    /// <summary>Makes the fastest predicate that answers as a test does.</summary>
    public static TextPredicate Create(FilterTest test) => test.Operator switch
    {
        FilterOperator.Equal when test.Right is not null && AsciiText.IsPrintable(FilterComparison.ToText(test.Right)) =>
            new TextEquality(test, FilterComparison.ToText(test.Right)),
        FilterOperator.In => new TextSet(test),
        FilterOperator.Identical => new TextIdentity(test, test.Keys!),
        FilterOperator.Like => CreatePattern(test, test.Wildcards!) ?? new TextPredicate(test),
        FilterOperator.Match => (TextPredicate?)TextSearch.TryCreate(test) ?? new TextExpression(test),
        _ => new TextPredicate(test),
    };

    /// <summary>How much work a value is, a comparison of two numbers being 1.</summary>
    public virtual int Cost => 200;

    /// <summary>The answer for one value.</summary>
    public virtual bool IsMatch(ReadOnlySpan<byte> text) => IsMatchOfString(text);

    /// <summary>Answers for values that lie one behind the other, if that is faster than one by one.</summary>
    /// <param name="bytes">Where they lie.</param>
    /// <param name="starts">Where each value starts and, one more, where another would.</param>
    /// <param name="gap">Bytes between the end of a value and the start of the next.</param>
    /// <param name="matches">A bit for each value, zero before.</param>
    /// <returns>Whether it has answered.</returns>
    public virtual bool TryMatchAll(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> starts, int gap, Span<ulong> matches) => false;

    protected bool IsMatchOfString(ReadOnlySpan<byte> text) => _test.Holds(Utf8Text.GetString(text));

    private static TextPredicate? CreatePattern(FilterTest test, WildcardPattern pattern)
    {
        string? byCulture = pattern.Whole ?? pattern.Prefix;
        if (byCulture is not null && !(AsciiText.ComparesByBytes(test.Culture) && AsciiText.IsPrintable(byCulture)))
        {
            return null;
        }
        if (pattern.Whole is not null)
        {
            return new TextEquality(test, pattern.Whole);
        }
        if (pattern.Prefix is not null)
        {
            return new TextPattern(test, [pattern.Prefix, ""], isByCulture: pattern.Prefix.Length > 0);
        }
        return (TextPredicate?)TextSearch.TryCreate(test)
            ?? (pattern.Pieces is { } pieces && pieces.All(piece => piece.All(c => c < 0x80)) && AsciiText.HasUsualCase(test.Culture)
                ? new TextPattern(test, pieces, isByCulture: false)
                : null);
    }
}

/// <summary>Whether a text equals one that is printable ASCII.</summary>
internal sealed class TextEquality(FilterTest test, string text) : TextPredicate(test)
{
    private readonly ByteNeedle _needle = new(text, test.IgnoreCase);

    public override int Cost => 6;

    // Texts with other characters may be equal all the same: the comparison ignores a soft hyphen.
    public override bool IsMatch(ReadOnlySpan<byte> text) =>
        (text.Length == _needle.Length && _needle.IsAtStart(text)) || (!AsciiText.IsPrintable(text) && IsMatchOfString(text));
}

/// <summary>Whether a text is one of several, byte by byte.</summary>
internal sealed class TextIdentity(FilterTest test, TextKeys keys) : TextPredicate(test)
{
    public override int Cost => 15;

    public override bool IsMatch(ReadOnlySpan<byte> text) => keys.Contains(text);
}

/// <summary>A wildcard pattern of ASCII pieces with stars between them.</summary>
internal sealed class TextPattern : TextPredicate
{
    private readonly ByteNeedle[] _pieces;
    private readonly int _length;
    private readonly bool _isExactForAsciiOnly;

    /// <param name="test">The test that it answers for.</param>
    /// <param name="pieces">The pieces, ? as a null character; the first starts the text, the last ends it.</param>
    /// <param name="isByCulture">Whether the culture decides what a text starts with, so that only printable ASCII has a sure answer.</param>
    public TextPattern(FilterTest test, IReadOnlyList<string> pieces, bool isByCulture)
        : base(test)
    {
        _pieces = [.. pieces.Select(piece => new ByteNeedle(piece, test.IgnoreCase))];
        _length = pieces.Sum(piece => piece.Length);
        _isExactForAsciiOnly = isByCulture || pieces.Any(piece => piece.Contains('\0'));
    }

    public override int Cost => 40;

    public override bool IsMatch(ReadOnlySpan<byte> text)
    {
        if (_isExactForAsciiOnly && !AsciiText.IsPrintable(text))
        {
            return IsMatchOfString(text);
        }
        // Of other texts a match of the bytes is sure, while some letters beyond ASCII stand for one of it, as the Kelvin sign does.
        return IsMatchOfBytes(text) || (!AsciiText.IsAscii(text) && IsMatchOfString(text));
    }

    private bool IsMatchOfBytes(ReadOnlySpan<byte> text)
    {
        ByteNeedle first = _pieces[0];
        if (_pieces.Length == 1)
        {
            return text.Length == first.Length && first.IsAtStart(text);
        }
        ByteNeedle last = _pieces[_pieces.Length - 1];
        if (text.Length < _length || !first.IsAtStart(text) || !last.IsAtStart(text.Slice(text.Length - last.Length)))
        {
            return false;
        }
        text = text.Slice(first.Length, text.Length - first.Length - last.Length);
        for (int i = 1; i < _pieces.Length - 1; i++)
        {
            int place = _pieces[i].IndexIn(text);
            if (place < 0)
            {
                return false;
            }
            text = text.Slice(place + _pieces[i].Length);
        }
        return true;
    }
}

/// <summary>A regular expression that is none of the simple ones.</summary>
internal sealed class TextExpression(FilterTest test) : TextPredicate(test)
{
    private readonly Regex _expression = test.Right as Regex ?? test.MakeExpression(test.Expression!.ToString(), test.Expression.Options | RegexOptions.Compiled);

    public override int Cost => 400;

#if NET
    public override bool IsMatch(ReadOnlySpan<byte> text)
    {
        char[] characters = System.Buffers.ArrayPool<char>.Shared.Rent(text.Length);
        int count = System.Text.Encoding.UTF8.GetChars(text, characters);
        bool isMatch = _expression.IsMatch(characters.AsSpan(0, count));
        System.Buffers.ArrayPool<char>.Shared.Return(characters);
        return isMatch;
    }
#else
    public override bool IsMatch(ReadOnlySpan<byte> text) => _expression.IsMatch(Utf8Text.GetString(text));
#endif
}
