using System.Management.Automation.Language;
using PD12M.Dataset;

namespace PD12M.Commands.Completion;

/// <summary>A filter as a string of the command line that is being written.</summary>
/// <param name="Text">The filter.</param>
/// <param name="Quote">The string's quote.</param>
/// <param name="IsClosed">Whether the closing quote has been written.</param>
internal sealed record FilterString(string Text, char Quote, bool IsClosed)
{
    /// <param name="word">The argument as PowerShell hands it over: its value in quotes, without the variables of an expandable string.</param>
    /// <param name="command">The command as it is written.</param>
    /// <param name="parameter">The parameter.</param>
    public static FilterString Of(string word, CommandAst? command, string parameter)
    {
        if (word.Length == 0 || word[0] is not ('\'' or '"'))
        {
            return new FilterString(word, '\'', false);
        }
        char quote = word[0];
        string source = (command is null ? null : SourceOf(command, parameter)) ?? word;
        bool isClosed = source.Count(c => c == quote) % 2 == 0;
        // Doubled quotes are undone in the value, but only the source has the variables.
        string text = quote == '\'' ? word.Substring(1, word.Length - (word.Length > 1 && word[word.Length - 1] == quote ? 2 : 1)) : source.Substring(1, source.Length - (isClosed ? 2 : 1));
        return new FilterString(text, quote, isClosed);
    }

    /// <summary>The string with another filter in it.</summary>
    /// <param name="kept">The start of <see cref="Text"/>.</param>
    /// <param name="added">What follows.</param>
    public string With(string kept, string added) =>
        Quote + (Quote == '\'' ? FilterCompletion.DoubleQuotes(kept + added) : kept + Escape(added)) + (IsClosed ? Quote.ToString() : "");

    private static string Escape(string text) => string.Concat(text.Select(c => c is '`' or '$' || FilterLexer.IsDoubleQuote(c) ? $"`{c}" : c.ToString()));

    private static string? SourceOf(CommandAst command, string parameter)
    {
        for (int i = 1; i < command.CommandElements.Count; i++)
        {
            if (command.CommandElements[i] is CommandParameterAst named && parameter.StartsWith(named.ParameterName, StringComparison.OrdinalIgnoreCase))
            {
                Ast? argument = named.Argument ?? (i + 1 < command.CommandElements.Count ? command.CommandElements[i + 1] : null);
                return argument?.Extent.Text is { Length: > 0 } source && source[0] is '\'' or '"' ? source : null;
            }
        }
        return null;
    }
}
