namespace PD12M;

/// <summary>Why a run of Save-PD12MImage ended.</summary>
public enum SaveEndReason
{
    /// <summary>Its input had ended.</summary>
    Completed,
    /// <summary>The time that it was given was over.</summary>
    TimeLimit,
    /// <summary>The destination's volume had less room than it was to keep.</summary>
    FreeSpace,
    /// <summary>The destination's volume was full.</summary>
    DiskFull,
    /// <summary>The pipeline was stopped: by Ctrl+C, by an error, or by a command further down that had enough.</summary>
    Stopped,
}

/// <summary>What a run of Save-PD12MImage did.</summary>
public sealed record SaveSummary
{
    /// <summary>The full path of the folder that the images went to.</summary>
    public string Destination { get; init; } = "";

    /// <summary>Why the run ended.</summary>
    public SaveEndReason EndReason { get; init; }

    /// <summary>Images that the run transferred and verified.</summary>
    public long Saved { get; init; }

    /// <summary>Images that were there before.</summary>
    public long AlreadyThere { get; init; }

    /// <summary>Images that were not saved, each with an error.</summary>
    public long Failed { get; init; }

    /// <summary>Images that were taken from the pipeline, and not begun or not finished when the run ended early.</summary>
    public long Unfinished { get; init; }

    /// <summary>Bytes of images received, those of failed attempts included.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Bytes of the images saved.</summary>
    public long BytesSaved { get; init; }

    /// <summary>Attempts beyond an image's first.</summary>
    public long Retries { get; init; }

    /// <summary>How long the run took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Images saved, already there and failed in a second, in the mean.</summary>
    public double ItemsPerSecond { get; init; }

    /// <summary>Bytes received in a second, in the mean.</summary>
    public double BytesPerSecond { get; init; }

    /// <summary>The time within which half of the images saved were in place, 5 % too long at most; zero when none was saved.</summary>
    public TimeSpan LatencyMedian { get; init; }

    /// <summary>The time within which 90 % of the images saved were in place, 5 % too long at most.</summary>
    public TimeSpan Latency90 { get; init; }

    /// <summary>The time within which 99 % of the images saved were in place, 5 % too long at most.</summary>
    public TimeSpan Latency99 { get; init; }

    /// <summary>The longest time that a saved image took.</summary>
    public TimeSpan LatencyMaximum { get; init; }
}
