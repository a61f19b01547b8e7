namespace PD12M.Transfer.Tests;

public sealed class RemoteAddressTests
{
    [Theory]
    [InlineData("https://example.org/a.parquet", true)]
    [InlineData("HTTP://example.org/a.parquet", true)]
    [InlineData("s3://bucket/a.parquet", true)]
    [InlineData("C:\\metadata\\a.parquet", false)]
    [InlineData("./https/a.parquet", false)]
    [InlineData("https:/example.org/a.parquet", false)]
    [InlineData("ftp://example.org/a.parquet", false)]
    [InlineData("FileSystem::/a.parquet", false)]
    [InlineData("", false)]
    public void Addresses_are_told_from_paths(string path, bool isAddress) => Assert.Equal(isAddress, RemoteAddress.IsAddress(path));

    [Theory]
    [InlineData("https://example.org/a.parquet", "https://example.org/a.parquet")]
    [InlineData("https://huggingface.co/datasets/Spawning/PD12M/resolve/main/metadata/pd12m.000.parquet", "https://huggingface.co/datasets/Spawning/PD12M/resolve/main/metadata/pd12m.000.parquet")]
    [InlineData("http://127.0.0.1:8080/b/a%20b.parquet", "http://127.0.0.1:8080/b/a%20b.parquet")]
    [InlineData("s3://pd12m/metadata/pd12m.000.parquet", "https://pd12m.s3.amazonaws.com/metadata/pd12m.000.parquet")]
    [InlineData("s3://my.bucket/a b/ü+%.parquet", "https://s3.amazonaws.com/my.bucket/a%20b/%C3%BC%2B%25.parquet")]
    public void A_file_is_asked_for_where_its_address_says(string text, string uri)
    {
        Assert.True(RemoteAddress.TryParse(text, out RemoteAddress? address, out string? problem), problem);
        Assert.Equal(uri, address.Uri.AbsoluteUri);
        Assert.Equal(text, address.Text);
    }

    [Fact]
    public void A_signature_is_sent_but_not_told()
    {
        Assert.True(RemoteAddress.TryParse("https://example.org/a.parquet?X-Amz-Signature=5ec2e7", out RemoteAddress? address, out _));
        Assert.Equal("https://example.org/a.parquet?X-Amz-Signature=5ec2e7", address.Uri.AbsoluteUri);
        Assert.Equal("https://example.org/a.parquet", address.ToString());
    }

    [Theory]
    [InlineData("https://example.org/metadata/", "folder")]
    [InlineData("https://example.org", "folder")]
    [InlineData("s3://bucket/metadata/", "folder")]
    [InlineData("s3://bucket", "folder")]
    [InlineData("https://example.org/*.parquet", "wildcard")]
    [InlineData("s3://bucket/pd12m.0?.parquet", "wildcard")]
    [InlineData("https://user:word@example.org/a.parquet", "password")]
    [InlineData("https://example.org/a.parquet#b", "fragment")]
    [InlineData("https://:80/a.parquet", "no valid address")]
    [InlineData("s3://-/a.parquet", "bucket")]
    [InlineData("s3://bucket/a/../b.parquet", "'..'")]
    public void What_names_no_file_is_explained(string text, string reason)
    {
        Assert.False(RemoteAddress.TryParse(text, out _, out string? problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("word@", problem, StringComparison.Ordinal);
    }
}
