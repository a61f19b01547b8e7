namespace PD12M.Parquet;

/// <summary>A place in a file, as the file states it; nobody has checked it.</summary>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">The number of bytes; null where it is not stated.</param>
internal readonly record struct FileRange(long Offset, int? Length);
