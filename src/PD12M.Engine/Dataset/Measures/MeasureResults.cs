namespace PD12M;

/// <summary>How many records there are.</summary>
/// <param name="Count">Records that pass the filter.</param>
/// <param name="Files">Files that were counted.</param>
public sealed record RecordCount(long Count, int Files);

/// <summary>A property of numbers, over all records that pass the filter.</summary>
/// <param name="Property">The property or column, as it was asked for.</param>
/// <param name="Count">Records with a value.</param>
/// <param name="NullCount">Records without one; NaN, as which pandas writes a missing number, is none.</param>
/// <param name="Minimum">The smallest value: a long where all are integers, else a double; null without any value.</param>
/// <param name="Maximum">The largest value, as <paramref name="Minimum"/>.</param>
/// <param name="Sum">The sum; null without any value.</param>
/// <param name="Average">The sum by the count; null without any value.</param>
public sealed record NumberMeasure(string Property, long Count, long NullCount, object? Minimum, object? Maximum, double? Sum, double? Average);

/// <summary>How often a property has a value.</summary>
/// <param name="Property">The property or column, as it was asked for.</param>
/// <param name="Value">The value; null for the records without one.</param>
/// <param name="Count">Records that have it.</param>
public sealed record ValueCount(string Property, string? Value, long Count);

/// <summary>A bin of a histogram.</summary>
/// <param name="Property">The property or column, as it was asked for.</param>
/// <param name="From">The smallest value that falls into it.</param>
/// <param name="To">Where the next bin starts; of bins whose number was given, the last has this value too.</param>
/// <param name="Count">Records whose value falls into it.</param>
public sealed record HistogramBin(string Property, double From, double To, long Count);
