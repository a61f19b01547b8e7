using System.Globalization;
using PD12M.Dataset;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Dataset.Filter;

public class ColumnFilterTests
{
    private static readonly string[] s_words =
    [
        "a", "A", "lighthouse", "LightHouse", "sea", "the", "K", "k", "\u212a", "i", "I", "\u0130", "\u0131", "ß", "ss", "caf\u00e9", "cafe\u0301", "\u00ad", "\t", "\0",
        "x-y", "it's", "日本", "\U0001F600", "5", "1024", "", "fi", "\ufb01", "zero", "\u017f", "s",
    ];

    private static readonly string[] s_texts =
    [
        "-eq 'sea'", "-ne 'a'", "-ceq 'A'", "-eq 'lighthouse'", "-eq \"`u{ad}a\"", "-eq $null", "-ne $null", "-eq ''", "-eq 5", "-eq 'ss'", "-eq 'k'",
        "-like '*lighthouse*'", "-notlike '*lighthouse*'", "-clike '*Light*'", "-like '*k*'", "-like '*i*'", "-like 'a*'", "-like '*a'", "-like '*a*e*'", "-like '?'", "-like '*e?'", "-like 'a ?*'",
        "-like '*'", "-like '**'", "-like ''", "-like 'sea'", "-like '[a-k]*'", "-like '*ss*'", "-like '*s*'", "-like '* the *'", "-like \"*`0*\"", "-like \"*`u{e9}*\"", "-like 'the a*'", "-notlike 'a*'",
        "-match 'house'", "-cmatch 'House'", "-notmatch 'the'", "-match 'k'", "-match 'i'", "-match 's'", "-match '^a'", "-match 'a|b'", "-match ''", "-match '\\d+'", "-match 'l.*e$'",
        "-in 'a','sea'", "-notin 'A','k','lighthouse'", "-cin 'A','K'", "-in 5,'a'", "-in $null,'sea'", "-in \"`u{e9}\",'ss'", "-in @()",
        "-lt 'lighthouse'", "-ge 'k'", "-gt $null", "-le 5", "-clt 'a'", "",
    ];

    private static readonly string[] s_numbers =
    [
        "-eq 5", "-ne 5", "-lt 5", "-le 5.5", "-gt '7'", "-ge 1024", "-lt -3", "-eq 5.5", "-eq 5d", "-ge 7.5d", "-eq 1e300", "-lt 1e300", "-eq '0x5'", "-eq 'abc'", "-ne 'abc'", "-eq ''",
        "-eq $null", "-ne $null", "-lt $null", "-ge $null", "-eq $true", "-gt $false", "-in 5,7", "-notin 5,7,1024", "-in '5','07'", "-in 5.0,6.5", "-in $true", "-in $null,5", "-in \"`u{ad}5\"",
        "-like '1*'", "-match '4$'", "-like '5'", "-eq 9007199254740992.0", "-gt 9223372036854775807", "-ge -9223372036854775808", "-lt 99999999999999999999", "",
    ];

    private static readonly ParquetColumn[] s_columns =
    [
        Text("id"), Text("url"), Text("caption"), new("width", PhysicalType.Int64), new("height", PhysicalType.Double), Text("mime_type"), Text("license"),
        Text("note"), new("score", PhysicalType.Float), new("rank", PhysicalType.Int32), new("flag", PhysicalType.Boolean), new("weight", PhysicalType.Double), new("blob", PhysicalType.ByteArray),
    ];

    public ColumnFilterTests() => CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

    [Theory]
    [InlineData(1, 6000)]
    [InlineData(2, 2000)]
    [InlineData(3, 2000)]
    public void Columns_give_the_rows_that_each_row_by_itself_gives(int seed, int rows)
    {
        var random = new Random(seed);
        using FilterTable table = MakeTable(random, rows, seed % 2 == 0 ? 1 << 20 : 300);
        List<string> filters = [.. AllTests()];
        for (int i = 0; i < 120; i++)
        {
            filters.Add(MakeFilter(random, 3));
        }
        foreach (string filter in filters)
        {
            int[] expected = table.SelectByRow(filter);
            RecordFilter parsed = FilterTable.Parse(filter);
            Assert.True(expected.SequenceEqual(table.Select(parsed, skipsRowGroups: false)), $"columns: {filter}");
            Assert.True(expected.SequenceEqual(table.Select(parsed, skipsRowGroups: true)), $"row groups: {filter}");
        }
    }

