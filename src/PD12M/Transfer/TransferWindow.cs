namespace PD12M.Transfer;

/// <summary>What a short time of transfers came to.</summary>
/// <param name="Seconds">How long it was.</param>
/// <param name="Completed">Transfers that ended well in it.</param>
/// <param name="Throttled">Requests that the store refused for coming too fast: 429 and 503.</param>
/// <param name="Bytes">Bytes received in it.</param>
/// <param name="CpuShare">The part of all processors' time that this process used, 0 to 1.</param>
internal readonly record struct TransferWindow(double Seconds, int Completed, int Throttled, long Bytes, double CpuShare)
{
    public double BytesPerSecond => Bytes / Seconds;

    /// <summary>Whether the store refused more than the few that a healthy one refuses by chance.</summary>
    public bool IsThrottled => Throttled >= 10 && Throttled * 10 > Completed + Throttled;
}
