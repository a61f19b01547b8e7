using System.Reflection;
using Xunit.Sdk;

namespace PD12M.Transfer.Tests.Servers;

/// <summary>An S3 server that tests can run against.</summary>
public enum ServerKind
{
    /// <summary>The tests' own, which can misbehave; it checks no signature.</summary>
    ObjectServer,

    /// <summary>s3rver, from npm; it takes any signature in an address, and any Content-MD5.</summary>
    S3rver,

    /// <summary>Ceph's gateway, the closest to Amazon S3 that runs on one machine.</summary>
    RadosGateway,
}

/// <summary>Runs a theory on a server; skipped where that is not installed.</summary>
/// <param name="kind">The server.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnAttribute(ServerKind kind) : DataAttribute
{
    private static readonly string[] s_cephPrograms = ["ceph", "ceph-authtool", "ceph-mon", "ceph-osd", "monmaptool", "radosgw", "radosgw-admin"];

    /// <summary>Why tests on some of the servers are skipped.</summary>
    public static IEnumerable<string> Obstacles => Enum.GetValues<ServerKind>().Select(ObstacleOf).OfType<string>();

    public override string? Skip
    {
        get => ObstacleOf(kind);
        set => throw new NotSupportedException();
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[kind]];

    private static string? ObstacleOf(ServerKind kind) => kind switch
    {
        ServerKind.RadosGateway when !OperatingSystem.IsLinux() || !s_cephPrograms.All(ServerProcess.IsOnPath) =>
            "Ceph's radosgw is not installed (on Debian: apt-get install ceph-mon ceph-osd radosgw).",
        ServerKind.S3rver when !OperatingSystem.IsLinux() || !Directory.Exists(Path.Combine(ServerProcess.Folder, "node_modules", "s3rver")) =>
            "s3rver is not installed: run 'npm install' in tests/PD12M.Transfer.Tests/Servers.",
        _ => null,
    };
}
