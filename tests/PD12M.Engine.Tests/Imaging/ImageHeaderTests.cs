using System.Buffers.Binary;
using PD12M.Imaging;
using PD12M.Samples;

namespace PD12M.Engine.Tests.Imaging;

public sealed class ImageHeaderTests
{
    [Theory]
    [InlineData("baseline.jpeg", ImageKind.Jpeg, 1)]
    [InlineData("progressive.jpeg", ImageKind.Jpeg, 1)]
    [InlineData("arithmetic.jpeg", ImageKind.Jpeg, 1)]
    [InlineData("gray-restarts.jpeg", ImageKind.Jpeg, 1)]
    [InlineData("turned-1.jpeg", ImageKind.Jpeg, 1)]
    [InlineData("turned-3.jpeg", ImageKind.Jpeg, 3)]
    [InlineData("turned-6.jpeg", ImageKind.Jpeg, 6)]
    [InlineData("turned-8.jpeg", ImageKind.Jpeg, 8)]
    [InlineData("rgb.png", ImageKind.Png, 1)]
    [InlineData("interlaced.png", ImageKind.Png, 1)]
    [InlineData("turned-8.png", ImageKind.Png, 8)]
    [InlineData("87a.gif", ImageKind.Gif, 1)]
    [InlineData("89a.gif", ImageKind.Gif, 1)]
    [InlineData("lossy.webp", ImageKind.WebP, 1)]
    [InlineData("lossless.webp", ImageKind.WebP, 1)]
    [InlineData("turned-6.webp", ImageKind.WebP, 6)]
    [InlineData("little-endian.tiff", ImageKind.Tiff, 1)]
    [InlineData("big-endian.tiff", ImageKind.Tiff, 1)]
    [InlineData("bigtiff-little-endian.tiff", ImageKind.Tiff, 1)]
    [InlineData("bigtiff-big-endian.tiff", ImageKind.Tiff, 1)]
    [InlineData("pages.tiff", ImageKind.Tiff, 1)]
    [InlineData("turned-5.tiff", ImageKind.Tiff, 5)]
    public void Images_by_other_programs_have_their_kind_size_and_orientation(string name, ImageKind kind, int orientation)
    {
        Assert.Equal(new ImageHeader(kind, 48, 32, orientation), Read(ImageFile(name)));
    }

    [Fact]
    public void Every_image_of_the_test_data_is_read()
    {
        Assert.All(Directory.GetFiles(Path.Combine(TestData.Folder, "images")), path => Assert.Equal((48, 32), (Read(File.ReadAllBytes(path)).Width, Read(File.ReadAllBytes(path)).Height)));
    }

    [Fact]
    public void The_sample_images_are_read()
    {
        Assert.Equal(new ImageHeader(ImageKind.Jpeg, 300, 17, 1), Read(JpegWriter.Encode(300, 17, (x, y) => x * y)));
        Assert.Equal(new ImageHeader(ImageKind.Png, 5, 70, 1), Read(PngWriter.Encode(5, 70, (x, y) => x * y)));
    }

    [Theory]
    [InlineData("baseline.jpeg", false)]
    [InlineData("turned-3.jpeg", false)]
    [InlineData("turned-6.jpeg", true)]
    [InlineData("turned-8.jpeg", true)]
    [InlineData("turned-5.tiff", true)]
    public void The_size_agrees_as_stored_and_for_an_image_on_its_side_as_shown(string name, bool isOnItsSide)
    {
        ImageHeader header = Read(ImageFile(name));
        Assert.True(header.HasSize(48, 32));
        Assert.True(header.HasSize(48, null));
        Assert.True(header.HasSize(null, null));
        Assert.Equal(isOnItsSide, header.HasSize(32, 48));
        Assert.Equal(isOnItsSide, header.HasSize(null, 48));
        Assert.False(header.HasSize(48, 33));
        Assert.False(header.HasSize(32, 32));
    }

