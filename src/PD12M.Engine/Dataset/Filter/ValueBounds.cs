using System.Buffers.Binary;
using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>
/// What bounds of a column's values tell of a test: of integers, and of ids. Other texts PowerShell compares without regard
/// to case and to some characters, so that equal ones may lie far apart in the order of their bytes.
/// </summary>
internal readonly struct ValueBounds(ParquetFile file, int column)
{
    /// <summary>Whether the test can hold for a value between two bounds.</summary>
    /// <param name="test">The test.</param>
    /// <param name="min">The lower bound, in PLAIN encoding without a length; null where there is none.</param>
    /// <param name="max">The upper bound, likewise.</param>
    /// <param name="isMaxExact">Whether the upper bound is known to be a value.</param>
    /// <returns>False only if it holds for none.</returns>
    public bool MayMatch(FilterTest test, ReadOnlyMemory<byte>? min, ReadOnlyMemory<byte>? max, bool isMaxExact)
    {
        if (min is not { } low || max is not { } high)
        {
            return true;
        }
        ParquetColumn stored = file.Columns[column];
        if (stored.Type == PhysicalType.ByteArray)
        {
            return test.Keys is not { } keys || test.IsNegated || !file.HasTypeOrder(column) || low.Span.SequenceCompareTo(high.Span) > 0
                || keys.HasAnyBetween(low.Span, high.Span, isMaxExact);
        }
        bool isSigned = stored.LogicalType is LogicalType.None or LogicalType.SignedInteger;
        if (!isSigned || Integer(stored.Type, low.Span) is not { } least || Integer(stored.Type, high.Span) is not { } greatest || least > greatest || test.Integers is not { } set)
        {
            return true;
        }
        return test.IsNegated ? !set.ContainsAllOf(least, greatest) : set.ContainsAnyOf(least, greatest);
    }

    private static long? Integer(PhysicalType type, ReadOnlySpan<byte> bound) => (type, bound.Length) switch
    {
        (PhysicalType.Int64, sizeof(long)) => BinaryPrimitives.ReadInt64LittleEndian(bound),
        (PhysicalType.Int32, sizeof(int)) => BinaryPrimitives.ReadInt32LittleEndian(bound),
        _ => null,
    };
}
