using System.Globalization;
using PD12M.Dataset;

namespace PD12M.Engine.Tests.Dataset.Filter;

public class FilterSyntaxTests
{
    private static readonly Dictionary<string, object?> s_variables = new(StringComparer.OrdinalIgnoreCase)
    {
        ["min"] = 1024,
        ["nothing"] = null,
        ["word"] = "lighthouse",
        ["ids"] = new object?[] { "a", "b" },
        ["with space"] = 7,
        ["env:NAME"] = "x",
        ["cfg"] = new Dictionary<string, object?> { ["Min"] = 5, ["List"] = new object?[] { 1, 2, 3 } },
    };

    [Theory]
    [InlineData("width -ge 1024", "width Ge 1024")]
    [InlineData("WIDTH -GE 1024", "WIDTH Ge 1024")]
    [InlineData("$_.Width -ge 1024", "Width Ge 1024")]
    [InlineData("$PSItem.Width -ge 1024", "Width Ge 1024")]
    [InlineData("{ width -ge 1024 }", "width Ge 1024")]
    [InlineData(" \r\n width\t-ge\n1024 ", "width Ge 1024")]
    [InlineData("width `\n -ge 1024", "width Ge 1024")]
    [InlineData("$_.'odd name' -eq 'x'", "odd name Eq 'x'")]
    [InlineData("width –ge 1024", "width Ge 1024")]
    [InlineData("caption -eq ‘it’’s’", "caption Eq 'it’s'")]
    public void Columns_are_named_in_several_ways(string filter, string expected) => Assert.Equal(expected, Show(filter));

    [Theory]
    [InlineData("width -or height -and source", "((width | height) & source)")]
    [InlineData("width -and height -or source", "((width & height) | source)")]
    [InlineData("width -or (height -and source)", "(width | (height & source))")]
    [InlineData("width -ge 1 -and height -ge 2 -and source", "(width Ge 1 & height Ge 2 & source)")]
    [InlineData("-not source", "!source")]
    [InlineData("!source -and !(!width)", "(!source & width)")]
    [InlineData("-not (width -ge 5 -or source)", "(!width Ge 5 & !source)")]
    [InlineData("-not -not source", "source")]
    [InlineData("((width)) -ge (5)", "width Ge 5")]
    [InlineData("(width -ge 5) -eq $true", "width Ge 5")]
    [InlineData("(width -ge 5) -eq $false", "!width Ge 5")]
    [InlineData("width -ne 5 -or caption -notlike 'a' -or hash -notmatch 'b' -or id -notin 1,2", "(!width Eq 5 | !caption Like 'a' | !hash Match 'b' | !id In [1,2])")]
    [InlineData("caption -ceq 'A' -and caption -ieq 'A'", "(caption cEq 'A' & caption Eq 'A')")]
    [InlineData("$min -eq $null -or width -ge 5", "width Ge 5")]
    [InlineData("$nothing -eq $null -or width -ge 5", "True")]
    [InlineData("$true -and width", "width")]
    [InlineData("width -and 0", "False")]
    public void Operators_have_the_precedence_of_PowerShell(string filter, string expected) => Assert.Equal(expected, Show(filter));

