namespace PD12M.Transfer;

/// <summary>Where images go, and what lies beside them: a folder or a bucket. Each appears whole, or not at all.</summary>
internal abstract class ImageDestination
{
    /// <summary>The place itself, as users write it.</summary>
    public abstract string Root { get; }

    /// <summary>The most bytes that an image may have here.</summary>
    public virtual long MaximumLength => long.MaxValue;

    /// <summary>The full path or address of a file in this place.</summary>
    /// <param name="relativePath">Its path below the root.</param>
    /// <exception cref="IOException">It leads elsewhere.</exception>
    public abstract string PathOf(string relativePath);

    /// <summary>Looks for a file, without a listing.</summary>
    /// <param name="fullPath">What <see cref="PathOf"/> gave, or that with another extension.</param>
    /// <param name="token">Ends the search.</param>
    /// <returns>Its length in bytes; null if it is not there.</returns>
    /// <exception cref="IOException">Nobody can tell.</exception>
    public abstract ValueTask<long?> FindAsync(string fullPath, CancellationToken token);

    /// <summary>Makes what a file goes into.</summary>
    /// <param name="fullPath">What <see cref="PathOf"/> gave.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public abstract void PrepareFolderOf(string fullPath);

    /// <summary>Begins a file whose bytes are not verified yet.</summary>
    /// <exception cref="IOException">There is no room for it.</exception>
    public abstract PendingFile CreatePending();
}
