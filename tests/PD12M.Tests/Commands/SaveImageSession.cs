using System.Management.Automation;
using System.Security.Cryptography;
using PD12M.Testing;

namespace PD12M.Tests.Commands;

/// <summary>A shell, a store with the sample's images, and a folder to save them in.</summary>
internal sealed class SaveImageSession(SampleBucket sample) : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Shell Shell { get; } = new();

    public ObjectServer Server { get; } = sample.Serve();

    public string Folder => _folder.Path;

    public string Images => _folder["images"];

    public string Log => _folder["save.jsonl"];

    public string Failures => _folder["failed.csv"];

    public string this[string name] => _folder[name];

    /// <summary>The names of the images that are in their place.</summary>
    public string[] Names => Directory.Exists(Images)
        ? [.. Directory.GetFiles(Images, "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Whether all images of the sample are in their place, and nothing else is.</summary>
    public bool IsWhole => Hashes(Images).SetEquals(Hashes(sample.Images));

    /// <summary>Whether what is in its place is as the sample has it.</summary>
    public bool IsRight => Hashes(Images).IsSubsetOf(Hashes(sample.Images));

    public async ValueTask DisposeAsync()
    {
        Shell.Dispose();
        await Server.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>All records of the sample, saved with some parameters.</summary>
    public ShellResult Save(params (string Name, object? Value)[] parameters) =>
        Shell.Run(p => Command(p.AddCommand("Get-PD12MRecord").AddArgument(sample.Metadata), parameters));

    /// <summary>Other objects, saved with some parameters.</summary>
    public ShellResult SaveInput(object?[] input, params (string Name, object? Value)[] parameters) =>
        Shell.Run(input, p => Command(p, parameters));

    public PowerShell Command(PowerShell shell, params (string Name, object? Value)[] parameters)
    {
        shell.AddCommand("Save-PD12MImage").AddParameter("EndpointUrl", Server.Endpoint);
        foreach ((string name, object? value) in parameters.Any(p => p.Name == "Destination") ? parameters : [("Destination", Images), .. parameters])
        {
            shell.AddParameter(name, value);
        }
        return shell;
    }

    public Record[] Records() => [.. Shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(sample.Metadata)).Succeeded().Objects.Cast<Record>()];

    /// <summary>The summary at the end of what a pipeline emitted; the tests do not reference the cmdlets' dll.</summary>
    public static dynamic SummaryOf(ShellResult result)
    {
        PSObject last = result.Output[^1];
        Assert.Equal("PD12M.SaveSummary", last.BaseObject.GetType().FullName);
        return last.BaseObject;
    }

    public static PSObject Row(params (string Name, string? Value)[] properties)
    {
        PSObject row = new();
        foreach ((string name, string? value) in properties)
        {
            row.Properties.Add(new PSNoteProperty(name, value));
        }
        return row;
    }

    private static HashSet<string> Hashes(string folder) => Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(path => $"{Path.GetFileName(path)} {Convert.ToHexString(MD5.HashData(File.ReadAllBytes(path)))}")]
        : [];
}
