using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PD12M.Commands.Completion;

/// <summary>Completes an argument that is one of some words.</summary>
public abstract class WordCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletedWord.Among(Words(fakeBoundParameters), wordToComplete ?? "");

    /// <summary>The words.</summary>
    /// <param name="bound">The other parameters, as far as they are constants.</param>
    private protected abstract IEnumerable<string> Words(IDictionary bound);
}

/// <summary>Completes MIME types of images.</summary>
public sealed class MimeTypeCompleter : WordCompleter
{
    private protected override IEnumerable<string> Words(IDictionary bound) => ["image/jpeg", "image/png", "image/webp", "image/gif", "image/tiff"];
}
