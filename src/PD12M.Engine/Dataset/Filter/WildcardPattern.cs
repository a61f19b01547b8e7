using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PD12M.Dataset;

/// <summary>
/// A pattern of -like: * for any characters, ? for one, [a-z] for one of a set, a backtick before a character that is
/// meant as such. Source: about_Wildcards.
/// </summary>
internal sealed class WildcardPattern
{
    private const string SpecialCharacters = "?*[]`";
    private const int AsciiCount = 128;

    private readonly string _pattern;
    private readonly bool _ignoreCase;
    private readonly CultureInfo _culture;
    private readonly List<Element> _elements = [];

    /// <param name="pattern">The pattern.</param>
    /// <param name="ignoreCase">Whether letters match in either case.</param>
    /// <param name="culture">Whose rules of letter case hold, as PowerShell's -like takes the caller's.</param>
    /// <exception cref="FormatException">A bracket is not closed, is empty or has a range that runs backwards.</exception>
    public WildcardPattern(string pattern, bool ignoreCase, CultureInfo culture)
    {
        _pattern = pattern;
        _ignoreCase = ignoreCase;
        _culture = culture;
        int special = pattern.AsSpan().IndexOfAny(SpecialCharacters.AsSpan());
        if (pattern == "*")
        {
            Prefix = "";
            return;
        }
        if (special < 0)
        {
            Whole = pattern;
            return;
        }
        if (special == pattern.Length - 1 && pattern[special] == '*')
        {
            Prefix = pattern.Substring(0, special);
            return;
        }
        Parse();
    }

    private enum ElementKind
    {
        Literal,
        AnyOne,
        AnyMany,
        Set,
    }

    /// <summary>The text that the pattern is, if it has no wildcards: such patterns compare by the culture's rules.</summary>
    public string? Whole { get; }

    /// <summary>The text before a pattern's only wildcard, a * at its end: by the culture's rules too.</summary>
    public string? Prefix { get; }

    /// <summary>
    /// The literal pieces between the stars, ? as a null character, of any other pattern that has neither sets nor null
    /// characters; else null. An empty piece at either end stands for a star there.
    /// </summary>
    public IReadOnlyList<string>? Pieces { get; private set; }

    public bool IsMatch(string text)
    {
        CompareOptions options = _ignoreCase ? CompareOptions.IgnoreCase : CompareOptions.None;
        if (Whole is not null)
        {
            return _culture.CompareInfo.Compare(text, Whole, options) == 0;
        }
        if (Prefix is not null)
        {
            return Prefix.Length == 0 || _culture.CompareInfo.IsPrefix(text, Prefix, options);
        }
        return IsMatchOfElements(text);
    }

    /// <summary>Goes back to the last star only: what stood before it need not be tried otherwise.</summary>
    private bool IsMatchOfElements(string text)
    {
        int element = 0, position = 0, star = -1, starPosition = 0;
        while (position < text.Length)
        {
            if (element < _elements.Count && _elements[element].Kind == ElementKind.AnyMany)
            {
                star = element++;
                starPosition = position;
            }
            else if (element < _elements.Count && Fits(_elements[element], text[position]))
            {
                element++;
                position++;
            }
            else if (star >= 0)
            {
                element = star + 1;
                position = ++starPosition;
            }
            else
            {
                return false;
            }
        }
        while (element < _elements.Count && _elements[element].Kind == ElementKind.AnyMany)
        {
            element++;
        }
        return element == _elements.Count;
    }

    private bool Fits(Element element, char c) => element.Kind switch
    {
        ElementKind.AnyOne => true,
        ElementKind.Literal => element.Literal == Fold(c),
        _ => c < AsciiCount ? element.AsciiSet![c] : element.Set!.IsMatch(Fold(c).ToString()),
    };

    private char Fold(char c) => _ignoreCase ? _culture.TextInfo.ToLower(c) : c;

    private void Parse()
    {
        bool isEscaped = false;
        bool hasSet = false;
        for (int i = 0; i < _pattern.Length; i++)
        {
            char c = _pattern[i];
            if (isEscaped || c is not ('*' or '?' or '[' or '`'))
            {
                _elements.Add(new Element(ElementKind.Literal, Fold(c)));
                isEscaped = false;
            }
            else if (c == '[')
            {
                Regex set = ParseSet(ref i);
                bool[] asciiSet = [.. Enumerable.Range(0, AsciiCount).Select(member => set.IsMatch(Fold((char)member).ToString()))];
                _elements.Add(new Element(ElementKind.Set, Set: set, AsciiSet: asciiSet));
                hasSet = true;
            }
            else
            {
                isEscaped = c == '`';
                if (!isEscaped)
                {
                    _elements.Add(new Element(c == '*' ? ElementKind.AnyMany : ElementKind.AnyOne));
                }
            }
        }
        if (isEscaped && _pattern.Length > 1)
        {
            _elements.Add(new Element(ElementKind.Literal, '`'));
        }
        Pieces = hasSet || _elements.Contains(new Element(ElementKind.Literal)) ? null : MakePieces();
    }

    private List<string> MakePieces()
    {
        List<string> pieces = [];
        var piece = new StringBuilder();
        foreach (Element element in _elements)
        {
            if (element.Kind == ElementKind.AnyMany)
            {
                pieces.Add(piece.ToString());
                piece.Clear();
            }
            else
            {
                piece.Append(element.Kind == ElementKind.AnyOne ? '\0' : element.Literal);
            }
        }
        pieces.Add(piece.ToString());
        return pieces;
    }

    /// <summary>A ] right behind the opening bracket is one of the set; a dash makes a range but at either end.</summary>
    private Regex ParseSet(ref int i)
    {
        var characters = new StringBuilder();
        List<bool> isDash = [];
        bool isEscaped = false;
        int first = ++i;
        for (; i < _pattern.Length && (_pattern[i] != ']' || i == first || isEscaped); i++)
        {
            char c = _pattern[i];
            bool startsEscape = c == '`' && !isEscaped;
            if (!startsEscape)
            {
                characters.Append(c);
                isDash.Add(c == '-' && !isEscaped);
            }
            isEscaped = startsEscape;
        }
        if (i == _pattern.Length)
        {
            throw new FormatException($"'{_pattern}' is no valid wildcard pattern: a [ has no ]. Write `[ for the character itself.");
        }
        var set = new StringBuilder("[");
        for (int k = 0; k < characters.Length; k++)
        {
            AppendToSet(set, characters[k]);
            if (k + 2 < characters.Length && isDash[k + 1])
            {
                if (characters[k] > characters[k + 2])
                {
                    throw new FormatException($"'{_pattern}' is no valid wildcard pattern: the range {characters[k]}-{characters[k + 2]} runs backwards.");
                }
                set.Append('-');
                AppendToSet(set, characters[k + 2]);
                k += 2;
            }
        }
        return new Regex(set.Append(']').ToString(), _ignoreCase ? RegexOptions.Singleline | RegexOptions.IgnoreCase : RegexOptions.Singleline);
    }

    private static void AppendToSet(StringBuilder set, char c) =>
        set.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));

    private readonly record struct Element(ElementKind Kind, char Literal = '\0', Regex? Set = null, bool[]? AsciiSet = null);
}
