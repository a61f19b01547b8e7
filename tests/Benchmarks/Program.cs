using PD12M.Benchmarks;
using PD12M.Hosting;

// dotnet run -c Release --project tests/Benchmarks -- [folder for the data]
// The data are made once; name a folder to keep them for the next run.
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
    MetadataGenerator.Write(Path.Combine(folder, "metadata"), files: 10);
    Console.WriteLine($"Engine: {ShellEngine.Description}; {Environment.ProcessorCount} processors");
    Reading.FirstRecord(folder);
    Reading.MillionRows(folder);
    Scanning.Run(folder);
    await Stopping.RunAsync(folder);
}
finally
{
    if (!keep)
    {
        Directory.Delete(folder, recursive: true);
    }
}
