using PD12M.Hashing;

namespace PD12M.Transfer;

/// <summary>One image to save, its names checked.</summary>
/// <param name="Id">The record's id.</param>
/// <param name="Url">The record's address as it stands there.</param>
/// <param name="Hash">The MD5 that the bytes must have, in lower case.</param>
/// <param name="Address">Where the object is.</param>
/// <param name="Place">Where it is asked for, for messages.</param>
/// <param name="Path">The full path that the file gets, or the address of the object in a bucket.</param>
internal sealed record ImageTarget(string Id, string Url, string Hash, ImageAddress Address, ObjectPlace Place, string Path)
{
    /// <summary>Compares what was received with what was promised.</summary>
    /// <param name="md5">The MD5 of the bytes received.</param>
    /// <param name="etag">The store's ETag.</param>
    /// <exception cref="ImageStoreException">They differ.</exception>
    public void Verify(byte[] md5, string? etag)
    {
        string received = Md5Text.Of(md5);
        if (received == Hash)
        {
            return;
        }
        // Where the ETag is the MD5 of the bytes received, these are what the store has, and will be the next time.
        bool isWhatTheStoreHas = string.Equals(etag?.Trim('"'), received, StringComparison.OrdinalIgnoreCase);
        string advice = isWhatTheStoreHas
            ? "The store holds another image than the metadata say: get the newest metadata."
            : "The bytes changed on the way, or the metadata are older than the image.";
        throw new ImageStoreException(
            ImageFault.HashMismatch,
            $"The image '{Id}' has the MD5 {received} instead of {Hash} ({Place}); it was not saved. {advice}",
            isTransient: !isWhatTheStoreHas);
    }

    /// <summary>The image as it now is.</summary>
    /// <param name="status">How it came to be there.</param>
    /// <param name="length">Its size in bytes.</param>
    /// <param name="elapsed">The time it took.</param>
    /// <returns>What the cmdlet emits.</returns>
    public SavedImage ToSavedImage(SavedImageStatus status, long length, TimeSpan elapsed) =>
        new(Id, Url, Hash, Path, status, length, elapsed);
}
