using System.Diagnostics;
using System.Globalization;
using PD12M.Benchmarks;
using PD12M.Hosting;

// dotnet run -c Release --project tests/Benchmarks -- [folder for the data]
// The data are made once; name a folder to keep them for the next run.
// dotnet run -c Release --project tests/Benchmarks -- similarity <folder in memory>
// Needs 3 GB there, and leaves them.
if (args is ["generate", string target])
{
    MetadataGenerator.Write(target, files: 10);
    return;
}
if (args is ["scan", string work, string metadata, string rounds])
{
    await ScanWork.RunAsync(work, metadata, int.Parse(rounds, CultureInfo.InvariantCulture));
    return;
}
if (args is ["similarity", string embeddings])
{
    Similarity.Run(embeddings);
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
    Reading.FirstRecord(folder);
    Reading.MillionRows(folder);
    Scanning.Run(folder);
    ReadingPeers.Run(Path.Combine(folder, "metadata"));
    ShellPeers.Run(Path.Combine(folder, "metadata"), Path.Combine(ModuleShell.Folder, "PD12M.psd1"));
    Hashing.Memory();
    Hashing.Files(folder);
    await Stopping.RunAsync(folder);
}
finally
{
    if (!keep)
    {
        Directory.Delete(folder, recursive: true);
    }
}
