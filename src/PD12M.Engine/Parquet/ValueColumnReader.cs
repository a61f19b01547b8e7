using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PD12M.Parquet;

/// <summary>Reads a column of type BOOLEAN, INT32, INT64, FLOAT or DOUBLE.</summary>
/// <typeparam name="T">bool, int, long, float or double.</typeparam>
public sealed class ValueColumnReader<T> : LeafColumnReader
    where T : unmanaged
{
    private T[] _values = ArrayPool<T>.Shared.Rent(BatchSize);
    private T[] _dictionary = [];
    private ValueDecoder<T>? _decoder;

    internal ValueColumnReader(ColumnPlace place)
        : base(place)
    {
    }

    /// <summary>A row's value; the type's default for null.</summary>
    /// <param name="row">Counted from the cursor, less than <see cref="ColumnReader.Fill"/> returned.</param>
    public T GetValueOrDefault(int row)
    {
        int value = ValueIndex(row);
        return value < 0 ? default : _values[value];
    }

    /// <summary>The values that are decoded, by their places.</summary>
    internal ReadOnlySpan<T> Values => _values;

    /// <summary>The entries of the dictionary; none before it has been met.</summary>
    internal ReadOnlySpan<T> Dictionary => _dictionary;

    /// <inheritdoc/>
    public override object? GetValue(int row)
    {
        int value = ValueIndex(row);
        return value < 0 ? null : (object)_values[value] switch
        {
            int number => LogicalValue.FromInt32(Column, number),
            long number => LogicalValue.FromInt64(Column, number),
            object number => number,
        };
    }

    private protected override void LoadDictionary(ArraySegment<byte> entries, int count)
    {
        if (Column.Type == PhysicalType.Boolean)
        {
            throw MalformedDataException.Corrupt("a column of booleans has a dictionary");
        }

        if (count > entries.Count / Unsafe.SizeOf<T>())
        {
            throw MalformedDataException.Truncated($"a dictionary of {count} entries does not fit into {entries.Count} bytes");
        }

        Place.Source.Budget.Take(count * (long)Unsafe.SizeOf<T>());
        _dictionary = MemoryMarshal.Cast<byte, T>(entries.AsSpan(0, count * Unsafe.SizeOf<T>())).ToArray();
    }

    private protected override void StartPage(ValueEncoding encoding, ArraySegment<byte> values) =>
        _decoder = ValueDecoder.Create(encoding, Column.Type, values, _dictionary);

    private protected override void DecodeValues(int count) => _decoder!.Decode(_values.AsSpan(0, count));

    private protected override void ReleaseBuffers()
    {
        base.ReleaseBuffers();
        ArrayPool<T>.Shared.Return(_values);
        _values = [];
        Place.Source.Budget.Return(_dictionary.Length * (long)Unsafe.SizeOf<T>());
        _dictionary = [];
    }
}
