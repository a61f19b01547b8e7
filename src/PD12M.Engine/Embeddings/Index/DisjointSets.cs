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

    /// <summary>The sets of more than one row, each in ascending order, in the order of their first rows.</summary>
    public IEnumerable<int[]> Sets()
    {
        var sets = new SortedDictionary<int, List<int>>();
        for (int row = 0; row < _parents.Length; row++)
        {
            int root = Root(row);
            if (root == row)
            {
                continue;
            }
            if (!sets.TryGetValue(root, out List<int>? set))
            {
                sets.Add(root, set = [root]);
            }
            set.Add(row);
        }
        return sets.Values.Select(set => set.ToArray());
    }

    private int Root(int row)
    {
        for (int parent; (parent = Volatile.Read(ref _parents[row])) != row; row = parent)
        {
        }
        return row;
    }
}
