using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PD12M.Scheduling;

/// <summary>Registers tasks with the Task Scheduler of this machine.</summary>
internal static class TaskRegistration
{
    public static bool IsAvailable => RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>Runs schtasks.exe, which is on every Windows and says what it refuses.</summary>
    /// <param name="name">The task's name.</param>
    /// <param name="xmlPath">The file that describes it.</param>
    /// <param name="overwrite">Whether a task of that name is replaced.</param>
    /// <param name="stop">Ends the program.</param>
    /// <returns>What went wrong; null when nothing did.</returns>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public static string? Register(string name, string xmlPath, bool overwrite, CancellationToken stop)
    {
        using Process program = new()
        {
            StartInfo = new ProcessStartInfo(Path.Combine(Environment.SystemDirectory, "schtasks.exe"))
            {
                // Neither a task's name nor a path of Windows can have a quotation mark in it.
                Arguments = $"/Create /TN \"{name}\" /XML \"{xmlPath}\"{(overwrite ? " /F" : "")}",
                UseShellExecute = false,
                CreateNoWindow = true,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        program.Start();
        // It would ask whether to replace a task; without an answer it ends.
        program.StandardInput.Close();
        using CancellationTokenRegistration ending = stop.Register(() => Kill(program));
        Task<string> output = Task.Run(program.StandardOutput.ReadToEnd, CancellationToken.None);
        string errors = program.StandardError.ReadToEnd();
        program.WaitForExit();
        stop.ThrowIfCancellationRequested();
        return program.ExitCode == 0 ? null : $"{errors}{output.GetAwaiter().GetResult()}".Trim();
    }

    private static void Kill(Process program)
    {
        try
        {
            program.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended meanwhile, which is all that was wanted.
        }
    }
}
