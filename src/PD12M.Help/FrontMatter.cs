namespace PD12M.Help;

/// <summary>The block of keys and values at the head of a page.</summary>
internal sealed class FrontMatter
{
    private const string Mark = "---";
    private static readonly string[] s_required = ["external help file", "Module Name", "online version", "schema"];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private FrontMatter(int length) => Length = length;

    /// <summary>How many lines the block has, its marks included.</summary>
    public int Length { get; }

    public string this[string key] => _values[key];

    /// <exception cref="PageException">The block is missing or lacks a key.</exception>
    public static FrontMatter Read(IReadOnlyList<string> lines)
    {
        if (lines.Count == 0 || lines[0] != Mark)
        {
            throw new PageException(1, "The page must begin with --- and its keys.");
        }
        int end = Enumerable.Range(1, lines.Count - 1).FirstOrDefault(i => lines[i] == Mark);
        if (end == 0)
        {
            throw new PageException(1, "The keys that begin here are not closed by ---.");
        }
        var matter = new FrontMatter(end + 1);
        for (int i = 1; i < end; i++)
        {
            string[] pair = lines[i].Split(':', 2);
            if (pair.Length != 2 || !matter._values.TryAdd(pair[0].Trim(), pair[1].Trim()))
            {
                throw new PageException(i + 1, $"'{lines[i]}' is no 'key: value', or the key is there twice.");
            }
        }
        if (s_required.FirstOrDefault(key => !matter._values.ContainsKey(key)) is { } missing)
        {
            throw new PageException(1, $"The key '{missing}' is missing.");
        }
        return matter["schema"] == "2.0.0" ? matter : throw new PageException(1, $"The schema must be 2.0.0, not '{matter["schema"]}'.");
    }
}
