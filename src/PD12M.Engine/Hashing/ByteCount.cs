namespace PD12M.Hashing;

/// <summary>How many bytes workers have read so far, those of unfinished files included.</summary>
internal sealed class ByteCount
{
    private long _value;

    public long Value => Interlocked.Read(ref _value);

    public void Add(int bytes) => Interlocked.Add(ref _value, bytes);
}
