namespace PD12M.Transfer;

/// <summary>What the reading of a file on the web has cost so far. For several threads at once.</summary>
internal sealed class RemoteTraffic
{
    private long _bytesRead;
    private long _requests;

    /// <summary>Bytes of answers, those of failed attempts among them.</summary>
    public long BytesRead => Interlocked.Read(ref _bytesRead);

    /// <summary>Requests sent, redirected and failed ones among them.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    public void AddBytes(int count) => Interlocked.Add(ref _bytesRead, count);

    public void AddRequest() => Interlocked.Increment(ref _requests);
}
