using System.Diagnostics;

namespace PD12M.Transfer.Runs;

/// <summary>Ends a run before its input does: at a time, for want of room, or because the disk is full. Thread-safe.</summary>
internal sealed class RunLimits : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    private readonly object _gate = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly CancellationTokenSource _graceOver = new();
    private readonly string _folder;
    private readonly Timer? _timer;
    private volatile SaveEndReason _reason = SaveEndReason.Completed;
    private volatile bool _isSpaceLow;
    private bool _isDisposed;

    /// <param name="folder">The destination, for its volume.</param>
    /// <param name="timeLimit">How long the run may take; null for as long as it likes.</param>
    /// <param name="stopAfter">When it is to end, in UTC; null for never.</param>
    /// <param name="minFreeSpace">The room in bytes that the volume keeps; null where that is of no concern.</param>
    /// <exception cref="IOException">Nobody knows the volume's room.</exception>
    /// <exception cref="UnauthorizedAccessException">The volume's room may not be known.</exception>
    /// <exception cref="ArgumentException">The folder is on no volume whose room can be known, such as a Windows share.</exception>
    public RunLimits(string folder, TimeSpan? timeLimit, DateTime? stopAfter, long? minFreeSpace)
    {
        _folder = folder;
        TimeLimit = timeLimit;
        StopAfter = stopAfter;
        MinFreeSpace = minFreeSpace;
        Check();
        if (timeLimit is not null || stopAfter is not null || minFreeSpace is not null)
        {
            _timer = new Timer(static limits => ((RunLimits)limits!).CheckAgain(), this, s_interval, s_interval);
        }
    }

    /// <summary>How long transfers may go on when the run is over.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan? TimeLimit { get; }

    public DateTime? StopAfter { get; }

    public long? MinFreeSpace { get; }

    /// <summary>Why the run is over; <see cref="SaveEndReason.Completed"/> while it is not.</summary>
    public SaveEndReason Reason => _reason;

    /// <summary>Whether no image may be begun any more.</summary>
    public bool IsOver => _reason != SaveEndReason.Completed;

    /// <summary>Cancelled when the run is over and the grace of those on the way, too.</summary>
    public CancellationToken GraceOver => _graceOver.Token;

    /// <summary>Ends the run; the first reason counts.</summary>
    /// <param name="reason">Why.</param>
    public void End(SaveEndReason reason)
    {
        lock (_gate)
        {
            if (!IsOver && !_isDisposed)
            {
                _reason = reason;
                _graceOver.CancelAfter(Grace);
            }
        }
    }

    /// <summary>Is called before an image is fetched: ends the run when there is too little room.</summary>
    /// <exception cref="RunOverException">There is.</exception>
    public void DemandSpace()
    {
        if (_isSpaceLow)
        {
            End(SaveEndReason.FreeSpace);
            throw new RunOverException();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_gate)
        {
            _isDisposed = true;
            _graceOver.Dispose();
        }
    }

    private void CheckAgain()
    {
        try
        {
            Check();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A volume that has gone has no room.
            _isSpaceLow = true;
        }
    }

    private void Check()
    {
        if (_clock.Elapsed >= TimeLimit || DateTime.UtcNow >= StopAfter)
        {
            End(SaveEndReason.TimeLimit);
        }
        if (MinFreeSpace is { } minimum)
        {
            _isSpaceLow = new DriveInfo(VolumeOf(_folder)).AvailableFreeSpace < minimum;
        }
    }

    /// <summary>What <see cref="DriveInfo"/> takes: any path on Unix, a drive's root on Windows.</summary>
    private static string VolumeOf(string folder) => Path.DirectorySeparatorChar == '/' ? folder : Path.GetPathRoot(folder)!;
}
