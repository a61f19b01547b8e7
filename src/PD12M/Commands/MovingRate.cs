namespace PD12M.Commands;

/// <summary>The rate of a count over the last seconds, from its values at some moments.</summary>
internal sealed class MovingRate
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(10);

    private readonly Queue<(TimeSpan Time, double Value)> _values = new();

    /// <summary>Takes the count's value and gives its rate since the moment that lies just outside the last ten seconds.</summary>
    /// <param name="time">The moment, on a clock that never goes back.</param>
    /// <param name="value">The count.</param>
    /// <returns>The rate in a second; from the count's start at zero until two moments are known.</returns>
    public double Add(TimeSpan time, double value)
    {
        if (_values.Count == 0)
        {
            _values.Enqueue((TimeSpan.Zero, 0));
        }
        while (_values.Count > 1 && time - _values.ElementAt(1).Time >= s_window)
        {
            _values.Dequeue();
        }
        (TimeSpan oldest, double before) = _values.Peek();
        _values.Enqueue((time, value));
        return time > oldest ? (value - before) / (time - oldest).TotalSeconds : 0;
    }
}
