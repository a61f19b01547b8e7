using System.Management.Automation;

namespace PD12M.Commands;

/// <summary>The folder that the environment variable PD12M_HOME names: what is below it stands for parameters that are not given.</summary>
internal static class DataFolder
{
    public const string Variable = "PD12M_HOME";
    public const string Metadata = "metadata";
    public const string Embeddings = "embeddings";
    public const string Images = "images";

    /// <summary>The folder as the user wrote it; null where the variable is empty or not set.</summary>
    public static string? Find() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null;
}