    // T.81, table B.1.
    [Theory]
    [InlineData(0xC0)]
    [InlineData(0xC1)]
    [InlineData(0xC2)]
    [InlineData(0xC3)]
    [InlineData(0xC5)]
    [InlineData(0xC6)]
    [InlineData(0xC7)]
    [InlineData(0xC9)]
    [InlineData(0xCA)]
    [InlineData(0xCB)]
    [InlineData(0xCD)]
    [InlineData(0xCE)]
    [InlineData(0xCF)]
    public void Every_frame_header_of_a_JPEG_gives_the_size(byte marker)
    {
        Assert.Equal(new ImageHeader(ImageKind.Jpeg, 0x0203, 0x0405, 1), Read([0xFF, 0xD8, 0xFF, marker, 0, 11, 8, 4, 5, 2, 3, 1, 1, 0x11, 0]));
    }

    [Fact]
    public void Fill_bytes_stray_bytes_and_long_segments_before_the_frame_header_are_passed_over()
    {
        byte[] profile = new byte[60_000];
        byte[] frame = [0xFF, 0xC0, 0, 11, 8, 0, 9, 0, 7, 1, 1, 0x11, 0];
        byte[] file = [0xFF, 0xD8, 0xFF, 0xE2, 0xEA, 0x62, .. profile, 0xFF, 0xFF, 0xFF, 0x01, 1, 2, 3, 0xFF, 0x00, .. frame];
        Assert.Equal(new ImageHeader(ImageKind.Jpeg, 7, 9, 1), Read(file));
    }

    [Fact]
    public void Only_a_few_kilobytes_of_a_large_image_are_read()
    {
        byte[] turned = ImageFile("turned-6.webp");
        byte[] large = new byte[50_000_000];
        // The image data's chunk is made longer, so that EXIF follows far behind.
        int exif = turned.AsSpan().LastIndexOf("EXIF"u8);
        turned.AsSpan(0, exif).CopyTo(large);
        turned.AsSpan(exif).CopyTo(large.AsSpan(large.Length - (turned.Length - exif)));
        BinaryPrimitives.WriteInt32LittleEndian(large.AsSpan(4), large.Length - 8);
        BinaryPrimitives.WriteInt32LittleEndian(large.AsSpan(34), large.Length - (turned.Length - exif) - 38);
        using var stream = new CountingStream(large);
        Assert.Equal(new ImageHeader(ImageKind.WebP, 48, 32, 6), HeaderOutcome.Of(stream).Header);
        Assert.InRange(stream.BytesRead, 1, 20_000);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("<html>", "web page")]
    [InlineData("BM", "42 4D")]
    [InlineData("II*", "49 49 2A")]
    public void What_begins_otherwise_is_no_image(string text, string problem)
    {
        ImageHeaderException error = Assert.Throws<ImageHeaderException>(() => Read([.. text.Select(c => (byte)c)]));
        Assert.False(error.IsImage);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image/jpeg", ImageKind.Jpeg)]
    [InlineData("IMAGE/JPG", ImageKind.Jpeg)]
    [InlineData(" image/png ; charset=utf-8", ImageKind.Png)]
    [InlineData("image/gif", ImageKind.Gif)]
    [InlineData("image/webp", ImageKind.WebP)]
    [InlineData("image/tiff", ImageKind.Tiff)]
    [InlineData("image/avif", null)]
    [InlineData("", null)]
    public void A_MIME_type_stands_for_a_kind(string mimeType, ImageKind? kind) => Assert.Equal(kind, ImageHeader.KindOf(mimeType));

    internal static byte[] ImageFile(string name) => File.ReadAllBytes(Path.Combine(TestData.Folder, "images", name));

    internal static ImageHeader Read(byte[] file)
    {
        using var stream = new MemoryStream(file, writable: false);
        HeaderOutcome outcome = HeaderOutcome.Of(stream);
        return outcome.Header ?? throw outcome.Fault!;
    }
}
