using System.Security.Cryptography;

namespace PD12M.Benchmarks;

/// <summary>Objects of one length to serve, in memory where there is a file system there, and a place to save them to.</summary>
internal sealed class SaveData : IDisposable
{
    // So many bytes are different; the other objects are more names of the same, to spare memory.
    private const long DifferentBytes = 100_000_000;

    private readonly string _root;

    private SaveData(string root, int count, int length)
    {
        _root = root;
        Count = count;
        Length = length;
        List = Path.Combine(root, "list.txt");
    }

    public int Count { get; }

    /// <summary>The bytes of each object.</summary>
    public int Length { get; }

    /// <summary>What a server serves: pd12m/images/NAME.jpeg below it.</summary>
    public string Served => Path.Combine(_root, "served");

    /// <summary>A line for each object: its name and its MD5.</summary>
    public string List { get; private init; }

    /// <summary>A folder that is empty at the start of each round.</summary>
    public string Destination => Path.Combine(_root, "saved");

    /// <summary>A folder of its own for objects of this kind.</summary>
    public static SaveData Create(int count, int length)
    {
        SaveData data = new(MakeRoot($"{count}-{length}"), count, length);
        string images = Path.Combine(data.Served, "pd12m", "images");
        Directory.CreateDirectory(images);
        Random random = new(1);
        byte[] bytes = new byte[length];
        using StreamWriter list = new(data.List);
        List<(string Path, string Hash)> different = [];
        for (int i = 0; i < count; i++)
        {
            string path = Path.Combine(images, $"{i:000000}.jpeg");
            if (i == 0 || (i + 1L) * length <= DifferentBytes)
            {
                random.NextBytes(bytes);
                File.WriteAllBytes(path, bytes);
                different.Add((path, Convert.ToHexStringLower(MD5.HashData(bytes))));
            }
            else
            {
                File.CreateSymbolicLink(path, different[i % different.Count].Path);
            }
            list.WriteLine($"{i:000000} {different[i % different.Count].Hash}");
        }
        return data;
    }

    /// <summary>A new folder, in memory where there is a file system there.</summary>
    public static string MakeRoot(string name)
    {
        string memory = "/dev/shm";
        return Directory.CreateDirectory(
            Path.Combine(Directory.Exists(memory) ? memory : Path.GetTempPath(), $"pd12m-saving-{Environment.ProcessId}-{name}")).FullName;
    }

    /// <summary>The first objects alone.</summary>
    public SaveData First(int count)
    {
        SaveData first = new(_root, Math.Min(count, Count), Length) { List = Path.Combine(_root, $"list-{count}.txt") };
        File.WriteAllLines(first.List, File.ReadLines(List).Take(first.Count));
        return first;
    }

    /// <summary>The objects as lines of the list.</summary>
    public IEnumerable<(string Name, string Hash)> Objects() => File.ReadLines(List).Select(line => line.Split(' ')).Select(parts => (parts[0], parts[1]));

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
