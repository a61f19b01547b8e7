namespace PD12M.Dataset;

/// <summary>
/// Reads the records of many files, several files at once, in the order of the files and their rows. What is read ahead
/// is bounded by a few batches a file.
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

    /// <summary>How many files are read at once.</summary>
    public int FilesAtOnce { get; init; } = 1;

    /// <summary>Opens a file.</summary>
    public Func<string, MetadataFile> Open { get; init; } = MetadataFile.Open;

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
        var started = new Queue<StartedFile>();
        int next = 0;
        int wanted = Filter is null ? 1 : FilesAtOnce;
        try
        {
            while (!IsComplete)
            {
                while (started.Count < wanted && next < files.Count && started.Sum(file => file.Feed?.Remaining ?? 0) < _toTake)
                {
                    if (Start(files[next], files.Count - ++next) is { } file)
                    {
                        started.Enqueue(file);
                    }
                }
                if (started.Count == 0)
                {
                    yield break;
                }
                if (Take(started.Peek()) is { } batch)
                {
                    // The next files begin only behind a first batch: a glance at a few records opens one file.
                    wanted = FilesAtOnce;
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
                    started.Dequeue().Feed?.Dispose();
                }
            }
        }
        finally
        {
            foreach (StartedFile file in started)
            {
                file.Feed?.Dispose();
            }
        }
    }

    /// <returns>The file; null where none of its records is wanted.</returns>
    private StartedFile? Start(string path, int filesAfter)
    {
        MetadataFile? file = null;
        try
        {
            file = Open(path);
            // Behind a filter nobody knows which rows will count.
            bool isCountKnown = Filter is null;
            if (isCountKnown && _toSkip >= file.RowCount)
            {
                _toSkip -= file.RowCount;
                file.Dispose();
                return null;
            }
            long skip = isCountKnown ? _toSkip : 0;
            long take = isCountKnown ? Math.Min(file.RowCount - skip, _toTake) : file.RowCount;
            long rowsToCome = (file.RowCount * (1 + filesAfter)) - skip;
            var origin = new RecordOrigin(path, _position - skip, _position + (isCountKnown ? Math.Min(_toTake, rowsToCome) : rowsToCome));
            RecordPlan plan = file.Plan(_selection, Filter, origin, Pruning);
            Opened?.Invoke(file, plan.Columns.Missing & _selection.Named);
            var feed = new RecordFeed(file, () => file.Read(plan, skip, take), isCountKnown ? take : 0, _token);
            _toSkip -= skip;
            _position += take;
            return new StartedFile(path, feed, null);
        }
        catch (Exception error) when (error is not OperationCanceledException && Failed is not null)
        {
            file?.Dispose();
            return new StartedFile(path, null, error);
        }
    }

    /// <returns>The file's next records; null behind the last, or when it has failed, which has then been told.</returns>
    private Record[]? Take(StartedFile file)
    {
        Exception? fault = file.Error;
        try
        {
            if (file.Feed is not null)
            {
                return file.Feed.Take();
            }
        }
        catch (Exception error) when (error is not OperationCanceledException && Failed is not null)
        {
            fault = error;
        }
        Failed!(file.Path, fault!);
        return null;
    }

    /// <summary>A file whose turn comes: it is being read, or has failed already.</summary>
    private sealed record StartedFile(string Path, RecordFeed? Feed, Exception? Error);
}
