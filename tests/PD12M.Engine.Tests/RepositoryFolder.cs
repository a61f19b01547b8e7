namespace PD12M.Engine.Tests;

/// <summary>The clone that the tests were built in.</summary>
internal static class RepositoryFolder
{
    public static string Root { get; } = Find();

    /// <summary>The path of a small file by another writer; see tests/data/README.md.</summary>
    public static string TestData(string name) => Path.Combine(Root, "tests", "data", name);

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PD12M.sln")))
        {
            folder = folder.Parent;
        }
        return folder?.FullName ?? throw new DirectoryNotFoundException($"No PD12M.sln above '{AppContext.BaseDirectory}'.");
    }
}
