using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>How often each text of a column occurs: a hash table whose keys are UTF-8 bytes.</summary>
internal sealed class ValueTally(string property)
{
    /// <summary>The most distinct values that are counted.</summary>
    public const int MostValues = 100_000;

    private const int MostBytes = 32 << 20;

    // One more than an entry's index; 0 where there is none.
    private int[] _buckets = new int[16];
    private Entry[] _entries = new Entry[16];
    private byte[] _bytes = new byte[256];
    private int _count;
    private long _nulls;

    /// <summary>Takes rows without a value.</summary>
    public void AddNulls(long rows) => _nulls += rows;

    /// <summary>Takes rows that have a value.</summary>
    /// <exception cref="MeasureLimitException">There are too many distinct ones.</exception>
    public void Add(ReadOnlySpan<byte> value, long rows) => Add(value, XxHash64.Hash(value), rows);

    /// <summary>Takes what another has taken.</summary>
    /// <exception cref="MeasureLimitException">There are too many distinct values.</exception>
    public void Merge(ValueTally other)
    {
        _nulls += other._nulls;
        for (int i = 0; i < other._count; i++)
        {
            Add(other.Bytes(i), other._entries[i].Hash, other._entries[i].Rows);
        }
    }

    /// <summary>The values, the most frequent first, equally frequent ones by their characters' numbers.</summary>
    public IEnumerable<ValueCount> ToCounts()
    {
        IEnumerable<ValueCount> counts = Enumerable.Range(0, _count).Select(i => new ValueCount(property, Utf8Text.GetString(Bytes(i)), _entries[i].Rows));
        return (_nulls > 0 ? counts.Append(new ValueCount(property, null, _nulls)) : counts)
            .OrderByDescending(count => count.Count)
            .ThenBy(count => count.Value, StringComparer.Ordinal);
    }

    private ReadOnlySpan<byte> Bytes(int entry)
    {
        int start = entry == 0 ? 0 : _entries[entry - 1].End;
        return _bytes.AsSpan(start, _entries[entry].End - start);
    }

    private void Add(ReadOnlySpan<byte> value, ulong hash, long rows)
    {
        for (int i = _buckets[hash & (uint)(_buckets.Length - 1)] - 1; i >= 0; i = _entries[i].Next)
        {
            if (_entries[i].Hash == hash && Bytes(i).SequenceEqual(value))
            {
                _entries[i].Rows += rows;
                return;
            }
        }
        int used = _count == 0 ? 0 : _entries[_count - 1].End;
        if (_count == MostValues || value.Length > MostBytes - used)
        {
            throw new MeasureLimitException(
                $"'{property}' has more distinct values than are counted, {MostValues} or {MostBytes >> 20} MB of them. Choose another column, narrow the records down with -Filter, or use Get-PD12MRecord -Property {property} | Group-Object {property} -NoElement.");
        }
        Reserve(used + value.Length);
        value.CopyTo(_bytes.AsSpan(used));
        _entries[_count] = new Entry { Hash = hash, End = used + value.Length, Rows = rows };
        Link(_count++);
    }

    private void Reserve(int bytes)
    {
        if (bytes > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(bytes, 2 * _bytes.Length));
        }
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * _count);
            _buckets = new int[2 * _count];
            for (int i = 0; i < _count; i++)
            {
                Link(i);
            }
        }
    }

    private void Link(int entry)
    {
        ref int bucket = ref _buckets[_entries[entry].Hash & (uint)(_buckets.Length - 1)];
        _entries[entry].Next = bucket - 1;
        bucket = entry + 1;
    }

    private struct Entry
    {
        public ulong Hash;
        public int End;
        public int Next;
        public long Rows;
    }
}
