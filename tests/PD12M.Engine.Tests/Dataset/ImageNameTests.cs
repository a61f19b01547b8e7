using PD12M.Dataset;

namespace PD12M.Engine.Tests.Dataset;

public sealed class ImageNameTests
{
    [Theory]
    [InlineData("0a1b2c3d-0000-5000-8000-000000000001", "0a1/0a1b2c3d-0000-5000-8000-000000000001.jpeg")]
    [InlineData("ABCdef", "abc/ABCdef.jpeg")]
    [InlineData("a.-b", "a__/a.-b.jpeg")]
    [InlineData("7", "7__/7.jpeg")]
    [InlineData("console", "con_/console.jpeg")]
    [InlineData("null-island", "nul_/null-island.jpeg")]
    [InlineData("com10", "com/com10.jpeg")]
    public void An_id_names_a_file_in_the_folder_of_its_first_three_characters(string id, string path)
    {
        Assert.True(ImageName.TryCreate(id, "images/x.jpeg", null, out ImageName? name, out _));

        Assert.Equal(path.Replace('/', Path.DirectorySeparatorChar), name.RelativePath(ImageLayout.Sharded));
        Assert.Equal(path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..], name.RelativePath(ImageLayout.Flat));
    }

    [Theory]
    [InlineData("images/x.JPG", null, "i.jpg")]
    [InlineData("images/x.tar.gz", "image/png", "i.png")]
    [InlineData("images/x.exe", null, "i.jpeg")]
    [InlineData("images/x", "image/png", "i.png")]
    [InlineData("images/x", "IMAGE/GIF ", "i.gif")]
    [InlineData("images/x", "image/webp", "i.webp")]
    [InlineData("images/x", "image/tiff", "i.tiff")]
    [InlineData("images/x", "image/jpeg", "i.jpeg")]
    [InlineData("images/x", "text/x-sh", "i.jpeg")]
    [InlineData("images/x.", null, "i.jpeg")]
    [InlineData("images/x.jpegxl", null, "i.jpeg")]
    [InlineData("images/x.j-g", null, "i.jpeg")]
    [InlineData("images.v2/x", null, "i.jpeg")]
    public void The_extension_is_the_addresses_else_the_MIME_types_else_jpeg(string key, string? mimeType, string expected)
    {
        Assert.True(ImageName.TryCreate("i", key, mimeType, out ImageName? name, out _));

        Assert.Equal(expected, name.FileName);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("-rf")]
    [InlineData("../up")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a..b")]
    [InlineData("a.")]
    [InlineData("a:stream")]
    [InlineData("a\0b")]
    [InlineData("a\n")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("a\u202egpj")]
    [InlineData("٣")]
    [InlineData("CON")]
    [InlineData("con.x")]
    [InlineData("nul")]
    [InlineData("Aux.tar.gz")]
    [InlineData("PRN")]
    [InlineData("COM1")]
    [InlineData("lpt9.txt")]
    public void A_hostile_id_is_refused_with_a_sentence(string? id)
    {
        Assert.False(ImageName.TryCreate(id, "images/x.jpeg", null, out ImageName? name, out string? problem));

        Assert.Null(name);
        Assert.Matches(@"^The .*[a-z'\)]\.$", problem);
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void An_id_has_up_to_128_characters(int length, bool isValid) =>
        Assert.Equal(isValid, ImageName.TryCreate(new string('a', length), "x", null, out _, out _));
}
