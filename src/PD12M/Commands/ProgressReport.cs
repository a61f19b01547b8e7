using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace PD12M.Commands;

/// <summary>Shows how a long run goes on, at most twice a second, and withdraws it only if it was shown.</summary>
internal sealed class ProgressReport(Cmdlet cmdlet, int activityId, string activity)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);

    private readonly Stopwatch _running = Stopwatch.StartNew();
    private readonly MovingRate _itemRate = new();
    private readonly MovingRate _byteRate = new();
    private readonly MovingRate _fractionRate = new();
    private TimeSpan _lastShown;
    private bool _shown;

    /// <summary>Shows the state when it is time to.</summary>
    /// <param name="finished">Items finished.</param>
    /// <param name="bytes">Bytes moved; null where they are of no concern.</param>
    /// <param name="fraction">How much of the input is done, 0 to 1; null where nobody knows.</param>
    public void Show(long finished, long? bytes, double? fraction)
    {
        TimeSpan elapsed = _running.Elapsed;
        if (elapsed - _lastShown < s_interval)
        {
            return;
        }
        _lastShown = elapsed;
        _shown = true;
        string status = string.Format(CultureInfo.CurrentCulture, "{0:N0} items, {1:N0} a second", finished, _itemRate.Add(elapsed, finished));
        if (bytes is { } moved)
        {
            status += string.Format(CultureInfo.CurrentCulture, "; {0:N1} MB, {1:N1} MB a second", moved / 1e6, _byteRate.Add(elapsed, moved) / 1e6);
        }
        double fractionRate = _fractionRate.Add(elapsed, fraction ?? 0);
        cmdlet.WriteProgress(new ProgressRecord(activityId, activity, status)
        {
            PercentComplete = fraction is { } done ? (int)(100 * done) : -1,
            SecondsRemaining = fraction is { } part && fractionRate > 0 ? (int)Math.Min(int.MaxValue, (1 - part) / fractionRate) : -1,
        });
    }

    /// <summary>Shows, when it is time to, what the run waits for before it has begun.</summary>
    public void Wait(string status)
    {
        if (_running.Elapsed - _lastShown >= s_interval)
        {
            _lastShown = _running.Elapsed;
            _shown = true;
            cmdlet.WriteProgress(new ProgressRecord(activityId, activity, status));
        }
    }

    /// <summary>Withdraws the progress bar.</summary>
    public void Complete()
    {
        if (_shown)
        {
            cmdlet.WriteProgress(new ProgressRecord(activityId, activity, "Finished") { RecordType = ProgressRecordType.Completed });
        }
    }
}
