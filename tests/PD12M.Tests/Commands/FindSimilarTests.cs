using System.Management.Automation;
using PD12M.Embeddings;

namespace PD12M.Tests.Commands;

public sealed class FindSimilarTests(EmbeddedSample sample) : IClassFixture<EmbeddedSample>, IDisposable
{
    private const string Command = "Find-PD12MSimilar";
    private const string Type = "PD12M.Commands.FindSimilarCommand";

    private readonly Shell _shell = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    [ShellFact]
    public void A_vector_is_answered_with_whole_records_best_first()
    {
        SimilarRecord[] found = Found(Find(p => p.AddParameter("Vector", sample.Vectors[30]).AddParameter("Top", 45)));
        Record[] records = Records();
        (int Row, double Score)[] expected = [.. sample.Vectors.Select((vector, row) => (row, EmbeddedSample.Cosine(vector, sample.Vectors[30]))).OrderByDescending(pair => pair.Item2)];
        Assert.Equal(expected.Select(pair => records[pair.Row].Id), found.Select(record => record.Id));
        Assert.Equal(expected.Select(pair => records[pair.Row].Caption), found.Select(record => record.Caption));
        Assert.All(found.Zip(expected), pair => Assert.Equal(pair.Second.Score, pair.First.Score, 1e-6));
        Assert.Equal(Enumerable.Range(1, 45), found.Select(record => record.Rank));
        Assert.All(found, record => Assert.Equal((0L, null), (record.QueryIndex, record.QueryId)));
    }

