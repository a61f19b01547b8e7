using System.IO.Enumeration;

namespace PD12M.Testing;

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>An error status (<see cref="Fault.Status"/>, 503 by default) with S3's error document.</summary>
    Status,

    /// <summary>The connection is reset: before the headers, or after <see cref="Fault.AfterBytes"/> of the body.</summary>
    Reset,

    /// <summary>The connection is closed after <see cref="Fault.AfterBytes"/> of the body (half of it by default).</summary>
    Truncate,

    /// <summary>Every byte of the body from <see cref="Fault.AfterBytes"/> on (0 by default) is inverted.</summary>
    WrongBytes,

    /// <summary>The body is <see cref="Fault.LengthChange"/> bytes longer or shorter, and Content-Length agrees with it.</summary>
    WrongLength,

    /// <summary>Silence until the client closes: before the headers, or after <see cref="Fault.AfterBytes"/> of the body.</summary>
    Stall,

    /// <summary>The answer starts <see cref="Fault.Delay"/> later; later rules still apply.</summary>
    Latency,

    /// <summary>No answer starts before <see cref="Fault.Together"/> requests have been struck; later rules still apply.</summary>
    Gather,

    /// <summary>Requests above <see cref="Fault.Rate"/> a second are answered 503 SlowDown.</summary>
    Throttle,

    /// <summary>A redirect (<see cref="Fault.Status"/>, 302 by default) to <see cref="Fault.Location"/>.</summary>
    Redirect,

    /// <summary>An answer that is not HTTP.</summary>
    GarbageHeaders,

    /// <summary>The body drips at <see cref="Fault.Rate"/> bytes a second; later rules still apply.</summary>
    BytesPerSecond,
}

/// <summary>A rule of a <see cref="FaultPlan"/>: which requests it hits, and what happens to them.</summary>
/// <param name="kind">What goes wrong.</param>
public sealed class Fault(FaultKind kind)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _gathered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _seen;
    private int _fired;
    private double _tokens = double.NaN;
    private long _refilled;

    /// <summary>What goes wrong.</summary>
    public FaultKind Kind { get; } = kind;

    /// <summary>The keys hit, with * (any run of characters, also /) and ?; null hits every request.</summary>
    public string? Key { get; init; }

    /// <summary>How often the rule strikes; null for ever.</summary>
    public int? Times { get; init; }

    /// <summary>Strikes the first and from there every n-th request.</summary>
    public int Every { get; init; } = 1;

    /// <summary>The share of the requests that are struck, 0 to 1; drawn from <see cref="Seed"/> and the request's number.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Chooses among the drawings of <see cref="Probability"/>.</summary>
    public int Seed { get; init; }

    /// <summary>How many of the matching requests pass first.</summary>
    public int SkipFirst { get; init; }

    /// <summary>The status of <see cref="FaultKind.Status"/> and <see cref="FaultKind.Redirect"/>.</summary>
    public int? Status { get; init; }

    /// <summary>The Retry-After header of <see cref="FaultKind.Status"/> and <see cref="FaultKind.Throttle"/>: seconds, or an HTTP date.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>Where in the body the fault strikes, in bytes.</summary>
    public long? AfterBytes { get; init; }

    /// <summary>The change of <see cref="FaultKind.WrongLength"/> in bytes; negative shortens.</summary>
    public int LengthChange { get; init; } = -1;

    /// <summary>The delay of <see cref="FaultKind.Latency"/>.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How many requests <see cref="FaultKind.Gather"/> waits for.</summary>
    public int Together { get; init; } = 2;

    /// <summary>Requests (<see cref="FaultKind.Throttle"/>) or bytes (<see cref="FaultKind.BytesPerSecond"/>) a second, above 0.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>The target of <see cref="FaultKind.Redirect"/>.</summary>
    public Uri? Location { get; init; }

    /// <summary>How often the rule has struck.</summary>
    public int Fired => Volatile.Read(ref _fired);

    /// <summary>Ends when as many requests have been struck as are to come together.</summary>
    internal Task Gathered => _gathered.Task;

    internal bool Strikes(string key)
    {
        if (Key is not null && !FileSystemName.MatchesSimpleExpression(Key, key, ignoreCase: false))
        {
            return false;
        }

        lock (_gate)
        {
            long number = _seen++ - SkipFirst;
            bool strikes = number >= 0
                && !(_fired >= Times)
                && number % Every == 0
                && (Probability >= 1 || Draw(Seed, number) < Probability)
                && (Kind != FaultKind.Throttle || !TakeToken());
            if (strikes)
            {
                _fired++;
                if (_fired >= Together)
                {
                    _gathered.TrySetResult();
                }
            }

            return strikes;
        }
    }

    private bool TakeToken()
    {
        double capacity = Math.Max(1, Rate);
        long now = Environment.TickCount64;
        _tokens = double.IsNaN(_tokens) ? capacity : Math.Min(capacity, _tokens + ((now - _refilled) * Rate / 1000));
        _refilled = now;
        if (_tokens < 1)
        {
            return false;
        }

        _tokens--;
        return true;
    }

    // SplitMix64's finalizer: well spread even for consecutive numbers, and the same on every machine.
    private static double Draw(int seed, long number)
    {
        ulong z = ((ulong)(uint)seed << 32) + (((ulong)number + 1) * 0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) / (double)(1UL << 53);
    }
}
