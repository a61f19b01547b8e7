using System.Management.Automation;
using PD12M.Dataset;

namespace PD12M.Commands.Completion;

/// <summary>Words that Tab offers for an argument, quoted where PowerShell needs it.</summary>
internal static class CompletedWord
{
    private static readonly char[] s_quotes = ['\'', '"'];

    /// <summary>Those of some words that begin as the user has begun, in any letter case.</summary>
    /// <param name="words">The words.</param>
    /// <param name="begun">The argument as far as it is written, quotes included.</param>
    public static IEnumerable<CompletionResult> Among(IEnumerable<string> words, string begun)
    {
        bool isQuoted = begun.Length > 0 && s_quotes.Contains(begun[0]);
        string start = begun.Trim(s_quotes);
        return words.Where(word => word.StartsWith(start, StringComparison.OrdinalIgnoreCase)).Select(word =>
            new CompletionResult(isQuoted || !word.All(IsPlain) ? FilterCompletion.Quote(word) : word, word, CompletionResultType.ParameterValue, word));
    }

    private static bool IsPlain(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-' or '/' or '.';
}
