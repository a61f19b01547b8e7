namespace PD12M.Parquet;

/// <summary>Which column chunk of which file is read, and where its pages are if that is of use.</summary>
internal sealed record ColumnPlace(ByteSource Source, string FileName, ParquetColumn Column, ColumnChunk Chunk, int RowGroup, long RowCount, PageLocations? Pages = null)
{
    /// <summary>Throws unless the chunk can be read as values or lists of values.</summary>
    public void Check()
    {
        if (Column.MaxRepetitionLevel > 1)
        {
            throw MalformedDataException.Unsupported("the column has lists within lists, which are not supported; read the other columns of the file");
        }

        if (Chunk.Obstacle is { } obstacle)
        {
            throw MalformedDataException.Unsupported($"the column cannot be read, as {obstacle}");
        }

        if (Chunk.Type != Column.Type)
        {
            throw MalformedDataException.Corrupt($"the column chunk has the type {Chunk.Type}, the schema {Column.Type}");
        }

        if (Column.Type == PhysicalType.FixedLenByteArray && Column.TypeLength <= 0)
        {
            throw MalformedDataException.Corrupt($"the column's values have a length of {Column.TypeLength} bytes");
        }

        if (Column.MaxRepetitionLevel > 0 && Chunk.ValueCount < RowCount)
        {
            throw MalformedDataException.Corrupt($"the column chunk has {Chunk.ValueCount} values for {RowCount} rows");
        }

        if (RowCount > 0 && (Chunk.StartOffset < 4 || Chunk.StartOffset >= Chunk.Limit || Chunk.CompressedSize < 0))
        {
            throw MalformedDataException.Corrupt($"the column chunk has {Chunk.CompressedSize} bytes at offset {Chunk.StartOffset}, outside of the file");
        }
    }

    public ParquetException Locate(MalformedDataException fault, long? page)
    {
        string where = page is null ? string.Empty : $", page at offset {page}";
        return new(fault.Fault, $"'{FileName}': {fault.Message} (column '{Column.Name}', row group {RowGroup}{where}).", fault);
    }
}
