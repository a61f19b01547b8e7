using PD12M.Dataset;

namespace PD12M.Engine.Tests.Dataset.Filter;

public class FilterCompletionTests
{
    [Theory]
    [InlineData("", "Operand", "", null)]
    [InlineData("wid", "Operand", "wid", null)]
    [InlineData("-n", "Operand", "-n", null)]
    [InlineData("width ", "Comparison", "", "width")]
    [InlineData("width -", "Comparison", "-", "width")]
    [InlineData("$_.Width -g", "Comparison", "-g", "Width")]
    [InlineData("license -eq ", "Value", "", "license")]
    [InlineData("license -ine 'http://x", "Value", "http://x", "license")]
    [InlineData("source -eq 'O''Hara", "Value", "O'Hara", "source")]
    [InlineData("source -eq \"Rijks", "Value", "Rijks", "source")]
    [InlineData("source -in 'a', ", "Value", "", "source")]
    [InlineData("source -in @('a', 'b", "Value", "b", "source")]
    [InlineData("source -in ", "Value", "", "source")]
    [InlineData("source -like 'R", "Value", "R", "source")]
    [InlineData("license -eq 'a'", "Junction", "", "license")]
    [InlineData("width -ge 1024 ", "Junction", "", null)]
    [InlineData("width -ge 1024 -a", "Junction", "-a", null)]
    [InlineData("(width -ge 1024) ", "Junction", "", null)]
    [InlineData("width -ge 1024 -and ", "Operand", "", null)]
    [InlineData("-not (mime", "Operand", "mime", null)]
    [InlineData("{ wid", "Operand", "wid", null)]
    public void What_comes_next_is_known(string text, string place, string word, string? column)
    {
        FilterCompletion next = FilterCompletion.Of(text);
        Assert.Equal((place, word, column), (next.Place.ToString(), next.Word, next.Column));
    }

    [Theory]
    [InlineData("width -ge 10")]
    [InlineData("width -ge ")]
    [InlineData("caption -match 'light")]
    [InlineData("width = ")]
    [InlineData("license -eq http://")]
    [InlineData("'a text ")]
    [InlineData("width -xyz ")]
    [InlineData("$(x")]
    public void What_is_not_known_is_left_alone(string text) => Assert.Equal(FilterPlace.Anything, FilterCompletion.Of(text).Place);

    [Theory]
    [InlineData("license -eq 'ht", 12)]
    [InlineData("width -ge 3 -and li", 17)]
    [InlineData("width -", 6)]
    [InlineData("width ", 6)]
    public void What_is_written_of_it_starts_there(string text, int start) => Assert.Equal(start, FilterCompletion.Of(text).Start);

    [Fact]
    public void Every_operator_on_offer_is_one() => Assert.All(FilterCompletion.Comparisons, name => Assert.NotNull(WrittenOperator.Find(name.Substring(1))));
}
