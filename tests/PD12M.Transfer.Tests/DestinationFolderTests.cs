namespace PD12M.Transfer.Tests;

public sealed class DestinationFolderTests : IDisposable
{
    private readonly string _parent = TemporaryFolder.Create();

    private string Root => Path.Combine(_parent, "new", "images");

    public void Dispose() => TemporaryFolder.Delete(_parent);

    [Fact]
    public void A_missing_folder_is_made_and_its_work_folder_goes_in_the_end()
    {
        using (DestinationFolder.Open(Root))
        {
            Assert.True(File.Exists(Path.Combine(Root, ".pd12m", "lock")));
        }

        Assert.Empty(Directory.GetFileSystemEntries(Root));
    }

    [Fact]
    public void A_second_run_is_refused_at_once_and_welcome_afterwards()
    {
        using (DestinationFolder.Open(Root))
        {
            DestinationException refusal = Assert.Throws<DestinationException>(() => DestinationFolder.Open(Root));

            Assert.Equal(DestinationFault.InUse, refusal.Fault);
            Assert.Contains(Root, refusal.Message, StringComparison.Ordinal);
        }
        DestinationFolder.Open(Root).Dispose();
    }

    [Fact]
    public void Leftovers_of_a_killed_run_are_deleted_and_nothing_else_is()
    {
        Directory.CreateDirectory(Path.Combine(Root, ".pd12m"));
        string leftover = Path.Combine(Root, ".pd12m", "5d41402abc4b2a76b9719d911017c592.part");
        string note = Path.Combine(Root, ".pd12m", "note.txt");
        string image = Path.Combine(Root, "1.part");
        foreach (string file in new[] { leftover, note, image, Path.Combine(Root, ".pd12m", "lock") })
        {
            File.WriteAllText(file, "");
        }

        using (DestinationFolder.Open(Root))
        {
            Assert.False(File.Exists(leftover));
        }

        Assert.True(File.Exists(note));
        Assert.True(File.Exists(image));
    }

    [Fact]
    public void A_file_is_no_destination()
    {
        string file = Path.Combine(_parent, "file");
        File.WriteAllText(file, "");

        Assert.Equal(DestinationFault.NotAFolder, Assert.Throws<DestinationException>(() => DestinationFolder.Open(file)).Fault);
        Assert.Equal(DestinationFault.NotWritable, Assert.Throws<DestinationException>(() => DestinationFolder.Open(Path.Combine(file, "below"))).Fault);
    }

    [Theory]
    [InlineData("../x.jpeg")]
    [InlineData("a/../../x.jpeg")]
    [InlineData("../images-too/x.jpeg")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public void A_path_that_leads_out_is_refused(string path)
    {
        using DestinationFolder folder = DestinationFolder.Open(Root);

        Assert.Throws<DestinationException>(() => folder.PathOf(path));
    }

    [Fact]
    public async Task A_shard_that_is_a_link_to_elsewhere_is_refused()
    {
        string elsewhere = Directory.CreateDirectory(Path.Combine(_parent, "elsewhere")).FullName;
        using TransferFixture fixture = new(root: Root);
        Directory.CreateSymbolicLink(Path.Combine(Root, "0a1"), elsewhere);

        fixture.AssertNothingSaved(ImageFault.WriteDenied, await fixture.SaveAsync());

        Assert.Equal(0, fixture.RequestCount);
        Assert.Empty(Directory.GetFileSystemEntries(elsewhere));
    }

    [Fact]
    public void A_work_folder_that_is_a_link_to_elsewhere_is_refused()
    {
        string elsewhere = Directory.CreateDirectory(Path.Combine(_parent, "elsewhere")).FullName;
        File.WriteAllText(Path.Combine(elsewhere, "theirs.part"), "");
        Directory.CreateDirectory(Root);
        Directory.CreateSymbolicLink(Path.Combine(Root, ".pd12m"), elsewhere);

        Assert.Equal(DestinationFault.NotAFolder, Assert.Throws<DestinationException>(() => DestinationFolder.Open(Root)).Fault);
        Assert.Equal("theirs.part", Path.GetFileName(Assert.Single(Directory.GetFiles(elsewhere))));
    }
}
