using System.Buffers;
using System.Net;
using System.Net.Http;

namespace PD12M.Transfer.Buckets;

/// <summary>The body of an upload, sent in pieces; each piece that has gone shows that the store still takes them.</summary>
internal sealed class UploadContent : HttpContent
{
    private const int BufferSize = 128 * 1024;

    private readonly SpoolFile _file;
    private readonly long _length;
    private readonly Action _onProgress;

    /// <param name="file">The bytes.</param>
    /// <param name="onProgress">Is called when a piece has been taken.</param>
    public UploadContent(SpoolFile file, Action onProgress)
    {
        _file = file;
        _length = file.Length;
        _onProgress = onProgress;
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

#if NET
    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => CopyAsync(stream, CancellationToken.None);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => CopyAsync(stream, cancellationToken);
#else
    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => CopyAsync(stream, CancellationToken.None);
#endif

    private async Task CopyAsync(Stream stream, CancellationToken token)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            _file.Rewind();
            int count;
            while ((count = _file.Read(buffer)) > 0)
            {
#if NET
                await stream.WriteAsync(buffer.AsMemory(0, count), token).ConfigureAwait(false);
#else
                await stream.WriteAsync(buffer, 0, count, token).ConfigureAwait(false);
#endif
                _onProgress();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
