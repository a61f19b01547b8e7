using System.Text;

namespace PD12M.Transfer.Runs;

/// <summary>The log of one run. Lines may come from many threads; they are written in batches, at least twice a second.</summary>
internal sealed class RunLog : IDisposable
{
    private const int BatchLength = 64 * 1024;
    private const int MaximumLength = 4 * 1024 * 1024;
    private const int MaximumTextLength = 1024;

    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(400);

    private readonly object _gate = new();
    private readonly StringBuilder _pending = new();
    private readonly LogFile _file;
    private readonly Timer _timer;
    private readonly string _run = Guid.NewGuid().ToString("N").Substring(0, 8);
    private long _dropped;
    private bool _isDisposed;

    /// <summary>Opens the log with its first line; the file is there and written when this returns.</summary>
    /// <param name="path">The full path of the file; its folder must be there.</param>
    /// <param name="maximumBytes">The size above which the file is set aside.</param>
    /// <param name="addStart">Adds to the line of the event start.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public RunLog(string path, long maximumBytes, Action<JsonLine> addStart)
    {
        _file = new LogFile(path, maximumBytes);
        Add("start", addStart);
        Write();
        _timer = new Timer(static log => ((RunLog)log!).Flush(), this, s_interval, s_interval);
    }

    /// <summary>What kept lines from being written first; null while nothing did.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Adds a line.</summary>
    /// <param name="name">The event.</param>
    /// <param name="add">Adds what there is to say about it.</param>
    public void Add(string name, Action<JsonLine> add)
    {
        string text = LineOf(name, add);
        lock (_gate)
        {
            if (_pending.Length + text.Length > MaximumLength)
            {
                _dropped++;
                return;
            }
            _pending.Append(text);
            if (_pending.Length >= BatchLength && Fault is null)
            {
                Flush();
            }
        }
    }

    /// <summary>Writes what there is; where that fails, it is tried again until <see cref="Dispose"/>.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            if (_isDisposed || (_pending.Length == 0 && _dropped == 0))
            {
                return;
            }
            try
            {
                Write();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Fault ??= exception;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            Flush();
            _isDisposed = true;
        }
    }

    private void Write()
    {
        string gap = _dropped > 0 ? LineOf("gap", line => line.Add("lines", _dropped)) : "";
        _file.Append(Encoding.ASCII.GetBytes(_pending + gap));
        _pending.Clear();
        _dropped = 0;
    }

    private string LineOf(string name, Action<JsonLine> add)
    {
        JsonLine line = new JsonLine(MaximumTextLength).Add("time", DateTime.UtcNow).Add("run", _run).Add("event", name);
        add(line);
        return line + "\n";
    }
}
