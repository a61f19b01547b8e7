using System.Text;
using PD12M.Hashing;

namespace PD12M.Engine.Tests.Hashing;

public sealed class FileHashTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // RFC 1321, appendix A.5.
    [Theory]
    [InlineData("", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("abc", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890", "57edf4a22be3c955ac49da2e2107b67a")]
    public void Vectors_of_the_rfc_match(string text, string expected)
    {
        File.WriteAllText(_folder["file"], text, new UTF8Encoding(false));
        HashResult result = Compare(_folder["file"], expected);
        Assert.Equal((HashStatus.Match, expected, expected, (long?)text.Length, null), (result.Status, result.Expected, result.Actual, result.Length, result.Problem));
    }

    [Fact]
    public void A_file_longer_than_the_buffer_is_read_whole()
    {
        // As md5sum says of a million times 'a'.
        File.WriteAllBytes(_folder["file"], [.. Enumerable.Repeat((byte)'a', 1_000_000)]);
        Assert.Equal(HashStatus.Match, Compare(_folder["file"], "7707d6ae4e027c70eea2a935c2296f21").Status);
    }

    [Fact]
    public void Another_hash_is_a_mismatch_that_tells_both()
    {
        File.WriteAllText(_folder["file"], "abc");
        HashResult result = Compare(_folder["file"], "d41d8cd98f00b204e9800998ecf8427e");
        Assert.Equal((HashStatus.Mismatch, "d41d8cd98f00b204e9800998ecf8427e", "900150983cd24fb0d6963f7d28e17f72"), (result.Status, result.Expected, result.Actual));
    }

    [Fact]
    public void What_is_not_there_is_missing_and_a_folder_is_told()
    {
        Assert.Equal(HashStatus.Missing, Compare(_folder["none"], "").Status);
        Assert.Equal(HashStatus.Missing, Compare(Path.Combine(_folder["none"], "none"), "").Status);
        HashResult folder = Compare(_folder.Path, "");
        Assert.Equal(HashStatus.Folder, folder.Status);
        Assert.Contains("folder", folder.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("900150983CD24FB0D6963F7D28E17F72", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("900150983cd24fb0d6963f7d28e17f7", null)]
    [InlineData("900150983cd24fb0d6963f7d28e17f7g", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_hash_of_any_case_is_understood_and_nothing_else(string? text, string? expected)
    {
        Assert.Equal(expected is not null, Md5Text.TryNormalize(text, out string? hash));
        Assert.Equal(expected, hash);
    }

    private static HashResult Compare(string path, string expected) =>
        FileHash.Compare(new ExpectedFile(path) { Hash = expected }, new ByteCount(), CancellationToken.None);
}
