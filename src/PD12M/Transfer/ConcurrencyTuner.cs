namespace PD12M.Transfer;

/// <summary>
/// Finds how many transfers at once bring the most: doubles while that brings clearly more, then holds, and tries now
/// and again a little more and a little less.
/// </summary>
/// <remarks>
/// Judged by bytes per second: by Little's law, latency that grows with the number of transfers shows as a rate that does
/// not. The scheme is TCP's (slow start, then small steps; RFC 5681), its signal that of TCP Vegas and of Netflix's
/// concurrency-limits.
/// </remarks>
internal sealed class ConcurrencyTuner
{
    private const int First = 8;
    private const int Least = 2;
    private const int WindowsBetweenTrials = 8;
    private const double ClearGain = 1.1;
    private const double SmallGain = 1.05;
    private const double SmallLoss = 0.98;
    private const double Busy = 0.92;

    private readonly int _most;
    private Phase _phase = Phase.Growing;
    private int _before;
    private double _rate;
    private bool _isSecondLook;
    private bool _wasUp;
    private int _held;

    /// <summary>Makes a tuner.</summary>
    /// <param name="most">The most transfers at once.</param>
    public ConcurrencyTuner(int most)
    {
        _most = most;
        Limit = Math.Min(First, most);
        _before = Limit;
    }

    private enum Phase
    {
        Growing,
        Holding,
        TryingMore,
        TryingLess,
    }

    /// <summary>Whether the limit still doubles: then a short look is enough to tell.</summary>
    public bool IsGrowing => _phase == Phase.Growing;

    /// <summary>How many transfers may run at once.</summary>
    public int Limit { get; private set; }

    /// <summary>Takes what the present limit came to.</summary>
    /// <param name="window">What was measured.</param>
    public void Adjust(TransferWindow window)
    {
        double rate = window.BytesPerSecond;
        switch (_phase)
        {
            case Phase.Growing:
                Grow(rate, window.CpuShare);
                break;
            case Phase.Holding when ++_held < WindowsBetweenTrials:
                _rate += (rate - _rate) * 0.3;
                break;
            case Phase.Holding:
                Try(rate, more: !_wasUp && window.CpuShare < Busy);
                break;
            case Phase.TryingMore when rate > _rate * SmallGain:
                Try(rate, more: window.CpuShare < Busy);
                break;
            case Phase.TryingLess when rate > _rate * SmallLoss:
                Hold(Limit, rate);
                break;
            default:
                Hold(_before, _rate);
                break;
        }
    }

    private void Grow(double rate, double cpuShare)
    {
        if (rate > _rate * ClearGain)
        {
            _rate = rate;
            _before = Limit;
            _isSecondLook = false;
            if (Limit == _most)
            {
                Hold(Limit, rate);
            }
            else
            {
                Limit = Math.Min(_most, Limit * 2);
            }
        }
        else if (!_isSecondLook && cpuShare < Busy)
        {
            // One window may have met a pause of the collector or of the line.
            _isSecondLook = true;
        }
        else
        {
            // Where the last doubling brought a little, what it brought is kept.
            Hold(rate > _rate ? Limit : _before, Math.Max(rate, _rate));
        }
    }

    private void Try(double rate, bool more)
    {
        int limit = more ? Math.Min(_most, Limit + Math.Max(1, Limit / 4)) : Math.Max(Least, Limit - Math.Max(1, Limit / 5));
        if (limit == Limit)
        {
            Hold(Limit, rate);
            _wasUp = more;
            return;
        }
        _rate = _phase == Phase.Holding ? _rate + ((rate - _rate) * 0.3) : rate;
        _before = Limit;
        _wasUp = more;
        Limit = limit;
        _phase = more ? Phase.TryingMore : Phase.TryingLess;
    }

    private void Hold(int limit, double rate)
    {
        Limit = limit;
        _rate = rate;
        _held = 0;
        _phase = Phase.Holding;
    }
}
