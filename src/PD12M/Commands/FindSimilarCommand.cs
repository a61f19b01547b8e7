using System.Management.Automation;
using PD12M.Commands.Completion;
using PD12M.Dataset;
using PD12M.Embeddings;

namespace PD12M.Commands;

/// <summary>Find-PD12MSimilar: finds the images whose embeddings are most similar to those of others, or to vectors.</summary>
[Cmdlet(VerbsCommon.Find, "PD12MSimilar", DefaultParameterSetName = "Record")]
[OutputType(typeof(SimilarRecord))]
public sealed class FindSimilarCommand : EmbeddingCmdlet
{
    /// <summary>Queries that one pass answers.</summary>
    private const int MostQueries = 1024;

    /// <summary>Answers that one pass finds, whose records are read together: more of them for a query leave room for fewer queries.</summary>
    private const int MostAnswers = 1 << 18;

    private readonly List<Query> _pending = [];
    private RecordSelection _selection = RecordSelection.Everything;
    private SimilarityOptions? _options;
    private IndexSet? _index;
    private long _queries;
    private long _emitted;

    /// <summary>The record of the image that others are to be similar to.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Record", ValueFromPipeline = true)]
    [ValidateNotNull]
    public Record Record { get; set; } = null!;

    /// <summary>Ids of images.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Id", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>An embedding from Get-PD12MEmbedding.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Embedding", ValueFromPipeline = true)]
    [ValidateNotNull]
    public Embedding Embedding { get; set; } = null!;

    /// <summary>A vector.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Vector")]
    [ValidateNotNullOrEmpty]
    public float[] Vector { get; set; } = [];

    /// <summary>A NumPy file of vectors.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "QueryPath")]
    [ValidateNotNullOrEmpty]
    public string QueryPath { get; set; } = "";

    /// <summary>How many images each query is answered with at most.</summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int Top { get; set; } = 10;

    /// <summary>The least score of an answer.</summary>
    [Parameter]
    [ValidateRange(-1.0, 1.0)]
    public double MinScore { get; set; } = -1;

    /// <summary>Which images may be answers: a string or a script block, as for Get-PD12MRecord.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FilterCompleter))]
    public object? Filter { get; set; }

    /// <summary>Leaves out the image that is the query itself.</summary>
    [Parameter(ParameterSetName = "Record")]
    [Parameter(ParameterSetName = "Id")]
    [Parameter(ParameterSetName = "Embedding")]
    public SwitchParameter ExcludeSelf { get; set; }

    /// <summary>Compares every vector, also where there is an index.</summary>
    [Parameter]
    public SwitchParameter Exact { get; set; }

