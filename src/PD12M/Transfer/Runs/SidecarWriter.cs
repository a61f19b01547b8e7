using System.Text;

namespace PD12M.Transfer.Runs;

/// <summary>Writes captions and records beside images that are in their place, each whole or not at all.</summary>
/// <param name="destination">Where the images are.</param>
/// <param name="kinds">What to write.</param>
/// <param name="overwrite">Whether files that are there are written again.</param>
internal sealed class SidecarWriter(ImageDestination destination, IReadOnlyCollection<ImageSidecar> kinds, bool overwrite)
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly bool _writesCaption = kinds.Contains(ImageSidecar.Caption);
    private readonly bool _writesRecord = kinds.Contains(ImageSidecar.Record);

    /// <summary>What an item lacks for its sidecars.</summary>
    /// <param name="item">The item.</param>
    /// <returns>The problem; null where there is none.</returns>
    public ImageProblem? ProblemOf(SaveItem item) => _writesCaption && item.Caption is null
        ? new ImageProblem(
            ImageFault.CaptionMissing,
            $"The record of the image '{ForeignText.Of(item.Request.Id)}' has no caption to write beside it. Read the records with their captions, or save it without -Sidecar Caption.")
        : null;

    /// <summary>Writes the files that an image lacks.</summary>
    /// <param name="image">The image, in its place.</param>
    /// <param name="item">What is known of it.</param>
    /// <param name="token">Ends it.</param>
    /// <returns>What went wrong; null where nothing did.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<ImageProblem?> WriteAsync(SavedImage image, SaveItem item, CancellationToken token)
    {
        string path = image.Path;
        try
        {
            if (_writesCaption)
            {
                path = Path.ChangeExtension(image.Path, ".txt");
                await WriteAsync(path, () => item.Caption!, token).ConfigureAwait(false);
            }
            if (_writesRecord && item.Record is { } record)
            {
                path = Path.ChangeExtension(image.Path, ".json");
                await WriteAsync(path, () => JsonOf(record), token).ConfigureAwait(false);
            }
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new ImageProblem(
                IoError.FaultOf(exception),
                $"The image '{image.Id}' is in its place, but '{path}' cannot be written beside it: {exception.Message.TrimEnd('.')}. Run the same command again when the cause is gone.",
                exception);
        }
    }

    private static string JsonOf(Record record) => new JsonLine()
        .Add("id", record.Id)
        .Add("url", record.Url)
        .Add("caption", record.Caption)
        .Add("width", record.Width)
        .Add("height", record.Height)
        .Add("mime_type", record.MimeType)
        .Add("hash", record.Hash)
        .Add("license", record.License)
        .Add("source", record.Source)
        .ToString();

    private async ValueTask WriteAsync(string path, Func<string> text, CancellationToken token)
    {
        if (!overwrite && await destination.FindAsync(path, token).ConfigureAwait(false) is not null)
        {
            return;
        }
        byte[] bytes = s_utf8.GetBytes(text());
        using PendingFile file = destination.CreatePending();
        file.Write(bytes, bytes.Length);
        await file.FinishAsync(path, null, overwrite, token).ConfigureAwait(false);
    }
}
