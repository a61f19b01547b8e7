namespace PD12M.Embeddings;

/// <summary>A row and how similar it is to what was asked for.</summary>
/// <param name="Row">The row's number.</param>
/// <param name="Score">The cosine of the angle between the vectors.</param>
internal readonly record struct RowScore(long Row, double Score) : IComparable<RowScore>
{
    /// <summary>The better one first: that of the higher score or, of two alike, of the lower row.</summary>
    public int CompareTo(RowScore other) => Score != other.Score ? other.Score.CompareTo(Score) : Row.CompareTo(other.Row);
}

/// <summary>The best of the rows that it was shown, a bounded number: a heap whose root is the worst.</summary>
internal sealed class BestRows
{
    private readonly int _most;
    private readonly List<RowScore> _heap = [];

    /// <param name="most">How many are kept, at least 1.</param>
    /// <param name="leastScore">The score that a row must have at least.</param>
    public BestRows(int most, double leastScore)
    {
        _most = most;
        Threshold = leastScore;
    }

    /// <summary>What a row's score must reach to have a chance.</summary>
    public double Threshold { get; private set; }

    /// <summary>The rows that are kept, in no order.</summary>
    public IReadOnlyList<RowScore> Rows => _heap;

    /// <summary>Keeps a row that reaches the <see cref="Threshold"/>, if it is among the best.</summary>
    public void Add(RowScore row)
    {
        if (_heap.Count < _most)
        {
            _heap.Add(row);
            Rise(row);
        }
        else if (row.CompareTo(_heap[0]) < 0)
        {
            Sink(row);
        }
        if (_heap.Count == _most)
        {
            Threshold = _heap[0].Score;
        }
    }

    private void Rise(RowScore row)
    {
        int place = _heap.Count - 1;
        for (int parent; place > 0 && row.CompareTo(_heap[parent = (place - 1) / 2]) > 0; place = parent)
        {
            _heap[place] = _heap[parent];
        }
        _heap[place] = row;
    }

    private void Sink(RowScore row)
    {
        int place = 0;
        for (int child; (child = (2 * place) + 1) < _heap.Count; place = child)
        {
            child += child + 1 < _heap.Count && _heap[child + 1].CompareTo(_heap[child]) > 0 ? 1 : 0;
            if (row.CompareTo(_heap[child]) >= 0)
            {
                break;
            }
            _heap[place] = _heap[child];
        }
        _heap[place] = row;
    }
}
