using System.Buffers.Binary;
using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>
/// What the Bloom filters of a row group's columns tell of a test: of ids and of integers that are asked for singly. Of other
/// texts they tell nothing, as PowerShell takes texts of different bytes for equal.
/// </summary>
internal sealed class RowGroupBloomFilters(ParquetFile file, int rowGroup, Func<RecordFields, int> columns, PruningTally tally)
{
    /// <summary>Integers beyond which a filter is not asked: hardly one would be without any of them.</summary>
    private const int MostIntegers = 1024;

    /// <summary>False only if the test holds for no row.</summary>
    public bool MayMatch(TestExpression expression)
    {
        FilterTest test = expression.Test;
        bool isStored = expression.Column.Kind is FilterColumnKind.Text or FilterColumnKind.Size;
        if (!isStored || test.IsNegated || columns(expression.Column.Fields) is not (>= 0 and int column) || file.RowGroups[rowGroup].Columns[column].BloomFilter is null)
        {
            return true;
        }
        bool mayBeNull = file.RowGroups[rowGroup].Columns[column].NullCount != 0 && test.Evaluate(null);
        return mayBeNull || Hashes(test, file.Columns[column]) is not { } hashes || MayContain(column, hashes);
    }

    private bool MayContain(int column, ulong[] hashes)
    {
        try
        {
            using BloomFilter? filter = file.OpenBloomFilter(rowGroup, column);
            return filter?.MayContainAnyOf(hashes) != false;
        }
        catch (MalformedDataException fault)
        {
            tally.AddUnusable(file, rowGroup, column, fault);
            return true;
        }
    }

    /// <returns>The hashes of all values that pass, in ascending order; null where they are not known.</returns>
    private static ulong[]? Hashes(FilterTest test, ParquetColumn column) => column switch
    {
        { Type: PhysicalType.ByteArray } => test.Keys?.Hashes,
        { Type: PhysicalType.Int32 or PhysicalType.Int64, LogicalType: LogicalType.None or LogicalType.SignedInteger } =>
            test.Integers?.TryGetValues(MostIntegers, out long[] values) == true ? HashesOf(values, column.Type) : null,
        _ => null,
    };

    private static ulong[] HashesOf(long[] values, PhysicalType type)
    {
        byte[] bytes = new byte[sizeof(long)];
        List<ulong> hashes = [];
        foreach (long value in values)
        {
            if (type == PhysicalType.Int64)
            {
                BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
                hashes.Add(XxHash64.Hash(bytes));
            }
            else if (value is >= int.MinValue and <= int.MaxValue)
            {
                BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)value);
                hashes.Add(XxHash64.Hash(bytes.AsSpan(0, sizeof(int))));
            }
        }
        hashes.Sort();
        return [.. hashes];
    }
}
