using PD12M.Hashing;
using PD12M.Imaging;

namespace PD12M.Engine.Tests.Imaging;

public sealed class ImageCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("image/jpeg", 48L, 32L, ImageStatus.Valid)]
    [InlineData(null, null, null, ImageStatus.Valid)]
    [InlineData("", 48L, null, ImageStatus.Valid)]
    [InlineData("image/png", 48L, 32L, ImageStatus.TypeMismatch)]
    [InlineData("image/avif", 48L, 32L, ImageStatus.TypeMismatch)]
    [InlineData("image/jpeg", 49L, 32L, ImageStatus.SizeMismatch)]
    [InlineData("image/jpeg", 32L, 48L, ImageStatus.SizeMismatch)]
    public void What_the_metadata_say_is_compared_with_the_header(string? mimeType, long? width, long? height, ImageStatus status)
    {
        ImageResult result = Check(new ExpectedFile(Image("baseline.jpeg")) { MimeType = mimeType, Width = width, Height = height, Id = "id", Url = "url" });
        Assert.Equal(status, result.Status);
        Assert.Equal(status == ImageStatus.Valid, result.Problem is null);
        Assert.Equal((ImageKind.Jpeg, 48, 32, 1, 863), (result.Kind, result.Width, result.Height, result.Orientation, result.Length));
        Assert.Equal((mimeType, width, height, "id", "url"), (result.MimeType, result.ExpectedWidth, result.ExpectedHeight, result.Id, result.Url));
    }

    [Fact]
    public void An_image_on_its_side_may_have_its_size_as_shown() =>
        Assert.Equal(ImageStatus.Valid, Check(new ExpectedFile(Image("turned-6.jpeg")) { Width = 32, Height = 48 }).Status);

    [Fact]
    public void What_is_no_image_and_what_is_a_damaged_one_are_told_apart()
    {
        File.WriteAllText(_folder["page"], "<!DOCTYPE html>");
        File.WriteAllBytes(_folder["damaged"], [0xFF, 0xD8, 0xFF, 0xD9]);
        File.WriteAllBytes(_folder["empty"], []);
        Assert.Equal(
            [ImageStatus.UnknownFormat, ImageStatus.DamagedHeader, ImageStatus.UnknownFormat],
            ((string[])["page", "damaged", "empty"]).Select(name => Check(new ExpectedFile(_folder[name])).Status));
    }

    [NetFact(".NET Framework does not make symbolic links.")]
    public void A_file_that_cannot_be_read_has_its_own_status()
    {
        Directory.CreateDirectory(_folder["root"]);
        File.Copy(Image("rgb.png"), _folder["locked"]);
        File.CreateSymbolicLink(_folder["root/link"], _folder["locked"]);
        using FileStream locked = File.Open(_folder["locked"], FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        ImageResult[] results = [.. ((ExpectedFile[])[new(_folder["none"]), new(_folder.Path), new(_folder["locked"]), new(_folder["root/link"]) { Root = new ImageRoot(_folder["root"]) }]).Select(Check)];
        Assert.Equal([ImageStatus.Missing, ImageStatus.Folder, ImageStatus.Locked, ImageStatus.OutsideRoot], results.Select(result => result.Status));
        Assert.All(results, result => Assert.Equal((null, null, null, false), (result.Kind, result.Width, result.Length, string.IsNullOrEmpty(result.Problem))));
    }

    [Fact]
    public void Another_hash_goes_before_what_the_header_says_and_both_are_told()
    {
        File.WriteAllText(_folder["page"], "<!DOCTYPE html>");
        var file = new ExpectedFile(_folder["page"]) { Hash = "900150983cd24fb0d6963f7d28e17f72" };
        ImageResult result = Check(file);
        // As md5sum says.
        Assert.Equal((ImageStatus.HashMismatch, file.Hash, "fe364450e1391215f596d043488f989f"), (result.Status, result.Hash, result.ActualHash));
        Assert.Contains("web page", result.Problem, StringComparison.Ordinal);
    }

    private static ImageResult Check(ExpectedFile file) => ImageCheck.Compare(file, FileHash.Compare(file with { WithHeader = true }, new ByteCount(), CancellationToken.None));

    private static string Image(string name) => Path.Combine(TestData.Folder, "images", name);
}
