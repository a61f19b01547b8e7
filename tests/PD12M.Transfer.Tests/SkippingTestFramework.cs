using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("PD12M.Transfer.Tests.SkippingTestFramework", "PD12M.Transfer.Tests")]

namespace PD12M.Transfer.Tests;

/// <summary>Says in the run's output why tests are going to be skipped; the runner itself prints only which.</summary>
public sealed class SkippingTestFramework : XunitTestFramework
{
    public SkippingTestFramework(IMessageSink messageSink)
        : base(messageSink)
    {
        foreach (string? reason in (string?[])[SmallVolumeFactAttribute.Obstacle, MountFactAttribute.Obstacle, LinuxFactAttribute.Obstacle, FrameworkTheoryAttribute.Obstacle, .. Servers.OnAttribute.Obstacles])
        {
            if (reason is not null)
            {
                messageSink.OnMessage(new DiagnosticMessage("tests are skipped: " + reason));
            }
        }
    }
}
