namespace PD12M.Dataset;

/// <summary>What has been measured, of one file or of several.</summary>
internal sealed class MeasureTally
{
    private readonly PropertyTally[] _properties;

    public MeasureTally(IReadOnlyList<MeasuredColumn> columns) => _properties = [.. columns.Select(column => new PropertyTally(column))];

    /// <summary>Records that pass the filter.</summary>
    public long Count { get; set; }

    /// <summary>Files that were measured.</summary>
    public int Files { get; set; }

    /// <summary>The fields that were asked for though the file has no column for them.</summary>
    public RecordFields Missing { get; init; }

    /// <summary>What is known of each measured column.</summary>
    public IReadOnlyList<PropertyTally> Properties => _properties;

    /// <summary>Takes what was measured of other files.</summary>
    /// <exception cref="MeasureLimitException">That makes too many distinct values or bins.</exception>
    public void Merge(MeasureTally other)
    {
        Count += other.Count;
        Files += other.Files;
        for (int i = 0; i < _properties.Length; i++)
        {
            _properties[i].Merge(other._properties[i]);
        }
    }
}

/// <summary>What has been measured of one column: its numbers or its texts, by what the files hold.</summary>
internal sealed class PropertyTally(MeasuredColumn column)
{
    public MeasuredColumn Column => column;

    public NumberTally Numbers { get; } = column.Scale is null ? new SummaryTally() : new HistogramTally(column.Scale);

    public ValueTally Values { get; } = new(column.Name);

    /// <summary>Whether a file holds numbers, be it that none of them was taken.</summary>
    public bool HasNumbers { get; set; } = column.IsNumber;

    /// <summary>The objects that tell it.</summary>
    public IEnumerable<object> Results()
    {
        if (Numbers is HistogramTally histogram)
        {
            return histogram.ToBins(column.Name);
        }
        return HasNumbers ? Values.ToCounts().Prepend<object>(((SummaryTally)Numbers).ToMeasure(column.Name)) : Values.ToCounts();
    }

    public void Merge(PropertyTally other)
    {
        HasNumbers |= other.HasNumbers;
        Numbers.Merge(other.Numbers);
        Values.Merge(other.Values);
    }
}
