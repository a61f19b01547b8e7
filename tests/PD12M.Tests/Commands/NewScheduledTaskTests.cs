using System.Diagnostics;
using System.Management.Automation;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;

namespace PD12M.Tests.Commands;

public sealed class NewScheduledTaskTests : IDisposable
{
    private const string Command = "New-PD12MScheduledTask";
    private const string Type = "PD12M.Commands.NewScheduledTaskCommand";
    private const string Schema = "http://schemas.microsoft.com/windows/2004/02/mit/task";

    private readonly Shell _shell = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    [ShellFact]
    public void The_xml_is_valid_and_keeps_the_window()
    {
        XElement task = ReadTask(New("nightly", p => p.AddParameter("User", @"CORP\backup")));
        Assert.Equal("1.2", task.Attribute("version")!.Value);
        Assert.EndsWith("T22:00:00", Value(task, "StartBoundary"), StringComparison.Ordinal);
        Assert.Equal("1", Value(task, "DaysInterval"));
        Assert.Equal("PT8H10M", Value(task, "ExecutionTimeLimit"));
        Assert.Equal(("IgnoreNew", "true", "true"), (Value(task, "MultipleInstancesPolicy"), Value(task, "StartWhenAvailable"), Value(task, "RunOnlyIfNetworkAvailable")));
        Assert.Equal((@"CORP\backup", "S4U"), (Value(task, "UserId"), Value(task, "LogonType")));
        Assert.Equal(_shell.Location, Value(task, "WorkingDirectory"));
        Assert.Equal($"-NoProfile -NonInteractive -ExecutionPolicy RemoteSigned -File \"{_folder["nightly.ps1"]}\"", Value(task, "Arguments"));
    }

    [ShellTheory]
    [InlineData("SYSTEM", "S-1-5-18", null)]
    [InlineData(@"nt authority\Network Service", "S-1-5-20", null)]
    [InlineData(@"CORP\SYSTEM", @"CORP\SYSTEM", "S4U")]
    [InlineData(@"CORP\pd12m$", @"CORP\pd12m$", "Password")]
    public void Accounts_that_have_no_password_to_type_log_on_in_their_own_way(string user, string id, string? logon)
    {
        XElement task = ReadTask(New("nightly", p => p.AddParameter("User", user)));
        Assert.Equal(id, Value(task, "UserId"));
        Assert.Equal(logon, task.Descendants(XName.Get("LogonType", Schema)).SingleOrDefault()?.Value);
    }

    [ShellFact]
    public void Blanks_ampersands_and_quotes_in_names_stay_what_they_are()
    {
        string folder = _folder["it's a & <b> \u2019"];
        FileInfo[] files = New("The night's 1st & best", p => p.AddParameter("Path", folder));
        Assert.Equal(["The night's 1st & best.ps1", "The night's 1st & best.xml"], files.Select(file => file.Name));
        Assert.EndsWith($" -File \"{files[0].FullName}\"", Value(ReadTask(files), "Arguments"), StringComparison.Ordinal);
        Assert.Contains("'The night''s 1st & best.log'", File.ReadAllText(files[0].FullName), StringComparison.Ordinal);
    }

