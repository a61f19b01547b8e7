namespace PD12M.Parquet;

/// <summary>Where a Zstandard block's output goes.</summary>
internal readonly unsafe struct ZstdOutput(byte* frameStart, byte* position, byte* end, byte* wildEnd)
{
    /// <summary>What matches can refer back to.</summary>
    public byte* FrameStart { get; init; } = frameStart;

    /// <summary>Where the block starts.</summary>
    public byte* Position { get; init; } = position;

    /// <summary>Where the output ends.</summary>
    public byte* End { get; } = end;

    /// <summary>Up to where copies may reach that write <see cref="MatchCopy.Slack"/> bytes more than they are asked for.</summary>
    public byte* WildEnd { get; } = wildEnd;
}
