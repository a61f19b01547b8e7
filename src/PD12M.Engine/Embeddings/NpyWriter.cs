using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace PD12M.Embeddings;

/// <summary>Writes a matrix as a NumPy file, row by row: version 1.0, little-endian float32, C order.</summary>
/// <remarks>Source: NEP 1, "A Simple File Format for NumPy Arrays".</remarks>
public sealed class NpyWriter : IDisposable
{
    private const int Alignment = 64;
    private static readonly byte[] s_magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly byte[] _row;
    private readonly long _rows;
    private long _written;

    /// <summary>Begins a file and writes its header.</summary>
    /// <param name="stream">Where it goes; it need not be seekable.</param>
    /// <param name="rows">Rows that will be written, at least 0.</param>
    /// <param name="dimensions">Values of a row, at least 1.</param>
    /// <param name="leaveOpen">Whether <see cref="Dispose"/> leaves the stream open.</param>
    /// <exception cref="ArgumentException">The shape is none.</exception>
    public NpyWriter(Stream stream, long rows, int dimensions, bool leaveOpen = false)
    {
        _stream = stream ?? throw new ArgumentNullException(nameof(stream));
        _rows = rows >= 0 ? rows : throw new ArgumentOutOfRangeException(nameof(rows), rows, "A matrix has no negative number of rows.");
        _row = new byte[dimensions > 0 ? checked(dimensions * 4) : throw new ArgumentOutOfRangeException(nameof(dimensions), dimensions, "A row has at least one value.")];
        _leaveOpen = leaveOpen;
        WriteHeader(dimensions);
    }

    /// <summary>Appends a row.</summary>
    /// <param name="values">As many values as the matrix has dimensions.</param>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    /// <exception cref="InvalidOperationException">All rows were written already.</exception>
    public unsafe void WriteRow(ReadOnlySpan<float> values)
    {
        if (values.Length * 4 != _row.Length)
        {
            throw new ArgumentException(FormattableString.Invariant($"Row {_written}: {values.Length} values for {_row.Length / 4} dimensions."), nameof(values));
        }

        if (_written == _rows)
        {
            throw new InvalidOperationException(FormattableString.Invariant($"The matrix has {_rows} rows, and all are written."));
        }

        for (int i = 0; i < values.Length; i++)
        {
            float value = values[i];
            BinaryPrimitives.WriteInt32LittleEndian(_row.AsSpan(i * 4), *(int*)&value);
        }

        _stream.Write(_row, 0, _row.Length);
        _written++;
    }

    /// <summary>Checks that every row is there and flushes the stream.</summary>
    /// <exception cref="InvalidOperationException">Rows are missing.</exception>
    public void Finish()
    {
        if (_written != _rows)
        {
            throw new InvalidOperationException(FormattableString.Invariant($"Only {_written} of {_rows} rows were written."));
        }

        _stream.Flush();
    }

    /// <summary>Closes the stream, unless it is to be left open.</summary>
    public void Dispose()
    {
        if (!_leaveOpen)
        {
            _stream.Dispose();
        }
    }

    private void WriteHeader(int dimensions)
    {
        string description = string.Format(
            CultureInfo.InvariantCulture, "{{'descr': '<f4', 'fortran_order': False, 'shape': ({0}, {1}), }}", _rows, dimensions);
        int unpadded = s_magic.Length + 2 + description.Length + 1;
        int padding = (Alignment - (unpadded % Alignment)) % Alignment;
        byte[] text = Encoding.ASCII.GetBytes(description + new string(' ', padding) + "\n");
        byte[] length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        _stream.Write(s_magic, 0, s_magic.Length);
        _stream.Write(length, 0, length.Length);
        _stream.Write(text, 0, text.Length);
    }
}
