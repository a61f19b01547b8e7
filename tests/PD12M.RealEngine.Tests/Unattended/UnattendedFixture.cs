using PD12M.Samples;
using PD12M.Testing;
using PD12M.Tests.Commands;

namespace PD12M.Tests.Unattended;

/// <summary>A data set, the bucket that serves it, and a folder to save to.</summary>
internal sealed class UnattendedFixture : IDisposable
{
    public const int Count = 40;

    private readonly TemporaryFolder _folder = new();

    public UnattendedFixture()
    {
        SampleDataSet.Write(_folder["pd12m"], Count);
        Server = ObjectServer.Start(_folder["pd12m"]);
    }

    public static string Scripts { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Shell.ManifestPath)!, "..", "..", "docs", "guides", "scripts"));

    public ObjectServer Server { get; }

    public string this[string name] => _folder[name];

    public string Metadata => _folder["pd12m/metadata"];

    public string Images => _folder["images"];

    public int Saved => Directory.Exists(Images) ? Directory.GetFiles(Images, "*.*", SearchOption.AllDirectories).Count(file => !file.Contains(".pd12m", StringComparison.Ordinal)) : 0;

    /// <summary>What is left of transfers: nothing, unless a run goes on or was killed.</summary>
    public string[] Leftovers => Directory.Exists(Path.Combine(Images, ".pd12m")) ? Directory.GetFileSystemEntries(Path.Combine(Images, ".pd12m")) : [];

    /// <summary>Starts a script of the guide.</summary>
    public ShellProcess Start(string script, params string[] arguments) =>
        ShellProcess.Start(Path.Combine(Scripts, script), [Metadata, Images, "-Module", Shell.ManifestPath, .. arguments]);

    /// <summary>Saves with the guide's script.</summary>
    public ShellExit Save(params string[] arguments)
    {
        using ShellProcess process = Start("save-images.ps1", ["-EndpointUrl", Server.Endpoint.AbsoluteUri, .. arguments]);
        return process.WaitForExit();
    }

    /// <summary>Waits until transfers are under way.</summary>
    public async Task WaitForTransfersAsync()
    {
        while (Leftovers.Length < 2)
        {
            await Task.Delay(20);
        }
    }

    public void Dispose()
    {
        Server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _folder.Dispose();
    }
}
