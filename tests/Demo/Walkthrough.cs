using System.Diagnostics;
using System.Management.Automation;
using System.Reflection;
using PD12M.Hosting;
using PD12M.Testing;

namespace PD12M.Demo;

/// <summary>The module's main job from beginning to end, on this machine alone.</summary>
internal static class Walkthrough
{
    private const int Records = 3000;
    private const int MinimumWidth = 1024;

    /// <returns>The exit code: 0 when every wide image was saved and matches.</returns>
    public static async Task<int> RunAsync(string folder)
    {
        string sample = Path.Combine(folder, "pd12m");
        string metadata = Path.Combine(sample, "metadata");
        string images = Path.Combine(folder, "images");
        using PowerShell shell = PowerShell.Create();
        Say($"Engine: {ShellEngine.Description}");
        Run(shell, p => p.AddCommand("Import-Module").AddParameter("Name", ModulePath()));

        Say($"New-PD12MSample ./pd12m {Records}");
        Timed(() => Run(shell, p => p.AddCommand("New-PD12MSample").AddParameter("Path", sample).AddParameter("Count", Records)), made => $"{Records} records with their images and embeddings");

        Say("Get-PD12MRecord ./pd12m/metadata -First 4");
        foreach (Record record in Run(shell, p => p.AddCommand("Get-PD12MRecord").AddParameter("Path", metadata).AddParameter("First", 4)).Select(Unwrap<Record>))
        {
            Console.WriteLine($"  {record.Id}  {record.Width,5} x {record.Height,-5} {Shorten(record.Caption)}");
        }

        await using ObjectServer bucket = ObjectServer.Start(sample);
        Say($"Get-PD12MRecord ./pd12m/metadata | Where-Object Width -ge {MinimumWidth} |\n    Save-PD12MImage ./images -EndpointUrl {bucket.Endpoint} -PassThru | Test-PD12MHash");
        HashResult[] results = Timed(() => Pipeline(shell, metadata, images, bucket.Endpoint), all => $"{all.Length} images, {all.Sum(result => result.Length) / 1e6:N1} MB, {all.Count(result => result.Status == HashStatus.Match)} match");
        foreach (HashResult result in results.Take(4))
        {
            Console.WriteLine($"  {result.Status,-8} {result.Actual}  {Path.GetRelativePath(folder, result.Path)}");
        }

        Say("The same command again: what is there is skipped without a request.");
        long requests = bucket.Statistics.Requests;
        HashResult[] again = Timed(() => Pipeline(shell, metadata, images, bucket.Endpoint), all => $"{all.Length} images, {bucket.Statistics.Requests - requests} requests");

        Say("One file spoilt, one deleted; Test-PD12MHash finds both.");
        File.WriteAllText(results[0].Path, "spoilt");
        File.Delete(results[1].Path);
        HashResult[] bad = [.. Run(shell, p => Wide(p, metadata).AddCommand("Test-PD12MHash").AddParameter("Root", images)).Select(Unwrap<HashResult>).Where(result => result.Status != HashStatus.Match)];
        foreach (HashResult result in bad)
        {
            Console.WriteLine($"  {result.Status,-8} {Path.GetRelativePath(folder, result.Path)}");
        }

        bool isRight = results.Length > 0 && again.Length == results.Length && bad.Length == 2
            && results.Concat(again).All(result => result.Status == HashStatus.Match)
            && bucket.Statistics.Requests == requests;
        Say(isRight ? "All is as it should be." : "Something is not as it should be.");
        return isRight ? 0 : 1;
    }

    private static HashResult[] Pipeline(PowerShell shell, string metadata, string images, Uri endpoint) =>
        [.. Run(shell, p => Wide(p, metadata)
            .AddCommand("Save-PD12MImage").AddParameter("Destination", images).AddParameter("EndpointUrl", endpoint).AddParameter("PassThru")
            .AddCommand("Test-PD12MHash")).Select(Unwrap<HashResult>)];

    private static PowerShell Wide(PowerShell shell, string metadata) =>
        shell.AddCommand("Get-PD12MRecord").AddParameter("Path", metadata)
            .AddCommand("Where-Object").AddParameter("Property", "Width").AddParameter("GE").AddParameter("Value", MinimumWidth);

    /// <summary>Runs a pipeline; its errors are shown.</summary>
    private static IReadOnlyList<PSObject> Run(PowerShell shell, Action<PowerShell> build)
    {
        shell.Commands.Clear();
        shell.Streams.ClearStreams();
        build(shell);
        IReadOnlyList<PSObject> output = shell.Invoke();
        foreach (ErrorRecord error in shell.Streams.Error)
        {
            Console.WriteLine($"  {error.FullyQualifiedErrorId}: {error}");
        }
        return output;
    }

    private static T Timed<T>(Func<T> action, Func<T, string> describe)
    {
        var watch = Stopwatch.StartNew();
        T result = action();
        Console.WriteLine($"  {describe(result)} in {watch.Elapsed.TotalSeconds:N1} s");
        return result;
    }

    private static T Unwrap<T>(PSObject item) => (T)item.BaseObject;

    private static void Say(string text) => Console.WriteLine($"\n> {text}");

    private static string Shorten(string? text) => text is { Length: > 60 } ? text[..59] + "…" : text ?? "";

    private static string ModulePath()
    {
        string folder = typeof(Walkthrough).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "ModuleFolder").Value!;
        return Path.Combine(folder, ShellEngine.IsReal ? "PD12M.psd1" : "bin/net8.0/PD12M.dll");
    }
}
