using System.Management.Automation;

namespace PD12M.Commands;

/// <summary>Makes the errors of New-PD12MScheduledTask.</summary>
internal static class ScheduleErrors
{
    public static ErrorRecord NameInvalid(string name, ScheduledTaskKind kind) => Make(
        new ArgumentException($"'{name}' is no name of a task: " + (kind == ScheduledTaskKind.Systemd
            ? "a unit of systemd is named with ASCII letters, digits, '.', '_' and '-', and begins with a letter or a digit."
            : "it must have none of \\ / : * ? \" < > | and no control characters, and neither begin nor end with a blank or a dot.")),
        "TaskNameInvalid", ErrorCategory.InvalidArgument, name);

    public static ErrorRecord WindowInvalid(DateTime at, DateTime until) => Make(
        new ArgumentException($"From {at.TimeOfDay} until {until.TimeOfDay} is no time window: give two different times of day to the minute, for instance -At 22:00 -Until 06:00."),
        "TaskWindowInvalid", ErrorCategory.InvalidArgument, at);

    public static ErrorRecord PathInvalid(string text) => Make(
        new ArgumentException($"'{text}' cannot be named in a task's files: a line break or another control character is in it or, in the shell's path for systemd, a quote or a backslash. Rename it, or choose another."),
        "TaskPathInvalid", ErrorCategory.InvalidArgument, text);

    public static ErrorRecord Exists(string path) => Make(
        new IOException($"'{path}' is there already. Use -Force to write over it, or choose another name or folder."),
        "ScheduledTaskExists", ErrorCategory.ResourceExists, path);

    public static ErrorRecord WriteFailed(string path, Exception error) => Make(
        new IOException($"'{path}' cannot be written: {error.Message} Ask for the right to write there, or choose another folder with -Path.", error),
        "ScheduledTaskWriteFailed", error is UnauthorizedAccessException ? ErrorCategory.PermissionDenied : ErrorCategory.WriteError, path);

    public static ErrorRecord RegistrationUnavailable(string name, ScheduledTaskKind kind) => Make(
        new PlatformNotSupportedException(kind == ScheduledTaskKind.Systemd
            ? "-Register is for the Windows Task Scheduler. Leave it out; the first lines of the service file tell how to install it."
            : "There is no Windows Task Scheduler on this system. Leave -Register out and take the files to the machine that they are for, or write systemd units with -Kind Systemd."),
        "TaskRegistrationUnavailable", ErrorCategory.NotImplemented, name);

    public static ErrorRecord RegistrationFailed(string name, string xmlPath, string problem, Exception? error = null) => Make(
        new InvalidOperationException(
            $"The task '{name}' was written to '{xmlPath}' but not registered: {problem} A task of that name is replaced with -Force; tasks of other users need an administrator.", error),
        "TaskRegistrationFailed", ErrorCategory.InvalidOperation, name);

    private static ErrorRecord Make(Exception error, string id, ErrorCategory category, object target) => new(error, id, category, target);
}
