namespace PD12M.Dataset;

/// <summary>An open file that is read in runs of row groups, several at once; it is closed behind the last. For one thread.</summary>
internal sealed class ScannedFile
{
    /// <summary>Rows that are worth a thread of their own.</summary>
    private const long RunRows = 65_536;

    private readonly MetadataFile _file;
    private readonly RecordPlan _plan;
    private readonly Queue<(long Skip, long Take)> _runs;
    private int _reading;

    /// <param name="path">The file as it was named.</param>
    /// <param name="file">The file; it is closed behind the last run.</param>
    /// <param name="plan">What is read.</param>
    /// <param name="skip">Rows to pass over.</param>
    /// <param name="take">Rows to look at.</param>
    /// <param name="isCut">Whether runs are going to be read at once.</param>
    public ScannedFile(string path, MetadataFile file, RecordPlan plan, long skip, long take, bool isCut)
    {
        Path = path;
        _file = file;
        _plan = plan;
        _runs = new(file.Runs(skip, take, isCut ? RunRows : long.MaxValue));
        CloseIfDone();
    }

    /// <summary>The file as it was named.</summary>
    public string Path { get; }

    /// <summary>Whether runs are left to begin.</summary>
    public bool HasRuns => _runs.Count > 0;

    /// <summary>Whether the file has been given up.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Begins to read the next run.</summary>
    public RecordFeed Start(CancellationToken token)
    {
        (long skip, long take) = _runs.Dequeue();
        _reading++;
        return new RecordFeed(() => _file.Read(_plan, skip, take), _plan.Filter is null ? take : 0, token);
    }

    /// <summary>Ends the reading of a run, whether all of it has been taken or not.</summary>
    public void End(RecordFeed feed)
    {
        feed.Dispose();
        _reading--;
        CloseIfDone();
    }

    /// <summary>Begins no run any more; those that are being read must still be ended.</summary>
    /// <param name="hasFailed">Whether something is wrong with the file.</param>
    public void GiveUp(bool hasFailed)
    {
        HasFailed |= hasFailed;
        _runs.Clear();
        CloseIfDone();
    }

    private void CloseIfDone()
    {
        if (_reading == 0 && _runs.Count == 0)
        {
            _file.Dispose();
        }
    }
}
