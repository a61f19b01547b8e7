using System.Management.Automation;

namespace PD12M.Tests.Commands;

public sealed class GetEmbeddingTests(EmbeddedSample sample) : IClassFixture<EmbeddedSample>, IDisposable
{
    private const string Command = "Get-PD12MEmbedding";
    private const string Type = "PD12M.Commands.GetEmbeddingCommand";

    private readonly Shell _shell = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    [ShellFact]
    public void Records_from_the_pipeline_give_their_embeddings_in_their_order()
    {
        ShellResult result = _shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(sample.Metadata).AddCommand(Command).AddArgument(sample.Root)).Succeeded();
        Record[] records = Records();
        Embedding[] embeddings = [.. result.Objects.Cast<Embedding>()];
        Assert.Equal(Enumerable.Range(0, EmbeddedSample.Count).Select(row => (long)row), embeddings.Select(embedding => embedding.RowIndex));
        Assert.Equal(records.Select(record => record.Id), embeddings.Select(embedding => embedding.Id));
        Assert.Equal(sample.Vectors, embeddings.Select(embedding => embedding.Vector));
    }

    [ShellFact]
    public void Ids_by_the_pipeline_give_theirs_and_one_that_is_none_an_error()
    {
        Record[] records = Records();
        ShellResult result = _shell.Run((object[])[records[44].Id!, "none", records[3].Id!.ToUpperInvariant()], p => p.AddCommand(Command).AddArgument(sample.Root)).Succeeded();
        Assert.Equal([44L, 3L], result.Objects.Cast<Embedding>().Select(embedding => embedding.RowIndex));
        Assert.Equal([sample.Vectors[44], sample.Vectors[3]], result.Objects.Cast<Embedding>().Select(embedding => embedding.Vector));
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal($"RecordNotFound,{Type}", error.FullyQualifiedErrorId);
        Assert.Equal("none", error.TargetObject);
    }

    [ShellFact]
    public void Rows_count_over_all_files_and_those_beyond_are_errors()
    {
        _shell.Location = sample.Root;
        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddArgument(".").AddParameter("RowIndex", new long[] { 20, 45, 0, -1 })).Succeeded();
        Record[] records = Records();
        Assert.Equal([records[20].Id, records[0].Id], result.Objects.Cast<Embedding>().Select(embedding => embedding.Id));
        Assert.Equal([sample.Vectors[20], sample.Vectors[0]], result.Objects.Cast<Embedding>().Select(embedding => embedding.Vector));
        Assert.Equal([45L, -1L], result.Errors.Select(error => error.TargetObject));
        Assert.All(result.ErrorIds, id => Assert.Equal($"EmbeddingRowNotFound,{Type}", id));
    }

    [ShellFact]
    public void A_record_of_another_file_is_found_by_its_id()
    {
        File.Copy(Path.Combine(sample.Metadata, "pd12m.012.parquet"), _folder["copy.parquet"]);
        ShellResult result = _shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(_folder["copy.parquet"]).AddCommand(Command).AddArgument(sample.Root)).Succeeded();
        Assert.Equal([24L, 25L], result.Objects.Cast<Embedding>().Select(embedding => embedding.RowIndex));
    }

    [ShellFact]
    public void Files_may_be_named_one_by_one()
    {
        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddParameter("RowIndex", 19)
            .AddParameter("EmbeddingPath", Path.Combine(sample.Embeddings, "*00.npy")).AddParameter("MetadataPath", Path.Combine(sample.Metadata, "pd12m.00*.parquet"))).Succeeded();
        Assert.Equal(sample.Vectors[19], ((Embedding)Assert.Single(result.Objects)!).Vector);
    }

    [ShellTheory]
    [InlineData("*00.npy", "*.parquet", "pd12m.010.parquet")]
    [InlineData("*.npy", "pd12m.00*.parquet", "pd12m.01.npy")]
    [InlineData("*0[02].npy", "*.parquet", "pd12m.012.parquet")]
    public void Where_rows_do_not_add_up_the_error_names_the_files(string embeddings, string metadata, string culprit)
    {
        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddParameter("RowIndex", 1)
            .AddParameter("EmbeddingPath", Path.Combine(sample.Embeddings, embeddings)).AddParameter("MetadataPath", Path.Combine(sample.Metadata, metadata)));
        Assert.Equal($"EmbeddingRowsDiffer,{Type}", result.TerminatingError!.FullyQualifiedErrorId);
        Assert.Contains(culprit, result.TerminatingError.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [ShellFact]
    public void Files_that_are_missing_or_damaged_end_the_pipeline_with_their_errors()
    {
        Assert.Equal($"MetadataPathNotFound,{Type}", IdOfError(_folder.Path));
        Directory.CreateDirectory(_folder["metadata"]);
        File.Copy(Path.Combine(sample.Metadata, "pd12m.012.parquet"), Path.Combine(_folder["metadata"], "a.parquet"));
        Assert.Equal($"EmbeddingPathNotFound,{Type}", IdOfError(_folder.Path));
        Directory.CreateDirectory(_folder["embeddings"]);
        Assert.Equal($"EmbeddingPathNotFound,{Type}", IdOfError(_folder.Path));
        string file = Path.Combine(_folder["embeddings"], "a.npy");
        File.WriteAllText(file, "no matrix");
        Assert.Equal($"EmbeddingNotNpy,{Type}", IdOfError(_folder.Path));
        File.WriteAllBytes(file, File.ReadAllBytes(Path.Combine(sample.Embeddings, "pd12m.00.npy"))[..5000]);
        Assert.Equal($"EmbeddingTruncated,{Type}", IdOfError(_folder.Path));
        File.WriteAllBytes(Path.Combine(_folder["metadata"], "a.parquet"), [1, 2, 3]);
        Assert.Equal($"MetadataNotParquet,{Type}", IdOfError(_folder.Path));
    }

    private string IdOfError(string folder) =>
        _shell.Run(p => p.AddCommand(Command).AddArgument(folder).AddParameter("RowIndex", 0)).TerminatingError!.FullyQualifiedErrorId;

    private Record[] Records() => [.. _shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(sample.Metadata)).Succeeded().Objects.Cast<Record>()];
}
