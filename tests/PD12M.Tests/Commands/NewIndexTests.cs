using System.Management.Automation;

namespace PD12M.Tests.Commands;

public sealed class NewIndexTests : IDisposable
{
    private const string Command = "New-PD12MIndex";
    private const string Type = "PD12M.Commands.NewIndexCommand";

    private readonly Shell _shell = new();
    private readonly EmbeddedSample _sample = new();

    public void Dispose()
    {
        _shell.Dispose();
        _sample.Dispose();
    }

    [ShellFact]
    public void Each_file_of_embeddings_gets_an_index_beside_it()
    {
        EmbeddingIndex[] made = Made(Run());
        Assert.Equal(Indexes, made.Select(index => index.Path));
        Assert.All(made, index => Assert.Equal((EmbeddingIndexStatus.Built, 768, new FileInfo(index.Path).Length), (index.Status, index.Dimensions, index.Length)));
        Assert.Equal(EmbeddedSample.Count, made.Sum(index => index.Rows));
    }

    [ShellFact]
    public void What_is_whole_is_kept_and_what_is_missing_is_made()
    {
        Run();
        byte[] before = File.ReadAllBytes(Indexes[1]);
        File.Delete(Indexes[1]);
        ShellResult again = Run(p => p.AddParameter("Verbose"));
        Assert.Equal(
            [EmbeddingIndexStatus.AlreadyThere, EmbeddingIndexStatus.Built, EmbeddingIndexStatus.AlreadyThere],
            Made(again).OrderBy(index => index.Path, StringComparer.Ordinal).Select(index => index.Status));
        Assert.Equal(before, File.ReadAllBytes(Indexes[1]));
        Assert.Contains(again.Verbose, message => message.Contains(Indexes[0], StringComparison.Ordinal) && message.Contains("kept", StringComparison.Ordinal));
    }

    [ShellFact]
    public void What_is_damaged_or_belongs_to_other_embeddings_is_made_again()
    {
        Run();
        byte[][] before = [.. Indexes.Select(File.ReadAllBytes)];
        byte[] damaged = [.. before[0]];
        damaged[^200] ^= 1;
        File.WriteAllBytes(Indexes[0], damaged);
        File.Copy(Indexes[0], Indexes[2], overwrite: true);
        EmbeddingIndex[] made = Made(Run());
        Assert.Equal(2, made.Count(index => index.Status == EmbeddingIndexStatus.Built));
        Assert.Equal(before, Indexes.Select(File.ReadAllBytes));
    }

    [ShellFact]
    public void Force_makes_all_again()
    {
        Run();
        Assert.All(Made(Run(p => p.AddParameter("Force"))), index => Assert.Equal(EmbeddingIndexStatus.Built, index.Status));
    }

    [ShellFact]
    public void Indexes_that_were_not_made_together_are_brought_to_one_centroid()
    {
        string[] files = Directory.GetFiles(_sample.Embeddings, "*.npy");
        Array.ForEach(files, file => _shell.Run(p => p.AddCommand(Command).AddParameter("EmbeddingPath", file)).Succeeded());
        Assert.Equal(2, Made(Run()).Count(index => index.Status == EmbeddingIndexStatus.Built));
        Assert.All(Made(Run()), index => Assert.Equal(EmbeddingIndexStatus.AlreadyThere, index.Status));
    }

    [ShellFact]
    public void A_file_that_is_no_index_is_an_error_and_the_others_are_made()
    {
        File.WriteAllText(Indexes[1], "my own notes");
        ShellResult result = Run();
        Assert.Equal([$"IndexCorrupt,{Type}"], result.ErrorIds);
        Assert.Equal(Indexes[1], result.Errors[0].TargetObject);
        Assert.Equal(2, result.Output.Count);
        Assert.Equal("my own notes", File.ReadAllText(Indexes[1]));
        Assert.Equal(3, Run(p => p.AddParameter("Force")).Output.Count);
    }

    [ShellFact]
    public void What_cannot_be_written_is_an_error_of_that_file()
    {
        Directory.CreateDirectory(Indexes[0]);
        ShellResult result = Run(p => p.AddParameter("Force"));
        Assert.Equal([$"IndexWriteFailed,{Type}"], result.ErrorIds);
        Assert.Equal(Indexes[1..], Made(result).Select(index => index.Path));
        Assert.Empty(Directory.GetFiles(_sample.Embeddings, "*.part"));
    }

    [ShellFact]
    public void WhatIf_writes_nothing()
    {
        Assert.Empty(Run(p => p.AddParameter("WhatIf")).Output);
        Assert.DoesNotContain(Indexes, File.Exists);
    }

    [ShellFact]
    public void What_a_killed_run_left_is_removed_and_what_another_one_writes_stays()
    {
        string left = $"{Indexes[0]}.{Guid.NewGuid():N}.part";
        string used = $"{Indexes[1]}.{Guid.NewGuid():N}.part";
        string own = $"{Indexes[0]}.notes.part";
        Array.ForEach([left, used, own], path => File.WriteAllText(path, "half an index"));
        using (new FileStream(used, FileMode.Open, FileAccess.Write, FileShare.None))
        {
            Run(p => p.AddParameter("WhatIf"));
            Assert.True(File.Exists(left));
            ShellResult result = Run(p => p.AddParameter("Verbose"));
            Assert.Equal(3, Made(result).Length);
            Assert.Contains(result.Verbose, message => message.Contains(left, StringComparison.Ordinal) && message.Contains("Removed", StringComparison.Ordinal));
            Assert.Contains(result.Verbose, message => message.Contains(used, StringComparison.Ordinal) && message.Contains("in use", StringComparison.Ordinal));
            Assert.Equal([own, used], Directory.GetFiles(_sample.Embeddings, "*.part").Order(StringComparer.Ordinal));
        }
        Run();
        Assert.Equal([own], Directory.GetFiles(_sample.Embeddings, "*.part"));
    }

    [ShellFact]
    public void Embeddings_that_cannot_be_read_end_the_command()
    {
        ShellResult none = _shell.Run(p => p.AddCommand(Command).AddParameter("EmbeddingPath", _sample.Metadata));
        Assert.Equal($"EmbeddingPathNotFound,{Type}", none.TerminatingError!.FullyQualifiedErrorId);
        File.WriteAllText(Path.Combine(_sample.Embeddings, "pd12m.01.npy"), "no array");
        ShellResult damaged = _shell.Run(p => p.AddCommand(Command).AddArgument(_sample.Root));
        Assert.Equal($"EmbeddingNotNpy,{Type}", damaged.TerminatingError!.FullyQualifiedErrorId);
    }

    [ShellFact]
    public void Whoever_wants_only_the_first_index_leaves_no_half_one()
    {
        Assert.Single(_shell.Run(p => p.AddCommand(Command).AddArgument(_sample.Root).AddCommand("Select-Object").AddParameter("First", 1)).Succeeded().Output);
        Assert.Empty(Directory.GetFiles(_sample.Embeddings, "*.part"));
    }

    private string[] Indexes => [.. Directory.GetFiles(_sample.Embeddings, "*.npy").Order(StringComparer.Ordinal).Select(path => path + ".index")];

    private static EmbeddingIndex[] Made(ShellResult result) => [.. result.Objects.Cast<EmbeddingIndex>()];

    private ShellResult Run(Action<PowerShell>? parameters = null) => _shell.Run(p =>
    {
        p.AddCommand(Command).AddArgument(_sample.Root);
        parameters?.Invoke(p);
    }).Succeeded();
}