    [Theory]
    [InlineData("1024", "1024")]
    [InlineData("-5", "-5")]
    [InlineData("–5", "-5")]
    [InlineData("+5", "5")]
    [InlineData("1.5", "1.5 Double")]
    [InlineData("-.5", "-0.5 Double")]
    [InlineData("5.", "5 Double")]
    [InlineData("1e3", "1000 Double")]
    [InlineData("1e-3", "0.001 Double")]
    [InlineData("0x10", "16")]
    [InlineData("-0x10", "-16")]
    [InlineData("0xFFFFFFFF", "-1")]
    [InlineData("0xFFFFFFFFL", "4294967295 Int64")]
    [InlineData("0xFFFFFFFFFFFFFFFF", "-1 Int64")]
    [InlineData("1kb", "1024")]
    [InlineData("2MB", "2097152")]
    [InlineData("4gb", "4294967296 Int64")]
    [InlineData("1tb", "1099511627776 Int64")]
    [InlineData("1pb", "1125899906842624 Int64")]
    [InlineData("1.5kb", "1536 Double")]
    [InlineData("0x10kb", "16384")]
    [InlineData("10l", "10 Int64")]
    [InlineData("5.5l", "6 Int64")]
    [InlineData("1.50d", "1.50 Decimal")]
    [InlineData("10dkb", "10240 Decimal")]
    [InlineData("3000000000", "3000000000 Int64")]
    [InlineData("9223372036854775808", "9223372036854775808 Decimal")]
    [InlineData("99999999999999999999999999999999", "1E+32 Double")]
    [InlineData("$true", "True")]
    [InlineData("$NULL", "null")]
    [InlineData("'a''b\"c`n'", "'a'b\"c`n'")]
    [InlineData("\"a\"\"b'c`td`$`u{e9}`e\"", "'a\"b'c\td$\u00e9\u001b'")]
    [InlineData("\"*$word* ${with space} $min.Count $ 5\"", "'*lighthouse* 7 1024.Count $ 5'")]
    [InlineData("\"$ids\"", "'a b'")]
    [InlineData("$min", "1024")]
    [InlineData("$MIN", "1024")]
    [InlineData("${with space}", "7")]
    [InlineData("$env:NAME", "'x'")]
    [InlineData("$cfg.Min", "5")]
    [InlineData("$cfg.'Min'", "5")]
    [InlineData("$cfg['Min']", "5")]
    [InlineData("$cfg.List[1]", "2")]
    [InlineData("$cfg.List[-1]", "3")]
    [InlineData("$ids", "['a','b']")]
    [InlineData("@()", "[]")]
    [InlineData("@('a')", "['a']")]
    [InlineData("@('a', 1)", "['a',1]")]
    [InlineData("('a','b')", "['a','b']")]
    [InlineData("1,2", "[1,2]")]
    [InlineData("1..3", "[1,2,3]")]
    [InlineData("(2..-1)", "[2,1,0,-1]")]
    [InlineData("@(7 .. 7)", "[7]")]
    [InlineData("$min..1025", "[1024,1025]")]
    [InlineData("1kb..0x402", "[1024,1025,1026]")]
    [InlineData("@($ids)", "['a','b']")]
    public void Values_are_those_of_PowerShell(string value, string expected) => Assert.Equal($"unknown Eq {expected}", Show($"unknown -eq {value}"));

    [Theory]
    [InlineData("", 0, 0, "Expected a column")]
    [InlineData("width -ge", 9, 0, "Expected a value")]
    [InlineData("width -gte 5", 6, 4, "use -ge")]
    [InlineData("width >= 5", 6, 1, "use -gt or -ge")]
    [InlineData("width = 5", 6, 1, "use -eq")]
    [InlineData("width -ge min", 10, 3, "a variable starts with $")]
    [InlineData("width -ge $_.height", 10, 9, "on the left only")]
    [InlineData("width -ge $max", 10, 4, "no variable $max")]
    [InlineData("caption -like \"$max*\"", 14, 7, "no variable $max")]
    [InlineData("width -ge 5 height", 12, 6, "Expected an operator")]
    [InlineData("width -ge 5 -ge 5", 12, 3, "-and")]
    [InlineData("-not caption -like 'x'", 0, 18, "-not (...)")]
    [InlineData("(width -ge 5", 12, 0, "Expected )")]
    [InlineData("width -ge 5)", 11, 1, "the end")]
    [InlineData("{ width -ge 5", 13, 0, "Expected }")]
    [InlineData("caption -like 'x", 14, 2, "closing quote")]
    [InlineData("caption -contains 'x'", 8, 9, "-like '*text*'")]
    [InlineData("width -ge 'abc'", 0, 15, "no number")]
    [InlineData("width -ge @(5)", 0, 14, "cannot be compared")]
    [InlineData("caption -like '[a'", 14, 4, "[ has no ]")]
    [InlineData("caption -match '('", 15, 3, "regular expression")]
    [InlineData("width -ge 5x", 10, 2, "no number")]
    [InlineData("width -ge $(Get-Date)", 10, 2, "runs no commands")]
    [InlineData("caption -like \"$(Get-Date)\"", 15, 2, "runs no commands")]
    [InlineData("$_.Caption.Length -ge 5", 0, 17, "without its members")]
    [InlineData("$_.Caption.Contains('x')", 0, 19, "runs no methods")]
    [InlineData("width * 2 -ge 5", 6, 1, "does not calculate")]
    [InlineData("width -ge 5 # wide", 12, 1, "no comments")]
    [InlineData("[int]$_.width -ge 5", 0, 1, "no type names")]
    [InlineData("$ids -eq 'a'", 0, 12, "-in list")]
    [InlineData("width -in 1,", 12, 0, "Expected a value")]
    [InlineData("width -in @(1", 13, 0, "Expected )")]
    [InlineData("width -ge $min[", 14, 1, "index")]
    [InlineData("width -in 1..", 13, 0, "Expected a value")]
    [InlineData("width -in 'a'..'c'", 10, 3, "from an integer")]
    [InlineData("width -in 1.5..3", 10, 3, "from an integer")]
    [InlineData("width -in 1..3,7", 14, 1, "stands alone")]
    [InlineData("width -in 1..65537", 10, 1, "65536 values at most")]
    [InlineData("width .. 5", 6, 2, "Expected an operator")]
    public void An_error_shows_its_place(string filter, int position, int length, string problem)
    {
        var error = Assert.Throws<FilterException>(() => Parse(filter));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Equal((position, length), (error.Position, error.Length));
    }

