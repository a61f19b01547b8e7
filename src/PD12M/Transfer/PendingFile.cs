namespace PD12M.Transfer;

/// <summary>Bytes that nobody sees yet: they get their final name, or they go.</summary>
internal abstract class PendingFile : IDisposable
{
    /// <summary>Appends bytes.</summary>
    /// <param name="buffer">The bytes.</param>
    /// <param name="count">How many of them.</param>
    public abstract void Write(byte[] buffer, int count);

    /// <summary>Drops all bytes.</summary>
    public abstract void Clear();

    /// <summary>Gives the bytes their final name in one step.</summary>
    /// <param name="finalPath">The name, as the destination gave it.</param>
    /// <param name="hash">Their MD5 as 32 hex digits; null where nobody has computed it.</param>
    /// <param name="overwrite">Whether what has that name is replaced.</param>
    /// <param name="token">Ends it; nothing gets the name then.</param>
    /// <returns>False if something has that name and is not to be replaced.</returns>
    /// <exception cref="IOException">They do not get it.</exception>
    public abstract ValueTask<bool> FinishAsync(string finalPath, string? hash, bool overwrite, CancellationToken token);

    /// <inheritdoc/>
    public abstract void Dispose();
}
