using System.Management.Automation;
using PD12M.Embeddings;

namespace PD12M.Tests.Commands;

public sealed class FindDuplicateTests : IDisposable
{
    private const string Command = "Find-PD12MDuplicate";
    private const string Type = "PD12M.Commands.FindDuplicateCommand";

    private readonly Shell _shell = new();
    private readonly EmbeddedSample _sample = new();

    public void Dispose()
    {
        _shell.Dispose();
        _sample.Dispose();
    }

    [ShellFact]
    public void Planted_copies_are_groups_of_records_in_the_order_of_their_rows()
    {
        Plant((3, 3, 1f), (29, 3, 2f), (44, 3, 1f), (10, 7, 1f));
        DuplicateGroup[] groups = Found(Find(0.9999));
        Record[] records = Records();
        Assert.Equal([[records[3].Id, records[29].Id, records[44].Id], [records[7].Id, records[10].Id]], groups.Select(group => group.Records.Select(record => record.Id)));
        Assert.Equal([3, 2], groups.Select(group => group.Count));
        Assert.Equal(records[29].Caption, groups[0].Records[1].Caption);
        Assert.All(groups, group => Assert.Equal(1, group.MinScore, 1e-6));
    }

    [ShellFact]
    public void The_lowest_score_with_the_first_shows_a_chain()
    {
        // Unit vectors in one plane, 15 degrees apart: neighbours are alike, the first and the third are less so.
        float[][] vectors = [.. Enumerable.Range(0, 3).Select(i => Plane(i * 15))];
        Write([.. _sample.Vectors.Select((vector, row) => row is 5 or 20 or 40 ? vectors[row / 20] : vector)]);
        DuplicateGroup chain = Assert.Single(Found(Find(0.95)), group => group.Records[0].Id == Records()[5].Id);
        Assert.Equal(3, chain.Count);
        Assert.Equal(0.8660254, chain.MinScore, 1e-6);
    }

    [ShellFact]
    public void That_there_are_none_is_told()
    {
        Plant((10, 10, 1f));
        ShellResult result = Find(0.9999).Succeeded();
        Assert.Empty(result.Objects);
        Assert.Contains("A lower -Threshold finds more", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [ShellFact]
    public void Only_the_named_properties_are_filled()
    {
        Plant((10, 7, 1f));
        DuplicateGroup group = Assert.Single(Found(Find(0.9999, p => p.AddParameter("Property", "Id"))));
        Assert.All(group.Records, record => Assert.Equal((true, null), (record.Id is not null, record.Caption)));
    }

    [ShellFact]
    public void Without_an_index_the_error_says_how_to_make_it()
    {
        ErrorRecord error = Find(0.95).TerminatingError!;
        Assert.Equal($"IndexMissing,{Type}", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Contains("New-PD12MIndex", error.Exception.Message, StringComparison.Ordinal);
    }

    [ShellFact]
    public void Indexes_that_were_not_made_together_are_refused()
    {
        string[] files = Directory.GetFiles(_sample.Embeddings, "*.npy");
        Array.ForEach(files, file => _shell.Run(p => p.AddCommand("New-PD12MIndex").AddParameter("EmbeddingPath", file)).Succeeded());
        ErrorRecord error = Find(0.95).TerminatingError!;
        Assert.Equal($"IndexMismatch,{Type}", error.FullyQualifiedErrorId);
        Assert.Contains("New-PD12MIndex -Force", error.Exception.Message, StringComparison.Ordinal);
    }

    [ShellFact]
    public void Whoever_wants_only_the_first_group_ends_the_command_cleanly()
    {
        Plant((29, 3, 1f), (10, 7, 1f));
        Assert.Equal(2, Assert.Single(Found(_shell.Run(p => p.AddCommand(Command).AddArgument(_sample.Root).AddParameter("Threshold", 0.9999)
            .AddCommand("Select-Object").AddParameter("First", 1)).Succeeded())).Count);
    }

    [ShellFact]
    public void A_threshold_out_of_its_range_is_refused() => Assert.NotNull(Find(0.4).Terminating);

    private static float[] Plane(int degrees)
    {
        float[] vector = new float[768];
        vector[100] = (float)Math.Cos(Math.PI * degrees / 180);
        vector[200] = (float)Math.Sin(Math.PI * degrees / 180);
        return vector;
    }

    private static DuplicateGroup[] Found(ShellResult result) => [.. result.Succeeded().Objects.Cast<DuplicateGroup>()];

    /// <summary>Writes the embeddings anew, some rows being multiples of others, and their indexes.</summary>
    private void Plant(params (int Row, int Of, float Factor)[] copies) => Write([.. _sample.Vectors.Select((vector, row) =>
        copies.Where(copy => copy.Row == row).Select(copy => Array.ConvertAll(_sample.Vectors[copy.Of], value => value * copy.Factor)).FirstOrDefault() ?? vector)]);

    private void Write(float[][] vectors)
    {
        int start = 0;
        foreach (string path in Directory.GetFiles(_sample.Embeddings, "*.npy").Order(StringComparer.Ordinal))
        {
            // The writer's header takes 128 bytes.
            int rows = (int)((new FileInfo(path).Length - 128) / (768 * sizeof(float)));
            using var writer = new NpyWriter(File.Create(path), rows, 768);
            foreach (float[] vector in vectors.AsSpan(start, rows))
            {
                writer.WriteRow(vector);
            }
            writer.Finish();
            start += rows;
        }
        _shell.Run(p => p.AddCommand("New-PD12MIndex").AddArgument(_sample.Root)).Succeeded();
    }

    private ShellResult Find(double threshold, Action<PowerShell>? parameters = null) => _shell.Run(p =>
    {
        p.AddCommand(Command).AddArgument(_sample.Root).AddParameter("Threshold", threshold);
        parameters?.Invoke(p);
    });

    private Record[] Records() => [.. _shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(_sample.Metadata)).Succeeded().Objects.Cast<Record>()];
}
