using PD12M.Dataset;
using PD12M.Engine.Tests.Dataset;
using PD12M.Engine.Tests.Dataset.Filter;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

/// <summary>Reads whatever bytes in every way that there is: they give values or the documented errors, all else comes out.</summary>
internal static class ReaderSurfaces
{
    // Runs of equal values make it cheap to have billions of rows.
    private const int MostBatches = 20;
    private const int MostRows = 100_000;

    private static readonly string[] s_filters = ["width -ge 1024", "caption -like '*light*'", "license -eq $null -or source -match 'a'", "width -lt 5 -and height -in 1,2"];

    private static readonly RecordFilter s_ids = RecordFilter.OfIds(["00000000", "5b2a3f0e-52b5-5e0c-a3c8-3ad1d2b5a0c7", "id", "z"]);

    public static void ReadAll(byte[] bytes)
    {
        ReadColumns(bytes);
        Try(() =>
        {
            string[] columns;
            using (MetadataFile file = Open(bytes))
            {
                columns = [.. file.Info.Columns.Select(column => column.Name).Distinct().Take(20)];
                if (file.RowCount > MostRows)
                {
                    return;
                }
            }

            ReadRecords(bytes, RecordSelection.Everything, filter: null, skip: 0);
            // Few of the files have all columns of the data set.
            RecordSelection some = RecordSelection.Of(columns);
            ReadRecords(bytes, some, filter: null, skip: 150);
            ReadRecords(bytes, some, filter: null, skip: 150, isFar: true);
            foreach (string filter in s_filters)
            {
                ReadRecords(bytes, some, FilterTable.Parse(filter), skip: 0);
                ReadRecords(bytes, some, FilterTable.Parse(filter), skip: 0, isFar: true);
            }

            ReadRecords(bytes, some, s_ids, skip: 0);
            ReadRecords(bytes, some, s_ids, skip: 0, isFar: true);

            foreach (string column in columns)
            {
                Measure(bytes, column);
            }
        });
    }

    public static void ReadColumns(byte[] bytes) => Try(() =>
    {
        using ParquetFile file = HandMadeFile.Open(bytes);
        for (int group = 0; group < Math.Min(file.RowGroups.Count, MostBatches); group++)
        {
            for (int column = 0; column < file.Columns.Count; column++)
            {
                Try(() => ReadColumn(file, group, column));
                Try(() => SkipColumn(file, group, column));
            }
        }
    });

    private static void ReadColumn(ParquetFile file, int group, int column)
    {
        using ColumnReader reader = file.OpenColumn(group, column);
        for (int batch = 0; batch < MostBatches && reader.Fill() is > 0 and int ready; batch++)
        {
            for (int row = 0; row < ready; row++)
            {
                reader.GetValue(row);
                if (reader is ByteArrayColumnReader { IsDictionaryEncoded: true } texts && texts.GetDictionaryIndex(row) is >= 0 and int index)
                {
                    texts.GetDictionaryBytes(index);
                }
            }

            reader.Advance(ready);
        }
    }

    private static void SkipColumn(ParquetFile file, int group, int column)
    {
        using ColumnReader reader = file.OpenColumn(group, column);
        long rows = Math.Min(file.RowGroups[group].RowCount, MostRows);
        reader.Skip(rows / 2);
        reader.Fill();
        reader.Skip(rows - (rows / 2));
    }

    private static void ReadRecords(byte[] bytes, RecordSelection selection, RecordFilter? filter, long skip, bool isFar = false) => Try(() =>
    {
        var scan = new MetadataScan(selection, skip, 5000, CancellationToken.None) { Open = (_, _) => Open(bytes, isFar), Filter = filter };
        foreach (Record record in scan.Read(["damaged"]).SelectMany(batch => batch))
        {
            Assert.NotNull($"{record.Id}{record.Url}{record.Caption}{record.Width}{record.Height}{record.MimeType}{record.Hash}{record.License}{record.Source}{record.FileName}");
        }
    });

    private static void Measure(byte[] bytes, string column) => Try(() =>
    {
        using ParquetFile file = HandMadeFile.Open(bytes);
        new RecordMeasurement(null, [new MeasuredColumn(FilterColumn.Find(column))]).Measure(file);
    });

    private static MetadataFile Open(byte[] bytes, bool isFar = false) =>
        MetadataFile.Open(isFar ? new FarByteSource(bytes) : new StreamByteSource(new MemoryStream(bytes), leaveOpen: false), "damaged");

    private static void Try(Action read)
    {
        try
        {
            read();
        }
        catch (Exception error) when (error is ParquetException or MetadataColumnException or MeasureLimitException or FilterException)
        {
        }
    }
}
