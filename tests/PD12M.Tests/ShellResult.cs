using System.Management.Automation;

namespace PD12M.Tests;

/// <summary>What a pipeline left behind.</summary>
public sealed record ShellResult(
    IReadOnlyList<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Verbose,
    IReadOnlyList<string> Debug,
    IReadOnlyList<string> Information,
    IReadOnlyList<ProgressRecord> Progress,
    IReadOnlyList<string> HostLines,
    PSInvocationState State,
    bool HadErrors,
    Exception? Terminating)
{
    /// <summary>The output's objects, unwrapped.</summary>
    public IReadOnlyList<object?> Objects => [.. Output.Select(o => o?.BaseObject)];

    /// <summary>The output as text.</summary>
    public IReadOnlyList<string> Text => [.. Output.Select(o => o?.ToString() ?? "null")];

    /// <summary>The ids of the errors that did not end the pipeline.</summary>
    public IReadOnlyList<string> ErrorIds => [.. Errors.Select(e => e.FullyQualifiedErrorId)];

    /// <summary>The error that ended the pipeline; null if none did.</summary>
    public ErrorRecord? TerminatingError => (Terminating as IContainsErrorRecord)?.ErrorRecord;

    /// <summary>The result of a pipeline that must not have ended early.</summary>
    public ShellResult Succeeded() => Terminating is null ? this : throw new InvalidOperationException("The pipeline failed: " + Terminating.Message, Terminating);
}
