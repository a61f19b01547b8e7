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

    private readonly TemporaryFolder _folder = new();
    private readonly ObjectServer _server;
    private readonly ObjectServer _buckets;
    private readonly DataSetMirror _home = new(records: Records);
    private readonly Shell _shell = new();

    // What documents set here is the process's.
    private readonly string? _dataFolder = Environment.GetEnvironmentVariable("PD12M_HOME");

    // What documents name, and what this machine has instead.
    private readonly List<(string Written, string Served)> _names;

    public ReaderSandbox()
    {
        SampleDataSet.Write(_folder["pd12m"], Records, new SampleOptions { RowsPerFile = Records / 3 });
        WriteQueries("lighthouse-at-night.npy", 1);
        WriteQueries("queries.npy", 2);
        _server = ObjectServer.Start(_folder["pd12m"]);
        Directory.CreateDirectory(_folder["buckets/my-images"]);
        _buckets = ObjectServer.Start(_folder["buckets"], new ObjectServerOptions { Bucket = null, AllowWrite = true, RequireCredentials = true });
        _names =
        [
            ("-DestinationProfileName backup", $"-DestinationCredential (Get-Credential) -DestinationEndpointUrl {_buckets.Endpoint}"),
            ("https://huggingface.co/datasets/Spawning/PD12M/resolve/main/", _server.AddressOf("").AbsoluteUri),
            ("https://mirror.example/pd12m", _home.Plain.AbsoluteUri),
            ("https://minio.example.org:9000", _server.Endpoint.AbsoluteUri),
            ("1f2e3d4c5b6a79880716253443526170fedcba98", "main"),
            ("./out/PD12M", Shell.ManifestPath),
            ("/data/", @"D:\"),
        ];
        Directory.CreateDirectory(_folder["drives"]);
        _shell.Location = _folder.Path;
        Run("""
            param($drives, $server, $hub)
            foreach ($letter in 'C', 'D') {
                Remove-PSDrive $letter -Force -ErrorAction Ignore
                $null = New-PSDrive $letter FileSystem (New-Item $drives/$letter -ItemType Directory) -Scope Global
            }
            $global:PSDefaultParameterValues['*-PD12M*:EndpointUrl'] = $server
            $global:PSDefaultParameterValues['Save-PD12MMetadata:BaseUri'] = $hub
            # Nobody sits at the keyboard.
            function global:Read-Host { [System.Net.NetworkCredential]::new('', 'secret').SecurePassword }
            function global:Get-Credential { [pscredential]::new('AKIAEXAMPLE', (Read-Host)) }
            # The MD5 that the pages give is that of this sentence (RFC 1321 is silent on it; any MD5 program tells).
            Set-Content ./photo.jpeg 'The quick brown fox jumps over the lazy dog' -NoNewline -Encoding ascii
            Get-PD12MRecord ./pd12m/metadata -First 3 | ForEach-Object Id | Set-Content ./ids.txt
            Copy-Item ./pd12m $drives/D/pd12m -Recurse
            $null = New-Item ./downloads, ./mine -ItemType Directory
            Copy-Item ./photo.jpeg ./downloads
            Copy-Item ./pd12m/embeddings/*.npy ./mine
            $null = New-PD12MIndex ./pd12m
            Get-PD12MRecord ./pd12m/metadata -First 3 | Select-Object Id, Url, Hash | Export-Csv ./images.csv -NoTypeInformation
            """, _folder["drives"], _server.Endpoint, _home.Hub);
        _names.Add(("0a3f7f3e-5d5d-5c52-9a3c-2f4d4ed2a2f5", File.ReadLines(_folder["ids.txt"]).First()));
    }

    /// <summary>Runs commands as they were written; what they set is there for the next ones.</summary>
    /// <exception cref="InvalidOperationException">They gave an error.</exception>
    public void Run(string commands, params object[] arguments)
    {
        foreach ((string written, string served) in _names)
        {
            commands = commands.Replace(written, served, StringComparison.Ordinal);
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
        Environment.SetEnvironmentVariable("PD12M_HOME", _dataFolder);
        _shell.Dispose();
        _server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _buckets.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _home.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _folder.Dispose();
    }

    private void WriteQueries(string name, int rows)
    {
        using var writer = new NpyWriter(File.Create(_folder[name]), rows, dimensions: 768);
        for (int row = 0; row < rows; row++)
        {
            writer.WriteRow([.. Enumerable.Range(1 + row, 768).Select(value => (float)value)]);
        }
        writer.Finish();
    }
}
