using System.Management.Automation;

namespace PD12M.Commands;

/// <summary>What all cmdlets of the module share: they can be stopped, and take paths as PowerShell does.</summary>
public abstract class PD12MCmdlet : PSCmdlet, IDisposable
{
    private const string FileSystem = "FileSystem";

    // Never disposed: the engine may still call StopProcessing from another thread after Dispose.
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Is cancelled when the pipeline is stopped, and when the cmdlet is disposed.</summary>
    protected CancellationToken StopToken => _stop.Token;

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what still runs. The engine calls only this when a cmdlet further down ends the pipeline.</summary>
    /// <param name="disposing">True when called from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Cancel();
        }
    }

    /// <summary>The full path of a folder that the caller wrote, relative to the shell's location; it need not exist.</summary>
    /// <exception cref="PipelineStoppedException">It is no path of the file system; the terminating error has been thrown.</exception>
    private protected string ResolveFolder(string path)
    {
        try
        {
            string folder = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            if (provider.Name == FileSystem)
            {
                return folder;
            }
            ThrowTerminatingError(Errors.PathNotFileSystem(path, provider.Name));
        }
        catch (SessionStateException error)
        {
            ThrowTerminatingError(Errors.PathInvalid(path, error));
        }
        throw new InvalidOperationException("ThrowTerminatingError returned.");
    }

    /// <summary>Makes full file system paths of what the caller wrote, relative to the shell's location.</summary>
    /// <param name="path">The path as written.</param>
    /// <param name="literal">Whether wildcard characters stand for themselves.</param>
    /// <param name="notFound">Makes the error for a wildcard that nothing matches.</param>
    /// <returns>The paths; none after an error, which has then been written. They need not exist unless they come from a wildcard.</returns>
    private protected IReadOnlyList<string> ResolvePath(string path, bool literal, Func<string, ErrorRecord> notFound)
    {
        try
        {
            bool isPattern = !literal && WildcardPattern.ContainsWildcardCharacters(path);
            ProviderInfo provider;
            IReadOnlyList<string> resolved = isPattern
                ? [.. SessionState.Path.GetResolvedProviderPathFromPSPath(path, out provider)]
                : [SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _)];
            if (provider.Name != FileSystem)
            {
                WriteError(Errors.PathNotFileSystem(path, provider.Name));
                return [];
            }
            if (resolved.Count == 0)
            {
                WriteError(notFound(path));
            }
            return resolved;
        }
        catch (ItemNotFoundException)
        {
            WriteError(notFound(path));
        }
        catch (SessionStateException error)
        {
            WriteError(Errors.PathInvalid(path, error));
        }
        return [];
    }
}
