using PD12M.Hashing;

namespace PD12M.Engine.Tests.Hashing;

public sealed class ImageRootTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _elsewhere = new();

    public ImageRootTests()
    {
        Directory.CreateDirectory(_folder["root/abc"]);
        File.WriteAllText(_folder["root/abc/file"], "abc");
        File.WriteAllText(_elsewhere["file"], "abc");
    }

    public void Dispose()
    {
        _folder.Dispose();
        _elsewhere.Dispose();
    }

    [Fact]
    public void Files_in_the_folder_and_files_that_are_not_there_are_within()
    {
        var root = new ImageRoot(_folder["root"]);
        root.RequireWithin(_folder["root/abc/file"], isLink: false);
        root.RequireWithin(_folder["root/abc/none"], isLink: true);
        root.RequireWithin(_folder["root/none/none"], isLink: true);
        new ImageRoot(_folder["none"]).RequireWithin(_folder["none/abc/file"], isLink: true);
    }

    [Fact]
    public void A_link_to_a_place_inside_is_within()
    {
        File.CreateSymbolicLink(_folder["root/link"], "abc/../abc/file");
        Directory.CreateSymbolicLink(_folder["root/def"], _folder["root/abc"]);
        var root = new ImageRoot(_folder["root"]);
        root.RequireWithin(_folder["root/link"], isLink: true);
        root.RequireWithin(_folder["root/def/file"], isLink: true);
    }

    [Fact]
    public void The_folder_may_be_a_link_itself()
    {
        Directory.CreateSymbolicLink(_folder["images"], _folder["root"]);
        var root = new ImageRoot(_folder["images"]);
        root.RequireWithin(_folder["images/abc/file"], isLink: true);
        File.CreateSymbolicLink(_folder["root/abc/link"], _folder["root/abc/file"]);
        root.RequireWithin(_folder["images/abc/link"], isLink: true);
    }

    [Fact]
    public void A_link_that_leads_out_is_refused_whether_it_is_the_file_or_a_folder_above_it()
    {
        File.CreateSymbolicLink(_folder["root/abc/out"], _elsewhere["file"]);
        File.CreateSymbolicLink(_folder["root/abc/up"], "../../beside");
        File.CreateSymbolicLink(_folder["root/abc/dangling"], _elsewhere["none"]);
        File.CreateSymbolicLink(_folder["root/abc/chain"], "out");
        Directory.CreateSymbolicLink(_folder["root/def"], _elsewhere.Path);
        Directory.CreateDirectory(_folder["root2"]);
        Directory.CreateSymbolicLink(_folder["root/ghi"], _folder["root2"]);
        var root = new ImageRoot(_folder["root"]);
        Assert.All(
            (string[])["abc/out", "abc/up", "abc/dangling", "abc/chain", "def/file", "def/file", "ghi/file"],
            path => Assert.Throws<OutsideRootException>(() => root.RequireWithin(_folder[$"root/{path}"], isLink: true)));
    }

    [Fact]
    public void A_circle_of_links_is_an_error_of_the_file()
    {
        File.CreateSymbolicLink(_folder["root/a"], "b");
        File.CreateSymbolicLink(_folder["root/b"], "a");
        Assert.Throws<IOException>(() => new ImageRoot(_folder["root"]).RequireWithin(_folder["root/a"], isLink: true));
    }
}
