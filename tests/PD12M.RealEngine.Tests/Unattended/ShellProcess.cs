using System.Diagnostics;
using System.Globalization;
using PD12M.Hosting;

namespace PD12M.Tests.Unattended;

/// <summary>A shell of its own that runs a script as a scheduler does.</summary>
internal sealed class ShellProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private ShellProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The program of the installed PowerShell and what stands before its arguments: installed as a tool of .NET, it has none of its own.</summary>
    public static IReadOnlyList<string> Program { get; } = FindProgram(ShellEngine.Find()?.Folder ?? "");

    public static ShellProcess Start(string script, params string[] arguments)
    {
        ProcessStartInfo start = new(Program[0], [.. Program.Skip(1), "-NoProfile", "-NonInteractive", "-File", script, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return new ShellProcess(process);
    }

    /// <summary>Runs a script to its end.</summary>
    public static ShellExit Run(string script, params string[] arguments)
    {
        using ShellProcess process = Start(script, arguments);
        return process.WaitForExit();
    }

    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", ["-s", name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public ShellExit WaitForExit() => _process.WaitForExit(s_patience)
        ? new ShellExit(_process.ExitCode, _output.GetAwaiter().GetResult(), _errors.GetAwaiter().GetResult())
        : throw new TimeoutException("The script did not end.");

    private static string[] FindProgram(string folder)
    {
        string program = Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh");
        return File.Exists(program) ? [program] : ["dotnet", Path.Combine(folder, "pwsh.dll")];
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
        _process.Dispose();
    }
}

/// <summary>How a shell ended, and what it printed.</summary>
internal sealed record ShellExit(int Code, string Output, string Errors);
