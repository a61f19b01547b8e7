namespace PD12M.Parquet;

/// <summary>What a decoder found wrong; the reader that called it adds the place and throws a <see cref="ParquetException"/>.</summary>
internal sealed class MalformedDataException(ParquetFault fault, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public ParquetFault Fault { get; } = fault;

    public static MalformedDataException Corrupt(string message) => new(ParquetFault.Corrupt, message);

    public static MalformedDataException Truncated(string message) => new(ParquetFault.Truncated, message);

    public static MalformedDataException Unsupported(string message) => new(ParquetFault.Unsupported, message);
}
