using System.Security.Cryptography;

namespace PD12M.Benchmarks;

/// <summary>Objects of 100,000 bytes to serve, in memory where there is a file system there, and a place to save them to.</summary>
internal sealed class SaveData : IDisposable
{
    private const int Length = 100_000;

    // So many are different; the others are more names of the same, to spare memory.
    private const int Different = 1000;

    private readonly string _root;

    private SaveData(string root, int count)
    {
        _root = root;
        Count = count;
        List = Path.Combine(root, "list.txt");
    }

    public int Count { get; }

    /// <summary>What a server serves: pd12m/images/NAME.jpeg below it.</summary>
    public string Served => Path.Combine(_root, "served");

    /// <summary>A line for each object: its name and its MD5.</summary>
    public string List { get; private init; }

    /// <summary>A folder that is empty at the start of each round.</summary>
    public string Destination => Path.Combine(_root, "saved");

    public static SaveData Create(int count)
    {
        string memory = "/dev/shm";
        string root = Path.Combine(Directory.Exists(memory) ? memory : Path.GetTempPath(), $"pd12m-saving-{Environment.ProcessId}");
        SaveData data = new(root, count);
        string images = Path.Combine(data.Served, "pd12m", "images");
        Directory.CreateDirectory(images);
        Random random = new(1);
        byte[] bytes = new byte[Length];
        using StreamWriter list = new(data.List);
        List<(string Path, string Hash)> different = [];
        for (int i = 0; i < count; i++)
        {
            string path = Path.Combine(images, $"{i:000000}.jpeg");
            if (i < Different)
            {
                random.NextBytes(bytes);
                File.WriteAllBytes(path, bytes);
                different.Add((path, Convert.ToHexStringLower(MD5.HashData(bytes))));
            }
            else
            {
                File.CreateSymbolicLink(path, different[i % Different].Path);
            }
            list.WriteLine($"{i:000000} {different[i % Different].Hash}");
        }
        return data;
    }

    /// <summary>The first objects alone.</summary>
    public SaveData First(int count)
    {
        SaveData first = new(_root, Math.Min(count, Count)) { List = Path.Combine(_root, $"list-{count}.txt") };
        File.WriteAllLines(first.List, File.ReadLines(List).Take(first.Count));
        return first;
    }

    /// <summary>Empties the destination.</summary>
    public void Clear()
    {
        if (Directory.Exists(Destination))
        {
            Directory.Delete(Destination, recursive: true);
        }
        Directory.CreateDirectory(Destination);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
