using System.Text;
using PD12M.Parquet;

namespace PD12M.Benchmarks;

/// <summary>Makes metadata files shaped like the real ones: 100,000 rows, one row group, Snappy, about 187 bytes a row, 373 without compression.</summary>
internal sealed class MetadataGenerator
{
    public const int RowsPerFile = 100_000;

    private static readonly ParquetColumn[] s_columns =
    [
        Text("id"), Text("url"), Text("caption"), new("width", PhysicalType.Int64), new("height", PhysicalType.Int64),
        Text("mime_type"), Text("hash"), Text("license"), Text("source"),
    ];

    private static readonly string[] s_words =
        ("a the of and in with on from by for painting photograph drawing harbour mountain river garden portrait woman man child dog horse "
        + "church bridge ship sunset winter summer colourful detailed black white green blue red golden ancient modern wooden stone large small standing "
        + "sitting holding wearing surrounded background foreground scene depicting showing featuring displayed ornate delicate field forest street city "
        + "village people crowd building tower window door table book flowers birds clouds light shadow texture pattern century engraving museum "
        + "at against beneath beside several various smooth rocky grassy sandy distant visible partially reflecting calm water sky shoreline cliff boats "
        + "sailing vintage monochrome illustration specimen botanical label handwritten inscription decorative ceramic vase metal bronze statue "
        + "seated figure robe hat dress military uniform soldiers carriage railway station interior ceiling columns arches staircase fabric leaves "
        + "branches petals insect butterfly wings map landscape waterfall snow").Split(' ');

    private readonly Random _random = new(20_241_012);

    /// <summary>Writes the files, unless they are there.</summary>
    public static void Write(string folder, int files)
    {
        Directory.CreateDirectory(folder);
        if (Directory.GetFiles(folder, "*.parquet").Length == files)
        {
            return;
        }
        var generator = new MetadataGenerator();
        for (int i = 0; i < files; i++)
        {
            string path = Path.Combine(folder, $"pd12m.{i:000}.parquet");
            string partial = path + ".part";
            using (var writer = new ParquetWriter(File.Create(partial), s_columns))
            {
                for (int row = 0; row < RowsPerFile; row++)
                {
                    writer.WriteRow(generator.Row());
                }
                writer.Finish();
            }
            File.Move(partial, path, overwrite: true);
        }
    }

    private static ParquetColumn Text(string name) => new(name, PhysicalType.ByteArray, LogicalType: LogicalType.String);

    private object?[] Row()
    {
        byte[] bytes = new byte[16];
        _random.NextBytes(bytes);
        string id = new Guid(bytes).ToString();
        _random.NextBytes(bytes);
        long width = _random.Next(2) == 0 ? _random.Next(256, 1024) : _random.Next(1024, 6000);
        return
        [
            id, $"https://pd12m.s3.us-west-2.amazonaws.com/images/{id}.jpeg", Caption(), width, (long)_random.Next(256, 5000),
            _random.Next(50) == 0 ? "image/png" : "image/jpeg", Convert.ToHexStringLower(bytes),
            _random.Next(3) == 0 ? "https://creativecommons.org/publicdomain/mark/1.0/" : "https://creativecommons.org/publicdomain/zero/1.0/",
            $"Institution {_random.Next(40)}",
        ];
    }

    private string Caption()
    {
        var caption = new StringBuilder("The image");
        int length = _random.Next(164, 214);
        if (_random.Next(50) == 0)
        {
            caption.Append(_random.Next(10) == 0 ? " Lighthouse" : " lighthouse");
        }
        while (caption.Length < length)
        {
            caption.Append(' ').Append(_random.Next(22) == 0 ? Name() : s_words[_random.Next(s_words.Length)]);
        }
        return caption.Append('.').ToString();
    }

    /// <summary>A word that hardly comes twice, as names of people and places do.</summary>
    private string Name() => (char)('A' + _random.Next(26)) + new string(_random.GetItems<char>("aeioulnrst", _random.Next(4, 9)));
}
