using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

/// <summary>The files of apache/parquet-testing, which are not part of this repository.</summary>
internal static class ParquetTestingFolder
{
    public const string Missing = "The folder of apache/parquet-testing was not found: set PD12M_PARQUET_TESTING to its 'data' folder.";

    public static string? Path { get; } = Find();

    public static string File(string name) => System.IO.Path.Combine(Path!, name);

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("PD12M_PARQUET_TESTING") is { Length: > 0 } given)
        {
            return Directory.Exists(given) ? given : null;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = System.IO.Path.Combine(folder.FullName, "shared", "parquet-testing", "data");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}

/// <summary>A fact that needs the files of apache/parquet-testing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ParquetTestingFactAttribute : FactAttribute
{
    public ParquetTestingFactAttribute()
    {
        if (ParquetTestingFolder.Path is null)
        {
            Skip = ParquetTestingFolder.Missing;
        }
    }
}

/// <summary>A theory that needs the files of apache/parquet-testing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ParquetTestingTheoryAttribute : TheoryAttribute
{
    public ParquetTestingTheoryAttribute()
    {
        if (ParquetTestingFolder.Path is null)
        {
            Skip = ParquetTestingFolder.Missing;
        }
    }
}