    [ShellFact]
    public void Relative_paths_of_the_commands_mean_what_they_mean_here()
    {
        _shell.Location = Directory.CreateDirectory(_folder["it's \u2018here\u2019"]).FullName;
        string script = File.ReadAllText(New("nightly", p => p.AddParameter("Path", "."))[0].FullName);
        Assert.Contains($"Set-Location -LiteralPath '{_shell.Location.Replace("'", "''", StringComparison.Ordinal).Replace("\u2018", "\u2018\u2018", StringComparison.Ordinal).Replace("\u2019", "\u2019\u2019", StringComparison.Ordinal)}'", script, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_shell.Location, "nightly.ps1")));
    }

    [ShellFact]
    public void The_script_is_read_as_utf_8_by_windows_powershell_and_the_xml_as_utf_16_by_schtasks()
    {
        FileInfo[] files = New("nightly");
        Assert.Equal(Encoding.UTF8.GetPreamble(), File.ReadAllBytes(files[0].FullName)[..3]);
        Assert.Equal(Encoding.Unicode.GetPreamble(), File.ReadAllBytes(files[1].FullName)[..2]);
        Assert.Contains("Save-PD12MImage ./images", File.ReadAllText(files[0].FullName), StringComparison.Ordinal);
    }

    [SystemdFact]
    public void Systemd_accepts_the_units()
    {
        string folder = _folder["100 % \"it's\" $HOME"];
        string shell = _folder["a $hell of 100 %"];
        File.Copy("/bin/true", shell);
        FileInfo[] files = New("pd12m-nightly.1", p => p.AddParameter("Kind", "Systemd").AddParameter("Path", folder).AddParameter("User", "root").AddParameter("PowerShellPath", shell));
        Assert.Equal(["pd12m-nightly.1.ps1", "pd12m-nightly.1.service", "pd12m-nightly.1.timer"], files.Select(file => file.Name));
        // Its own unit files suffice; those of the machine may have faults of their own.
        Assert.Equal((0, ""), Run("systemd-analyze", "verify", "--recursive-errors=no", files[1].FullName, files[2].FullName));
    }

    [ShellFact]
    public void The_units_keep_the_window_too()
    {
        FileInfo[] files = New("pd12m", p => p.AddParameter("Kind", "Systemd").AddParameter("User", "pd12m").AddParameter("PowerShellPath", "/opt/100%/pw$h"));
        string[] service = File.ReadAllLines(files[1].FullName);
        Assert.Contains("TimeoutStartSec=29400", service);
        Assert.Contains("KillSignal=SIGINT", service);
        Assert.Contains("User=pd12m", service);
        Assert.Contains(service, line => line.StartsWith("ExecStart=\"", StringComparison.Ordinal) && line.Contains("100%%/pw$h\" -NoProfile", StringComparison.Ordinal));
        Assert.Contains("OnCalendar=*-*-* 22:00:00", File.ReadAllLines(files[2].FullName));
        Assert.DoesNotContain("Start-Transcript", File.ReadAllText(files[0].FullName), StringComparison.Ordinal);
    }

    [ShellFact]
    public void A_file_that_is_there_stays_unless_forced()
    {
        File.WriteAllText(_folder["nightly.xml"], "mine");
        ShellResult refused = Run("nightly");
        Assert.Equal($"ScheduledTaskExists,{Type}", refused.TerminatingError!.FullyQualifiedErrorId);
        Assert.Equal(_folder["nightly.xml"], refused.TerminatingError.TargetObject);
        Assert.Equal(("mine", false), (File.ReadAllText(_folder["nightly.xml"]), File.Exists(_folder["nightly.ps1"])));
        Assert.Equal(2, New("nightly", p => p.AddParameter("Force")).Length);
        Assert.NotEqual("mine", File.ReadAllText(_folder["nightly.xml"]));
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder.Path).Length);
    }

    [ShellFact]
    public void WhatIf_writes_nothing_and_without_PassThru_nothing_is_emitted()
    {
        Assert.Empty(Run("nightly", p => p.AddParameter("WhatIf").AddParameter("PassThru")).Succeeded().Output);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        Assert.Empty(Run("nightly").Succeeded().Output);
        Assert.True(File.Exists(_folder["nightly.xml"]));
    }

    [ShellTheory]
    [InlineData("../nightly", "TaskScheduler")]
    [InlineData("night\nly", "TaskScheduler")]
    [InlineData("nightly.", "TaskScheduler")]
    [InlineData("two words", "Systemd")]
    [InlineData("-rf", "Systemd")]
    public void A_name_that_the_system_does_not_take_is_an_error(string name, string kind) =>
        Assert.Equal($"TaskNameInvalid,{Type}", Run(name, p => p.AddParameter("Kind", kind)).TerminatingError!.FullyQualifiedErrorId);

    [ShellTheory]
    [InlineData("06:00", "06:00")]
    [InlineData("22:00:30", "06:00")]
    public void A_window_has_two_different_ends_to_the_minute(string at, string until)
    {
        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddArgument("nightly").AddArgument(ScriptBlock.Create("1")).AddParameter("At", at).AddParameter("Until", until).AddParameter("Path", _folder.Path));
        Assert.Equal($"TaskWindowInvalid,{Type}", result.TerminatingError!.FullyQualifiedErrorId);
    }

    [ShellFact]
    public void Only_windows_can_register()
    {
        string[] arguments = OperatingSystem.IsWindows() ? ["Systemd"] : ["Systemd", "TaskScheduler"];
        Assert.All(arguments, kind => Assert.Equal($"TaskRegistrationUnavailable,{Type}", Run("nightly", p => p.AddParameter("Kind", kind).AddParameter("Register")).TerminatingError!.FullyQualifiedErrorId));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [ShellFact]
    public void A_shell_that_systemd_cannot_start_is_an_error() =>
        Assert.Equal($"TaskPathInvalid,{Type}", Run("nightly", p => p.AddParameter("Kind", "Systemd").AddParameter("PowerShellPath", "/opt/it's/pwsh")).TerminatingError!.FullyQualifiedErrorId);

    [ShellFact]
    public void A_folder_that_cannot_be_written_is_an_error()
    {
        File.WriteAllText(_folder["file"], "");
        ShellResult result = Run("nightly", p => p.AddParameter("Path", _folder["file"]));
        Assert.Equal($"ScheduledTaskWriteFailed,{Type}", result.TerminatingError!.FullyQualifiedErrorId);
    }

    private static (int Code, string Errors) Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors);
    }

    private static string Value(XElement task, string name) => task.Descendants(XName.Get(name, Schema)).Single().Value;

    /// <summary>The task, held against the schema.</summary>
    private static XElement ReadTask(FileInfo[] files)
    {
        XmlReaderSettings settings = new() { ValidationType = ValidationType.Schema };
        settings.Schemas.Add(Schema, Path.Combine(Path.GetDirectoryName(Shell.ManifestPath)!, "..", "..", "tests", "data", "task-scheduler.xsd"));
        settings.ValidationFlags |= XmlSchemaValidationFlags.ReportValidationWarnings;
        using XmlReader reader = XmlReader.Create(files.Single(file => file.Extension == ".xml").FullName, settings);
        return XElement.Load(reader);
    }

    private FileInfo[] New(string name, Action<PowerShell>? parameters = null) => [.. Run(name, p =>
    {
        p.AddParameter("PassThru");
        parameters?.Invoke(p);
    }).Succeeded().Objects.Cast<FileInfo>()];

    private ShellResult Run(string name, Action<PowerShell>? parameters = null) => _shell.Run(p =>
    {
        p.AddCommand(Command).AddArgument(name).AddArgument(ScriptBlock.Create(" Get-PD12MRecord ./metadata | Save-PD12MImage ./images "));
        p.AddParameter("At", "22:00").AddParameter("Until", "06:00");
        parameters?.Invoke(p);
        if (!p.Commands.Commands[0].Parameters.Any(parameter => parameter.Name == "Path"))
        {
            p.AddParameter("Path", _folder.Path);
        }
    });
}

/// <summary>A fact about units of systemd: skipped where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SystemdFactAttribute : FactAttribute
{
    public SystemdFactAttribute() => Skip = EngineUnderTest.WhySkipped ?? Obstacle;

    /// <summary>Why units cannot be verified here; null if they can.</summary>
    public static string? Obstacle { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "systemd-analyze"))) ? null : "there is no systemd-analyze on PATH.";
}
