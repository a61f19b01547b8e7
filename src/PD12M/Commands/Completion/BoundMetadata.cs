using System.Collections;
using System.Management.Automation;
using PD12M.Dataset;
using PD12M.Transfer;
using WildcardPattern = System.Management.Automation.WildcardPattern;

namespace PD12M.Commands.Completion;

/// <summary>The first metadata file that a command line names, for what Tab can know from it.</summary>
internal static class BoundMetadata
{
    /// <summary>Files of a folder that the first one is chosen from: a folder with millions is not listed for Tab.</summary>
    private const int MostListed = 1000;

    /// <summary>Asks the file; gives <paramref name="otherwise"/> where there is none, or it cannot be read.</summary>
    /// <param name="bound">The other parameters, as far as they are constants.</param>
    /// <param name="ask">Reads of the file what is wanted.</param>
    /// <param name="otherwise">The answer without a file.</param>
    /// <remarks>The command itself tells what is wrong with a file; Tab must not disturb the line.</remarks>
    public static IReadOnlyList<string> Ask(IDictionary bound, Func<MetadataFile, IReadOnlyList<string>> ask, IReadOnlyList<string> otherwise)
    {
        try
        {
            if (FindFile(bound) is not { } path)
            {
                return otherwise;
            }
            using MetadataFile file = MetadataFile.Open(path);
            return ask(file);
        }
        catch (Exception error) when (error is RuntimeException or InvalidOperationException || Errors.Metadata("", error) is not null)
        {
            return otherwise;
        }
    }

    private static string? FindFile(IDictionary bound)
    {
        if (First(bound["LiteralPath"]) is { } literal)
        {
            return FirstFile(Resolve(literal, isLiteral: true));
        }
        if (First(bound["MetadataPath"]) is { } named)
        {
            return FirstFile(Resolve(named, isLiteral: false));
        }
        string? path = First(bound["Path"]);
        if (path is null && DataFolder.Find() is { } home)
        {
            return FirstFile(Resolve(Path.Combine(home, DataFolder.Metadata), isLiteral: true));
        }
        // The embeddings' cmdlets take the data set's folder.
        return path is null || RemoteAddress.IsAddress(path) ? null : FirstFile(Resolve(path, isLiteral: false).SelectMany(Within));
    }

    private static IEnumerable<string> Within(string path) =>
        Path.Combine(path, DataFolder.Metadata) is string inside && Directory.Exists(inside) ? [path, inside] : [path];

    private static string? FirstFile(IEnumerable<string> paths) => paths
        .SelectMany(path => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.parquet").Take(MostListed).OrderBy(file => file, Comparer<string>.Create(NaturalOrder.Compare)).Take(1) : [path])
        .FirstOrDefault(File.Exists);

    private static string? First(object? argument) => argument switch
    {
        string text => text,
        PSObject wrapped => First(wrapped.BaseObject),
        IEnumerable list => list.Cast<object?>().Select(First).FirstOrDefault(text => text is not null),
        _ => null,
    };

    private static string[] Resolve(string path, bool isLiteral) =>
        Path.IsPathRooted(path) && (isLiteral || !WildcardPattern.ContainsWildcardCharacters(path)) && (File.Exists(path) || Directory.Exists(path))
            ? [path]
            : ResolveInShell(path, isLiteral);

    /// <summary>A completer is given no session, but it runs in one; without one this is an InvalidOperationException.</summary>
    private static string[] ResolveInShell(string path, bool isLiteral)
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand("Microsoft.PowerShell.Management\\Convert-Path").AddParameter(isLiteral ? "LiteralPath" : "Path", path).AddParameter("ErrorAction", ActionPreference.Ignore);
        return [.. shell.Invoke<string>()];
    }
}
