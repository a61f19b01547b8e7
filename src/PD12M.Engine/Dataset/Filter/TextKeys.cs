using System.Text;
using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>Texts that are told from others by their UTF-8 bytes alone. Safe for several threads.</summary>
internal sealed class TextKeys
{
    private readonly byte[][] _texts;
    private readonly ulong[] _hashes;
    private readonly int[] _buckets;
    private readonly int[] _next;

    public TextKeys(IEnumerable<string> texts)
    {
        _texts = [.. texts.Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes)];
        Array.Sort(_texts, static (left, right) => left.AsSpan().SequenceCompareTo(right));
        _hashes = Array.ConvertAll(_texts, static text => XxHash64.Hash(text));
        Hashes = [.. _hashes.OrderBy(static hash => hash)];
        _next = new int[_texts.Length];
        int size = 16;
        while (size < 2 * _texts.Length)
        {
            size *= 2;
        }
        _buckets = new int[size];
        for (int i = 0; i < _texts.Length; i++)
        {
            ref int bucket = ref _buckets[Bucket(_hashes[i])];
            _next[i] = bucket;
            bucket = i + 1;
        }
    }

    /// <summary>The hashes of the texts as Bloom filters have them, in ascending order.</summary>
    public ulong[] Hashes { get; }

    public bool Contains(ReadOnlySpan<byte> text)
    {
        ulong hash = XxHash64.Hash(text);
        for (int i = _buckets[Bucket(hash)]; i > 0; i = _next[i - 1])
        {
            if (_hashes[i - 1] == hash && text.SequenceEqual(_texts[i - 1]))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Whether one of the texts lies between two bounds, in the order of their bytes.</summary>
    /// <param name="low">The lower bound, within.</param>
    /// <param name="high">The upper bound, within.</param>
    /// <param name="isHighExact">Whether the upper bound is a value; else it may be the start of one, as some writers cut them off.</param>
    public bool HasAnyBetween(ReadOnlySpan<byte> low, ReadOnlySpan<byte> high, bool isHighExact)
    {
        int first = 0, end = _texts.Length;
        while (first < end)
        {
            int middle = (first + end) / 2;
            if (_texts[middle].AsSpan().SequenceCompareTo(low) < 0)
            {
                first = middle + 1;
            }
            else
            {
                end = middle;
            }
        }
        if (first == _texts.Length)
        {
            return false;
        }
        ReadOnlySpan<byte> text = _texts[first];
        return text.SequenceCompareTo(high) <= 0 || (!isHighExact && text.StartsWith(high));
    }

    private int Bucket(ulong hash) => (int)(hash & (uint)(_buckets.Length - 1));
}
