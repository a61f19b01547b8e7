namespace PD12M.Testing;

/// <summary>What a request is about: bucket and key, percent-decoded, and the query as sent.</summary>
internal readonly record struct ObjectAddress(string Bucket, string Key, string Query)
{
    public static ObjectAddress Of(RequestHead head)
    {
        ReadOnlySpan<char> target = head.Target;
        ReadOnlySpan<char> host = head.Host;

        // RFC 9112, 3.2.2: a client that takes this server for a proxy sends the whole address.
        if (target.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            target = target[7..];
            int slash = target.IndexOf('/');
            host = slash < 0 ? target : target[..slash];
            target = slash < 0 ? "/" : target[slash..];
        }

        int question = target.IndexOf('?');
        string query = question < 0 ? string.Empty : target[(question + 1)..].ToString();
        ReadOnlySpan<char> path = question < 0 ? target : target[..question];
        path = path.StartsWith('/') ? path[1..] : path;

        int virtualHost = host.IndexOf(".s3.", StringComparison.OrdinalIgnoreCase);
        if (virtualHost > 0)
        {
            return new ObjectAddress(host[..virtualHost].ToString(), Decode(path), query);
        }

        int end = path.IndexOf('/');
        return end < 0
            ? new ObjectAddress(Decode(path), string.Empty, query)
            : new ObjectAddress(Decode(path[..end]), Decode(path[(end + 1)..]), query);
    }

    private static string Decode(ReadOnlySpan<char> text) =>
        text.Contains('%') ? Uri.UnescapeDataString(text) : text.ToString();
}
