namespace PD12M.Dataset;

/// <summary>What is kept of a column of numbers.</summary>
internal abstract class NumberTally
{
    /// <summary>Takes integers.</summary>
    /// <param name="values">A value for each row.</param>
    /// <param name="rows">A bit for each row, set for those whose value is taken.</param>
    public abstract void Add(ReadOnlySpan<long> values, ReadOnlySpan<ulong> rows);

    /// <summary>Takes a number that is not NaN.</summary>
    public abstract void Add(double value);

    /// <summary>Takes rows without a value.</summary>
    public abstract void AddNulls(long rows);

    /// <summary>Takes what another of the same kind has taken.</summary>
    public abstract void Merge(NumberTally other);
}
