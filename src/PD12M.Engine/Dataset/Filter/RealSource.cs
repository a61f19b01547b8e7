using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>A column of floating-point numbers.</summary>
internal abstract class RealSource
{
    /// <summary>Gets ready for the next rows.</summary>
    public abstract void Load(int rows, long firstRow);

    /// <summary>A row's value.</summary>
    public abstract double? Get(int row);

    /// <summary>Width times height, in millions of pixels.</summary>
    public static double? Megapixels(long width, long height) => (double)width * height / 1e6;

    /// <summary>Width by height; null where the height is 0.</summary>
    public static double? AspectRatio(long width, long height) => height == 0 ? null : (double)width / height;

    /// <summary>A quantity calculated of width and height, as <see cref="Record"/> calculates it.</summary>
    public sealed class Calculated(IntegerSource width, IntegerSource height, Func<long, long, double?> calculate) : RealSource
    {
        private readonly long[] _widths = new long[ColumnFilter.MostRows];
        private readonly long[] _heights = new long[ColumnFilter.MostRows];
        private readonly ulong[] _present = new ulong[ColumnFilter.MostRows / 64];

        public override void Load(int rows, long firstRow)
        {
            Span<ulong> present = _present.AsSpan(0, RowMask.Words(rows));
            present.Fill(ulong.MaxValue);
            Copy(width, _widths, present);
            Copy(height, _heights, present);

            void Copy(IntegerSource source, long[] target, Span<ulong> present)
            {
                source.Read(rows, firstRow, out ReadOnlySpan<ulong> bits).CopyTo(target);
                for (int i = 0; i < bits.Length; i++)
                {
                    present[i] &= bits[i];
                }
            }
        }

        public override double? Get(int row) => (_present[row >> 6] >> (row & 63) & 1) != 0 ? calculate(_widths[row], _heights[row]) : null;
    }

    /// <summary>A column that the data set does not know.</summary>
    public sealed class Doubles(ValueColumnReader<double> reader) : RealSource
    {
        public override void Load(int rows, long firstRow)
        {
        }

        public override double? Get(int row) => reader.IsNull(row) ? null : reader.GetValueOrDefault(row);
    }

    /// <summary>A column that the data set does not know; PowerShell compares single precision as double.</summary>
    public sealed class Floats(ValueColumnReader<float> reader) : RealSource
    {
        public override void Load(int rows, long firstRow)
        {
        }

        public override double? Get(int row) => reader.IsNull(row) ? null : reader.GetValueOrDefault(row);
    }
}
