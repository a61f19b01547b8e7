using System.Management.Automation;
using PD12M.Dataset;

namespace PD12M.Commands;

/// <summary>Get-PD12MEmbedding: gets the embeddings of images.</summary>
[Cmdlet(VerbsCommon.Get, "PD12MEmbedding", DefaultParameterSetName = "Record")]
[OutputType(typeof(Embedding))]
public sealed class GetEmbeddingCommand : EmbeddingCmdlet
{
    /// <summary>Items that one reading of the metadata looks up.</summary>
    private const int MostPending = 1 << 16;

    private static readonly RecordSelection s_id = RecordSelection.Of([nameof(Id)]);

    private readonly List<Item> _pending = [];

    /// <summary>A record whose embedding is wanted.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Record", ValueFromPipeline = true)]
    [ValidateNotNull]
    public Record Record { get; set; } = null!;

    /// <summary>Ids of the images whose embeddings are wanted.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Id", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>The rows that are wanted, over all files of embeddings.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "RowIndex")]
    [ValidateNotNullOrEmpty]
    public long[] RowIndex { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case "Record":
                Add(new Item(Record.Id, Data.RowOf(Record)));
                break;
            case "Id":
                Array.ForEach(Id, id => Add(new Item(id, -1)));
                break;
            default:
                Array.ForEach(RowIndex, AddRow);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Flush();

    private void AddRow(long row)
    {
        if (row >= 0 && row < Data.Embeddings.Rows.Count)
        {
            Add(new Item(null, row));
        }
        else
        {
            WriteError(Errors.EmbeddingRowNotFound(row, Data.Embeddings.Rows.Count));
        }
    }

    private void Add(Item item)
    {
        if (_pending.Count == 0 && item is { Id: not null, Row: >= 0 })
        {
            Write(item.Id, item.Row);
            return;
        }
        _pending.Add(item);
        if (_pending.Count == MostPending)
        {
            Flush();
        }
    }

    private void Flush()
    {
        string[] ids = [.. _pending.Where(item => item is { Id: not null, Row: < 0 }).Select(item => item.Id!)];
        long[] rows = [.. _pending.Where(item => item is { Id: null, Row: >= 0 }).Select(item => item.Row)];
        Dictionary<string, long> rowsOfIds = Read(() => Data.RowsOf(ids, ThrottleLimit, StopToken));
        Dictionary<long, Record> records = Read(() => Data.Records(rows, s_id, StopToken));
        foreach (Item item in _pending)
        {
            long row = item.Row;
            if (row >= 0 || (item.Id is not null && rowsOfIds.TryGetValue(item.Id, out row)))
            {
                Write(item.Id ?? (records.TryGetValue(row, out Record? record) ? record.Id : null), row);
            }
            else
            {
                WriteError(Errors.RecordNotFound(item.Id ?? ""));
            }
        }
        _pending.Clear();
    }

    private void Write(string? id, long row) => WriteObject(new Embedding(id, row, VectorOf(row)));

    /// <param name="Id">The image's id, as far as it is known.</param>
    /// <param name="Row">Its row; -1 as long as only the id is known.</param>
    private sealed record Item(string? Id, long Row);
}
