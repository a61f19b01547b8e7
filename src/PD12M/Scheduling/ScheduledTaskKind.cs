namespace PD12M;

/// <summary>What runs a scheduled task.</summary>
public enum ScheduledTaskKind
{
    /// <summary>The Windows Task Scheduler, 1.2 and later (Windows Vista and Server 2008).</summary>
    TaskScheduler,
    /// <summary>A service and a timer of systemd.</summary>
    Systemd,
}
