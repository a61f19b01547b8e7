using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>A column of texts whose bytes go into the records: where those of the next rows lie.</summary>
internal sealed class TextColumn(ByteArrayColumnReader reader, ColumnGroup group, int windowRows)
{
    private readonly int[] _starts = new int[windowRows];
    private readonly int[] _lengths = new int[windowRows];
    private byte[] _bytes = [];

    /// <summary>Finds the texts of the next rows; they are there until the reader moves.</summary>
    public void Read(int rows) => _bytes = reader.GetPlaces(_starts.AsSpan(0, rows), _lengths.AsSpan(0, rows));

    /// <summary>The text of a row of the window as UTF-8.</summary>
    /// <returns>False for null.</returns>
    public bool TryGet(int row, out ReadOnlySpan<byte> text)
    {
        int place = (int)(row - group.Start);
        int length = _lengths[place];
        text = length <= 0 ? default : new ReadOnlySpan<byte>(_bytes, _starts[place], length);
        return length >= 0;
    }
}
