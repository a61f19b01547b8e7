using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PD12M.Dataset;

namespace PD12M.Commands.Completion;

/// <summary>Completes a filter that is written as a string: columns, operators, and the values of columns that have few.</summary>
/// <remarks>
/// PowerShell hands over the whole string with both its quotes, closed or not, and replaces all of it; it does not say where
/// the cursor is, so that is taken to be the end. Within a script block it completes commands and asks nobody
/// (CompletionAnalysis in PowerShell's source; tried in 7.6).
/// </remarks>
public sealed class FilterCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        FilterString written = FilterString.Of(wordToComplete ?? "", commandAst, parameterName);
        FilterCompletion next = FilterCompletion.Of(written.Text);
        string kept = written.Text.Substring(0, next.Start);
        // Behind a value or a bracket an operator needs a blank.
        string gap = next.Word.Length == 0 && kept.Length > 0 && kept[kept.Length - 1] is '\'' or '"' or ')' ? " " : "";
        return from word in Words(next, fakeBoundParameters)
               where word.StartsWith(next.Word, StringComparison.OrdinalIgnoreCase)
               let piece = next.Place == FilterPlace.Value ? FilterCompletion.Quote(word) : word
               select new CompletionResult(written.With(kept, gap + piece), word, CompletionResultType.ParameterValue, Tip(next, word));
    }

    private static IEnumerable<string> Words(FilterCompletion next, IDictionary bound) => next.Place switch
    {
        FilterPlace.Operand => ColumnCompleter.Columns(bound).Concat(["-not"]),
        FilterPlace.Comparison => FilterCompletion.Comparisons,
        FilterPlace.Junction => FilterCompletion.Junctions,
        FilterPlace.Value when next.Column is { } column => BoundMetadata.Ask(bound, file => file.FewTexts(column), []).Where(text => !text.Any(char.IsControl)),
        _ => [],
    };

    private static string Tip(FilterCompletion next, string word) => next.Place == FilterPlace.Value ? $"{next.Column}: {word}" : word;
}
