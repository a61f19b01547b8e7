using PD12M.Engine.Tests.Hashing;
using PD12M.Engine.Tests.Parquet;
using PD12M.Engine.Tests.Peers;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("PD12M.Engine.Tests.SkippingTestFramework", "PD12M.Engine.Tests")]

namespace PD12M.Engine.Tests;

/// <summary>Says in the run's output why tests are going to be skipped; the runner itself prints only which.</summary>
public sealed class SkippingTestFramework : XunitTestFramework
{
    public SkippingTestFramework(IMessageSink messageSink)
        : base(messageSink)
    {
        foreach (string reason in ((string?[])[Peer.Missing, ParquetTestingFolder.Path is null ? ParquetTestingFolder.Missing : null, UnprivilegedFactAttribute.Obstacle]).OfType<string>())
        {
            messageSink.OnMessage(new DiagnosticMessage("tests are skipped: " + reason));
        }
    }
}
