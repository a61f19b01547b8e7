using System.Diagnostics.CodeAnalysis;

namespace PD12M.Transfer;

/// <summary>The address of a file on the web, as a user typed it: https://, http:// or s3://.</summary>
internal sealed class RemoteAddress
{
    private static readonly string[] s_schemes = ["https://", "http://", "s3://"];

    private RemoteAddress(string text, Uri uri)
    {
        int query = text.IndexOf('?');
        Text = query < 0 ? text : text.Substring(0, query);
        Uri = uri;
    }

    /// <summary>The address for messages: as it was typed, but without the query, which may hold a signature.</summary>
    public string Text { get; }

    /// <summary>What is asked, by http or https.</summary>
    public Uri Uri { get; }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Whether a value stands for an address rather than for a path of the file system.</summary>
    public static bool IsAddress(string path) =>
        s_schemes.Any(scheme => path.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <summary>Parses an address of one file.</summary>
    /// <param name="text">The address; <see cref="IsAddress"/> holds for it.</param>
    /// <param name="address">The address.</param>
    /// <param name="problem">A sentence that says what is wrong with it.</param>
    /// <returns>Whether it names a file.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out RemoteAddress? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        bool isS3 = text.StartsWith("s3://", StringComparison.OrdinalIgnoreCase);
        string path = isS3 ? text : text.Split('?', '#')[0];
        if (path.Contains('*') || (isS3 && path.Contains('?')))
        {
            problem = $"'{path}' has a wildcard, but files on the web cannot be listed. Name each file.";
            return false;
        }

        if (path is [.., '/'] || path.IndexOf('/', path.IndexOf("://", StringComparison.Ordinal) + 3) < 0)
        {
            problem = $"'{path}' names a folder, but files on the web cannot be listed. Name each file.";
            return false;
        }

        if (isS3)
        {
            return TryParseS3(text, out address, out problem);
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0)
        {
            problem = $"'{path}' is no valid address.";
            return false;
        }

        problem = uri.UserInfo.Length > 0 ? "The address has a user name or a password; files are asked for anonymously."
            : uri.Fragment.Length > 0 ? $"'{path}' has a fragment ('{uri.Fragment}'), which no server is ever sent. Leave it out; a '#' in a name is written %23."
            : null;
        address = problem is null ? new RemoteAddress(text, uri) : null;
        return problem is null;
    }

    private static bool TryParseS3(string text, out RemoteAddress? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        if (!ImageAddress.TryParse(text, out ImageAddress? image, out problem))
        {
            problem = $"'{text}' is no address of a file in S3: {problem}";
            return false;
        }

        // S3's certificate covers one label in front of its name: a bucket with dots goes into the path
        // ("Virtual hosting of general purpose buckets" in the Amazon S3 User Guide).
        string key = string.Join("/", image.Key.Split('/').Select(Uri.EscapeDataString));
        bool inPath = image.IsPathStyle || image.Bucket.Contains('.');
        string uri = inPath
            ? $"{image.Service}/{image.Bucket}/{key}"
            : image.Service.Replace("://", $"://{image.Bucket}.") + "/" + key;
        address = new RemoteAddress(text, new Uri(uri));
        return true;
    }
}
