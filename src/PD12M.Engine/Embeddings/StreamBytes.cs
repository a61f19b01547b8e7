namespace PD12M.Embeddings;

/// <summary>Reads bytes that a stream may give in several pieces.</summary>
internal static class StreamBytes
{
    /// <summary>Fills a buffer as far as the stream goes.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="buffer">The buffer.</param>
    /// <param name="filled">How many bytes are in it already.</param>
    /// <returns>How many are in it then; fewer than fit only where the stream ends.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static int Fill(Stream stream, byte[] buffer, int filled = 0)
    {
        for (int read = 1; read > 0 && filled < buffer.Length; filled += read)
        {
            read = stream.Read(buffer, filled, buffer.Length - filled);
        }
        return filled;
    }
}
