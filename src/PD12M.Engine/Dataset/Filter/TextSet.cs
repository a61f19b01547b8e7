namespace PD12M.Dataset;

/// <summary>Whether a text is one of several: those that are printable ASCII are found by their hash.</summary>
internal sealed class TextSet : TextPredicate
{
    private readonly FilterTest _test;
    private readonly ByteNeedle[] _texts;
    private readonly object[] _others;
    private readonly int[] _buckets;
    private readonly int[] _next;

    public TextSet(FilterTest test)
        : base(test)
    {
        _test = test;
        string[] texts = [.. test.Elements.OfType<string>().Where(AsciiText.IsPrintable).Distinct(StringComparer.Ordinal)];
        _others = [.. test.Elements.Where(element => element is not (null or string) || (element is string text && !AsciiText.IsPrintable(text)))!];
        _texts = Array.ConvertAll(texts, text => new ByteNeedle(text, test.IgnoreCase));
        _next = new int[texts.Length];
        int size = 16;
        while (size < 2 * texts.Length)
        {
            size *= 2;
        }
        _buckets = new int[size];
        for (int i = 0; i < texts.Length; i++)
        {
            ref int bucket = ref _buckets[Bucket(System.Text.Encoding.ASCII.GetBytes(texts[i]))];
            _next[i] = bucket;
            bucket = i + 1;
        }
    }

    public override int Cost => _others.Length == 0 ? 30 : 200;

    public override bool IsMatch(ReadOnlySpan<byte> text)
    {
        if (!AsciiText.IsPrintable(text))
        {
            return IsMatchOfString(text);
        }
        for (int i = _buckets[Bucket(text)]; i > 0; i = _next[i - 1])
        {
            ByteNeedle candidate = _texts[i - 1];
            if (candidate.Length == text.Length && candidate.IsAtStart(text))
            {
                return true;
            }
        }
        return _others.Length > 0 && IsOther(Parquet.Utf8Text.GetString(text));
    }

    private bool IsOther(string text) => Array.Exists(_others, other => FilterComparison.AreEqual(other, text, _test.IgnoreCase));

    /// <summary>FNV-1a with the bit of letter case set, so that both cases fall into one bucket.</summary>
    private int Bucket(ReadOnlySpan<byte> text)
    {
        uint hash = 2166136261;
        foreach (byte value in text)
        {
            hash = (hash ^ (value | 0x20u)) * 16777619;
        }
        return (int)((hash ^ (hash >> 15)) & (uint)(_buckets.Length - 1));
    }
}
