namespace PD12M.Transfer.Runs;

/// <summary>Counts durations in classes that grow by a sixteenth of an octave: percentiles within 5 % from a fixed 6 KB.</summary>
internal sealed class LatencyHistogram
{
    private const int ClassesPerOctave = 16;
    private const int Octaves = 44;
    private const double SmallestTicks = 10;

    private readonly long[] _counts = new long[ClassesPerOctave * Octaves];
    private long _total;

    /// <summary>The longest duration.</summary>
    public TimeSpan Maximum { get; private set; }

    /// <summary>Counts one duration.</summary>
    /// <param name="duration">The duration; one below a microsecond counts as that.</param>
    public void Add(TimeSpan duration)
    {
        double octaves = Math.Log(Math.Max(duration.Ticks, SmallestTicks) / SmallestTicks, 2);
        _counts[Math.Min((int)(octaves * ClassesPerOctave), _counts.Length - 1)]++;
        _total++;
        Maximum = duration > Maximum ? duration : Maximum;
    }

    /// <summary>The duration that a share of all durations does not exceed.</summary>
    /// <param name="share">The share, above 0, at most 1.</param>
    /// <returns>The upper bound of its class; zero where nothing was counted.</returns>
    public TimeSpan Percentile(double share)
    {
        long rank = (long)Math.Ceiling(share * _total);
        long below = 0;
        for (int i = 0; i < _counts.Length && rank > 0; i++)
        {
            below += _counts[i];
            if (below >= rank)
            {
                TimeSpan bound = TimeSpan.FromTicks((long)(SmallestTicks * Math.Pow(2, (i + 1.0) / ClassesPerOctave)));
                return bound < Maximum ? bound : Maximum;
            }
        }
        return TimeSpan.Zero;
    }
}
