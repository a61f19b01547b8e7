using System.Runtime.InteropServices;

namespace PD12M.Parquet;

/// <summary>The distinct values of a column chunk in the order of their first appearance, kept as their PLAIN page.</summary>
/// <remarks>Source: Encodings.md, Dictionary Encoding.</remarks>
internal sealed class DictionaryWriter(int byteLimit, bool lengthPrefixed)
{
    private readonly int _prefix = lengthPrefixed ? 4 : 0;
    private int[] _ends = new int[64];
    private int[] _slots = new int[128];

    public ByteWriter Page { get; } = new();

    public int Count { get; private set; }

    /// <summary>Bits of the greatest index; at least 1, because some readers take no width of 0.</summary>
    public int BitWidth { get; private set; } = 1;

    /// <summary>The value's index; it is added if it is new. False: it is new and there is no room for it.</summary>
    public bool TryIndex(ReadOnlySpan<byte> value, out int index)
    {
        int mask = _slots.Length - 1;
        int slot = Hash(value) & mask;
        for (; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            index = _slots[slot] - 1;
            if (this[index].SequenceEqual(value))
            {
                return true;
            }
        }

        index = Count;
        if ((long)Page.Length + _prefix + value.Length > byteLimit)
        {
            return false;
        }

        _slots[slot] = Count + 1;
        Add(value);
        return true;
    }

    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            int start = (index == 0 ? 0 : _ends[index - 1]) + _prefix;
            return Page.Written.Slice(start, _ends[index] - start);
        }
    }

    private void Add(ReadOnlySpan<byte> value)
    {
        if (lengthPrefixed)
        {
            Page.WriteInt32(value.Length);
        }

        Page.Write(value);
        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, Count * 2);
        }

        _ends[Count++] = Page.Length;
        while (Count > 1 && (Count - 1) >> BitWidth != 0)
        {
            BitWidth++;
        }

        if (Count * 2 > _slots.Length)
        {
            Rehash();
        }
    }

    private void Rehash()
    {
        _slots = new int[_slots.Length * 2];
        int mask = _slots.Length - 1;
        for (int index = 0; index < Count; index++)
        {
            int slot = Hash(this[index]) & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = index + 1;
        }
    }

    private static int Hash(ReadOnlySpan<byte> value)
    {
        ulong hash = (ulong)value.Length;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(value);
        foreach (ulong word in words)
        {
            hash = Mix(hash ^ word);
        }

        ulong rest = 0;
        foreach (byte b in value.Slice(words.Length * 8))
        {
            rest = (rest << 8) | b;
        }

        return (int)(Mix(hash ^ rest) >> 33);
    }

    private static ulong Mix(ulong value)
    {
        value *= 0x9E3779B97F4A7C15;
        return value ^ (value >> 29);
    }
}
