using System.Diagnostics;
using System.Text;

namespace PD12M.Transfer.Runs;

/// <summary>The log of one run. Lines may come from many threads; they are written in batches, at least twice a second.</summary>
internal sealed class RunLog : IDisposable
{
    private const int BatchLength = 64 * 1024;
    private const int MaximumLength = 4 * 1024 * 1024;
    private const int MaximumTextLength = 1024;

    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(400);

    /// <summary>How long others may write before that is a fault.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>The same at the end of the run, which somebody waits for.</summary>
    private static readonly TimeSpan s_lastPatience = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly StringBuilder _pending = new();

    // Held while the file is written, which may take long: what is added meanwhile waits for _gate alone.
    private readonly object _writing = new();
    private readonly Stopwatch _behind = new();
    private readonly LogFile _file;
    private readonly Timer _timer;
    private readonly string _path;
    private readonly string _run = Guid.NewGuid().ToString("N").Substring(0, 8);
    private long _dropped;
    private bool _isDisposed;

    /// <summary>Opens the log with its first line; the file is there and written when this returns.</summary>
    /// <param name="path">The full path of the file; its folder must be there.</param>
    /// <param name="maximumBytes">The size above which the file is set aside.</param>
    /// <param name="addStart">Adds to the line of the event start.</param>
    /// <param name="token">Ends the wait for others who write it.</param>
    /// <exception cref="RunFileException">It is no file.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public RunLog(string path, long maximumBytes, Action<JsonLine> addStart, CancellationToken token = default)
    {
        _path = path;
        _file = new LogFile(path, maximumBytes);
        Add("start", addStart);
        if (!TryWrite(s_patience, token))
        {
            throw Held();
        }
        _timer = new Timer(static log => ((RunLog)log!).Flush(TimeSpan.Zero), this, s_interval, s_interval);
    }

    /// <summary>What kept lines from being written first; null while nothing did.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Whether lines wait to be written.</summary>
    public bool IsBehind
    {
        get
        {
            lock (_gate)
            {
                return _pending.Length > 0 || _dropped > 0;
            }
        }
    }

    /// <summary>Adds a line. It never waits for the file.</summary>
    /// <param name="name">The event.</param>
    /// <param name="add">Adds what there is to say about it.</param>
    public void Add(string name, Action<JsonLine> add)
    {
        string text = LineOf(name, add);
        bool isBatch;
        lock (_gate)
        {
            if (_pending.Length + text.Length > MaximumLength)
            {
                _dropped++;
                Fault ??= new IOException($"{MaximumLength >> 20} MB of lines wait for it, so that others are dropped; another program may hold '{_path}.lock'");
                return;
            }
            _pending.Append(text);
            isBatch = _pending.Length >= BatchLength;
        }
        if (isBatch && Fault is null && !_behind.IsRunning)
        {
            Flush(TimeSpan.Zero);
        }
    }

    /// <summary>Writes what there is, waiting a second at most; where that fails, it is tried again until <see cref="Dispose"/>.</summary>
    public void Flush() => Flush(s_lastPatience);

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        Flush(Fault is null ? s_lastPatience : TimeSpan.Zero);
        _isDisposed = true;
    }

    private void Flush(TimeSpan patience)
    {
        if (!Monitor.TryEnter(_writing, patience))
        {
            return;
        }
        try
        {
            if (_isDisposed || TryWrite(patience, CancellationToken.None))
            {
                _behind.Reset();
                return;
            }
            _behind.Start();
            if (_behind.Elapsed >= s_patience || patience > TimeSpan.Zero)
            {
                Fault ??= Held();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fault ??= exception;
        }
        finally
        {
            Monitor.Exit(_writing);
        }
    }

    /// <summary>Writes what is pending. By one thread at a time.</summary>
    /// <returns>Whether there was nothing to write, or its turn came in time.</returns>
    private bool TryWrite(TimeSpan patience, CancellationToken token)
    {
        string lines;
        long dropped;
        lock (_gate)
        {
            lines = _pending.ToString();
            dropped = _dropped;
        }
        string gap = dropped > 0 ? LineOf("gap", line => line.Add("lines", dropped)) : "";
        if (lines.Length + gap.Length == 0)
        {
            return true;
        }
        if (!_file.TryAppend(Encoding.ASCII.GetBytes(lines + gap), patience, token))
        {
            return false;
        }
        lock (_gate)
        {
            _pending.Remove(0, lines.Length);
            _dropped -= dropped;
        }
        return true;
    }

    private IOException Held() => new($"Another program holds '{_path}.lock', in which those who write the log take turns.");

    private string LineOf(string name, Action<JsonLine> add)
    {
        JsonLine line = new JsonLine(MaximumTextLength).Add("time", DateTime.UtcNow).Add("run", _run).Add("event", name);
        add(line);
        return line + "\n";
    }
}
