using PD12M.Dataset;
using PD12M.Parquet;

namespace PD12M;

/// <summary>One row of the data set's metadata: an image, its caption and where it comes from.</summary>
/// <remarks>
/// A property is null where the row has no value or its column was not read. The texts are kept as the file's
/// UTF-8 bytes, copied out of the page, and become strings when they are asked for: a record that is filtered away
/// never costs them, and one that is kept holds no page.
/// </remarks>
public class Record
{
    private readonly byte[] _text;
    private readonly int _idEnd;
    private readonly int _urlEnd;
    private readonly int _captionEnd;
    private readonly RecordFields _present;
    private readonly long _width;
    private readonly long _height;

    /// <param name="text">Id, URL, caption and hash as UTF-8, one behind the other.</param>
    /// <param name="idEnd">Where the id ends in it.</param>
    /// <param name="urlEnd">Where the URL ends.</param>
    /// <param name="captionEnd">Where the caption ends.</param>
    /// <param name="present">Which of these and of the sizes are not null.</param>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="origin">Where the record comes from.</param>
    /// <param name="rowIndex">Its row there.</param>
    internal Record(byte[] text, int idEnd, int urlEnd, int captionEnd, RecordFields present, long width, long height, RecordOrigin origin, long rowIndex)
    {
        _text = text;
        _idEnd = idEnd;
        _urlEnd = urlEnd;
        _captionEnd = captionEnd;
        _present = present;
        _width = width;
        _height = height;
        Origin = origin;
        RowIndex = rowIndex;
    }

    /// <summary>Takes over another record's values.</summary>
    /// <param name="other">The other record.</param>
    /// <param name="origin">Where it is said to come from.</param>
    private protected Record(Record other, RecordOrigin origin)
        : this(other._text, other._idEnd, other._urlEnd, other._captionEnd, other._present, other._width, other._height, origin, other.RowIndex)
    {
        MimeType = other.MimeType;
        License = other.License;
        Source = other.Source;
        ExtraValues = other.ExtraValues;
    }

    /// <summary>The image's id: a UUID in lower-case text.</summary>
    public string? Id => Text(RecordFields.Id, 0, _idEnd);

    /// <summary>The image's address.</summary>
    public string? Url => Text(RecordFields.Url, _idEnd, _urlEnd);

    /// <summary>What the image shows, in English.</summary>
    public string? Caption => Text(RecordFields.Caption, _urlEnd, _captionEnd);

    /// <summary>The image's width in pixels.</summary>
    public long? Width => (_present & RecordFields.Width) == 0 ? null : _width;

    /// <summary>The image's height in pixels.</summary>
    public long? Height => (_present & RecordFields.Height) == 0 ? null : _height;

    /// <summary>The image's MIME type, for instance image/jpeg.</summary>
    public string? MimeType { get; internal init; }

    /// <summary>The MD5 of the image's file: 32 hexadecimal digits.</summary>
    public string? Hash => Text(RecordFields.Hash, _captionEnd, _text.Length);

    /// <summary>The address of the image's licence.</summary>
    public string? License { get; internal init; }

    /// <summary>The institution that the image comes from; older releases do not tell.</summary>
    public string? Source { get; internal init; }

    /// <summary>The name of the image's file as Save-PD12MImage saves it; null where the id cannot be a file's name.</summary>
    public string? FileName => ImageName.TryCreate(Id, Url, MimeType, out ImageName? name, out _) ? name.FileName : null;

    /// <summary>Width times height, in millions of pixels.</summary>
    public double? Megapixels => (double?)Width * Height / 1e6;

    /// <summary>Width by height: above 1 for landscape, below 1 for portrait.</summary>
    public double? AspectRatio => Height == 0 ? null : (double?)Width / Height;

    /// <summary>The full path of the metadata file that the record was read from.</summary>
    public string MetadataFile => Origin.MetadataFile;

    /// <summary>The record's row in that file, from 0.</summary>
    public long RowIndex { get; }

    /// <summary>The file and the run that the record comes from.</summary>
    internal RecordOrigin Origin { get; }

    /// <summary>The values of the columns that the data set does not know, in the order of <see cref="RecordSelection.ExtraColumns"/>.</summary>
    internal object?[] ExtraValues { get; init; } = [];

    /// <summary>The id.</summary>
    /// <returns>The id, or an empty text where there is none.</returns>
    public override string ToString() => Id ?? "";

    private string? Text(RecordFields field, int start, int end) =>
        (_present & field) == 0 ? null : Utf8Text.GetString(_text.AsSpan(start, end - start));
}
