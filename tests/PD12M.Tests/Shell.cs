using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using PD12M.Hosting;

namespace PD12M.Tests;

/// <summary>A fresh runspace, with the module imported.</summary>
public sealed class Shell : IDisposable
{
    private readonly Runspace _runspace;

    public Shell()
        : this(ModulePath)
    {
    }

    /// <param name="modules">Paths to import in place of the module.</param>
    public Shell(params string[] modules)
    {
        InitialSessionState initial = InitialSessionState.CreateDefault2();
        initial.ImportPSModule(modules);
        _runspace = RunspaceFactory.CreateRunspace(Host, initial);
        _runspace.Open();
    }

    /// <summary>The module as laid out in out/PD12M: its manifest for PowerShell, its cmdlets' dll for the stand-in.</summary>
    public static string ModulePath => ShellEngine.IsReal ? ManifestPath : Path.Combine(Path.GetDirectoryName(ManifestPath)!, "bin/net8.0/PD12M.dll");

    public static string ManifestPath { get; } =
        Path.Combine(typeof(Shell).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ModuleFolder").Value!, "PD12M.psd1");

    public RecordingHost Host { get; } = new();

    /// <summary>The session's location, which is not the process's.</summary>
    public string Location
    {
        get => _runspace.SessionStateProxy.Path.CurrentFileSystemLocation.ProviderPath;
        set => Run(p => p.AddCommand("Set-Location").AddParameter("LiteralPath", value)).Succeeded();
    }

    public object? this[string variable]
    {
        get => _runspace.SessionStateProxy.GetVariable(variable);
        set => _runspace.SessionStateProxy.SetVariable(variable, value);
    }

    public ShellResult Run(Action<PowerShell> build) => Run(null, build);

    public ShellResult Run(IEnumerable? input, Action<PowerShell> build)
    {
        using PowerShell shell = Build(build);
        int lines = Host.Lines.Count;
        List<PSObject> output = [];
        Exception? terminating = null;
        try
        {
            shell.Invoke(input, output);
        }
        catch (Exception thrown) when (thrown is RuntimeException or PSInvalidOperationException or PSArgumentException)
        {
            terminating = thrown;
        }

        return new ShellResult(
            output,
            [.. shell.Streams.Error],
            [.. shell.Streams.Warning.Select(r => r.Message)],
            [.. shell.Streams.Verbose.Select(r => r.Message)],
            [.. shell.Streams.Debug.Select(r => r.Message)],
            [.. shell.Streams.Information.Select(r => r.MessageData.ToString()!)],
            [.. shell.Streams.Progress],
            [.. Host.Lines.Skip(lines)],
            shell.InvocationStateInfo.State,
            shell.HadErrors,
            terminating);
    }

    /// <summary>A pipeline in this shell that the caller runs, watches, stops and disposes.</summary>
    public PowerShell Build(Action<PowerShell> build)
    {
        PowerShell shell = PowerShell.Create();
        shell.Runspace = _runspace;
        build(shell);
        return shell;
    }

    public void Dispose() => _runspace.Dispose();
}