    [Theory]
    [InlineData("width -ge 5 -and\n\theight -gte 7\n-and source", "height >>-gte<< 7")]
    [InlineData("width -ge", "width -ge>><<")]
    [InlineData("widht* 2 -ge 5", "widht>>*<< 2 -ge 5")]
    public void The_place_is_marked_in_its_line(string filter, string line)
    {
        var error = Assert.Throws<FilterException>(() => Parse(filter));
        Assert.EndsWith(" The place, marked: " + line, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Of_a_long_line_what_lies_around_the_place_is_shown()
    {
        string filter = string.Join(" -or ", Enumerable.Repeat("width -eq 5", 50)) + " -adn " + string.Join(" -or ", Enumerable.Repeat("width -eq 6", 50));
        var error = Assert.Throws<FilterException>(() => Parse(filter));
        Assert.Contains("width -eq 5 >>-adn<< width -eq 6", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 100, 300);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("-not (", ")")]
    [InlineData("-not ", "")]
    [InlineData("width -eq (", ")")]
    [InlineData("width -in @(", ")")]
    public void Deep_nesting_is_refused(string open, string close)
    {
        string filter = string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000));
        Assert.Throws<FilterException>(() => Parse(filter));
    }

    [Fact]
    public void Whatever_is_written_is_a_filter_or_a_FilterException()
    {
        string[] pieces =
        [
            "width", "caption", "$_.", "$PSItem.Id", "$min", "$ids", "$cfg", ".Min", "[0]", "[", "]", "${", "}", "{", "(", ")", "@(", ",", "'", "\"", "`", "`u{", "$", "$(", "!", "-not ", "-and", " -or ",
            " -eq ", " -like ", " -match ", " -in ", " -ge ", "-", "5", "0x", "1e", ".", "kb", "-5", "1.5d", "'a'", "\"$min\"", "'*x*'", "'[a'", "'('", "$null", "$true", " ", "\n", "–", "’", "é", "\0", "#", "=", "_", ":",
        ];
        var random = new Random(7);
        int understood = 0;
        for (int i = 0; i < 30_000; i++)
        {
            string filter = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                Parse(filter);
                understood++;
            }
            catch (FilterException exception)
            {
                Assert.InRange(exception.Position, 0, filter.Length);
                Assert.InRange(exception.Position + exception.Length, 0, filter.Length);
            }
        }
        Assert.InRange(understood, 500, 29_000);
    }

    private static FilterExpression Parse(string filter) => FilterParser.Parse(filter, Find);

    private static bool Find(VariablePath variable, out object? value)
    {
        if (!s_variables.TryGetValue(variable.Name, out value))
        {
            return false;
        }
        foreach (object member in variable.Members)
        {
            value = (value, member) switch
            {
                (Dictionary<string, object?> map, string key) => map.GetValueOrDefault(key),
                (object?[] list, int index) => list.ElementAtOrDefault(index < 0 ? list.Length + index : index),
                _ => null,
            };
        }
        return true;
    }

    private static string Show(string filter) => Show(Parse(filter));

    private static string Show(FilterExpression expression) => expression switch
    {
        ConstantExpression constant => $"{constant.Value}",
        AllExpression all => $"({string.Join(" & ", all.Terms.Select(Show))})",
        AnyExpression any => $"({string.Join(" | ", any.Terms.Select(Show))})",
        TestExpression { Test: var test } column => $"{(test.IsNegated ? "!" : "")}{column.Column.Name}{(test.Operator == FilterOperator.IsTrue ? "" : $" {(test.IgnoreCase ? "" : "c")}{Name(test.Operator)} {ShowValue(test.Right)}")}",
        _ => throw new InvalidOperationException(),
    };

    private static string Name(FilterOperator value) => value switch
    {
        FilterOperator.Equal => "Eq",
        FilterOperator.Less => "Lt",
        FilterOperator.LessOrEqual => "Le",
        FilterOperator.Greater => "Gt",
        FilterOperator.GreaterOrEqual => "Ge",
        _ => value.ToString(),
    };

    private static string ShowValue(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        object?[] list => $"[{string.Join(',', list.Select(ShowValue))}]",
        int or bool => value.ToString()!,
        _ => $"{Convert.ToString(value, CultureInfo.InvariantCulture)} {value.GetType().Name}",
    };
}
