using System.Diagnostics;
using System.Globalization;
using PD12M.Benchmarks;
using PD12M.Dataset;
using PD12M.Embeddings;
using PD12M.Hosting;

// dotnet run -c Release --project tests/Benchmarks -- [folder for the data [part ...]]
// The data are made once; name a folder to keep them for the next run. Without parts, everything is measured.
// dotnet run -c Release --project tests/Benchmarks -- similarity <folder> [rows [exact | build | search | duplicates ...]]
// Makes 1,000,000 embeddings there unless told otherwise, 3 GB for a million, and leaves them with their index. They
// should fit into the memory that is free.
if (args is ["generate", string target])
{
    MetadataGenerator.Write(target, files: 10);
    return;
}
if (args is ["lookups", string looked])
{
    Scanning.Lookups(MetadataFile.InFolder(looked));
    return;
}
if (args is ["scan", string work, string metadata, string rounds])
{
    await ScanWork.RunAsync(work, metadata, int.Parse(rounds, CultureInfo.InvariantCulture));
    return;
}
if (args is ["similarity", string embeddings, .. string[] wanted])
{
    int rows = wanted.Length > 0 ? int.Parse(wanted[0], CultureInfo.InvariantCulture) : 1_000_000;
    using EmbeddingSet set = EmbeddingSet.Open(EmbeddingGenerator.WriteSet(embeddings, rows), NpyFile.Open);
    var measurements = new Dictionary<string, Action<EmbeddingSet>>(StringComparer.OrdinalIgnoreCase)
    {
        ["exact"] = Similarity.Run,
        ["build"] = SimilarityIndex.Build,
        ["search"] = SimilarityIndex.Search,
        ["duplicates"] = SimilarityIndex.Duplicates,
    };
    foreach (string part in wanted.Length > 1 ? wanted.Skip(1) : measurements.Keys)
    {
        if (!measurements.TryGetValue(part, out Action<EmbeddingSet>? measure))
        {
            Console.Error.WriteLine($"There is no part '{part}'; there are {string.Join(", ", measurements.Keys)}.");
            Environment.ExitCode = 1;
            return;
        }
        measure(set);
    }
    return;
}
if (ShellEngine.Find() is null)
{
    ShellEngine.UseStandIn(ShellEngine.WhyNoReal ?? "");
}
else
{
    ShellEngine.UseReal();
}
bool keep = args.Length > 0;
string folder = keep ? Path.GetFullPath(args[0]) : Directory.CreateTempSubdirectory("pd12m-bench-").FullName;
try
{
    // In a process of its own, because what the generator leaves on the heap would be measured too.
    using (Process generator = Process.Start(Environment.ProcessPath!, ["generate", Path.Combine(folder, "metadata")]))
    {
        generator.WaitForExit();
    }
    Console.WriteLine($"Engine: {ShellEngine.Description}; {Environment.ProcessorCount} processors");
    string records = Path.Combine(folder, "metadata");
    var parts = new Dictionary<string, Func<Task>>(StringComparer.OrdinalIgnoreCase)
    {
        ["Reading"] = () => Done(() => Reading.FirstRecord(folder), () => Reading.MillionRows(folder)),
        ["Scanning"] = () => Done(() => Scanning.Run(folder)),
        ["ReadingPeers"] = () => Done(() => ReadingPeers.Run(records)),
        ["ShellPeers"] = () => Done(() => ShellPeers.Run(records, Path.Combine(ModuleShell.Folder, "PD12M.psd1"))),
        ["Importing"] = () => Done(() => Importing.Run(folder, Path.Combine(ModuleShell.Folder, "PD12M.psd1"))),
        ["Hashing"] = () => Done(Hashing.Memory, () => Hashing.Files(folder)),
        ["Stopping"] = () => Stopping.RunAsync(folder),
    };
    foreach (string part in args.Length > 1 ? args.Skip(1) : parts.Keys)
    {
        if (!parts.TryGetValue(part, out Func<Task>? measure))
        {
            Console.Error.WriteLine($"There is no part '{part}'; there are {string.Join(", ", parts.Keys)}.");
            Environment.ExitCode = 1;
            break;
        }
        await measure();
    }
}
finally
{
    if (!keep)
    {
        Directory.Delete(folder, recursive: true);
    }
}

static Task Done(params Action[] measurements)
{
    foreach (Action measurement in measurements)
    {
        measurement();
    }
    return Task.CompletedTask;
}
