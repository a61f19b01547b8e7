namespace PD12M.Embeddings;

/// <summary>Rows that have been found to belong together. For several threads.</summary>
/// <remarks>Source: Tarjan, "Efficiency of a Good But Not Linear Set Union Algorithm", Journal of the ACM 22 (1975).</remarks>
internal sealed class DisjointSets
{
    private readonly int[] _parents;
    private readonly object _lock = new();

    /// <param name="rows">How many rows there are; each is alone at first.</param>
    public DisjointSets(int rows) => _parents = [.. Enumerable.Range(0, rows)];

    /// <summary>Whether two rows belong together already. May be late, but never wrong when it says so.</summary>
    public bool AreJoined(int row, int other) => Root(row) == Root(other);

    /// <summary>Joins the sets of two rows.</summary>
    public void Join(int row, int other)
    {
        lock (_lock)
        {
            (row, other) = (Root(row), Root(other));
            // The lower row leads, so that who leads does not depend on the order.
            Volatile.Write(ref _parents[Math.Max(row, other)], Math.Min(row, other));
        }
    }

    /// <summary>The sets of more than one row, each in ascending order, in the order of their first rows. Nobody may join any more.</summary>
    public IEnumerable<int[]> Sets()
    {
        // Behind each row the next one of its set, or 0: no row comes before row 0.
        int[] next = new int[_parents.Length];
        for (int row = _parents.Length - 1; row > 0; row--)
        {
            int root = Root(row);
            if (root != row)
            {
                (next[row], next[root]) = (next[root], row);
            }
        }
        var set = new List<int>();
        for (int root = 0; root < _parents.Length; root++)
        {
            if (_parents[root] == root && next[root] != 0)
            {
                set.Clear();
                set.Add(root);
                for (int row = next[root]; row != 0; row = next[row])
                {
                    set.Add(row);
                }
                yield return [.. set];
            }
        }
    }

    private int Root(int row)
    {
        for (int parent; (parent = Volatile.Read(ref _parents[row])) != row; row = parent)
        {
            // Halves the path. Whoever writes here besides writes an ancestor too: only roots are joined.
            Volatile.Write(ref _parents[row], Volatile.Read(ref _parents[parent]));
        }
        return row;
    }
}
