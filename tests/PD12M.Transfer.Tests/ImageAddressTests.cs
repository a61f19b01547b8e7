namespace PD12M.Transfer.Tests;

public sealed class ImageAddressTests
{
    [Theory]
    [InlineData("https://pd12m.s3.us-west-2.amazonaws.com/images/1.jpeg", "https://s3.us-west-2.amazonaws.com", "us-west-2", false, "pd12m", "images/1.jpeg")]
    [InlineData("https://pd12m.s3-us-west-2.amazonaws.com/images/1.jpeg", "https://s3-us-west-2.amazonaws.com", "us-west-2", false, "pd12m", "images/1.jpeg")]
    [InlineData("https://pd12m.s3.amazonaws.com/images/1.jpeg", "https://s3.amazonaws.com", null, false, "pd12m", "images/1.jpeg")]
    [InlineData("https://s3.us-west-2.amazonaws.com/pd12m/images/1.jpeg", "https://s3.us-west-2.amazonaws.com", "us-west-2", true, "pd12m", "images/1.jpeg")]
    [InlineData("https://s3.amazonaws.com/pd12m/images/1.jpeg", "https://s3.amazonaws.com", null, true, "pd12m", "images/1.jpeg")]
    [InlineData("https://pd12m.s3.dualstack.eu-central-1.amazonaws.com/1", "https://s3.dualstack.eu-central-1.amazonaws.com", "eu-central-1", false, "pd12m", "1")]
    [InlineData("https://pd12m.s3.cn-north-1.amazonaws.com.cn/1", "https://s3.cn-north-1.amazonaws.com.cn", "cn-north-1", false, "pd12m", "1")]
    [InlineData("https://my.s3.images.s3.us-gov-west-1.amazonaws.com/1", "https://s3.us-gov-west-1.amazonaws.com", "us-gov-west-1", false, "my.s3.images", "1")]
    [InlineData("HTTPS://PD12M.S3.US-WEST-2.AMAZONAWS.COM/Images/1.JPEG", "https://s3.us-west-2.amazonaws.com", "us-west-2", false, "pd12m", "Images/1.JPEG")]
    [InlineData("s3://pd12m/images/1.jpeg", "https://s3.amazonaws.com", null, false, "pd12m", "images/1.jpeg")]
    [InlineData("s3://pd12m/a%20b", "https://s3.amazonaws.com", null, false, "pd12m", "a%20b")]
    [InlineData("http://localhost:9000/pd12m/images/1.jpeg", "http://localhost:9000", null, true, "pd12m", "images/1.jpeg")]
    [InlineData("http://[::1]:9000/b/k", "http://[::1]:9000", null, true, "b", "k")]
    [InlineData("https://evilamazonaws.com/b/k", "https://evilamazonaws.com", null, true, "b", "k")]
    [InlineData("https://s3.us-west-2.amazonaws.com.evil.example/b/k", "https://s3.us-west-2.amazonaws.com.evil.example", null, true, "b", "k")]
    [InlineData("https://host/b/a%20b+c/%C3%BC", "https://host", null, true, "b", "a b+c/ü")]
    [InlineData("https://host/b/%2541", "https://host", null, true, "b", "%41")]
    public void An_address_is_taken_apart(string url, string service, string? region, bool isPathStyle, string bucket, string key)
    {
        Assert.True(ImageAddress.TryParse(url, out ImageAddress? address, out string? problem), problem);

        Assert.Equal((service, region, isPathStyle, bucket, key), (address.Service, address.Region, address.IsPathStyle, address.Bucket, address.Key));
    }

    [Theory]
    [InlineData(null, "no URL")]
    [InlineData("", "no URL")]
    [InlineData("images/1.jpeg", "begin with")]
    [InlineData("//host/b/k", "begin with")]
    [InlineData("file:///etc/passwd", "begin with")]
    [InlineData("ftp://host/b/k", "begin with")]
    [InlineData("gopher://host/b/k", "begin with")]
    [InlineData(" https://host/b/k", "begin with")]
    [InlineData("https://user@host/b/k", "user name")]
    [InlineData("https://user:word@host/b/k", "user name")]
    [InlineData("https://pd12m.s3.us-west-2.amazonaws.com@evil.example/b/k", "user name")]
    [InlineData("https://host/b/k?acl", "query")]
    [InlineData("s3://b/k?versionId=1", "query")]
    [InlineData("https://host/b/k#top", "fragment")]
    [InlineData("https://host\\@evil.example/b/k", "backslash")]
    [InlineData("https://host/b/k\r\nHost: evil.example", "control character")]
    [InlineData("https://host/b/%0d%0a", "control character")]
    [InlineData("https://host/b/%00", "control character")]
    [InlineData("https:///b/k", "host name")]
    [InlineData("https://ho st/b/k", "host name")]
    [InlineData("https://host:0/b/k", "port")]
    [InlineData("https://host:65536/b/k", "port")]
    [InlineData("https://host:8x/b/k", "port")]
    [InlineData("https://host:/b/k", "port")]
    [InlineData("https://host", "no bucket")]
    [InlineData("https://host/", "no bucket")]
    [InlineData("https://host/b", "no object")]
    [InlineData("https://host/b/", "no object")]
    [InlineData("https://pd12m.s3.us-west-2.amazonaws.com/", "no object")]
    [InlineData("s3://pd12m", "no object")]
    [InlineData("s3:///k", "no bucket")]
    [InlineData("https://host/../k", "bucket name")]
    [InlineData("s3://arn:aws:s3:us-west-2:1:accesspoint/k", "bucket name")]
    [InlineData("https://host/b/../other/k", "path segment '..'")]
    [InlineData("https://host/b/%2e%2e/other/k", "path segment '..'")]
    [InlineData("https://host/b/a%2f..%2fk", "path segment '..'")]
    [InlineData("https://host/b/./k", "path segment '.'")]
    [InlineData("s3://b/../k", "path segment '..'")]
    [InlineData("https://host/b//k", "slash")]
    [InlineData("https://host/b/k/", "slash")]
    [InlineData("https://host/b/%", "hex digits")]
    [InlineData("https://host/b/%4", "hex digits")]
    [InlineData("https://host/b/%zz", "hex digits")]
    [InlineData("https://host/b/%ff", "UTF-8")]
    [InlineData("https://host/b/%c0%ae", "UTF-8")]
    [InlineData("https://host/b/%ed%a0%80", "UTF-8")]
    public void A_hostile_URL_is_refused_with_a_sentence_that_says_why(string? url, string reason)
    {
        Assert.False(ImageAddress.TryParse(url, out ImageAddress? address, out string? problem));

        Assert.Null(address);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public void A_key_has_up_to_1024_bytes(int length, bool isValid) =>
        Assert.Equal(isValid, ImageAddress.TryParse("s3://b/" + new string('k', length), out _, out _));
}
