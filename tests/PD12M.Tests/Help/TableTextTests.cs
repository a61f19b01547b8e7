using System.Globalization;
using System.Reflection;

namespace PD12M.Tests.Help;

/// <summary>How the format file's tables write values.</summary>
public sealed class TableTextTests
{
    [ShellTheory]
    [InlineData(null, "")]
    [InlineData(0L, "0 B")]
    [InlineData(1023L, "1023 B")]
    [InlineData(1024L, "1.0 KB")]
    [InlineData(102399L, "99.9 KB")]
    [InlineData(102400L, "100 KB")]
    [InlineData(1048575L, "1023 KB")]
    [InlineData(18_660_000L, "17.7 MB")]
    [InlineData(38_092_800_128L, "35.4 GB")]
    [InlineData(long.MaxValue, "8.0 EB")]
    public void A_size_has_a_unit(long? bytes, string expected) => Assert.Equal(expected, Call("Size", bytes));

    [ShellTheory]
    [InlineData(null, "")]
    [InlineData(24_883_200_000d, "24883200000")]
    [InlineData(1234.56789, "1234.568")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e300, "1E+300")]
    [InlineData(256L, "256")]
    [InlineData("text", "text")]
    public void A_number_is_short(object? number, string expected) => Assert.Equal(expected, Call("Number", number));

    [ShellTheory]
    [InlineData(0, "0.000 s")]
    [InlineData(59_999, "59.999 s")]
    [InlineData(60_000, "0:01:00")]
    [InlineData(360_000_000, "100:00:00")]
    public void A_time_has_no_more_than_it_needs(int milliseconds, string expected) => Assert.Equal(expected, Call("Duration", TimeSpan.FromMilliseconds(milliseconds)));

    [ShellTheory]
    [InlineData("/data/images/a.jpeg", "/data/images", "a.jpeg")]
    [InlineData("https://host/metadata/a.parquet", "https://host/metadata", "a.parquet")]
    [InlineData("a.jpeg", "", "a.jpeg")]
    [InlineData(null, "", "")]
    public void A_path_is_a_folder_and_a_name(string? path, string folder, string name) =>
        Assert.Equal((folder, name), (Call("Folder", path), Call("Name", path)));

    private static string Call(string method, object? argument)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            Type type = PublishedCmdlet.All[0].Class.Assembly.GetType("PD12M.TableText")!;
            return (string)type.GetMethod(method, BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [argument])!;
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
