using System.Management.Automation;

namespace PD12M.Tests.Commands;

public sealed class FindSimilarIndexTests : IDisposable
{
    private const string Command = "Find-PD12MSimilar";
    private const string Type = "PD12M.Commands.FindSimilarCommand";
    private const string Indexed = "The index says which vectors are compared.";

    private readonly Shell _shell = new();
    private readonly EmbeddedSample _sample = new();

    public FindSimilarIndexTests() => _shell.Run(p => p.AddCommand("New-PD12MIndex").AddArgument(_sample.Root)).Succeeded();

    public void Dispose()
    {
        _shell.Dispose();
        _sample.Dispose();
    }

    [ShellFact]
    public void The_index_gives_the_answers_and_scores_of_the_exact_search()
    {
        ShellResult indexed = Find(p => p.AddParameter("Top", 5)).Succeeded();
        ShellResult exact = Find(p => p.AddParameter("Top", 5).AddParameter("Exact")).Succeeded();
        Assert.Contains(Indexed, indexed.Verbose);
        Assert.DoesNotContain(Indexed, exact.Verbose);
        Assert.Equal(5, indexed.Output.Count);
        Assert.Equal(Answers(exact), Answers(indexed));
    }

    [ShellFact]
    public void Only_what_passes_the_filter_is_an_answer()
    {
        ShellResult indexed = Find(p => p.AddParameter("Top", 100).AddParameter("Filter", "width -ge 500")).Succeeded();
        Assert.Equal(Answers(Find(p => p.AddParameter("Top", 100).AddParameter("Filter", "width -ge 500").AddParameter("Exact")).Succeeded()), Answers(indexed));
        Assert.All(indexed.Objects.Cast<Record>(), record => Assert.True(record.Width >= 500));
    }

    [ShellFact]
    public void Files_without_an_index_are_searched_exactly()
    {
        File.Delete(Index(1));
        ShellResult result = Find().Succeeded();
        Assert.Contains(result.Verbose, message => message.Contains("New-PD12MIndex", StringComparison.Ordinal));
        Assert.Contains("index", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(10, result.Output.Count);
    }

    [ShellFact]
    public void An_index_of_other_embeddings_is_refused_with_what_to_do()
    {
        File.Copy(Index(0), Index(2), overwrite: true);
        ErrorRecord error = Find().TerminatingError!;
        Assert.Equal($"IndexMismatch,{Type}", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidData, error.CategoryInfo.Category);
        Assert.Equal(Index(2), error.TargetObject);
        Assert.Contains("New-PD12MIndex -Force", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("-Exact", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(10, Find(p => p.AddParameter("Exact")).Succeeded().Output.Count);
    }

    [ShellFact]
    public void A_damaged_index_is_refused()
    {
        File.WriteAllBytes(Index(0), File.ReadAllBytes(Index(0))[..^1]);
        Assert.Equal($"IndexCorrupt,{Type}", Find().TerminatingError!.FullyQualifiedErrorId);
    }

    private string Index(int file) => Path.Combine(_sample.Embeddings, $"pd12m.0{file}.npy.index");

    private static IEnumerable<(int, string?, double)> Answers(ShellResult result) =>
        result.Objects.Cast<SimilarRecord>().Select(record => (record.Rank, record.Id, record.Score));

    private ShellResult Find(Action<PowerShell>? parameters = null) => _shell.Run(p =>
    {
        p.AddCommand(Command).AddArgument(_sample.Root).AddParameter("Vector", _sample.Vectors[30]).AddParameter("Verbose");
        parameters?.Invoke(p);
    });
}