    /// <summary>The properties to fill; only their columns are read.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ColumnCompleter))]
    public string[]? Property { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        RecordFilter? filter = Filter is null ? null : FilterArgument.Parse(this, Filter);
        base.BeginProcessing();
        _index = OpenIndex();
        _selection = Property is null ? _selection : RecordSelection.Of(Property);
        _options = new SimilarityOptions(Top)
        {
            MinScore = MinScore,
            Threads = ThrottleLimit,
            Candidates = filter is null ? null : Read(() => Data.Candidates(filter, ThrottleLimit, StopToken)),
        };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case "Record":
                Add(new Query(_queries++, Record.Id, Data.RowOf(Record), null, Record));
                break;
            case "Id":
                Array.ForEach(Id, id => Add(new Query(_queries++, id, -1, null, id)));
                break;
            case "Embedding":
                Add(new Query(_queries++, Embedding.Id, Embedding.RowIndex, Embedding.Vector, Embedding));
                break;
            case "Vector":
                Add(new Query(_queries++, null, -1, Vector, "-Vector"));
                break;
            default:
                AddFile(ResolveFolder(QueryPath));
                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Answer();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _index?.Dispose();
        }
    }

    private IndexSet? OpenIndex()
    {
        if (Exact || !IndexSet.Exists(Data.Embeddings))
        {
            string why = Exact ? "" : ": not every file of embeddings has an index; New-PD12MIndex makes them";
            if (!Exact && Data.Embeddings.Files.FirstOrDefault(file => File.Exists(IndexFile.PathOf(file.Info.Path))) is { } indexed)
            {
                WriteWarning($"There is an index of '{indexed.Info.Path}', but every vector is compared{why}.");
            }
            WriteVerbose($"Every vector is compared{why}.");
            return null;
        }
        IndexSet index = OpenIndex(" -Exact searches without it.");
        WriteVerbose("The index says which vectors are compared.");
        return index;
    }

    private void AddFile(string path)
    {
        NpyFile file;
        try
        {
            file = NpyFile.Open(path);
        }
        catch (Exception error) when (Errors.Embedding(path, error) is { } record)
        {
            ThrowTerminatingError(record);
            throw;
        }
        using (file)
        {
            if (file.Info.Rows == 0)
            {
                WriteWarning($"'{path}' has no vectors, so nothing is searched.");
            }
            else if (file.Info.Dimensions != Data.Embeddings.Dimensions)
            {
                // All of its vectors have the same fault, which is told once.
                WriteError(Errors.QueryDimensionsDiffer(file.Info.Dimensions, Data.Embeddings.Dimensions, path));
                return;
            }
            for (long row = 0; row < file.Info.Rows; row++)
            {
                float[] vector = new float[file.Info.Dimensions];
                file.CopyRow(row, vector);
                Add(new Query(_queries++, null, -1, vector, $"row {row} of {path}"));
            }
        }
    }

    private void Add(Query query)
    {
        _pending.Add(query);
        if (_pending.Count >= Math.Min(MostQueries, Math.Max(1, MostAnswers / Top)))
        {
            Answer();
        }
    }

    /// <summary>Answers the queries that have been gathered.</summary>
    private void Answer()
    {
        (Query Query, SimilarityQuery Vector)[] queries = [.. Prepare()];
        _pending.Clear();
        if (queries.Length == 0)
        {
            return;
        }
        RowScore[][] answers = Search([.. queries.Select(query => query.Vector)]);
        Dictionary<long, Record> records = Read(() => Data.Records(answers.SelectMany(rows => rows).Select(row => row.Row), _selection, StopToken));
        if (Array.FindIndex(answers, rows => rows.Length == 0) is >= 0 and int first)
        {
            WriteWarning($"{answers.Count(rows => rows.Length == 0)} of {answers.Length} queries have no answer, the first that of QueryIndex {queries[first].Query.Index}. Perhaps -MinScore is too high, or -Filter lets no image pass.");
        }
        long total = _emitted + answers.Sum(rows => rows.Length);
        for (int i = 0; i < queries.Length; i++)
        {
            for (int rank = 0; rank < answers[i].Length; rank++)
            {
                Record record = records[answers[i][rank].Row];
                // What comes of it can tell how many of the answers lie behind it.
                WriteObject(new SimilarRecord(record, record.Origin with { Start = _emitted++ - record.RowIndex, Total = total })
                {
                    Rank = rank + 1,
                    Score = answers[i][rank].Score,
                    QueryIndex = queries[i].Query.Index,
                    QueryId = queries[i].Query.Id,
                });
            }
        }
    }

    private IEnumerable<(Query Query, SimilarityQuery Vector)> Prepare()
    {
        string[] ids = [.. _pending.Where(query => query is { Vector: null, Row: < 0, Id: not null }).Select(query => query.Id!)];
        Dictionary<string, long> rows = Read(() => Data.RowsOf(ids, ThrottleLimit, StopToken));
        foreach (Query query in _pending)
        {
            long row = query.Row;
            if (query.Vector is null && row < 0 && (query.Id is null || !rows.TryGetValue(query.Id, out row)))
            {
                WriteError(Errors.RecordNotFound(query.Id ?? ""));
                continue;
            }
            float[] vector = query.Vector ?? VectorOf(row);
            if (vector.Length != Data.Embeddings.Dimensions)
            {
                WriteError(Errors.QueryDimensionsDiffer(vector.Length, Data.Embeddings.Dimensions, query.Target));
            }
            else if (SimilarityQuery.TryCreate(vector, ExcludeSelf ? row : null, out SimilarityQuery? direction))
            {
                yield return (query, direction);
            }
            else
            {
                WriteError(Errors.QueryWithoutDirection(query.Target));
            }
        }
    }

    private RowScore[][] Search(SimilarityQuery[] queries)
    {
        var progress = new ProgressReport(this, 5, "Comparing embeddings");
        RowScore[][] answers;
        if (_index is null)
        {
            var search = new SimilaritySearch(Data.Embeddings);
            answers = AwaitOrEnd(() => search.Find(queries, _options!, StopToken), () => Show(search.RowsSearched));
        }
        else
        {
            var search = new IndexSearch(_index);
            answers = AwaitOrEnd(() => search.Find(queries, _options!, StopToken), () => Show(search.RowsSearched));
        }
        progress.Complete();
        return answers;

        void Show(long rows) => progress.Show(rows, null, (double)rows / Math.Max(1, Data.Embeddings.Rows.Count));
    }

    /// <param name="Index">The query's place in the input.</param>
    /// <param name="Id">The image's id; null for a vector.</param>
    /// <param name="Row">The image's row; -1 where it is not known.</param>
    /// <param name="Vector">The vector; null for that of the row.</param>
    /// <param name="Target">What the query was in the input.</param>
    private sealed record Query(long Index, string? Id, long Row, float[]? Vector, object Target);
}
