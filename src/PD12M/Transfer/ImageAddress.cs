using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PD12M.Transfer;

/// <summary>Where an object is: the service, the bucket and the key.</summary>
/// <remarks>
/// Source: "Virtual hosting of general purpose buckets" in the Amazon S3 User Guide; RFC 3986 for the rest.
/// Not parsed with <see cref="Uri"/>, which resolves dot segments before anybody can see them.
/// </remarks>
internal sealed class ImageAddress
{
    /// <summary>Where S3 objects of an unknown region are asked: S3's global endpoint.</summary>
    private const string GlobalEndpoint = "https://s3.amazonaws.com";

    private ImageAddress(string service, bool isAmazon, string? region, bool isPathStyle, string bucket, string key)
    {
        Service = service;
        IsAmazon = isAmazon;
        Region = region;
        IsPathStyle = isPathStyle;
        Bucket = bucket;
        Key = key;
    }

    /// <summary>Scheme, host and port of the service, without the bucket and without a slash at the end.</summary>
    public string Service { get; }

    /// <summary>Whether the service is Amazon S3.</summary>
    public bool IsAmazon { get; }

    /// <summary>The AWS region that the host names; else null.</summary>
    public string? Region { get; }

    /// <summary>Whether the bucket goes into the path rather than into the host name.</summary>
    public bool IsPathStyle { get; }

    /// <summary>The bucket's name.</summary>
    public string Bucket { get; }

    /// <summary>The object's key, decoded.</summary>
    public string Key { get; }

    /// <summary>What is asked, by http or https.</summary>
    /// <param name="service">Where to ask; <see cref="Service"/>, or another that keeps the same buckets.</param>
    /// <param name="isPathStyle">Whether the bucket goes into the path.</param>
    /// <returns>An address without a query.</returns>
    public Uri UriAt(string service, bool isPathStyle)
    {
        string key = string.Join("/", Key.Split('/').Select(Uri.EscapeDataString));

        // S3's certificate covers one label in front of its name: a bucket with dots goes into the path
        // ("Virtual hosting of general purpose buckets" in the Amazon S3 User Guide).
        return new Uri(isPathStyle || Bucket.Contains('.')
            ? $"{service}/{Bucket}/{key}"
            : service.Replace("://", $"://{Bucket}.") + "/" + key);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Service} {Bucket}/{Key}";

    /// <summary>Parses <c>s3://bucket/key</c>, S3's own host names in all their forms, and <c>http(s)://host/bucket/key</c>.</summary>
    /// <param name="url">The address, not trusted.</param>
    /// <param name="address">The address in its parts.</param>
    /// <param name="problem">A sentence that says what is wrong with it.</param>
    /// <returns>Whether it is the address of an object.</returns>
    public static bool TryParse(
        string? url, [NotNullWhen(true)] out ImageAddress? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        if (string.IsNullOrEmpty(url))
        {
            problem = "The record has no URL. Read the records with it: leave out -Property, or name Url in it.";
            return false;
        }
        problem = ForbiddenCharacterIn(url!);
        if (problem is not null)
        {
            return false;
        }
        int schemeEnd = url!.IndexOf("://", StringComparison.Ordinal);
        string scheme = schemeEnd < 0 ? "" : url.Substring(0, schemeEnd).ToLowerInvariant();
        if (scheme is not ("s3" or "http" or "https"))
        {
            problem = "The URL must begin with https://, http:// or s3://.";
            return false;
        }
        string rest = url.Substring(schemeEnd + 3);
        int slash = rest.IndexOf('/');
        string authority = slash < 0 ? rest : rest.Substring(0, slash);
        string path = slash < 0 ? "" : rest.Substring(slash + 1);

        // s3:// is no URI scheme of RFC 3986: all tools take its key as it stands.
        if (scheme != "s3" && !ObjectKey.TryDecode(path, out path, out problem))
        {
            return false;
        }
        return scheme == "s3"
            ? TryComplete(GlobalEndpoint, isAmazon: true, null, isPathStyle: false, authority, path, out address, out problem)
            : TryParseHost(scheme, authority, path, out address, out problem);
    }

    private static string? ForbiddenCharacterIn(string url)
    {
        foreach (char c in url)
        {
            if (char.IsControl(c))
            {
                return $"The URL has the control character U+{(int)c:X4}.";
            }
            string? part = c switch
            {
                '?' => "a query; only plain addresses of objects are asked for, without parameters",
                '#' => "a fragment, which no store is ever sent",
                '\\' => "a backslash",
                _ => null,
            };
            if (part is not null)
            {
                return $"The URL has {part}.";
            }
        }
        return null;
    }

    private static bool TryParseHost(
        string scheme, string authority, string path, out ImageAddress? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        if (authority.Any(c => c == '@'))
        {
            problem = "The URL has a user name or a password; objects are asked for anonymously.";
            return false;
        }
        int colon = authority.LastIndexOf(':');
        bool hasPort = colon > authority.LastIndexOf(']');
        string host = (hasPort ? authority.Substring(0, colon) : authority).ToLowerInvariant();
        string port = hasPort ? authority.Substring(colon + 1) : "";
        if (hasPort && !(ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) && number > 0))
        {
            problem = "The URL's port is no number from 1 to 65535.";
            return false;
        }
        string suffix = hasPort ? ":" + port : "";
        if (host.Length > 253 || Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            problem = "The URL has no valid host name.";
            return false;
        }
        if (S3Host.TryParse(host, out S3Host? s3))
        {
            string service = scheme + "://" + s3.Endpoint + suffix;
            return s3.Bucket is null
                ? TryCompletePathStyle(service, isAmazon: true, s3.Region, path, out address, out problem)
                : TryComplete(service, isAmazon: true, s3.Region, isPathStyle: false, s3.Bucket, path, out address, out problem);
        }
        return TryCompletePathStyle(scheme + "://" + host + suffix, isAmazon: false, null, path, out address, out problem);
    }

    private static bool TryCompletePathStyle(
        string service, bool isAmazon, string? region, string path, out ImageAddress? address, [NotNullWhen(false)] out string? problem)
    {
        int slash = path.IndexOf('/');
        string bucket = slash < 0 ? path : path.Substring(0, slash);
        string key = slash < 0 ? "" : path.Substring(slash + 1);
        return TryComplete(service, isAmazon, region, isPathStyle: true, bucket, key, out address, out problem);
    }

    private static bool TryComplete(
        string service, bool isAmazon, string? region, bool isPathStyle, string bucket, string key, out ImageAddress? address, [NotNullWhen(false)] out string? problem)
    {
        problem = ObjectKey.ProblemOfBucket(bucket) ?? ObjectKey.ProblemOf(key);
        address = problem is null ? new ImageAddress(service, isAmazon, region, isPathStyle, bucket, key) : null;
        return problem is null;
    }
}
