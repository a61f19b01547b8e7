namespace PD12M.Parquet;

/// <summary>Which column chunk of which file is read.</summary>
internal sealed record ColumnPlace(ByteSource Source, string FileName, ParquetColumn Column, ColumnChunk Chunk, int RowGroup, long RowCount)
{
    /// <summary>Throws unless the chunk can be read as a flat column.</summary>
    public void Check()
    {
        if (Column.MaxRepetitionLevel > 0 || Column.MaxDefinitionLevel != (Column.IsNullable ? 1 : 0))
        {
            throw MalformedDataException.Unsupported("the column is nested, which is not supported; read the flat columns of the file");
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
