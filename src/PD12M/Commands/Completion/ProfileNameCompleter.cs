using System.Collections;

namespace PD12M.Commands.Completion;

/// <summary>Completes the names of profiles in the AWS configuration files; nothing else is kept of these.</summary>
/// <remarks>Source: AWS SDKs and Tools Reference Guide, "Shared config and credentials files".</remarks>
public sealed class ProfileNameCompleter : WordCompleter
{
    /// <summary>A prefix that sections of the config file have, but not those of the credentials file.</summary>
    private const string ConfigPrefix = "profile ";

    /// <summary>Lines of a file that are looked at, at most.</summary>
    private const int MostLines = 10_000;

    private protected override IEnumerable<string> Words(IDictionary bound)
    {
        string folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".aws");
        return Sections(Environment.GetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE"), Path.Combine(folder, "credentials"))
            .Concat(Sections(Environment.GetEnvironmentVariable("AWS_CONFIG_FILE"), Path.Combine(folder, "config"))
                .Where(name => name == "default" || name.StartsWith(ConfigPrefix, StringComparison.Ordinal))
                .Select(name => name == "default" ? name : name.Substring(ConfigPrefix.Length).Trim()))
            .Distinct();
    }

    private static List<string> Sections(string? named, string usual)
    {
        try
        {
            return [.. from line in File.ReadLines(named is { Length: > 0 } ? named : usual).Take(MostLines)
                       let end = line.IndexOf(']')
                       where end > 1 && line[0] == '['
                       select line.Substring(1, end - 1).Trim()];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Nobody has to have such a file.
            return [];
        }
    }
}
