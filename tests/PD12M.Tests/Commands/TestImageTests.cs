using System.Management.Automation;

namespace PD12M.Tests.Commands;

public sealed class TestImageTests : IClassFixture<SampleBucket>, IDisposable
{
    private const string Command = "Test-PD12MImage";
    private const string AbcHash = "900150983cd24fb0d6963f7d28e17f72";

    private readonly SampleBucket _sample;
    private readonly Shell _shell = new();
    private readonly TemporaryFolder _folder = new();

    public TestImageTests(SampleBucket sample) => _sample = sample;

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    [ShellFact]
    public void The_sample_is_valid_with_and_without_its_hashes()
    {
        ImageResult[] hashed = Test(Records());
        Assert.Equal(SampleBucket.Count, hashed.Length);
        Assert.All(hashed, image =>
        {
            Assert.Equal((ImageStatus.Valid, null, 1), (image.Status, image.Problem, image.Orientation));
            Assert.Equal((image.ExpectedKind, image.ExpectedWidth, image.ExpectedHeight, image.Hash), (image.Kind, image.Width, image.Height, image.ActualHash));
            Assert.Equal(new FileInfo(image.Path).Length, image.Length);
        });
        ImageResult[] unhashed = Test(Records(), p => p.AddParameter("SkipHash"));
        Assert.Equal(hashed.Select(image => image with { Hash = null, ActualHash = null }), unhashed);
    }

    [ShellFact]
    public void Each_fault_has_its_own_status_and_the_order_is_the_inputs()
    {
        Record[] records = Records();
        foreach (string image in Directory.GetFiles(_sample.Images))
        {
            File.Copy(image, _folder[Path.GetFileName(image)]);
        }
        File.WriteAllText(FileOf(1), "<html>");
        File.WriteAllBytes(FileOf(2), [0xFF, 0xD8, 0xFF, 0xD9]);
        File.Delete(FileOf(3));
        File.Delete(FileOf(4));
        Directory.CreateDirectory(FileOf(4));
        File.Delete(FileOf(5));
        File.CreateSymbolicLink(FileOf(5), Path.Combine(_sample.Images, records[5].FileName!));
        using FileStream locked = File.Open(FileOf(6), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        ImageResult[] results = Test(records, p => p.AddParameter("SkipHash"), _folder.Path);
        Assert.Equal(records.Select(record => record.Id), results.Select(result => result.Id));
        Assert.Equal(
            records.Select((_, i) => i switch
            {
                1 => ImageStatus.UnknownFormat,
                2 => ImageStatus.DamagedHeader,
                3 => ImageStatus.Missing,
                4 => ImageStatus.Folder,
                5 => ImageStatus.OutsideRoot,
                6 => ImageStatus.Locked,
                _ => ImageStatus.Valid,
            }),
            results.Select(result => result.Status));
        ImageResult[] hashed = Test(records, _ => { }, _folder.Path);
        Assert.Equal([ImageStatus.HashMismatch, ImageStatus.HashMismatch, ImageStatus.Missing], hashed.Skip(1).Take(3).Select(result => result.Status));
        Assert.Equal(false, Assert.Single(_shell.Run(records, p => Add(p, _folder.Path).AddParameter("Quiet")).Succeeded().Objects));

        string FileOf(int i) => _folder[records[i].FileName!];
    }

    [ShellFact]
    public void A_table_says_what_to_expect()
    {
        Record record = Records()[0];
        var row = new PSObject();
        row.Properties.Add(new PSNoteProperty("Id", record.Id));
        row.Properties.Add(new PSNoteProperty("Url", record.Url));
        row.Properties.Add(new PSNoteProperty("mime_type", "image/gif"));
        row.Properties.Add(new PSNoteProperty("Width", "1"));
        var other = new PSObject();
        other.Properties.Add(new PSNoteProperty("Id", record.Id));
        other.Properties.Add(new PSNoteProperty("Url", record.Url));
        other.Properties.Add(new PSNoteProperty("Height", record.Height + 1));
        ImageResult[] results = Test([row, other]);
        Assert.Equal([ImageStatus.TypeMismatch, ImageStatus.SizeMismatch], results.Select(result => result.Status));
        Assert.Equal((1L, (long?)null, (ImageKind?)ImageKind.Gif), (results[0].ExpectedWidth, results[0].ExpectedHeight, results[0].ExpectedKind));
        Assert.Equal(((long?)null, record.Height + 1, (ImageKind?)null), (results[1].ExpectedWidth, results[1].ExpectedHeight, results[1].ExpectedKind));
    }

    [ShellFact]
    public void Paths_are_looked_at_without_any_metadata()
    {
        File.WriteAllText(_folder["abc"], "abc");
        ImageResult[] results = [.. _shell.Run(p => p.AddCommand(Command).AddArgument(new[] { Path.Combine(_sample.Images, "*"), _folder["abc"] })).Succeeded().Objects.Cast<ImageResult>()];
        Assert.Equal(SampleBucket.Count + 1, results.Length);
        Assert.All(results[..^1], result => Assert.Equal((ImageStatus.Valid, null), (result.Status, result.Hash)));
        Assert.Equal(ImageStatus.UnknownFormat, results[^1].Status);

        var hashed = (ImageResult)Assert.Single(_shell.Run(p => p.AddCommand(Command).AddParameter("LiteralPath", _folder["abc"]).AddParameter("Hash", AbcHash.ToUpperInvariant())).Succeeded().Objects)!;
        Assert.Equal((ImageStatus.UnknownFormat, AbcHash, AbcHash), (hashed.Status, hashed.Hash, hashed.ActualHash));
    }

    [ShellFact]
    public void A_hash_that_is_none_is_an_error_unless_it_is_not_wanted()
    {
        File.WriteAllText(_folder["abc"], "abc");
        ErrorRecord error = Assert.Single(_shell.Run(p => p.AddCommand(Command).AddArgument(_folder["abc"]).AddParameter("Hash", "abc")).Succeeded().Errors);
        Assert.Equal("HashInvalid,PD12M.Commands.TestImageCommand", error.FullyQualifiedErrorId);
        ShellResult skipped = _shell.Run(p => p.AddCommand(Command).AddArgument(_folder["abc"]).AddParameter("Hash", "abc").AddParameter("SkipHash")).Succeeded();
        Assert.Empty(skipped.Errors);
        Assert.Single(skipped.Output);
    }

    [ShellFact]
    public void Images_of_which_some_have_a_hash_keep_their_order()
    {
        PSObject[] rows = [.. Records().Select((record, i) =>
        {
            var row = new PSObject();
            row.Properties.Add(new PSNoteProperty("Id", record.Id));
            row.Properties.Add(new PSNoteProperty("Url", record.Url));
            row.Properties.Add(new PSNoteProperty("Hash", i % 3 == 0 ? null : record.Hash));
            return row;
        })];
        ImageResult[] results = Test(rows);
        Assert.Equal(Records().Select(record => record.Id), results.Select(result => result.Id));
        Assert.Equal(results.Select((_, i) => i % 3 == 0), results.Select(result => result.ActualHash is null));
    }

    private Record[] Records() => [.. _shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(_sample.Metadata)).Succeeded().Objects.Cast<Record>()];

    private ImageResult[] Test(object[] input, Action<PowerShell>? more = null, string? root = null) => [.. _shell.Run(input, p =>
    {
        Add(p, root ?? _sample.Images);
        more?.Invoke(p);
    }).Succeeded().Objects.Cast<ImageResult>()];

    private static PowerShell Add(PowerShell shell, string root) => shell.AddCommand(Command).AddParameter("Root", root).AddParameter("Layout", "Flat");
}
