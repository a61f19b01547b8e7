using System.Diagnostics;
using System.Management.Automation;
using PD12M.Embeddings;
using PD12M.Parquet;

namespace PD12M.Tests.Commands;

/// <summary>A data set on which the cmdlets for embeddings are busy for many seconds.</summary>
public sealed class LargeEmbeddedSet : IDisposable
{
    public const int Count = 40_000;

    private const int Dimensions = 768;

    private readonly TemporaryFolder _folder = new();

    public LargeEmbeddedSet()
    {
        Directory.CreateDirectory(_folder["metadata"]);
        Directory.CreateDirectory(_folder["embeddings"]);
        using (var writer = new ParquetWriter(File.Create(Path.Combine(Metadata, "pd12m.0.parquet")), [new ParquetColumn("id", PhysicalType.ByteArray, LogicalType: LogicalType.String)]))
        {
            for (int row = 0; row < Count; row++)
            {
                writer.WriteRow([$"image-{row}"]);
            }
            writer.Finish();
        }
        var random = new Random(6);
        float[] vector = new float[Dimensions];
        using (var writer = new NpyWriter(File.Create(Embeddings), Count, Dimensions))
        {
            for (int row = 0; row < Count; row++)
            {
                for (int i = 0; i < Dimensions; i++)
                {
                    // Cosines of two are about 0.45: below a threshold of 0.5, but not so far that codes could tell.
                    vector[i] = random.NextSingle() - 0.24f;
                }
                writer.WriteRow(vector);
            }
            writer.Finish();
        }
    }

    public string Root => _folder.Path;

    public string Metadata => _folder["metadata"];

    public string Embeddings => Path.Combine(_folder["embeddings"], "pd12m.0.npy");

    public string Index => Embeddings + ".index";

    public void Dispose() => _folder.Dispose();
}

public sealed class EmbeddingStopTests(LargeEmbeddedSet set) : IClassFixture<LargeEmbeddedSet>, IDisposable
{
    // Only so that a test that would hang fails.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [ShellFact]
    public void The_exact_search_is_stopped_amid_a_pass()
    {
        StopAtProgress(p => p.AddCommand("Find-PD12MSimilar").AddArgument(set.Root).AddParameter("QueryPath", set.Embeddings).AddParameter("Property", "Id").AddParameter("Exact").AddParameter("ThrottleLimit", 1));
    }

    [ShellFact]
    public void The_search_through_the_index_is_stopped_between_its_answers()
    {
        _shell.Run(p => p.AddCommand("New-PD12MIndex").AddArgument(set.Root)).Succeeded();
        int answers = StopAtOutput(p => p.AddCommand("Find-PD12MSimilar").AddArgument(set.Root).AddParameter("QueryPath", set.Embeddings).AddParameter("Property", "Id").AddParameter("ThrottleLimit", 1));
        Assert.InRange(answers, 1, (10 * LargeEmbeddedSet.Count) - 1);
    }

    [ShellFact]
    public void The_search_for_duplicates_is_stopped()
    {
        _shell.Run(p => p.AddCommand("New-PD12MIndex").AddArgument(set.Root)).Succeeded();
        StopAtProgress(p => p.AddCommand("Find-PD12MDuplicate").AddArgument(set.Root).AddParameter("Property", "Id").AddParameter("Threshold", 0.5).AddParameter("ThrottleLimit", 1));
    }

    [ShellFact]
    public void The_making_of_an_index_is_stopped_and_leaves_nothing_that_is_not_whole()
    {
        // The same file a hundred times, so that there is enough to do.
        StopAtProgress(p => p.AddCommand("New-PD12MIndex").AddParameter("EmbeddingPath", Enumerable.Repeat(set.Embeddings, 100).ToArray()).AddParameter("Force").AddParameter("ThrottleLimit", 1));
        Assert.Single(_shell.Run(p => p.AddCommand("New-PD12MIndex").AddArgument(set.Root)).Succeeded().Output);
    }

    [ShellFact]
    public void The_getting_of_embeddings_is_stopped()
    {
        int embeddings = StopAtOutput(p => p.AddCommand("Get-PD12MRecord").AddArgument(set.Metadata).AddParameter("Property", "Id").AddCommand("Get-PD12MEmbedding").AddArgument(set.Root));
        Assert.InRange(embeddings, 1, LargeEmbeddedSet.Count - 1);
    }

    [ShellFact]
    public void Whoever_wants_only_the_first_ends_each_in_the_middle()
    {
        TakeFirst(p => p.AddCommand("New-PD12MIndex").AddParameter("EmbeddingPath", Enumerable.Repeat(set.Embeddings, 100).ToArray()).AddParameter("Force"));
        TakeFirst(p => p.AddCommand("Find-PD12MSimilar").AddArgument(set.Root).AddParameter("QueryPath", set.Embeddings).AddParameter("Property", "Id").AddParameter("Exact"));
        TakeFirst(p => p.AddCommand("Find-PD12MSimilar").AddArgument(set.Root).AddParameter("QueryPath", set.Embeddings).AddParameter("Property", "Id"));
        TakeFirst(p => p.AddCommand("Get-PD12MRecord").AddArgument(set.Metadata).AddParameter("Property", "Id").AddCommand("Get-PD12MEmbedding").AddArgument(set.Root));
    }

    private void StopAtProgress(Action<PowerShell> build)
    {
        using PowerShell shell = _shell.Build(build);
        using var shown = new ManualResetEventSlim();
        shell.Streams.Progress.DataAdded += (_, _) => shown.Set();
        shell.BeginInvoke();
        Stop(shell, shown);
    }

    private int StopAtOutput(Action<PowerShell> build)
    {
        using PowerShell shell = _shell.Build(build);
        using var output = new PSDataCollection<PSObject>();
        using var shown = new ManualResetEventSlim();
        output.DataAdded += (_, _) => shown.Set();
        shell.BeginInvoke<PSObject, PSObject>(null, output);
        Stop(shell, shown);
        return output.Count;
    }

    private void Stop(PowerShell shell, ManualResetEventSlim shown)
    {
        var waiting = Stopwatch.StartNew();
        while (!shown.Wait(TimeSpan.FromMilliseconds(20)))
        {
            Assert.Equal((PSInvocationState.Running, true), (shell.InvocationStateInfo.State, waiting.Elapsed < s_patience));
        }
        Assert.True(Task.Run(shell.Stop).Wait(s_patience));
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        AssertReleased();
    }

    private void TakeFirst(Action<PowerShell> build)
    {
        Assert.Single(_shell.Run(p =>
        {
            build(p);
            p.AddCommand("Select-Object").AddParameter("First", 1);
        }).Succeeded().Output);
        AssertReleased();
    }

    /// <summary>Nobody reads or writes any more, and there is no index under another name.</summary>
    private void AssertReleased()
    {
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(set.Embeddings)!, "*.part"));
        foreach (string path in new[] { set.Embeddings, set.Index }.Where(File.Exists))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
    }
}
