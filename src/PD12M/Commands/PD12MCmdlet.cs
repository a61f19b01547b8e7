using System.Management.Automation;

namespace PD12M.Commands;

/// <summary>What all cmdlets of the module share: they can be stopped, and take paths as PowerShell does.</summary>
public abstract class PD12MCmdlet : PSCmdlet, IDisposable
{
    private const string FileSystem = "FileSystem";

    private static readonly char[] s_separators = ['/', '\\'];

    // Never disposed: the engine may still call StopProcessing from another thread after Dispose.
    private readonly CancellationTokenSource _stop = new();

    private (string Location, string Folder, string Resolved)? _lastFolder;

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

    /// <summary>What a parameter that is not given stands for: the data folder, or a subfolder of it.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="subfolder">The subfolder; empty for the data folder itself.</param>
    /// <exception cref="PipelineStoppedException">PD12M_HOME is not set; the terminating error has been thrown.</exception>
    private protected string FolderInPlaceOf(string parameter, string subfolder)
    {
        if (DataFolder.Find() is not { } home)
        {
            ThrowTerminatingError(Errors.DataFolderUnknown(MyInvocation.MyCommand.Name, parameter, subfolder));
            throw new InvalidOperationException("ThrowTerminatingError returned.");
        }
        string folder = Path.Combine(ResolveFolder(home), subfolder);
        WriteVerbose($"-{parameter} is not given: '{folder}' is taken, as {DataFolder.Variable} is '{home}'.");
        return folder;
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
            if (!isPattern)
            {
                // Tab puts a backtick before what would be a wildcard.
                return ResolveName(literal ? path : WildcardPattern.Unescape(path)) is { } full ? [full] : [];
            }
            IReadOnlyList<string> resolved = [.. SessionState.Path.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider)];
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

    // PowerShell takes 40 microseconds and more for a path. Of many files in one folder it need resolve that once.
    private string? ResolveName(string path)
    {
        int nameStart = path.LastIndexOfAny(s_separators) + 1;
        string name = path.Substring(nameStart);
        // A colon may belong to a drive; a name that ends so may be another one to the platform.
        if (nameStart == 0 || name.Length == 0 || name.Contains(':') || name[name.Length - 1] is '.' or ' ')
        {
            return ResolveBy(path, path);
        }
        string folder = path.Substring(0, nameStart);
        string location = SessionState.Path.CurrentLocation.Path;
        if (_lastFolder is not { } last || last.Folder != folder || last.Location != location)
        {
            if (ResolveBy(folder, path) is not { } resolved)
            {
                return null;
            }
            _lastFolder = last = (location, folder, resolved);
        }
        return Path.Combine(last.Resolved, name);
    }

    private string? ResolveBy(string path, string target)
    {
        string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        if (provider.Name == FileSystem)
        {
            return full;
        }
        WriteError(Errors.PathNotFileSystem(target, provider.Name));
        return null;
    }
}
