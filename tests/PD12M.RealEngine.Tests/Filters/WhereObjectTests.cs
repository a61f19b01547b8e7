using PD12M.Parquet;
using PD12M.Tests.Commands;

namespace PD12M.Tests.Filters;

/// <summary>Whatever is asked, -Filter lets the records pass that Where-Object lets pass.</summary>
public sealed class WhereObjectTests : IDisposable
{
    private static readonly string[] s_texts = ["Name", "harbour", "HARBOUR", "caf\u00e9", "cafe", "", " ", "5", "it's", "[a]", "a*b", "x`y", "Stra\u00dfe", "strasse", "Zoo", "co-op", "coop"];
    private static readonly string[] s_textColumns = ["Caption", "Source", "License", "MimeType", "Id"];
    private static readonly string[] s_numberColumns = ["Width", "Height", "Megapixels", "AspectRatio", "RowIndex"];
    private static readonly string[] s_numbers = ["0", "1", "5", "-1", "1.0", "1.5", "1e3", "1KB", "2kb", "0.5MB", "0x400", "1024L", "1.5d", "$min", "'5'", "' 1024 '", "'1kb'", "$null", "$true"];
    private static readonly string[] s_orders = ["eq", "ne", "lt", "le", "gt", "ge"];
    private static readonly string[] s_patterns = ["'*har*'", "'*'", "'?'", "''", "'[a-c]*'", "\"*`[a`]*\"", "'a`*b'", "$pattern", "\"*$word*\"", "$null", "5", "'*\u00c9'"];
    private static readonly string[] s_expressions = ["'har'", "'^.$'", "'(?-i)H'", "''", "'caf.'", "$word", "\"^$word\"", "'[^a-z]'", "5"];
    private static readonly string[] s_lists = ["'harbour','zoo'", "@('harbour', $null)", "@()", "$words", "5", "'5',1024", "$null", "(1..6)", "0..3", "@(1024, 2048)", "$min,5"];

    private readonly Shell _shell = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    [ShellTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_same_records_pass(int seed)
    {
        var random = new Random(seed);
        string file = Write(random);
        string[] filters = [.. Enumerable.Range(0, 200).Select(_ => Condition(random, depth: 0))];
        ShellResult result = _shell.Run(p => p.AddScript("""
            param($file, $filters)
            $min = 1024; $pattern = 'C*'; $word = 'harb'; $words = 'Harbour', 'zoo', $null, 5
            $all = @(Get-PD12MRecord $file)
            if ($all.Count -ne 150) { throw "There are $($all.Count) records." }
            foreach ($filter in $filters) {
                $expected = @($all | Where-Object ([scriptblock]::Create($filter))).RowIndex -join ' '
                $actual = @(Get-PD12MRecord $file -Filter $filter).RowIndex -join ' '
                $block = @(Get-PD12MRecord $file -Filter ([scriptblock]::Create($filter))).RowIndex -join ' '
                if ($actual -cne $expected -or $block -cne $expected) { "$filter`nWhere-Object: $expected`nstring:       $actual`nscript block: $block" }
            }
            """).AddParameter("file", file).AddParameter("filters", filters)).Succeeded();
        Assert.Equal("", string.Join("\n\n", result.Output.Select(output => output.ToString())));
    }

    private static T Pick<T>(Random random, T[] values) => values[random.Next(values.Length)];

    private static string Condition(Random random, int depth) => random.Next(depth > 2 ? 1 : 4) switch
    {
        1 => $"({Condition(random, depth + 1)}) {Pick(random, ["-and", "-or"])} ({Condition(random, depth + 1)})",
        2 => $"{Pick(random, ["-not ", "!"])}({Condition(random, depth + 1)})",
        _ => Test(random),
    };

    private static string Test(Random random)
    {
        string text = $"$_.{Pick(random, s_textColumns)}";
        string number = $"$_.{Pick(random, s_numberColumns)}";
        string variant = Pick(random, ["", "c", "i"]);
        return random.Next(8) switch
        {
            0 => Pick(random, [text, number]),
            1 => $"{text} -{variant}{Pick(random, s_orders)} {Pick(random, [Quote(Pick(random, s_texts)), "$null", "5", "$word"])}",
            2 => $"{text} -{variant}{Pick(random, ["like", "notlike"])} {Pick(random, s_patterns)}",
            3 => $"{text} -{variant}{Pick(random, ["match", "notmatch"])} {Pick(random, s_expressions)}",
            4 => $"{Pick(random, [text, number])} -{variant}{Pick(random, ["in", "notin"])} {Pick(random, s_lists)}",
            5 => $"{number} -like {Pick(random, ["'1*'", "'*5'", "''", "'*'"])}",
            _ => $"{number} -{Pick(random, s_orders)} {Pick(random, s_numbers)}",
        };
    }

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private string Write(Random random)
    {
        string path = _folder["records.parquet"];
        string[] columns = ["id", "url", "caption", "mime_type", "hash", "license", "source"];
        using var writer = new ParquetWriter(
            File.Create(path),
            [.. columns.Select(name => new ParquetColumn(name, PhysicalType.ByteArray, LogicalType: LogicalType.String)), new("width", PhysicalType.Int64), new("height", PhysicalType.Int64)],
            new ParquetWriterOptions { RowGroupRows = 60, PageBytes = 400, DictionaryBytes = random.Next(2) * 10_000 });
        for (int row = 0; row < 150; row++)
        {
            writer.WriteRow([
                .. columns.Select(_ => random.Next(6) == 0 ? null : (object?)Pick(random, s_texts)),
                .. Enumerable.Range(0, 2).Select(_ => random.Next(5) == 0 ? null : (object?)Pick(random, new long[] { 0, 1, 5, 256, 1000, 1024, 2048, 4096, -1, 1536 }))]);
        }
        writer.Finish();
        return path;
    }
}
