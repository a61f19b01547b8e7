using PD12M.Hashing;

namespace PD12M.Transfer.Buckets;

/// <summary>A bucket as the place that images go to.</summary>
/// <param name="bucket">The bucket, open; it stays the caller's.</param>
/// <param name="address">Its address.</param>
internal sealed class BucketImages(BucketDestination bucket, BucketAddress address) : ImageDestination
{
    private static readonly string s_temporaryVariable = Path.DirectorySeparatorChar == '/' ? "TMPDIR" : "TMP";

    /// <inheritdoc/>
    public override string Root { get; } = address.ToString();

    /// <inheritdoc/>
    public override long MaximumLength => BucketDestination.MaximumLength;

    /// <inheritdoc/>
    public override string PathOf(string relativePath) => address.AddressOf(address.KeyOf(relativePath));

    /// <inheritdoc/>
    public override ValueTask<long?> FindAsync(string fullPath, CancellationToken token) => new(bucket.FindAsync(KeyOf(fullPath), token));

    /// <summary>Does nothing: keys need no folders.</summary>
    public override void PrepareFolderOf(string fullPath)
    {
    }

    /// <inheritdoc/>
    public override PendingFile CreatePending() => new PendingObject(this);

    private Task PutAsync(string fullPath, SpoolFile file, byte[] md5, CancellationToken token) => bucket.PutAsync(KeyOf(fullPath), file, md5, token);

    private string KeyOf(string fullPath) => fullPath.Substring(address.AddressOf("").Length);

    /// <summary>An object's bytes in a file of this machine until they are uploaded.</summary>
    private sealed class PendingObject : PendingFile
    {
        private readonly BucketImages _images;
        private readonly SpoolFile _file;

        public PendingObject(BucketImages images)
        {
            _images = images;
            try
            {
                _file = new SpoolFile();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw CannotSpool(exception);
            }
        }

        /// <inheritdoc/>
        public override void Write(byte[] buffer, int count)
        {
            try
            {
                _file.Write(buffer, count);
            }
            catch (IOException exception)
            {
                throw CannotSpool(exception);
            }
        }

        /// <inheritdoc/>
        public override void Clear() => _file.Clear();

        /// <inheritdoc/>
        public override async ValueTask<bool> FinishAsync(string finalPath, string? hash, bool overwrite, CancellationToken token)
        {
            // A PUT replaces what is there; another run can have saved the same bytes only.
            byte[] md5 = hash is null ? _file.ComputeMd5() : Md5Text.BytesOf(hash);
            await _images.PutAsync(finalPath, _file, md5, token).ConfigureAwait(false);
            return true;
        }

        /// <inheritdoc/>
        public override void Dispose() => _file.Dispose();

        private static BucketException CannotSpool(Exception exception) => new(
            IoError.FaultOf(exception),
            $"What is uploaded waits in the folder for temporary files, '{Path.GetTempPath()}', which cannot be written: {exception.Message.TrimEnd('.')}. Make room there, or name another folder in the environment variable {s_temporaryVariable}.",
            exception);
    }
}