    [Theory]
    [InlineData("width -ge 100", "1")]
    [InlineData("width -lt 100", "0,2")]
    [InlineData("-not (width -lt 100)", "1")]
    [InlineData("-not (width -ge 100)", "0,2")]
    [InlineData("width -eq 50", "")]
    [InlineData("width -in 5,115", "0,1")]
    [InlineData("width -eq $null", "2")]
    [InlineData("width -gt 100.5 -or caption -eq 'x'", "0,1")]
    [InlineData("width -gt 100.5 -and caption -eq 'x'", "1")]
    [InlineData("caption -ne $null", "0,1")]
    [InlineData("source -eq 'x'", "")]
    [InlineData("source -eq $null", "0,1,2")]
    [InlineData("rowindex -ge 20", "2")]
    [InlineData("rowindex -lt 10 -or rowindex -eq 25", "0,2")]
    [InlineData("$true", "0,1,2")]
    [InlineData("$false", "")]
    public void Row_groups_are_excluded_by_their_statistics(string filter, string candidates)
    {
        List<object?[]> rows = [];
        for (int row = 0; row < 30; row++)
        {
            rows.Add(row < 20 ? [row < 10 ? (long)row : row + 100L, "x"] : [null, null]);
        }
        using var table = new FilterTable([new("width", PhysicalType.Int64), Text("caption")], rows, new ParquetWriterOptions { RowGroupRows = 10 });
        Assert.Equal(candidates, string.Join(',', table.Candidates(FilterTable.Parse(filter))));
    }

    [Fact]
    public void The_fields_to_read_are_those_of_the_tests()
    {
        RecordFilter filter = FilterTable.Parse("megapixels -gt 1 -and (Caption -like '*x*' -or $_.Rating -gt 5 -or rating -lt 1 -or rowindex -eq 0)");
        Assert.Equal(RecordFields.Width | RecordFields.Height | RecordFields.Caption, filter.Fields);
        Assert.Equal("Rating", Assert.Single(filter.ExtraColumns));
    }

    [Theory]
    [InlineData("rank -gt 'many'", 0, 15)]
    [InlineData("width -ge 5 -and blob -eq 'x'", 17, 12)]
    public void A_column_of_the_file_that_cannot_be_compared_is_told_with_its_place(string filter, int position, int length)
    {
        using FilterTable table = MakeTable(new Random(1), 10, 1 << 20);
        var error = Assert.Throws<FilterException>(() => table.Select(FilterTable.Parse(filter), skipsRowGroups: false));
        Assert.Equal((position, length), (error.Position, error.Length));
    }

    [Fact]
    public void An_unsigned_column_has_no_negative_numbers()
    {
        var column = new ParquetColumn("count", PhysicalType.Int32, LogicalType: LogicalType.UnsignedInteger) { BitWidth = 32 };
        using var table = new FilterTable([column], [[5u], [4_000_000_000u], [null]], new ParquetWriterOptions());
        Assert.Equal([1], table.Select(FilterTable.Parse("count -gt 3000000000"), skipsRowGroups: true));
    }

    [Fact]
    public void A_regular_expression_that_takes_too_long_is_given_up()
    {
        using var table = new FilterTable([Text("caption")], [[new string('a', 60) + "!"]], new ParquetWriterOptions());
        var error = Assert.Throws<FilterException>(() => table.Select(FilterTable.Parse("caption -match '^(a|aa)+$'"), skipsRowGroups: false));
        Assert.Contains("^(a|aa)+$", error.Message, StringComparison.Ordinal);
    }

