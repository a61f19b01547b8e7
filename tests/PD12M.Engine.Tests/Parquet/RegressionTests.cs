namespace PD12M.Engine.Tests.Parquet;

/// <summary>Files that were once read wrongly or take a path that few do (tests/data/regressions; its README tells where from).</summary>
public class RegressionTests
{
    private static readonly string s_folder = Path.Combine(TestData.Folder, "regressions");

    public static TheoryData<string> Files => [.. Directory.GetFiles(s_folder, "*.parquet").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_that_the_fuzzer_kept_gives_values_or_the_documented_errors(string name) =>
        ReaderSurfaces.ReadAll(File.ReadAllBytes(Path.Combine(s_folder, name)));
}
