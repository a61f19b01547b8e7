namespace PD12M.Samples;

/// <summary>How a sample is laid out.</summary>
public sealed record SampleOptions
{
    /// <summary>Records of a metadata file, at least 1; an embedding file has ten times as many.</summary>
    public int RowsPerFile { get; init; } = 100_000;

    /// <summary>Whether files of an earlier sample are replaced. Such as have no successor in the new one are left.</summary>
    public bool Overwrite { get; init; }
}

/// <summary>How far a sample is.</summary>
/// <param name="Done">Records written.</param>
/// <param name="Count">Records wanted.</param>
public readonly record struct SampleProgress(int Done, int Count);
