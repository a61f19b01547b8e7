using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>A column of texts whose bytes go into the records: where those of the next rows lie.</summary>
internal sealed class TextColumn(ByteArrayColumnReader reader, int batchRows)
{
    private readonly int[] _starts = new int[batchRows];
    private readonly int[] _lengths = new int[batchRows];
    private byte[] _bytes = [];

    /// <summary>Finds the texts of the next rows; they are there until the reader moves.</summary>
    public void Read(int rows) => _bytes = reader.GetPlaces(_starts.AsSpan(0, rows), _lengths.AsSpan(0, rows));

    /// <summary>A row's text as UTF-8.</summary>
    /// <returns>False for null.</returns>
    public bool TryGet(int row, out ReadOnlySpan<byte> text)
    {
        int length = _lengths[row];
        text = length <= 0 ? default : new ReadOnlySpan<byte>(_bytes, _starts[row], length);
        return length >= 0;
    }
}
