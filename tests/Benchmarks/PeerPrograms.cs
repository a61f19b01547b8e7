using System.Diagnostics;
using System.Reflection;

namespace PD12M.Benchmarks;

/// <summary>The other programs, as far as they can be had here; each is null where it cannot.</summary>
internal sealed class PeerPrograms
{
    private readonly string _metadata;
    private readonly string _rounds;
    private readonly bool _hasParquetNet;
    private readonly bool _hasNode;

    private PeerPrograms(string metadata, int rounds, bool hasParquetNet, bool hasNode)
    {
        _metadata = metadata;
        _rounds = $"{rounds}";
        _hasParquetNet = hasParquetNet;
        _hasNode = hasNode;
    }

    /// <summary>This project's own folder.</summary>
    public static string SourceFolder { get; } =
        typeof(PeerPrograms).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "SourceFolder").Value!;

    private static string ParquetNetProject => Path.Combine(SourceFolder, "ParquetNet");

    private static string Scripts => Path.Combine(SourceFolder, "Peers");

    /// <summary>Looks for the programs and says which are missing.</summary>
    public static PeerPrograms Find(string metadata, int rounds)
    {
        bool hasParquetNet = BuildParquetNet();
        if (!hasParquetNet)
        {
            Console.WriteLine("Parquet.Net is left out: its package cannot be restored or built here (dotnet build -c Release tests/Benchmarks/ParquetNet says why).");
        }
        bool hasNode = CoreLimit.IsOnPath("node") && Directory.Exists(Path.Combine(Scripts, "node_modules"));
        if (!hasNode)
        {
            Console.WriteLine("DuckDB and hyparquet are left out: they need Node on PATH and 'npm install' in tests/Benchmarks/Peers.");
        }
        return new PeerPrograms(metadata, rounds, hasParquetNet, hasNode);
    }

    public Timing? ParquetNet(int cores, string work) => !_hasParquetNet ? null :
        CoreLimit.Time(cores, "dotnet", "run", "-c", "Release", "--no-build", "--project", ParquetNetProject, "--", work, _metadata, _rounds);

    /// <summary>A query with one number for an answer, over the view "records".</summary>
    public Timing? DuckDB(int cores, string sql) => !_hasNode ? null :
        CoreLimit.Time(cores, "node", Path.Combine(Scripts, "duckdb.mjs"), _metadata, $"{cores}", _rounds, sql);

    public Timing? Hyparquet(int cores) => !_hasNode ? null :
        CoreLimit.Time(cores, "node", Path.Combine(Scripts, "hyparquet.mjs"), _metadata, _rounds);

    private static bool BuildParquetNet()
    {
        var start = new ProcessStartInfo("dotnet", ["build", "-c", "Release", "--nologo", "-v", "quiet", ParquetNetProject]) { RedirectStandardOutput = true };
        using Process build = Process.Start(start)!;
        build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        return build.ExitCode == 0;
    }
}
