using System.Globalization;

namespace PD12M.Scheduling;

/// <summary>The hours of each day in which a task may run, by the clock on the wall.</summary>
/// <param name="Start">The time of day at which it starts.</param>
/// <param name="End">The time of day at which it ends; the next day's when it is the earlier one.</param>
internal sealed record TaskWindow(TimeSpan Start, TimeSpan End)
{
    /// <summary>What a run that ends itself at the window's end may take for it.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromMinutes(10);

    public TimeSpan Length => End > Start ? End - Start : End - Start + TimeSpan.FromDays(1);

    /// <summary>The time after which the system ends a run that has not ended itself.</summary>
    public TimeSpan HardLimit => Length + s_grace;

    public string StartText => Text(Start);

    public string EndText => Text(End);

    private static string Text(TimeSpan time) => time.ToString(@"hh\:mm", CultureInfo.InvariantCulture);
}
