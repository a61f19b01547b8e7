using PD12M.Dataset;

namespace PD12M;

/// <summary>A record that was found by its embedding.</summary>
public sealed class SimilarRecord : Record
{
    /// <param name="record">The record.</param>
    /// <param name="origin">How far its finding has got.</param>
    internal SimilarRecord(Record record, RecordOrigin origin)
        : base(record, origin)
    {
    }

    /// <summary>The place among the answers to the query, from 1.</summary>
    public int Rank { get; internal init; }

    /// <summary>The cosine of the angle between the embeddings, -1 to 1.</summary>
    public double Score { get; internal init; }

    /// <summary>The query's place in the input, from 0.</summary>
    public long QueryIndex { get; internal init; }

    /// <summary>The id of the image that was the query; null where it was a vector.</summary>
    public string? QueryId { get; internal init; }
}
