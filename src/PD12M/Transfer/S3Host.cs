using System.Diagnostics.CodeAnalysis;

namespace PD12M.Transfer;

/// <summary>A host name of Amazon S3 in its parts. Source: "Amazon S3 endpoints" in the AWS General Reference.</summary>
/// <param name="Bucket">The bucket in front of the endpoint; null for path style.</param>
/// <param name="Endpoint">The endpoint: the host without the bucket.</param>
/// <param name="Region">The region; null for the global endpoint.</param>
internal sealed record S3Host(string? Bucket, string Endpoint, string? Region)
{
    private static readonly string[] s_suffixes = [".amazonaws.com", ".amazonaws.com.cn"];

    /// <summary>Takes a host name apart.</summary>
    /// <param name="host">The host, in lower case, without the port.</param>
    /// <param name="parts">Its parts.</param>
    /// <returns>Whether it is one of S3's.</returns>
    public static bool TryParse(string host, [NotNullWhen(true)] out S3Host? parts)
    {
        parts = null;
        string? suffix = s_suffixes.FirstOrDefault(s => host.EndsWith(s, StringComparison.Ordinal));
        if (suffix is null)
        {
            return false;
        }
        string[] labels = host.Substring(0, host.Length - suffix.Length).Split('.');

        // Behind the bucket: s3, s3.REGION, s3-REGION, s3.dualstack.REGION. A bucket can have dots and an 's3' label itself.
        for (int tail = Math.Min(3, labels.Length); tail > 0; tail--)
        {
            int start = labels.Length - tail;
            if (TryRegion(labels, start, out string? region))
            {
                string? bucket = start == 0 ? null : string.Join(".", labels, 0, start);
                parts = new S3Host(bucket, string.Join(".", labels, start, tail) + suffix, region);
                return true;
            }
        }
        return false;
    }

    /// <summary>Whether a text looks like the name of a region.</summary>
    // us-west-2, us-gov-east-1: at least two hyphens, and a digit at the end; no other label in this place looks so.
    public static bool IsRegion(string label) =>
        label.Length is > 0 and < 64 && label[label.Length - 1] is >= '0' and <= '9' && label.Count(c => c == '-') >= 2
        && label.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    private static bool TryRegion(string[] labels, int start, out string? region)
    {
        int count = labels.Length - start;
        string first = labels[start];
        region = count switch
        {
            1 when first.StartsWith("s3-", StringComparison.Ordinal) => first.Substring(3),
            2 when first == "s3" => labels[start + 1],
            3 when first == "s3" && labels[start + 1] == "dualstack" => labels[start + 2],
            _ => null,
        };
        return region is null ? count == 1 && first == "s3" : IsRegion(region);
    }
}
