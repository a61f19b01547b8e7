using System.Diagnostics.CodeAnalysis;

namespace PD12M.Dataset;

/// <summary>A file name that is safe on every platform, made from what a record says.</summary>
internal sealed class ImageName
{
    private const int MaximumIdLength = 128;
    private const int ShardLength = 3;

    // Kinds of images only: a file of another kind could be run by opening it.
    private static readonly string[] s_extensions = ["jpeg", "jpg", "png", "gif", "webp", "tiff", "tif", "bmp", "avif", "heic", "jp2", "jxl"];

    private readonly string _id;

    private ImageName(string id, string extension)
    {
        _id = id;
        FileName = id + "." + extension;
    }

    /// <summary>The name without a folder: <c>&lt;id&gt;.&lt;ext&gt;</c>.</summary>
    public string FileName { get; }

    /// <summary>Makes the name. The extension is the address's where it is an image's, else the MIME type's, else <c>jpeg</c>.</summary>
    /// <param name="id">The record's id, not trusted.</param>
    /// <param name="url">The record's address, not trusted; may be missing.</param>
    /// <param name="mimeType">The record's MIME type, not trusted; may be missing.</param>
    /// <param name="name">The name.</param>
    /// <param name="problem">A sentence that says what is wrong with the id.</param>
    /// <returns>Whether the id can name a file.</returns>
    public static bool TryCreate(
        string? id, string? url, string? mimeType, [NotNullWhen(true)] out ImageName? name, [NotNullWhen(false)] out string? problem)
    {
        problem = ProblemOf(id);
        name = problem is null ? new ImageName(id!, ExtensionOf(url) ?? ExtensionOfMimeType(mimeType)) : null;
        return problem is null;
    }

    /// <summary>The path below the destination's root.</summary>
    /// <param name="layout">How the images are spread.</param>
    /// <returns>The path, with the platform's separator.</returns>
    public string RelativePath(ImageLayout layout) =>
        layout == ImageLayout.Flat ? FileName : Path.Combine(Shard, FileName);

    /// <summary>Whether a text can name a file on every platform.</summary>
    public static bool IsSafe(string? text) => ProblemOf(text) is null;

    private string Shard
    {
        get
        {
            char[] shard = new char[ShardLength];
            for (int i = 0; i < ShardLength; i++)
            {
                shard[i] = i < _id.Length && IsLetterOrDigit(_id[i]) ? char.ToLowerInvariant(_id[i]) : '_';
            }
            string folder = new(shard);
            return IsDeviceName(folder) ? folder + "_" : folder;
        }
    }

    private static string? ProblemOf(string? id)
    {
        if (string.IsNullOrEmpty(id))
        {
            return "The record has no id, so its image cannot be named.";
        }
        if (id!.Length > MaximumIdLength)
        {
            return $"The id has {id.Length} characters; {MaximumIdLength} is the most that a file is named by.";
        }
        foreach (char c in id)
        {
            if (!IsLetterOrDigit(c) && c is not ('.' or '_' or '-'))
            {
                return $"The id has the character U+{(int)c:X4}; only A-Z, a-z, 0-9, '.', '_' and '-' are safe in a file name.";
            }
        }
        if (!IsLetterOrDigit(id[0]))
        {
            return $"The id '{id}' begins with '{id[0]}'; it must begin with a letter or a digit.";
        }
        if (id.Contains(".."))
        {
            return $"The id '{id}' has two dots in a row, as in a path to the folder above.";
        }
        if (id[id.Length - 1] == '.')
        {
            return $"The id '{id}' ends with a dot, which Windows drops from a file name.";
        }
        int dot = id.IndexOf('.');
        return IsDeviceName(dot < 0 ? id : id.Substring(0, dot))
            ? $"The id '{id}' is the name of a device on Windows, not of a file."
            : null;
    }

    // https://learn.microsoft.com/windows/win32/fileio/naming-a-file: reserved with any extension.
    private static bool IsDeviceName(string name) => name.ToUpperInvariant() switch
    {
        "CON" or "PRN" or "AUX" or "NUL" => true,
        { Length: 4 } port => port[3] is >= '0' and <= '9'
            && (port.StartsWith("COM", StringComparison.Ordinal) || port.StartsWith("LPT", StringComparison.Ordinal)),
        _ => false,
    };

    private static string? ExtensionOf(string? url)
    {
        int dot = url?.LastIndexOf('.') ?? -1;
        string extension = url?.Substring(dot + 1).ToLowerInvariant() ?? "";
        return Array.IndexOf(s_extensions, extension) >= 0 ? extension : null;
    }

    private static string ExtensionOfMimeType(string? mimeType) => mimeType?.Trim().ToLowerInvariant() switch
    {
        "image/png" => "png",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "image/tiff" => "tiff",
        _ => "jpeg",
    };

    private static bool IsLetterOrDigit(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
}
