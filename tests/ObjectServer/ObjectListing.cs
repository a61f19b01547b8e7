using System.Globalization;
using System.Text;
using System.Xml;

namespace PD12M.Testing;

/// <summary>S3's ListObjectsV2. Symbolic links are not listed.</summary>
internal sealed class ObjectListing
{
    private const int LargestPage = 1000;

    private readonly ObjectFolder _folder;
    private readonly string _bucket;
    private readonly Dictionary<string, string> _query;

    public ObjectListing(ObjectFolder folder, ObjectAddress address)
    {
        _folder = folder;
        _bucket = address.Bucket;
        _query = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in address.Query.Split('&'))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string value = equals < 0 ? string.Empty : pair[(equals + 1)..].Replace('+', ' ');
            _query[equals < 0 ? pair : pair[..equals]] = Uri.UnescapeDataString(value);
        }
    }

    public async ValueTask<Response> RespondAsync()
    {
        if (Parameter("list-type") != "2")
        {
            return S3Error.OfStatus(501);
        }

        int pageSize = LargestPage;
        string maxKeys = Parameter("max-keys");
        if (maxKeys.Length > 0 && !int.TryParse(maxKeys, NumberStyles.None, CultureInfo.InvariantCulture, out pageSize))
        {
            return S3Error.InvalidArgument("max-keys", maxKeys);
        }

        string token = Parameter("continuation-token");
        byte[] after = new byte[token.Length];
        if (!Convert.TryFromBase64String(token, after, out int afterLength))
        {
            return S3Error.InvalidArgument("continuation-token", token);
        }

        List<(string Name, bool IsPrefix)> items = [.. Items(Encoding.UTF8.GetString(after, 0, afterLength))];
        byte[] document = await WriteAsync(items, Math.Min(pageSize, LargestPage), token);
        return new Response(200) { ContentType = "application/xml", Bytes = document, Length = document.Length };
    }

    private string Parameter(string name) => _query.GetValueOrDefault(name, string.Empty);

    /// <summary>Keys and common prefixes behind <paramref name="after"/>, in the order of their UTF-8 bytes.</summary>
    private IEnumerable<(string Name, bool IsPrefix)> Items(string after)
    {
        string prefix = Parameter("prefix");
        string delimiter = Parameter("delimiter");
        string startAfter = Parameter("start-after");
        string previous = string.Empty;
        foreach (string key in Keys(prefix).Order(Utf8Order.Instance))
        {
            int end = delimiter.Length == 0 ? -1 : key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
            string name = end < 0 ? key : key[..(end + delimiter.Length)];
            if (name != previous
                && Utf8Order.Instance.Compare(key, startAfter) > 0
                && Utf8Order.Instance.Compare(name, after) > 0)
            {
                previous = name;
                yield return (name, end >= 0);
            }
        }
    }

    private IEnumerable<string> Keys(string prefix)
    {
        int slash = prefix.LastIndexOf('/');
        string? start = slash < 0 ? _folder.Root : _folder.FindPath(prefix[..slash]);
        if (start is null || !Directory.Exists(start) || !_folder.Contains(start))
        {
            return [];
        }

        EnumerationOptions recursive = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return Directory.EnumerateFiles(start, "*", recursive)
            .Select(path => path[(_folder.Root.Length + 1)..].Replace(Path.DirectorySeparatorChar, '/'))
            .Where(key => key.StartsWith(prefix, StringComparison.Ordinal)
                && !key.StartsWith(ObjectUpload.TemporaryPrefix, StringComparison.Ordinal));
    }

    private async ValueTask<byte[]> WriteAsync(List<(string Name, bool IsPrefix)> items, int pageSize, string token)
    {
        using MemoryStream document = new();
        XmlWriterSettings settings = new() { Encoding = new UTF8Encoding(false), CheckCharacters = false };
        int count = Math.Min(pageSize, items.Count);
        bool isTruncated = count > 0 && count < items.Count;
        using (XmlWriter xml = XmlWriter.Create(document, settings))
        {
            xml.WriteStartElement("ListBucketResult", "http://s3.amazonaws.com/doc/2006-03-01/");
            xml.WriteElementString("Name", _bucket);
            xml.WriteElementString("Prefix", Encode(Parameter("prefix")));
            WriteIfGiven(xml, "Delimiter", Encode(Parameter("delimiter")));
            WriteIfGiven(xml, "StartAfter", Encode(Parameter("start-after")));
            WriteIfGiven(xml, "EncodingType", Parameter("encoding-type"));
            WriteIfGiven(xml, "ContinuationToken", token);
            if (isTruncated)
            {
                string next = Convert.ToBase64String(Encoding.UTF8.GetBytes(items[count - 1].Name));
                xml.WriteElementString("NextContinuationToken", next);
            }

            xml.WriteElementString("KeyCount", XmlConvert.ToString(count));
            xml.WriteElementString("MaxKeys", XmlConvert.ToString(pageSize));
            xml.WriteElementString("IsTruncated", XmlConvert.ToString(isTruncated));
            foreach ((string name, bool isPrefix) in items.Take(count))
            {
                if (isPrefix)
                {
                    xml.WriteStartElement("CommonPrefixes");
                    xml.WriteElementString("Prefix", Encode(name));
                    xml.WriteEndElement();
                }
                else
                {
                    await WriteObjectAsync(xml, name);
                }
            }
        }

        return document.ToArray();
    }

    private async ValueTask WriteObjectAsync(XmlWriter xml, string key)
    {
        using var file = _folder.Open(key, out StoredObject stored);
        if (file is null)
        {
            return;
        }

        xml.WriteStartElement("Contents");
        xml.WriteElementString("Key", Encode(key));
        xml.WriteElementString("LastModified", stored.Modified.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        xml.WriteElementString("ETag", await stored.ETag);
        xml.WriteElementString("Size", XmlConvert.ToString(stored.Size));
        xml.WriteElementString("StorageClass", "STANDARD");
        xml.WriteEndElement();
    }

    private static void WriteIfGiven(XmlWriter xml, string name, string value)
    {
        if (value.Length > 0)
        {
            xml.WriteElementString(name, value);
        }
    }

    private string Encode(string text) =>
        Parameter("encoding-type") == "url" ? Uri.EscapeDataString(text).Replace("%2F", "/", StringComparison.Ordinal) : text;

    private sealed class Utf8Order : IComparer<string>
    {
        public static readonly Utf8Order Instance = new();

        // UTF-16 order differs from that of UTF-8 only in that surrogates stand below U+E000 to U+FFFF.
        public int Compare(string? x, string? y)
        {
            int same = x.AsSpan().CommonPrefixLength(y);
            if (same == x!.Length || same == y!.Length)
            {
                return x.Length.CompareTo(y!.Length);
            }

            bool isSurrogate = char.IsSurrogate(x[same]);
            return isSurrogate == char.IsSurrogate(y[same]) ? x[same].CompareTo(y[same]) : isSurrogate ? 1 : -1;
        }
    }
}
