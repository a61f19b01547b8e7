namespace PD12M.Dataset;

/// <summary>
/// Reads the records of many files, in the order of the files and their rows: several runs of row groups at once, of one
/// file or of several. What is read ahead is bounded by a few batches a run.
/// </summary>
internal sealed class MetadataScan
{
    private readonly RecordSelection _selection;
    private readonly CancellationToken _token;
    private long _toSkip;
    private long _toTake;
    private long _position;

    /// <param name="selection">The fields to read.</param>
    /// <param name="skip">Records to pass over, counted over all files.</param>
    /// <param name="take">Records to read at most.</param>
    /// <param name="token">Ends all reading with <see cref="OperationCanceledException"/>.</param>
    public MetadataScan(RecordSelection selection, long skip, long take, CancellationToken token)
    {
        _selection = selection;
        _toSkip = skip;
        _toTake = take;
        _token = token;
    }

    /// <summary>Which records are wanted; null for all.</summary>
    public RecordFilter? Filter { get; init; }

    /// <summary>How many runs of row groups are read at once; a file of one row group is one run.</summary>
    public int RunsAtOnce { get; init; } = 1;

    /// <summary>Opens a file; the token ends all its reading.</summary>
    public Func<string, CancellationToken, MetadataFile> Open { get; init; } = (path, _) => MetadataFile.Open(path);

    /// <summary>Is told, on the caller's thread, of each file that is going to be read, and of the fields that were named though it has no column for them.</summary>
    public Action<MetadataFile, RecordFields>? Opened { get; init; }

    /// <summary>Is told, on the caller's thread, of what is wrong with a file; the others are read. By default it is thrown.</summary>
    public Action<string, Exception>? Failed { get; init; }

    /// <summary>What the filter has spared so far.</summary>
    public PruningTally Pruning { get; } = new();

    /// <summary>Whether as many records as were asked for have been read.</summary>
    public bool IsComplete => _toTake == 0;

    /// <summary>Reads files, one behind the other; files of an earlier call count as those before them.</summary>
    /// <returns>Batches of records. No thread reads any more when the enumerator is disposed.</returns>
    public IEnumerable<Record[]> Read(IReadOnlyList<string> files)
    {
        var started = new Queue<StartedRun>();
        ScannedFile? current = null;
        int next = 0;
        int wanted = Filter is null ? 1 : RunsAtOnce;
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(_token);
        try
        {
            while (!IsComplete)
            {
                while (started.Count < wanted && started.Sum(run => run.Feed?.Remaining ?? 0) < _toTake)
                {
                    if (current is { HasRuns: true })
                    {
                        started.Enqueue(new StartedRun(current, current.Start(reading.Token)));
                    }
                    else if (next == files.Count)
                    {
                        break;
                    }
                    else if (!TryOpen(files[next], files.Count - ++next, reading.Token, out current, out Exception? fault))
                    {
                        started.Enqueue(new StartedRun(files[next - 1], fault));
                    }
                }
                if (started.Count == 0)
                {
                    yield break;
                }
                if (Take(started.Peek()) is { } batch)
                {
                    // The next runs begin only behind a first batch: a glance at a few records opens one file.
                    wanted = RunsAtOnce;
                    int skipped = (int)Math.Min(_toSkip, batch.Length);
                    int taken = (int)Math.Min(_toTake, batch.Length - skipped);
                    _toSkip -= skipped;
                    _toTake -= taken;
                    if (taken > 0)
                    {
                        yield return taken == batch.Length ? batch : batch.AsSpan(skipped, taken).ToArray();
                    }
                }
                else
                {
                    started.Dequeue().End();
                }
            }
        }
        finally
        {
            // What nobody wants any more may be long in coming.
            reading.Cancel();
            current?.GiveUp(hasFailed: false);
            foreach (StartedRun run in started)
            {
                run.End();
            }
        }
    }

    /// <summary>Opens a file for its runs.</summary>
    /// <param name="path">The file.</param>
    /// <param name="filesAfter">How many files follow.</param>
    /// <param name="token">Ends its reading.</param>
    /// <param name="opened">The file; null where none of its records is wanted.</param>
    /// <param name="fault">What is wrong with it.</param>
    private bool TryOpen(string path, int filesAfter, CancellationToken token, out ScannedFile? opened, out Exception? fault)
    {
        opened = null;
        fault = null;
        MetadataFile? file = null;
        try
        {
            file = Open(path, token);
            // Behind a filter nobody knows which rows will count.
            bool isCountKnown = Filter is null;
            if (isCountKnown && _toSkip >= file.RowCount)
            {
                _toSkip -= file.RowCount;
                file.Dispose();
                return true;
            }
            long skip = isCountKnown ? _toSkip : 0;
            long take = isCountKnown ? Math.Min(file.RowCount - skip, _toTake) : file.RowCount;
            long rowsToCome = (file.RowCount * (1 + filesAfter)) - skip;
            var origin = new RecordOrigin(path, _position - skip, _position + (isCountKnown ? Math.Min(_toTake, rowsToCome) : rowsToCome));
            RecordPlan plan = file.Plan(_selection, Filter, origin, Pruning);
            Opened?.Invoke(file, plan.Columns.Missing & _selection.Named);
            opened = new ScannedFile(path, file, plan, skip, take, isCut: RunsAtOnce > 1);
            _toSkip -= skip;
            _position += take;
            return true;
        }
        catch (Exception error)
        {
            file?.Dispose();
            if (error is OperationCanceledException || Failed is null)
            {
                throw;
            }
            fault = error;
            return false;
        }
    }

    /// <returns>The run's next records; null behind the last, or when its file has failed, which has then been told.</returns>
    private Record[]? Take(StartedRun run)
    {
        Exception? fault = run.Fault;
        try
        {
            if (run.Feed is not null)
            {
                return run.File!.HasFailed ? null : run.Feed.Take();
            }
        }
        catch (Exception error) when (error is not OperationCanceledException && Failed is not null)
        {
            run.File!.GiveUp(hasFailed: true);
            fault = error;
        }
        Failed!(run.Path, fault!);
        return null;
    }

    /// <summary>A run whose turn comes, or a file that could not be opened.</summary>
    private sealed class StartedRun
    {
        public StartedRun(ScannedFile file, RecordFeed feed)
        {
            Path = file.Path;
            File = file;
            Feed = feed;
        }

        public StartedRun(string path, Exception? fault)
        {
            Path = path;
            Fault = fault;
        }

        public string Path { get; }

        public ScannedFile? File { get; }

        public RecordFeed? Feed { get; }

        public Exception? Fault { get; }

        public void End()
        {
            if (Feed is not null)
            {
                File!.End(Feed);
            }
        }
    }
}
