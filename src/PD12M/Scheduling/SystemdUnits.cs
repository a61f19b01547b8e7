using System.Globalization;
using System.Text;

namespace PD12M.Scheduling;

/// <summary>A task as a service of systemd and the timer that starts it: systemd.service(5), systemd.timer(5).</summary>
internal static class SystemdUnits
{
    public static TaskFile MakeService(NightlyTask task) => Unit(task, ".service", $"""
        # {task.Name}.service: written by {NightlyTask.Author}. To install it, as root:
        #   cp {task.Name}.service {task.Name}.timer /etc/systemd/system/
        #   systemctl daemon-reload
        #   systemctl enable --now {task.Name}.timer
        [Unit]
        Description=PD12M: {task.Name}
        Wants=network-online.target
        After=network-online.target

        [Service]
        Type=oneshot
        User={Specifiers(task.User)}
        WorkingDirectory={Specifiers(task.Location)}
        ExecStart={Quoted(task.PowerShellPath)} -NoProfile -NonInteractive -File {Quoted(task.ScriptPath).Replace("$", "$$")}
        SuccessExitStatus={string.Join(" ", NightlyScript.ExpectedExitCodes)}
        # The script ends at {task.Window.EndText} by itself; this ends one that does not.
        TimeoutStartSec={task.Window.HardLimit.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)}
        # PowerShell takes SIGINT for Ctrl+C: transfers are stopped and cleared away. SIGTERM ends it at once.
        KillSignal=SIGINT
        Nice=10
        IOSchedulingPriority=7
        NoNewPrivileges=yes
        ProtectSystem=full
        ProtectKernelTunables=yes
        ProtectKernelModules=yes
        ProtectControlGroups=yes
        RestrictSUIDSGID=yes
        LockPersonality=yes

        """);

    public static TaskFile MakeTimer(NightlyTask task) => Unit(task, ".timer", $"""
        # {task.Name}.timer: written by {NightlyTask.Author}.
        [Unit]
        Description=PD12M: {task.Name}, every night at {task.Window.StartText}

        [Timer]
        OnCalendar=*-*-* {task.Window.StartText}:00
        # A start that was missed is made up for; outside of the window the script does nothing.
        Persistent=yes

        [Install]
        WantedBy=timers.target

        """);

    private static TaskFile Unit(NightlyTask task, string extension, string text) =>
        new(task.PathOf(extension), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text.Replace("\r\n", "\n")));

    /// <summary>A part of ExecStart. Variables are replaced, and $ is to be doubled, in arguments only.</summary>
    private static string Quoted(string text) => "\"" + Specifiers(text).Replace(@"\", @"\\").Replace("\"", "\\\"") + "\"";

    private static string Specifiers(string text) => text.Replace("%", "%%");
}
