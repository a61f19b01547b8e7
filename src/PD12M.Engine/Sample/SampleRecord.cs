using System.Globalization;
using PD12M.Parquet;

namespace PD12M.Samples;

/// <summary>One record of the sample, made of nothing but its index.</summary>
internal sealed class SampleRecord
{
    private static readonly Guid s_nameSpace = new("8d1c3f0a-5b7e-4c52-9a46-2f1e6d70b3c9");

    private static readonly string[] s_licenses =
    [
        "https://creativecommons.org/publicdomain/zero/1.0/",
        "https://creativecommons.org/publicdomain/mark/1.0/",
        "https://creativecommons.org/publicdomain/mark/1.0/",
    ];

    private static readonly string[] s_sources =
    [
        "Northern Sound Maritime Museum", "Open Herbarium Collection", "Riverside County Library", "Musée des Gravures de Valmont",
        "Institute of Rural Photography", "Harbour City Archives", "National Print Cabinet", "Wikimedia Commons",
    ];

    private readonly int _index;

    /// <param name="index">0 to int.MaxValue.</param>
    public SampleRecord(int index)
    {
        _index = index;
        SplitMix64 random = Random(1);
        Topic = random.Next(SampleTopic.All.Length);
        Caption = SampleCaption.Make(SampleTopic.All[Topic], ref random);
        bool isPng = random.Next(12) == 0;
        MimeType = isPng ? "image/png" : "image/jpeg";
        Width = Side(ref random);
        Height = Side(ref random);
        License = random.Pick(s_licenses);
        Source = random.Pick(s_sources);
        Id = IdOf(index);
        FileName = Id + (isPng ? ".png" : ".jpeg");
    }

    public static IReadOnlyList<ParquetColumn> Columns { get; } =
    [
        Text("id"), Text("url"), Text("caption"), new("width", PhysicalType.Int64), new("height", PhysicalType.Int64),
        Text("mime_type"), Text("hash"), Text("license"), Text("source"),
    ];

    public int Topic { get; }

    public string Id { get; }

    public string FileName { get; }

    public string Caption { get; }

    public int Width { get; }

    public int Height { get; }

    public string MimeType { get; }

    public string License { get; }

    public string Source { get; }

    public static string IdOf(int index) => NameUuid.Of(s_nameSpace, index.ToString(CultureInfo.InvariantCulture));

    /// <summary>The record's row for <see cref="Columns"/>.</summary>
    public object?[] Row(string hash) =>
        [Id, "https://pd12m.s3.us-west-2.amazonaws.com/images/" + FileName, Caption, (long)Width, (long)Height, MimeType, hash, License, Source];

    /// <summary>The bytes of the image file.</summary>
    public byte[] EncodeImage()
    {
        SplitMix64 random = Random(2);
        var picture = new SamplePicture(SampleTopic.All[Topic].Shape, Width, Height, ref random);
        return MimeType == "image/png"
            ? PngWriter.Encode(Width, Height, picture.GrainyColourAt)
            : JpegWriter.Encode(Width, Height, picture.ColourAt);
    }

    /// <summary>The record's numbers for one purpose; each purpose has its own.</summary>
    public SplitMix64 Random(ulong purpose) => new(SplitMix64.Mix((ulong)_index + (purpose << 32)));

    // Mostly small, because the pictures have to be quick to make; at most 1,955.
    private static int Side(ref SplitMix64 random) => 256 + (random.Next(1700) * random.Next(1700) / 1700);

    private static ParquetColumn Text(string name) => new(name, PhysicalType.ByteArray, LogicalType: LogicalType.String);
}
