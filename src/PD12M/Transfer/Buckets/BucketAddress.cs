using System.Diagnostics.CodeAnalysis;

namespace PD12M.Transfer.Buckets;

/// <summary>A place in a bucket that objects are saved below: <c>s3://bucket/prefix</c>.</summary>
internal sealed class BucketAddress
{
    private const string Scheme = "s3://";

    private BucketAddress(string bucket, string prefix)
    {
        Bucket = bucket;
        Prefix = prefix;
    }

    /// <summary>The bucket's name.</summary>
    public string Bucket { get; }

    /// <summary>What all keys begin with: empty, or with a slash at its end.</summary>
    public string Prefix { get; }

    /// <summary>Whether a destination is meant to be a bucket, whether or not it is a valid one.</summary>
    public static bool Names(string destination) => destination.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes an address apart.</summary>
    /// <param name="destination">What the user typed; a slash at its end makes no difference.</param>
    /// <param name="address">The address.</param>
    /// <param name="problem">A sentence that says what is wrong with it.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string destination, [NotNullWhen(true)] out BucketAddress? address, [NotNullWhen(false)] out string? problem)
    {
        string rest = destination.Substring(Scheme.Length).TrimEnd('/');
        int slash = rest.IndexOf('/');
        string bucket = slash < 0 ? rest : rest.Substring(0, slash);
        string prefix = slash < 0 ? "" : rest.Substring(slash + 1);
        problem = ObjectKey.ProblemOfBucket(bucket) ?? (slash < 0 ? null : ObjectKey.ProblemOf(prefix));
        address = problem is null ? new BucketAddress(bucket, slash < 0 ? "" : prefix + "/") : null;
        return problem is null;
    }

    /// <summary>The key of a file.</summary>
    /// <param name="relativePath">Its path below a folder, with the platform's separator.</param>
    public string KeyOf(string relativePath) => Prefix + relativePath.Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>An object's address as users write it.</summary>
    public string AddressOf(string key) => $"{Scheme}{Bucket}/{key}";

    /// <inheritdoc/>
    public override string ToString() => AddressOf(Prefix).TrimEnd('/');
}
