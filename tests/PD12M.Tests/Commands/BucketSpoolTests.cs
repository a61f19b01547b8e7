using System.Management.Automation;
using PD12M.Transfer.Tests;

namespace PD12M.Tests.Commands;

/// <summary>What is on its way to a bucket waits in the folder for temporary files, which may be full, or not there.</summary>
[Collection(Alone)]
public sealed class BucketSpoolTests(SampleBucket sample) : BucketTests(sample), IClassFixture<SampleBucket>
{
    private const string Alone = "Folder for temporary files";
    private const int Block = 4096;

    private static readonly string s_variable = OperatingSystem.IsWindows() ? "TMP" : "TMPDIR";

    private readonly string _images = sample.Images;

    [SmallVolumeShellFact]
    public void A_folder_that_is_full_ends_the_run_and_the_next_one_goes_on()
    {
        Record[] records = [.. Session.Records().OrderBy(BlocksOf)];
        (Record small, Record next, Record large) = (records[0], records[1], records[^1]);
        Assert.True(BlocksOf(large) > BlocksOf(next));
        using SmallVolume volume = SmallVolume.TryMount()!;
        string filler = Path.Combine(volume.Root, "filler");
        long room = new DriveInfo(volume.Root).AvailableFreeSpace;
        File.WriteAllBytes(filler, new byte[room - (BlocksOf(next) * Block)]);

        ShellResult result = SaveThrough(volume.Root, small, large, next);

        AssertNamed(Assert.Single(result.Errors), "ImageDiskFull", large, volume.Root);
        ErrorRecord end = result.TerminatingError!;
        Assert.Equal("DestinationFull" + Ending, end.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.LimitsExceeded, end.CategoryInfo.Category);
        Assert.Contains(Destination, end.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("the errors of its images say where to make some", end.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(small.Hash, HashOf(Assert.Single(Objects)));
        Assert.Equal([filler], Directory.GetFileSystemEntries(volume.Root));

        // What was on its way has given its room back.
        Assert.Empty(SaveThrough(volume.Root, next).Succeeded().Errors);
        File.Delete(filler);
        Assert.Empty(SaveThrough(volume.Root, large).Succeeded().Errors);
        Assert.Equal(3, Objects.Length);
    }

    [SmallVolumeShellFact]
    public void A_caption_that_finds_no_room_is_told_beside_its_image()
    {
        Record[] records = Session.Records()[..1];
        using SmallVolume volume = SmallVolume.TryMount()!;
        SaveInput(records).Succeeded();
        string image = Assert.Single(Objects);
        File.WriteAllBytes(Path.Combine(volume.Root, "filler"), new byte[new DriveInfo(volume.Root).AvailableFreeSpace]);

        ShellResult result = SaveThrough(volume.Root, records, ("Sidecar", new[] { "Caption" }));

        ErrorRecord error = Assert.Single(result.Errors);
        AssertNamed(error, "ImageDiskFull", records[0], volume.Root);
        Assert.Contains("is in its place", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal([image], Objects);
    }

    [ShellFact]
    public void A_folder_that_is_not_there_is_named_with_each_image()
    {
        Record[] records = Session.Records()[..2];
        string folder = Session["gone"];

        ShellResult result = SaveThrough(folder, records).Succeeded();

        Assert.Equal(2, result.Errors.Count);
        Assert.All(result.Errors.Zip(records), pair => AssertNamed(pair.First, "ImageWriteFailed", pair.Second, folder));
        Assert.Empty(Objects);
        Assert.False(Directory.Exists(folder));
    }

    private static void AssertNamed(ErrorRecord error, string id, Record record, string folder)
    {
        Assert.Equal(id + Ending, error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.WriteError, error.CategoryInfo.Category);
        Assert.Same(record, error.TargetObject);
        foreach (string part in (string[])[record.Id!, folder, s_variable])
        {
            Assert.Contains(part, error.Exception.Message, StringComparison.Ordinal);
        }
    }

    private long BlocksOf(Record record) => (new FileInfo(Path.Combine(_images, Path.GetFileName(record.Url!))).Length + Block - 1) / Block;

    /// <summary>Saves one image after the other.</summary>
    private ShellResult SaveThrough(string temporaryFolder, params Record[] records) => SaveThrough(temporaryFolder, records, []);

    private ShellResult SaveThrough(string temporaryFolder, Record[] records, params (string Name, object? Value)[] parameters)
    {
        string? before = Environment.GetEnvironmentVariable(s_variable);
        Environment.SetEnvironmentVariable(s_variable, temporaryFolder);
        try
        {
            return SaveInput(records, [("ThrottleLimit", 1), .. parameters]);
        }
        finally
        {
            Environment.SetEnvironmentVariable(s_variable, before);
        }
    }

    /// <summary>Beside these tests nothing may want a temporary file.</summary>
    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class AloneDefinition;
}

/// <summary>A fact about cmdlets that needs to mount a file system.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallVolumeShellFactAttribute : FactAttribute
{
    public SmallVolumeShellFactAttribute() => Skip = EngineUnderTest.WhySkipped ?? SmallVolumeFactAttribute.Obstacle;
}
