using System.Buffers.Binary;
using PD12M.Hashing;
using PD12M.Imaging;

namespace PD12M.Engine.Tests.Imaging;

public sealed class HostileHeaderTests
{
    private const int MutationsPerImage = 4000;

    // As ImageHeader.Read says.
    private const long MostBytesRead = 8 << 20;

    public static TheoryData<string> Images => [.. Directory.GetFiles(Path.Combine(TestData.Folder, "images")).Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Images))]
    public void A_damaged_image_gives_a_header_or_a_fault(string name)
    {
        byte[] image = ImageHeaderTests.ImageFile(name);
        var random = new Random(image.Length);
        for (int i = 0; i < MutationsPerImage; i++)
        {
            ReadHostile(Mutate(image, random));
        }
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void An_image_cut_off_anywhere_gives_a_header_or_a_fault(string name)
    {
        byte[] image = ImageHeaderTests.ImageFile(name);
        for (int length = 0; length < Math.Min(image.Length, 1500); length++)
        {
            ReadHostile(image[..length]);
        }
        ReadHostile(image[..^1]);
    }

    [Fact]
    public void A_JPEG_cut_off_before_its_frame_header_is_damaged()
    {
        byte[] image = ImageHeaderTests.ImageFile("baseline.jpeg");
        int frame = image.AsSpan().IndexOf((byte[])[0xFF, 0xC0]);
        Assert.All(Enumerable.Range(3, frame), length => Assert.True(Fault(image[..length]).IsImage));
    }

    [Theory]
    [InlineData("a segment of length 0", new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 0 })]
    [InlineData("a segment of length 1", new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 1 })]
    [InlineData("a segment that leads behind the end", new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF, 0 })]
    [InlineData("no frame header before the scan", new byte[] { 0xFF, 0xD8, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0 })]
    [InlineData("no frame header at all", new byte[] { 0xFF, 0xD8, 0xFF, 0xD9 })]
    [InlineData("a width of 0", new byte[] { 0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 9, 0, 0, 1, 1, 0x11, 0 })]
    [InlineData("a height of 0", new byte[] { 0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 0, 0, 7, 1, 1, 0x11, 0 })]
    [InlineData("a frame header of another length", new byte[] { 0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 9, 0, 7, 3, 1, 0x11, 0 })]
    [InlineData("a GIF without a size", new byte[] { 0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData("a GIF that ends", new byte[] { 0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1 })]
    [InlineData("a directory behind the end", new byte[] { 0x49, 0x49, 42, 0, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData("a directory in the header", new byte[] { 0x49, 0x49, 42, 0, 0, 0, 0, 0 })]
    [InlineData("a directory of no entries", new byte[] { 0x49, 0x49, 42, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData("a directory of too many entries", new byte[] { 0x49, 0x49, 42, 0, 8, 0, 0, 0, 0xFF, 0xFF, 0, 1 })]
    [InlineData("a BigTIFF with offsets of 4 bytes", new byte[] { 0x49, 0x49, 43, 0, 4, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData("a BigTIFF's directory at the end of the numbers", new byte[] { 0x49, 0x49, 43, 0, 8, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData("as many entries as there are numbers", new byte[] { 0x49, 0x49, 43, 0, 8, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    public void A_damaged_header_is_told_as_such(string what, byte[] file) => Assert.True(Fault(file).IsImage, what);

    [Fact]
    public void A_PNG_whose_header_fails_its_checksum_is_damaged()
    {
        byte[] image = ImageHeaderTests.ImageFile("rgb.png");
        image[19]++;
        Assert.Contains("checksum", Fault(image).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_PNG_without_a_size_is_damaged()
    {
        byte[] image = ImageHeaderTests.ImageFile("rgb.png");
        image.AsSpan(16, 4).Clear();
        BinaryPrimitives.WriteUInt32BigEndian(image.AsSpan(29), Crc32.Compute(image.AsSpan(12, 17)));
        Assert.Contains("size", Fault(image).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_WebP_that_is_cut_off_is_damaged() => Assert.Contains("cut off", Fault(ImageHeaderTests.ImageFile("lossy.webp")[..^1]).Message, StringComparison.Ordinal);

    [Fact]
    public void Millions_of_segments_are_not_followed_to_the_end()
    {
        byte[] file = new byte[100_000_000];
        for (int i = 4; i < file.Length; i += 4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(i), 0xFFE00002);
        }
        BinaryPrimitives.WriteUInt32BigEndian(file, 0xFFD8FFFF);
        Assert.Contains("segments", Fault(file).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Chunks_that_lead_nowhere_are_not_followed_to_the_end()
    {
        byte[] image = ImageHeaderTests.ImageFile("rgb.png");
        // 12 bytes a chunk, all of them empty.
        byte[] file = [.. image[..33], .. new byte[60_000_000]];
        Assert.True(Fault(file).IsImage);
    }

    [Fact]
    public void A_damaged_orientation_does_not_make_the_image_damaged()
    {
        byte[] image = ImageHeaderTests.ImageFile("turned-6.jpeg");
        int tiff = image.AsSpan().IndexOf("Exif\0\0"u8) + 6;
        image.AsSpan(tiff + 4, 4).Fill(0xFF);
        Assert.Equal(new ImageHeader(ImageKind.Jpeg, 48, 32, 1), ImageHeaderTests.Read(image));
    }

    private static ImageHeaderException Fault(byte[] file) => Assert.IsType<ImageHeaderException>(ReadHostile(file).Fault);

    private static HeaderOutcome ReadHostile(byte[] file)
    {
        using var stream = new CountingStream(file);
        HeaderOutcome outcome = HeaderOutcome.Of(stream);
        if (outcome.Header is { } header)
        {
            Assert.InRange(header.Width, 1, uint.MaxValue);
            Assert.InRange(header.Height, 1, uint.MaxValue);
            Assert.InRange(header.Orientation, 1, 8);
        }
        else
        {
            Assert.NotEmpty(outcome.Fault!.Message);
        }
        Assert.InRange(stream.BytesRead, 0, MostBytesRead);
        return outcome;
    }

    private static byte[] Mutate(byte[] image, Random random)
    {
        byte[] mutated = [.. image];
        // The header is what is read.
        int reach = random.Next(2) == 0 ? Math.Min(200, mutated.Length) : mutated.Length;
        for (int changes = random.Next(1, 6); changes > 0; changes--)
        {
            int at = random.Next(reach);
            switch (random.Next(5))
            {
                case 0:
                    mutated[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutated[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    mutated.AsSpan(at, Math.Min(random.Next(1, 9), mutated.Length - at)).Fill(random.Next(2) == 0 ? (byte)0xFF : (byte)0);
                    break;
                case 3:
                    int length = Math.Min(random.Next(1, 40), mutated.Length - at);
                    mutated.AsSpan(random.Next(mutated.Length - length), length).CopyTo(mutated.AsSpan(at));
                    break;
                default:
                    mutated = [.. mutated[..at], .. mutated[Math.Min(mutated.Length, at + random.Next(1, 20))..], 0];
                    reach = Math.Min(reach, mutated.Length);
                    break;
            }
        }
        return mutated;
    }
}
