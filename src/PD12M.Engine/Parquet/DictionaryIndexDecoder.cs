namespace PD12M.Parquet;

/// <summary>Decodes the indices of a dictionary-encoded page (Encodings.md, "RLE_DICTIONARY = 8").</summary>
internal sealed class DictionaryIndexDecoder(ArraySegment<byte> values)
{
    // The first byte is the bit width; a page of nulls only may lack even that.
    private HybridDecoder _indices = values.Count == 0
        ? new(values, bitWidth: 0)
        : new(new ArraySegment<byte>(values.Array!, values.Offset + 1, values.Count - 1), values.Array![values.Offset]);

    /// <summary>Decodes the next indices, each less than <paramref name="dictionarySize"/>.</summary>
    public void Decode(Span<int> indices, int dictionarySize)
    {
        _indices.Decode(indices);
        uint largest = 0;
        foreach (int index in indices)
        {
            largest = Math.Max(largest, (uint)index);
        }

        if (largest >= (uint)dictionarySize && !indices.IsEmpty)
        {
            throw MalformedDataException.Corrupt(dictionarySize == 0
                ? "the page refers to a dictionary, but there is none before it"
                : $"the page refers to entry {largest} of a dictionary of {dictionarySize}");
        }
    }
}