    [ShellFact]
    public void Records_from_the_pipeline_are_each_answered_in_their_order()
    {
        ShellResult result = _shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(sample.Metadata).AddParameter("First", 3)
            .AddCommand(Command).AddArgument(sample.Root).AddParameter("Top", 2)).Succeeded();
        Record[] records = Records();
        SimilarRecord[] found = Found(result);
        Assert.Equal([0, 0, 1, 1, 2, 2], found.Select(record => record.QueryIndex));
        Assert.Equal([1, 2, 1, 2, 1, 2], found.Select(record => record.Rank));
        Assert.Equal([records[0].Id, records[1].Id, records[2].Id], found.Where(record => record.Rank == 1).Select(record => record.Id));
        Assert.All(found, record => Assert.Equal(records[record.QueryIndex].Id, record.QueryId));
    }

    [ShellFact]
    public void Ids_and_embeddings_are_queries_and_can_be_left_out_of_the_answers()
    {
        Record[] records = Records();
        SimilarRecord[] byId = Found(_shell.Run((object[])[records[44].Id!, records[7].Id!], p => p.AddCommand(Command).AddArgument(sample.Root).AddParameter("Top", 3).AddParameter("ExcludeSelf")).Succeeded());
        Assert.DoesNotContain(byId, record => record.Id == record.QueryId);
        Assert.Equal([records[44].Id, records[44].Id, records[44].Id, records[7].Id, records[7].Id, records[7].Id], byId.Select(record => record.QueryId));
        SimilarRecord[] byEmbedding = Found(_shell.Run(p => p.AddCommand("Get-PD12MEmbedding").AddArgument(sample.Root).AddParameter("Id", new[] { records[44].Id!, records[7].Id! })
            .AddCommand(Command).AddArgument(sample.Root).AddParameter("Top", 3).AddParameter("ExcludeSelf")).Succeeded());
        Assert.Equal(byId.Select(record => (record.QueryId, record.Id, record.Score)), byEmbedding.Select(record => (record.QueryId, record.Id, record.Score)));
    }

    [ShellFact]
    public void A_file_of_vectors_asks_one_query_a_row()
    {
        WriteQueries("queries.npy", sample.Vectors[9], sample.Vectors[40]);
        _shell.Location = _folder.Path;
        SimilarRecord[] found = Found(Find(p => p.AddParameter("QueryPath", "queries.npy").AddParameter("Top", 1)));
        Record[] records = Records();
        Assert.Equal([records[9].Id, records[40].Id], found.Select(record => record.Id));
        Assert.Equal([0, 1], found.Select(record => record.QueryIndex));
    }

    [ShellFact]
    public void Only_what_passes_the_filter_is_an_answer()
    {
        Record[] wide = [.. Records().Where(record => record.Width >= 500)];
        Assert.InRange(wide.Length, 1, EmbeddedSample.Count - 1);
        SimilarRecord[] found = Found(Find(p => p.AddParameter("Vector", sample.Vectors[0]).AddParameter("Top", 100).AddParameter("Filter", ScriptBlock.Create("width -ge 500"))));
        Assert.Equal(wide.Select(record => record.Id).Order(), found.Select(record => record.Id).Order());
        ShellResult wrong = _shell.Run(p => p.AddCommand(Command).AddArgument(sample.Root).AddParameter("Vector", sample.Vectors[0]).AddParameter("Filter", "width -ge"));
        Assert.Equal($"FilterInvalid,{Type}", wrong.TerminatingError!.FullyQualifiedErrorId);
    }

    [ShellFact]
    public void Nothing_below_the_least_score_is_an_answer()
    {
        double[] scores = [.. sample.Vectors.Select(vector => EmbeddedSample.Cosine(vector, sample.Vectors[0]))];
        SimilarRecord[] found = Found(Find(p => p.AddParameter("Vector", sample.Vectors[0]).AddParameter("Top", 100).AddParameter("MinScore", 0.5)));
        Assert.Equal(scores.Count(score => score >= 0.5), found.Length);
        Assert.InRange(found.Length, 1, EmbeddedSample.Count - 1);
    }

    [ShellFact]
    public void Queries_without_an_answer_are_told_of()
    {
        WriteQueries("queries.npy", sample.Vectors[9], [.. sample.Vectors[9].Select(value => -value)]);
        ShellResult result = Find(p => p.AddParameter("QueryPath", _folder["queries.npy"]).AddParameter("MinScore", 0.99));
        Assert.All(Found(result), record => Assert.Equal(0, record.QueryIndex));
        Assert.Contains("1 of 2 queries", Assert.Single(result.Warnings), StringComparison.Ordinal);
        using (var writer = new NpyWriter(File.Create(_folder["none.npy"]), rows: 0, dimensions: 768))
        {
            writer.Finish();
        }
        ShellResult none = Find(p => p.AddParameter("QueryPath", _folder["none.npy"]));
        Assert.Contains("no vectors", Assert.Single(none.Warnings), StringComparison.Ordinal);
    }

    [ShellFact]
    public void Only_the_named_properties_are_filled()
    {
        SimilarRecord record = Assert.Single(Found(Find(p => p.AddParameter("Vector", sample.Vectors[0]).AddParameter("Top", 1).AddParameter("Property", "Id"))));
        Assert.NotNull(record.Id);
        Assert.Null(record.Caption);
    }

    [ShellFact]
    public void What_cannot_be_asked_is_an_error_and_the_next_query_is_answered()
    {
        WriteQueries("zero.npy", new float[768], sample.Vectors[5]);
        ShellResult zero = Find(p => p.AddParameter("QueryPath", _folder["zero.npy"]).AddParameter("Top", 1));
        Assert.Equal([$"QueryWithoutDirection,{Type}"], zero.ErrorIds);
        Assert.Equal(1, Assert.Single(Found(zero)).QueryIndex);
        Assert.Equal([$"QueryDimensionsDiffer,{Type}"], Find(p => p.AddParameter("Vector", new float[] { 1, 2, 3 })).ErrorIds);
        WriteQueries("short.npy", [1, 2, 3], [4, 5, 6]);
        Assert.Equal([$"QueryDimensionsDiffer,{Type}"], Find(p => p.AddParameter("QueryPath", _folder["short.npy"])).ErrorIds);
        Assert.Equal([$"RecordNotFound,{Type}"], Find(p => p.AddParameter("Id", "none")).ErrorIds);
        ShellResult missing = _shell.Run(p => p.AddCommand(Command).AddArgument(sample.Root).AddParameter("QueryPath", _folder["none.npy"]));
        Assert.Equal($"EmbeddingPathNotFound,{Type}", missing.TerminatingError!.FullyQualifiedErrorId);
    }

    [ShellFact]
    public void Answers_pipe_into_the_cmdlets_for_records()
    {
        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddArgument(sample.Root).AddParameter("Vector", sample.Vectors[12]).AddParameter("Top", 4)
            .AddCommand("Test-PD12MHash").AddParameter("Root", Path.Combine(sample.Root, "images")).AddParameter("Layout", "Flat")).Succeeded();
        Assert.Equal(4, result.Output.Count);
        Assert.All(result.Objects.Cast<HashResult>(), hash => Assert.Equal(HashStatus.Match, hash.Status));
    }

    [ShellFact]
    public void Whoever_wants_only_the_first_answer_ends_the_search_cleanly()
    {
        ShellResult result = _shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(sample.Metadata).AddCommand(Command).AddArgument(sample.Root)
            .AddCommand("Select-Object").AddParameter("First", 1)).Succeeded();
        Assert.Equal(1, Assert.Single(Found(result)).Rank);
    }

    private static SimilarRecord[] Found(ShellResult result) => [.. result.Objects.Cast<SimilarRecord>()];

    private ShellResult Find(Action<PowerShell> parameters) => _shell.Run(p =>
    {
        p.AddCommand(Command).AddArgument(sample.Root);
        parameters(p);
    }).Succeeded();

    private Record[] Records() => [.. _shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(sample.Metadata)).Succeeded().Objects.Cast<Record>()];

    private void WriteQueries(string name, params float[][] vectors)
    {
        using var writer = new NpyWriter(File.Create(_folder[name]), vectors.Length, vectors[0].Length);
        foreach (float[] vector in vectors)
        {
            writer.WriteRow(vector);
        }
        writer.Finish();
    }
}
