namespace PD12M.Parquet;

/// <summary>Bytes of a column chunk that are going to be read.</summary>
/// <param name="Start">The first byte's place in the file.</param>
/// <param name="End">The place behind the last.</param>
/// <param name="Chunk">What the ranges of one chunk have in common among those announced together; they are read in their order.</param>
internal readonly record struct ChunkRange(long Start, long End, int Chunk);
