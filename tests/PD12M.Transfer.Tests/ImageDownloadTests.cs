using System.Globalization;
using System.Text;

namespace PD12M.Transfer.Tests;

public sealed class ImageDownloadTests
{
    [Fact]
    public async Task An_image_is_saved_whole_under_its_final_name()
    {
        using TransferFixture fixture = new();

        SaveResult result = await fixture.SaveAsync();

        Assert.Null(result.Problem);
        Assert.Equal(SavedImageStatus.Saved, result.Image!.Status);
        Assert.Equal(fixture.ImagePath, result.Image.FullName);
        Assert.Equal(300_001, result.Image.Length);
        Assert.Equal(300_001, fixture.Download.ReceivedBytes);
        Assert.Equal(TransferFixture.Request.Hash!.ToLowerInvariant(), result.Image.Hash);
        Assert.Equal(TransferFixture.Bytes, await File.ReadAllBytesAsync(fixture.ImagePath));
        Assert.Empty(fixture.PartialFiles);
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_asked_for()
    {
        using TransferFixture fixture = new();
        Directory.CreateDirectory(Path.GetDirectoryName(fixture.ImagePath)!);
        await File.WriteAllTextAsync(fixture.ImagePath, "mine");

        SaveResult result = await fixture.SaveAsync();

        Assert.Equal(SavedImageStatus.AlreadyThere, result.Image!.Status);
        Assert.Equal(4, result.Image.Length);
        Assert.Equal(0, fixture.RequestCount);
        Assert.Equal("mine", await File.ReadAllTextAsync(fixture.ImagePath));
    }

    [Fact]
    public async Task A_link_counts_as_the_file_behind_it()
    {
        using TransferFixture fixture = new();
        Directory.CreateDirectory(Path.GetDirectoryName(fixture.ImagePath)!);
        string target = fixture.ImagePath + ".elsewhere";
        await File.WriteAllTextAsync(target, "mine");
        File.CreateSymbolicLink(fixture.ImagePath, target);

        SaveResult result = await fixture.SaveAsync();

        Assert.Equal(SavedImageStatus.AlreadyThere, result.Image!.Status);
        Assert.Equal(4, result.Image.Length);
    }

    [Fact]
    public async Task A_link_to_nothing_is_an_error()
    {
        using TransferFixture fixture = new();
        Directory.CreateDirectory(Path.GetDirectoryName(fixture.ImagePath)!);
        File.CreateSymbolicLink(fixture.ImagePath, fixture.ImagePath + ".gone");

        SaveResult result = await fixture.SaveAsync();

        Assert.Contains("is a link to a file that is not there", result.Problem!.Message, StringComparison.Ordinal);
        Assert.Contains(fixture.ImagePath, result.Problem.Message, StringComparison.Ordinal);
        Assert.Equal(0, fixture.RequestCount);
        Assert.False(File.Exists(fixture.ImagePath + ".gone"));
    }

    [Fact]
    public async Task Force_replaces_a_link_to_nothing_and_not_what_it_names()
    {
        using TransferFixture fixture = new(force: true);
        Directory.CreateDirectory(Path.GetDirectoryName(fixture.ImagePath)!);
        File.CreateSymbolicLink(fixture.ImagePath, fixture.ImagePath + ".gone");

        SaveResult result = await fixture.SaveAsync();

        Assert.Equal(SavedImageStatus.Saved, result.Image!.Status);
        Assert.Null(new FileInfo(fixture.ImagePath).LinkTarget);
        Assert.False(File.Exists(fixture.ImagePath + ".gone"));
    }

    [Fact]
    public async Task Force_replaces_a_file_that_is_there()
    {
        using TransferFixture fixture = new(force: true);
        Directory.CreateDirectory(Path.GetDirectoryName(fixture.ImagePath)!);
        await File.WriteAllTextAsync(fixture.ImagePath, "mine");

        SaveResult result = await fixture.SaveAsync();

        Assert.Equal(SavedImageStatus.Saved, result.Image!.Status);
        Assert.Equal(TransferFixture.Bytes, await File.ReadAllBytesAsync(fixture.ImagePath));
    }

    [Fact]
    public async Task A_file_that_somebody_else_wrote_meanwhile_stays()
    {
        TransferFixture? fixture = null;
        using (fixture = new TransferFixture(async request =>
        {
            await File.WriteAllTextAsync(fixture!.ImagePath, "theirs");
            return false;
        }))
        {
            SaveResult result = await fixture.SaveAsync();

            Assert.Equal(SavedImageStatus.AlreadyThere, result.Image!.Status);
            Assert.Equal("theirs", await File.ReadAllTextAsync(fixture.ImagePath));
            Assert.Empty(fixture.PartialFiles);
        }
    }

    [Fact]
    public async Task Bytes_of_another_hash_are_asked_for_three_times_and_never_saved()
    {
        using TransferFixture fixture = new();
        ImageRequest request = TransferFixture.Request with { Hash = "d41d8cd98f00b204e9800998ecf8427e" };

        SaveResult result = await fixture.SaveAsync(request);

        fixture.AssertNothingSaved(ImageFault.HashMismatch, result);
        Assert.Contains($"({fixture.Store.Endpoint}{TransferFixture.ObjectPath})", result.Problem!.Message, StringComparison.Ordinal);
        Assert.Equal(3, result.Attempts);
        Assert.Equal(3, fixture.RequestCount);
    }

    [Fact]
    public async Task Bytes_that_the_ETag_confirms_are_asked_for_once()
    {
        // MD5 of "abc": RFC 1321, appendix A.5.
        using TransferFixture fixture = new(async request =>
        {
            await request.SendHeadersAsync(3, "ETag: \"900150983cd24fb0d6963f7d28e17f72\"\r\n");
            await request.SendAsync("abc");
            return true;
        });

        SaveResult result = await fixture.SaveAsync();

        fixture.AssertNothingSaved(ImageFault.HashMismatch, result);
        Assert.Contains("900150983cd24fb0d6963f7d28e17f72", result.Problem!.Message, StringComparison.Ordinal);
        Assert.Equal(1, fixture.RequestCount);
    }

    [Theory]
    [InlineData("W/\"abc\"")]
    [InlineData("\"not hexadecimal\"")]
    [InlineData("\"00000000000000000000000000000000\"")]
    public async Task An_ETag_that_is_no_MD5_does_no_harm(string etag)
    {
        using TransferFixture fixture = new(async request =>
        {
            await request.SendHeadersAsync(TransferFixture.Bytes.Length, $"ETag: {etag}\r\n");
            await request.SendAsync(TransferFixture.Bytes);
            return true;
        });

        SaveResult result = await fixture.SaveAsync();

        Assert.Null(result.Problem);
        Assert.Equal(1, fixture.RequestCount);
    }

    [Fact]
    public async Task A_chunked_body_without_a_length_is_saved()
    {
        using TransferFixture fixture = new(async request =>
        {
            await request.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            await request.SendAsync(TransferFixture.Bytes.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
            await request.SendAsync(TransferFixture.Bytes);
            await request.SendAsync("\r\n0\r\n\r\n");
            return true;
        });

        SaveResult result = await fixture.SaveAsync();

        Assert.Null(result.Problem);
        Assert.Equal(TransferFixture.Bytes, await File.ReadAllBytesAsync(fixture.ImagePath));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_object_larger_than_allowed_is_given_up(bool isLengthSent)
    {
        using TransferFixture fixture = new(
            async request =>
            {
                await request.SendAsync(isLengthSent
                    ? "HTTP/1.1 200 OK\r\nContent-Length: 300001\r\n\r\n"
                    : "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
                await request.SendAsync(TransferFixture.Bytes);
                request.Stream.Close();
                return true;
            },
            maximumLength: 1000);

        SaveResult result = await fixture.SaveAsync();

        fixture.AssertNothingSaved(ImageFault.TooLarge, result);
        Assert.Equal(1, result.Attempts);
    }

    [Fact]
    public async Task Many_images_are_saved_at_once()
    {
        byte[] bytes = Encoding.ASCII.GetBytes("message digest");
        string root = TemporaryFolder.Create();
        Dictionary<string, byte[]> objects = Enumerable.Range(0, 200).ToDictionary(i => $"b/{i:x3}.png", _ => bytes);
        using LoopbackStore store = LoopbackStore.Start(objects);
        using ImageStore imageStore = new(new StoreOptions { AllowHost = ["127.0.0.1"] });
        using (DestinationFolder destination = DestinationFolder.Open(root))
        {
            ImageDownload download = new(imageStore, destination) { Layout = ImageLayout.Flat };

            // MD5 of "message digest": RFC 1321, appendix A.5.
            SaveResult[] results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => download.SaveAsync(
                new ImageRequest($"{i:x3}", $"{store.Endpoint}b/{i:x3}.png", "F96B697D7CB7938D525A2F31AAF161D0"), CancellationToken.None)));

            Assert.All(results, result => Assert.Null(result.Problem));
        }
        Assert.Equal(200, Directory.GetFiles(root, "*.png").Length);
        Assert.False(Directory.Exists(Path.Combine(root, ".pd12m")));
        TemporaryFolder.Delete(root);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("d41d8cd98f00b204e9800998ecf8427")]
    [InlineData("d41d8cd98f00b204e9800998ecf8427g")]
    [InlineData("d41d8cd98f00b204e9800998ecf8427e ")]
    public async Task A_hash_that_is_no_MD5_is_a_problem_without_a_request(string? hash)
    {
        using TransferFixture fixture = new();

        SaveResult result = await fixture.SaveAsync(TransferFixture.Request with { Hash = hash });

        fixture.AssertNothingSaved(ImageFault.InvalidHash, result);
        Assert.Equal(0, fixture.RequestCount);
    }

    [Fact]
    public async Task A_hostile_id_and_a_hostile_URL_are_problems_without_a_request()
    {
        using TransferFixture fixture = new();

        fixture.AssertNothingSaved(ImageFault.InvalidId, await fixture.SaveAsync(TransferFixture.Request with { Id = "../../etc/passwd" }));
        fixture.AssertNothingSaved(ImageFault.InvalidUrl, await fixture.SaveAsync(TransferFixture.Request with { Url = "file:///etc/passwd" }));
        Assert.Equal(0, fixture.RequestCount);
    }
}
