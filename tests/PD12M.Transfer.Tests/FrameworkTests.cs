using System.Diagnostics;
using System.Security.Cryptography;
using PD12M.Samples;
using PD12M.Testing;

namespace PD12M.Transfer.Tests;

/// <summary>Downloads by the build for .NET Framework, in a process of its own.</summary>
public sealed class FrameworkTests : IDisposable
{
    private const int Count = 30;

    private readonly string _root = TemporaryFolder.Create();

    public void Dispose() => TemporaryFolder.Delete(_root);

    [FrameworkTheory]
    [InlineData]
    [InlineData("signed")]
    public async Task The_images_of_the_metadata_are_saved_and_verified(params string[] more)
    {
        string sample = Path.Combine(_root, "pd12m");
        SampleDataSet.Write(sample, Count);
        await using ObjectServer server = ObjectServer.Start(sample, new ObjectServerOptions { RequireCredentials = more.Length > 0 });
        // Faults cost an attempt, not an image.
        server.Faults.Add(new Fault(FaultKind.WrongBytes) { Times = 1 });
        server.Faults.Add(new Fault(FaultKind.Truncate) { Times = 1 });

        string images = Path.Combine(_root, "images");
        (int code, string output, string errors) = await RunAsync([Path.Combine(sample, "metadata"), images, server.Endpoint.AbsoluteUri, .. more]);

        Assert.True(code == 0, errors);
        Assert.Equal([$"{Count} 0 0", $"0 {Count} 0"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()));
        string[] expected = [.. Directory.GetFiles(Path.Combine(sample, "images")).Select(file => Convert.ToHexString(MD5.HashData(File.ReadAllBytes(file)))).Order()];
        Assert.Equal(expected, Directory.GetFiles(images, "*", SearchOption.AllDirectories).Select(file => Convert.ToHexString(MD5.HashData(File.ReadAllBytes(file)))).Order());
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string[] arguments)
    {
        ProcessStartInfo start = OperatingSystem.IsWindows() ? new(FrameworkTheoryAttribute.Program, arguments) : new("mono", [FrameworkTheoryAttribute.Program, .. arguments]);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }
}

/// <summary>A theory about the build for .NET Framework; skipped where neither that nor Mono can run it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FrameworkTheoryAttribute : TheoryAttribute
{
    public FrameworkTheoryAttribute() => Skip = Obstacle;

    /// <summary>The program, in the folder of the same configuration.</summary>
    public static string Program { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "net472", "PD12M.Transfer.Tests.exe"))
        .Replace($"{Path.DirectorySeparatorChar}PD12M.Transfer.Tests{Path.DirectorySeparatorChar}", $"{Path.DirectorySeparatorChar}PD12M.Transfer.Framework{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    /// <summary>Why it cannot run; null if it can.</summary>
    public static string? Obstacle { get; } =
        OperatingSystem.IsWindows() || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "mono"))) ? null : "there is no Mono on PATH to run the build for .NET Framework.";
}
