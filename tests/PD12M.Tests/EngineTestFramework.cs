using System.Reflection;
using System.Runtime.CompilerServices;
using PD12M.Hosting;
using PD12M.Tests.Commands;
using PD12M.Transfer.Tests;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("PD12M.Tests.EngineTestFramework", PD12M.Tests.EngineUnderTest.AssemblyName)]

namespace PD12M.Tests;

/// <summary>Names the engine in the run's output; being made first, it also has the engine installed before any type needs it.</summary>
public sealed class EngineTestFramework : XunitTestFramework
{
    public EngineTestFramework(IMessageSink messageSink)
        : base(messageSink)
    {
        messageSink.OnMessage(new DiagnosticMessage("engine: " + ShellEngine.Description));
        foreach (string reason in ((string?[])[SystemdFactAttribute.Obstacle, SmallVolumeFactAttribute.Obstacle, EngineUnderTest.Obstacle]).OfType<string>())
        {
            messageSink.OnMessage(new DiagnosticMessage("tests are skipped: " + reason));
        }
    }
}

internal static class EngineInstaller
{
    [ModuleInitializer]
    internal static void Install() => EngineUnderTest.Install();
}