    [NetFact(".NET Framework compares by its own tables (NLS) and Mono by others, not by ICU.")]
    public void A_filter_goes_by_the_culture_of_its_caller()
    {
        using var table = new FilterTable([Text("caption")], [["TITLE"], ["title"], ["TİTLE"]], new ParquetWriterOptions { DictionaryBytes = 0 });
        Assert.Equal([1, 2], Select("caption -like '*title*'"));
        Assert.Equal([1, 2], Select("caption -match 'title'"));
        Assert.Equal([1, 2], Select("caption -match 'titl.'"));
        Assert.Equal([0, 1], Select("caption -eq 'title'"));

        // The columns are read by threads that have another culture.
        int[] Select(string filter)
        {
            CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
            RecordFilter parsed = FilterTable.Parse(filter);
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            return table.Select(parsed, skipsRowGroups: false);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("en-US")]
    [InlineData("de-DE")]
    [InlineData("fr-FR")]
    [InlineData("es-ES")]
    [InlineData("it-IT")]
    [InlineData("nl-NL")]
    [InlineData("pt-BR")]
    public void Printable_ASCII_compares_by_bytes_where_it_is_taken_to(string culture)
    {
        CultureInfo info = new(culture);
        Assert.True(AsciiText.ComparesByBytes(info));
        string[] pairs = [.. from first in Enumerable.Range(' ', 95) from second in Enumerable.Range(' ', 95) select $"{(char)first}{(char)second}"];
        foreach (string pair in pairs)
        {
            Assert.Equal(0, info.CompareInfo.Compare(pair, $"{char.ToUpperInvariant(pair[0])}{char.ToLowerInvariant(pair[1])}", CompareOptions.IgnoreCase));
            Assert.NotEqual(0, info.CompareInfo.Compare(pair, pair[..1], CompareOptions.IgnoreCase));
            Assert.True(info.CompareInfo.IsPrefix(pair, pair[..1].ToUpperInvariant(), CompareOptions.IgnoreCase), pair);
            Assert.Equal(pair[0] == pair[1], info.CompareInfo.Compare(pair[..1], pair[1..], CompareOptions.None) == 0);
            Assert.Equal(char.ToUpperInvariant(pair[0]) == char.ToUpperInvariant(pair[1]), info.CompareInfo.Compare(pair[..1], pair[1..], CompareOptions.IgnoreCase) == 0);
        }
    }

    [NetTheory("Mono does not know every culture.")]
    [InlineData("hu-HU")]
    [InlineData("tr-TR")]
    [InlineData("cs-CZ")]
    [InlineData("da-DK")]
    [InlineData("de-DE_phoneb")]
    public void Other_alphabets_are_compared_as_strings(string culture) => Assert.False(AsciiText.ComparesByBytes(new CultureInfo(culture)));

    private static IEnumerable<string> AllTests()
    {
        foreach (string text in s_texts)
        {
            foreach (string column in (string[])["caption", "license", "note"])
            {
                yield return $"{column} {text}";
            }
        }
        foreach (string number in s_numbers)
        {
            foreach (string column in (string[])["width", "height", "megapixels", "aspectratio", "rowindex", "score", "rank", "weight", "flag"])
            {
                yield return $"{column} {number}";
            }
        }
        foreach (string other in (string[])["filename -like 'id-1*'", "filename -eq $null", "metadatafile -like '*table*'", "source -eq $null", "source -like '*'", "blob -eq $null", "blob -ne $null", "missing -eq 5"])
        {
            yield return other;
        }
    }

    private static string MakeFilter(Random random, int depth)
    {
        if (depth == 0 || random.Next(4) == 0)
        {
            string[] columns = ["width", "height", "megapixels", "rank", "score"];
            return random.Next(2) == 0
                ? $"{((string[])["caption", "license", "note", "mime_type"])[random.Next(4)]} {s_texts[random.Next(s_texts.Length)]}"
                : $"{columns[random.Next(columns.Length)]} {s_numbers[random.Next(s_numbers.Length)]}";
        }
        string left = MakeFilter(random, depth - 1);
        return random.Next(5) == 0
            ? $"-not ({left})"
            : $"({left}) {(random.Next(2) == 0 ? "-and" : "-or")} ({MakeFilter(random, depth - 1)})";
    }

    private static FilterTable MakeTable(Random random, int rows, int dictionaryBytes)
    {
        long[] integers = [5, -5, 7, 0, 1024, 1, 14, 9007199254740993, long.MaxValue, long.MinValue, 6];
        double[] reals = [5, 5.5, 0, -0.5, double.NaN, 7.5, 1024, 9007199254740992, 0.1];
        List<object?[]> table = [];
        for (int row = 0; row < rows; row++)
        {
            bool hasNulls = row / 700 % 3 == 1;
            table.Add(
            [
                $"id-{row}",
                $"https://example.org/{row}.png",
                Null(string.Join(' ', Enumerable.Range(0, random.Next(1, 12)).Select(_ => s_words[random.Next(s_words.Length)]))),
                Null(integers[random.Next(integers.Length)]),
                Null(random.Next(9) == 0 ? double.NaN : random.Next(0, 40) + 0.5),
                Null("image/jpeg"),
                Null(s_words[random.Next(s_words.Length)]),
                Null(s_words[random.Next(s_words.Length)]),
                Null((float)reals[random.Next(reals.Length)]),
                Null((int)random.Next(-10, 20)),
                Null(random.Next(2) == 0),
                Null(reals[random.Next(reals.Length)]),
                Null(new byte[] { 1 }),
            ]);

            object? Null(object value) => hasNulls && random.Next(3) == 0 ? null : value;
        }
        return new FilterTable(s_columns, table, new ParquetWriterOptions { RowGroupRows = rows * 2 / 5, PageBytes = 20_000, DictionaryBytes = dictionaryBytes });
    }

    private static ParquetColumn Text(string name) => new(name, PhysicalType.ByteArray, LogicalType: LogicalType.String);
}
