using System.Reflection;

namespace PD12M.Package.Tests;

/// <summary>The clone that the tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    public static IReadOnlyList<string> CommandPages { get; } = [.. Directory.GetFiles(Path.Combine(Root, "docs", "cmdlets"), "*.md").Order(StringComparer.Ordinal)];
}
