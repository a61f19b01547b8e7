using PD12M.Samples;
using PD12M.Testing;

namespace PD12M.Tests.Commands;

/// <summary>A sample data set, made once for a class of tests.</summary>
public sealed class SampleBucket : IDisposable
{
    public const int Count = 60;

    private readonly TemporaryFolder _folder = new();

    public SampleBucket() => SampleDataSet.Write(_folder.Path, Count);

    public string Metadata => _folder["metadata"];

    public string Images => _folder["images"];

    /// <summary>Serves the sample as the bucket.</summary>
    public ObjectServer Serve() => ObjectServer.Start(_folder.Path);

    public void Dispose() => _folder.Dispose();
}
