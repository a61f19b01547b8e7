using System.Diagnostics;

namespace PD12M.Transfer;

/// <summary>
/// Closes when the store as a whole is down: then one request at a time asks whether it is back, ever more seldom,
/// and all others wait, rather than failing one by one.
/// </summary>
internal sealed class StoreGate : IDisposable
{
    private readonly object _lock = new();
    private readonly SemaphoreSlim _probe = new(1);
    private readonly RetryOptions _options;
    private readonly Action<StoreNotice> _notify;
    private Outage? _outage;
    private readonly Stopwatch _silence = Stopwatch.StartNew();
    private bool _hasAnswered;
    private int _failures;

    public StoreGate(RetryOptions options, Action<StoreNotice> notify)
    {
        _options = options;
        _notify = notify;
    }

    private sealed class Outage(ImageStoreException problem, TimeSpan longest)
    {
        public ImageStoreException Problem { get; set; } = problem;

        public TimeSpan Longest { get; } = longest;

        public Stopwatch Elapsed { get; } = Stopwatch.StartNew();

        public Stopwatch SinceProbe { get; } = Stopwatch.StartNew();

        public int Probes { get; set; }
    }

    /// <summary>Leave to send one request, and to say what became of it. Give it back with <see cref="Dispose"/>.</summary>
    internal readonly struct Pass(StoreGate gate, bool isProbe) : IDisposable
    {
        /// <summary>Whether the request asks for the sake of all others: its failure says nothing about its own object.</summary>
        public bool IsProbe { get; } = isProbe;

        /// <summary>The store answered, be it with a refusal.</summary>
        public void Answered() => gate.Answered();

        /// <summary>The store gave no answer, or one that says it is in trouble.</summary>
        public void Failed(ImageStoreException problem) => gate.Failed(problem);

        /// <inheritdoc/>
        public void Dispose()
        {
            if (IsProbe)
            {
                gate._probe.Release();
            }
        }
    }

    /// <summary>Waits while the store is down.</summary>
    /// <param name="token">Ends the wait.</param>
    /// <returns>Leave to send a request.</returns>
    /// <exception cref="ImageStoreException">The store has been down for too long.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<Pass> EnterAsync(CancellationToken token) =>
        Volatile.Read(ref _outage) is null ? new ValueTask<Pass>(new Pass(this, isProbe: false)) : new ValueTask<Pass>(WaitAsync(token));

    /// <inheritdoc/>
    public void Dispose() => _probe.Dispose();

    private async Task<Pass> WaitAsync(CancellationToken token)
    {
        await _probe.WaitAsync(token).ConfigureAwait(false);
        try
        {
            if (Volatile.Read(ref _outage) is not { } outage)
            {
                _probe.Release();
                return new Pass(this, isProbe: false);
            }

            double bound = _options.FirstProbe.TotalSeconds * Math.Pow(2, Math.Min(outage.Probes, 30));
            double asked = Math.Min(outage.Problem.RetryAfter?.TotalSeconds ?? 0, _options.LongestRetryAfter.TotalSeconds);
            TimeSpan wait = TimeSpan.FromSeconds(Math.Max(Math.Min(bound, _options.LongestProbe.TotalSeconds), asked)) - outage.SinceProbe.Elapsed;
            if (wait > TimeSpan.Zero)
            {
                // Even then one item now and again finds out whether the store is back for the others.
                TimeSpan left = outage.Longest - outage.Elapsed.Elapsed;
                if (left <= TimeSpan.Zero)
                {
                    throw DownTooLong(outage);
                }
                await Task.Delay(wait < left ? wait : left, token).ConfigureAwait(false);
            }
            outage.Probes++;
            outage.SinceProbe.Restart();
            return new Pass(this, isProbe: true);
        }
        catch
        {
            _probe.Release();
            throw;
        }
    }

    private void Answered()
    {
        Outage? over;
        lock (_lock)
        {
            _failures = 0;
            _hasAnswered = true;
            _silence.Restart();
            over = _outage;
            _outage = null;
        }
        if (over is not null)
        {
            _notify(new StoreNotice(IsWarning: true, $"The store answers again after {over.Elapsed.Elapsed.TotalSeconds:0} seconds; the run goes on."));
        }
    }

    private void Failed(ImageStoreException problem)
    {
        Outage outage;
        lock (_lock)
        {
            _failures++;
            // A store that asks to be asked later is there.
            _hasAnswered |= problem.IsThrottled || problem.RetryAfter is not null;
            if (_outage is not null)
            {
                _outage.Problem = problem;
                return;
            }
            if (_failures < _options.OutageFailures || _silence.Elapsed < _options.OutageSilence)
            {
                return;
            }
            _outage = outage = new Outage(problem, _hasAnswered ? _options.LongestOutage : _options.LongestStart);
        }
        _notify(new StoreNotice(
            IsWarning: true,
            $"The store seems to be down: {problem.Message} The run waits for it, up to {outage.Longest.TotalMinutes:0.#} min, and asks now and again."));
    }

    private static ImageStoreException DownTooLong(Outage outage) => new(
        outage.Problem.Fault,
        $"The store has been down for {outage.Elapsed.Elapsed.TotalMinutes:0.#} min, and the object was not asked for again. The last failure, perhaps of another: {outage.Problem.Message}",
        isTransient: false,
        outage.Problem);
}
