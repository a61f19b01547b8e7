namespace PD12M.Parquet.Tests;

public class ConformanceTests
{
    [ParquetTestingTheory]
    [MemberData(nameof(ParquetTestingValues.Columns), MemberType = typeof(ParquetTestingValues))]
    public void A_column_has_the_values_that_other_readers_find(string name, string column, int rows, int nulls, string md5)
    {
        using ParquetFile file = ParquetFile.Open(ParquetTestingFolder.File(name));
        List<string> lines = ColumnText.Read(file, column);
        Assert.Equal(rows, lines.Count);
        Assert.Equal(rows, file.RowCount);
        Assert.Equal(nulls, lines.Count(line => line == "null"));
        Assert.Equal(md5, ColumnText.Md5(lines));
    }

    // Microseconds from int96_from_spark.md beside the file; Spark's arithmetic wrapped at the last one, so it is 2^64 less there.
    [ParquetTestingFact]
    public void Timestamps_of_96_bits_keep_all_their_bits()
    {
        using ParquetFile file = ParquetFile.Open(ParquetTestingFolder.File("int96_from_spark.parquet"));
        Assert.Equal(
            ["1704141296123456000", "1704070800000000000", "253402225200000000000", "1735599600000000000", "null", "-9357363680509551616000"],
            ColumnText.Read(file, "a"));
    }
}
