using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace PD12M.Scheduling;

/// <summary>A task in the schema of the Windows Task Scheduler (MS-TSCH, section 2.5).</summary>
internal static class TaskSchedulerXml
{
    private static readonly XNamespace s_schema = "http://schemas.microsoft.com/windows/2004/02/mit/task";

    public static TaskFile Make(NightlyTask task)
    {
        XElement document = Element(
            "Task",
            new XAttribute("version", "1.2"),
            Element(
                "RegistrationInfo",
                Element("Source", NightlyTask.Author),
                Element("Description", $"Runs '{task.ScriptPath}' every night from {task.Window.StartText} until {task.Window.EndText}.")),
            Element(
                "Triggers",
                Element(
                    "CalendarTrigger",
                    Element("Enabled", true),
                    // Without a zone: the clock on the wall, in summer and in winter.
                    Element("StartBoundary", (DateTime.Today + task.Window.Start).ToString("s")),
                    Element("ScheduleByDay", Element("DaysInterval", 1)))),
            Element("Principals", Principal(task.User)),
            Element(
                "Settings",
                Element("MultipleInstancesPolicy", "IgnoreNew"),
                Element("DisallowStartIfOnBatteries", false),
                Element("StopIfGoingOnBatteries", false),
                Element("StartWhenAvailable", true),
                Element("RunOnlyIfNetworkAvailable", true),
                Element("ExecutionTimeLimit", task.Window.HardLimit)),
            Element(
                "Actions",
                new XAttribute("Context", "Author"),
                Element(
                    "Exec",
                    Element("Command", task.PowerShellPath),
                    // Restricted is Windows' own default, under which no script runs; a group policy goes before this.
                    Element("Arguments", $"-NoProfile -NonInteractive -ExecutionPolicy RemoteSigned -File \"{task.ScriptPath}\""),
                    Element("WorkingDirectory", task.Location))));
        using MemoryStream bytes = new();
        // UTF-16, as schtasks writes its own; its parser stumbles over UTF-8.
        using (XmlWriter writer = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = Encoding.Unicode, Indent = true }))
        {
            document.Save(writer);
        }
        return new TaskFile(task.PathOf(".xml"), bytes.ToArray());
    }

    private static XElement Principal(string user)
    {
        int slash = user.LastIndexOf('\\');
        string? service = (slash < 0 || user.StartsWith(@"NT AUTHORITY\", StringComparison.OrdinalIgnoreCase) ? user.Substring(slash + 1).ToUpperInvariant() : "") switch
        {
            // Well-known SIDs, as the names differ with Windows' language.
            "SYSTEM" => "S-1-5-18",
            "LOCAL SERVICE" => "S-1-5-19",
            "NETWORK SERVICE" => "S-1-5-20",
            _ => null,
        };
        return Element(
            "Principal",
            new XAttribute("id", "Author"),
            Element("UserId", service ?? user),
            // S4U runs it whether the user is logged on or not, without a password. A managed account ($) has one that Windows knows.
            service is null ? Element("LogonType", user[user.Length - 1] == '$' ? "Password" : "S4U") : null,
            Element("RunLevel", "LeastPrivilege"));
    }

    private static XElement Element(string name, params object?[] content) => new(s_schema + name, content);
}
