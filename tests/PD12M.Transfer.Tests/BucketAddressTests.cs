using PD12M.Transfer.Buckets;

namespace PD12M.Transfer.Tests;

public sealed class BucketAddressTests
{
    [Theory]
    [InlineData("s3://photos", "photos", "", "s3://photos")]
    [InlineData("s3://photos/", "photos", "", "s3://photos")]
    [InlineData("S3://photos/pd12m", "photos", "pd12m/", "s3://photos/pd12m")]
    [InlineData("s3://photos/a b/c%20d/", "photos", "a b/c%20d/", "s3://photos/a b/c%20d")]
    public void A_bucket_has_a_prefix_that_ends_with_a_slash(string destination, string bucket, string prefix, string text)
    {
        Assert.True(BucketAddress.Names(destination));
        Assert.True(BucketAddress.TryParse(destination, out BucketAddress? address, out _));
        Assert.Equal((bucket, prefix, text), (address.Bucket, address.Prefix, address.ToString()));
        Assert.Equal($"{prefix}0a1/0a1b.jpeg", address.KeyOf(Path.Combine("0a1", "0a1b.jpeg")));
        Assert.Equal($"s3://{bucket}/{prefix}x.jpeg", address.AddressOf(address.KeyOf("x.jpeg")));
    }

    [Theory]
    [InlineData("s3://")]
    [InlineData("s3:///prefix")]
    [InlineData("s3://-photos")]
    [InlineData("s3://photos//prefix")]
    [InlineData("s3://photos/../other")]
    [InlineData("s3://photos/a\nb")]
    public void What_names_no_bucket_or_no_safe_prefix_is_refused(string destination)
    {
        Assert.False(BucketAddress.TryParse(destination, out _, out string? problem));
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("images")]
    [InlineData("/s3://photos")]
    [InlineData("C:\\images")]
    [InlineData("s3:photos")]
    public void Folders_are_no_buckets(string destination) => Assert.False(BucketAddress.Names(destination));
}
