using System.Text;
using System.Text.RegularExpressions;

namespace System.Management.Automation;

[Flags]
public enum WildcardOptions
{
    None = 0,
    Compiled = 1,
    IgnoreCase = 2,
    CultureInvariant = 4,
}

public sealed class WildcardPattern
{
    private readonly Regex _regex;

    public WildcardPattern(string pattern)
        : this(pattern, WildcardOptions.None)
    {
    }

    public WildcardPattern(string pattern, WildcardOptions options)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        RegexOptions regexOptions = RegexOptions.Singleline | RegexOptions.CultureInvariant;
        if (options.HasFlag(WildcardOptions.IgnoreCase))
        {
            regexOptions |= RegexOptions.IgnoreCase;
        }

        _regex = new Regex(ToRegex(pattern), regexOptions);
    }

    public static WildcardPattern Get(string pattern, WildcardOptions options) => new(pattern, options);

    public static bool ContainsWildcardCharacters(string? pattern)
    {
        for (int i = 0; i < pattern?.Length; i++)
        {
            if (pattern[i] == '`')
            {
                i++;
            }
            else if (pattern[i] is '*' or '?' or '[' or ']')
            {
                return true;
            }
        }

        return false;
    }

    public static string Escape(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        StringBuilder escaped = new();
        foreach (char c in pattern)
        {
            if (c is '*' or '?' or '[' or ']' or '`')
            {
                escaped.Append('`');
            }

            escaped.Append(c);
        }

        return escaped.ToString();
    }

    public static string Unescape(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        StringBuilder plain = new();
        for (int i = 0; i < pattern.Length; i++)
        {
            bool escapes = pattern[i] == '`' && i + 1 < pattern.Length && pattern[i + 1] is '*' or '?' or '[' or ']' or '`';
            if (pattern[i] == '`' && escapes)
            {
                i++;
            }

            plain.Append(pattern[i]);
        }

        return plain.ToString();
    }

    public bool IsMatch(string? input) => input is not null && _regex.IsMatch(input);

    private static string ToRegex(string pattern)
    {
        StringBuilder regex = new("\\A");
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            switch (c)
            {
                case '`' when i + 1 < pattern.Length:
                    regex.Append(Regex.Escape(pattern[++i].ToString()));
                    break;
                case '*':
                    regex.Append(".*");
                    break;
                case '?':
                    regex.Append('.');
                    break;
                case '[':
                    i = AppendSet(pattern, i, regex);
                    break;
                default:
                    regex.Append(Regex.Escape(c.ToString()));
                    break;
            }
        }

        return regex.Append("\\z").ToString();
    }

    private static int AppendSet(string pattern, int open, StringBuilder regex)
    {
        StringBuilder set = new();
        for (int i = open + 1; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case ']' when set.Length > 0:
                    regex.Append('[').Append(set).Append(']');
                    return i;
                case '`' when i + 1 < pattern.Length:
                    set.Append('\\').Append(pattern[++i]);
                    break;
                case '-' when set.Length > 0:
                    set.Append('-');
                    break;
                case '\\' or '^' or '[' or ']' or '-':
                    set.Append('\\').Append(pattern[i]);
                    break;
                default:
                    set.Append(pattern[i]);
                    break;
            }
        }

        throw new WildcardPatternException($"The specified wildcard character pattern is not valid: {pattern}");
    }
}

public class WildcardPatternException : RuntimeException
{
    internal WildcardPatternException(string message)
        : base(message)
    {
        ErrorId = "WildcardPattern_Invalid";
        Category = ErrorCategory.InvalidArgument;
    }
}
