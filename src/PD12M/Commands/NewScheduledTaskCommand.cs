using System.ComponentModel;
using System.Diagnostics;
using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using PD12M.Scheduling;
using PD12M.Transfer;

namespace PD12M.Commands;

/// <summary>New-PD12MScheduledTask: writes what the Task Scheduler, or systemd, needs to run a pipeline every night.</summary>
[Cmdlet(VerbsCommon.New, "PD12MScheduledTask", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class NewScheduledTaskCommand : PD12MCmdlet
{
    private static readonly string[] s_shells = ["pwsh.exe", "pwsh", "powershell.exe"];

    /// <summary>The task's name, and that of its files.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string TaskName { get; set; } = "";

    /// <summary>The commands.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNull]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>The time of day at which the task starts.</summary>
    [Parameter(Mandatory = true)]
    public DateTime At { get; set; }

    /// <summary>The time of day at which it ends.</summary>
    [Parameter(Mandatory = true)]
    public DateTime Until { get; set; }

    /// <summary>The folder that the files go to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>What runs the task.</summary>
    [Parameter]
    public ScheduledTaskKind Kind { get; set; }

    /// <summary>Who the task runs as.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    /// <summary>The shell that runs the script.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PowerShellPath { get; set; }

    /// <summary>Registers the task with this machine's Task Scheduler.</summary>
    [Parameter]
    public SwitchParameter Register { get; set; }

    /// <summary>Writes over files, and over a task, of this name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the files.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Register && (Kind != ScheduledTaskKind.TaskScheduler || !TaskRegistration.IsAvailable))
        {
            ThrowTerminatingError(ScheduleErrors.RegistrationUnavailable(TaskName, Kind));
        }
        NightlyTask task = MakeTask();
        TaskFile[] files = Kind == ScheduledTaskKind.Systemd
            ? [NightlyScript.Make(task, keepsLog: false), SystemdUnits.MakeService(task), SystemdUnits.MakeTimer(task)]
            : [NightlyScript.Make(task, keepsLog: true), TaskSchedulerXml.Make(task)];
        if (!Force && files.FirstOrDefault(file => File.Exists(file.Path)) is { } existing)
        {
            ThrowTerminatingError(ScheduleErrors.Exists(existing.Path));
        }
        if (ShouldProcess(string.Join(", ", files.Select(file => file.Path)), "Write a scheduled task"))
        {
            Array.ForEach(files, Write);
        }
        if (Register && ShouldProcess(TaskName, "Register with the Task Scheduler"))
        {
            RegisterTask(task.PathOf(".xml"));
        }
    }

    private NightlyTask MakeTask()
    {
        if (!Regex.IsMatch(TaskName, Kind == ScheduledTaskKind.Systemd ? @"^[A-Za-z0-9][A-Za-z0-9._-]{0,199}\z" : @"^(?![ .])[^\\/:*?""<>|\p{Cc}]{1,200}(?<![ .])\z"))
        {
            ThrowTerminatingError(ScheduleErrors.NameInvalid(TaskName, Kind));
        }
        if (At.TimeOfDay == Until.TimeOfDay || At.TimeOfDay.Ticks % TimeSpan.TicksPerMinute != 0 || Until.TimeOfDay.Ticks % TimeSpan.TicksPerMinute != 0)
        {
            ThrowTerminatingError(ScheduleErrors.WindowInvalid(At, Until));
        }
        string module = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(GetType().Assembly.Location)!, "..", "..", "PD12M.psd1");
        NightlyTask task = new()
        {
            Name = TaskName,
            Window = new TaskWindow(At.TimeOfDay, Until.TimeOfDay),
            Commands = ScriptBlock.ToString(),
            Folder = System.IO.Path.GetFullPath(ResolveFolder(Path)),
            Location = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
            ModulePath = System.IO.Path.GetFullPath(module),
            PowerShellPath = PowerShellPath is null ? CurrentShell() : ResolveFolder(PowerShellPath),
            User = User ?? (RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? $@"{Environment.UserDomainName}\{Environment.UserName}" : Environment.UserName),
        };
        if (new[] { task.Folder, task.Location, task.ModulePath, task.PowerShellPath, task.User }.FirstOrDefault(text => text.Any(char.IsControl)) is { } strange)
        {
            ThrowTerminatingError(ScheduleErrors.PathInvalid(strange));
        }
        // No program of such a name is started by systemd, however it is quoted.
        if (Kind == ScheduledTaskKind.Systemd && task.PowerShellPath.IndexOfAny(['"', '\'', '\\']) >= 0)
        {
            ThrowTerminatingError(ScheduleErrors.PathInvalid(task.PowerShellPath));
        }
        return task;
    }

    private string CurrentShell()
    {
        // Installed as a tool of .NET, the shell's folder has no program of its own.
        using Process process = Process.GetCurrentProcess();
        if (process.MainModule?.FileName is { } program && s_shells.Contains(System.IO.Path.GetFileName(program), StringComparer.OrdinalIgnoreCase))
        {
            return program;
        }
        return GetVariableValue("PSHOME") is string home && s_shells.Select(name => System.IO.Path.Combine(home, name)).FirstOrDefault(File.Exists) is { } shell ? shell : "pwsh";
    }

    private void Write(TaskFile file)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file.Path)!);
            using PartialFile partial = new($"{file.Path}.{Guid.NewGuid():N}.part");
            partial.Write(file.Content, file.Content.Length);
            if (!partial.TryMoveTo(file.Path, Force))
            {
                ThrowTerminatingError(ScheduleErrors.Exists(file.Path));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(ScheduleErrors.WriteFailed(file.Path, error));
        }
        WriteVerbose($"'{file.Path}' was written.");
        if (PassThru)
        {
            WriteObject(new FileInfo(file.Path));
        }
    }

    private void RegisterTask(string xmlPath)
    {
        try
        {
            if (TaskRegistration.Register(TaskName, xmlPath, Force, StopToken) is { } problem)
            {
                ThrowTerminatingError(ScheduleErrors.RegistrationFailed(TaskName, xmlPath, problem));
            }
        }
        catch (Win32Exception error)
        {
            ThrowTerminatingError(ScheduleErrors.RegistrationFailed(TaskName, xmlPath, error.Message, error));
        }
        catch (OperationCanceledException) when (Stopping)
        {
            throw new PipelineStoppedException();
        }
        WriteVerbose($"The task '{TaskName}' was registered.");
    }
}
