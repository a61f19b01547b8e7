using System.Management.Automation;
using PD12M.Embeddings;
using PD12M.Samples;
using PD12M.Testing;
using PD12M.Tests.Commands;

namespace PD12M.Tests.Help;

/// <summary>A place where commands run as they stand in the documents: a reader's folder, with the web served from it.</summary>
internal sealed class ReaderSandbox : IDisposable
{
    private const int Records = 60;

    // Addresses that documents name, and what the object server has instead.
    private static readonly (string Written, string Served)[] s_addresses =
    [
        ("https://huggingface.co/datasets/Spawning/PD12M/resolve/main/", "pd12m/"),
        ("https://minio.example.org:9000", ""),
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly ObjectServer _server;
    private readonly Shell _shell = new();

    public ReaderSandbox()
    {
        SampleDataSet.Write(_folder["pd12m"], Records, new SampleOptions { RowsPerFile = 20 });
        using (var writer = new NpyWriter(File.Create(_folder["lighthouse-at-night.npy"]), rows: 1, dimensions: 768))
        {
            writer.WriteRow([.. Enumerable.Range(1, 768).Select(value => (float)value)]);
            writer.Finish();
        }
        _server = ObjectServer.Start(_folder["pd12m"]);
        Directory.CreateDirectory(_folder["drives"]);
        _shell.Location = _folder.Path;
        Run("""
            param($drives, $server)
            foreach ($letter in 'C', 'D') {
                Remove-PSDrive $letter -Force -ErrorAction Ignore
                $null = New-PSDrive $letter FileSystem (New-Item $drives/$letter -ItemType Directory) -Scope Global
            }
            $global:PSDefaultParameterValues['*-PD12M*:EndpointUrl'] = $server
            # The MD5 that the pages give is that of this sentence (RFC 1321 is silent on it; any MD5 program tells).
            Set-Content ./photo.jpeg 'The quick brown fox jumps over the lazy dog' -NoNewline -Encoding ascii
            Get-PD12MRecord ./pd12m/metadata -First 3 | ForEach-Object Id | Set-Content ./ids.txt
            Copy-Item ./pd12m $drives/D/pd12m -Recurse
            $null = New-Item ./downloads, ./mine -ItemType Directory
            Copy-Item ./photo.jpeg ./downloads
            Copy-Item ./pd12m/embeddings/*.npy ./mine
            $null = New-PD12MIndex ./pd12m
            Get-PD12MRecord ./pd12m/metadata -First 3 | Select-Object Id, Url, Hash | Export-Csv ./images.csv -NoTypeInformation
            """, _folder["drives"], _server.Endpoint);
    }

    /// <summary>Runs commands as they were written; what they set is there for the next ones.</summary>
    /// <exception cref="InvalidOperationException">They gave an error.</exception>
    public void Run(string commands, params object[] arguments)
    {
        foreach ((string written, string served) in s_addresses)
        {
            commands = commands.Replace(written, new Uri(_server.Endpoint, served).AbsoluteUri, StringComparison.Ordinal);
        }
        ShellResult result = _shell.Run(shell =>
        {
            shell.AddScript(commands, useLocalScope: false);
            foreach (object argument in arguments)
            {
                shell.AddArgument(argument);
            }
        });
        ErrorRecord? error = result.TerminatingError ?? (result.Errors is [var first, ..] ? first : null);
        if (error is not null || result.Terminating is not null)
        {
            throw new InvalidOperationException($"{error?.FullyQualifiedErrorId}: {error?.ToString() ?? result.Terminating!.Message}");
        }
    }

    public void Dispose()
    {
        _shell.Dispose();
        _server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _folder.Dispose();
    }
}
