namespace PD12M.Hashing;

/// <summary>A file, and what it should be.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="Expected">The MD5 that is expected: 32 lower-case hexadecimal digits.</param>
/// <param name="Id">The image's id, where it is known.</param>
/// <param name="Url">The image's address, where it is known.</param>
internal sealed record HashItem(string Path, string Expected, string? Id = null, string? Url = null)
{
    /// <summary>The outcome for a file that was read whole.</summary>
    public HashResult Compared(string actual, long length) =>
        Result(actual == Expected ? HashStatus.Match : HashStatus.Mismatch, null) with { Actual = actual, Length = length };

    /// <summary>The outcome for a file that was not the same from beginning to end.</summary>
    public HashResult Changed() => Result(HashStatus.Changed, "The file changed while it was read. Test it again when nothing writes to it.");

    /// <summary>The outcome for a file that could not be read; null where the exception does not come from a file.</summary>
    public HashResult? Failed(Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => Result(HashStatus.Missing, "There is no such file."),
        IOException or UnauthorizedAccessException or NotSupportedException =>
            Result(HashStatus.Unreadable, Directory.Exists(Path) ? "It is a folder." : error.Message),
        _ => null,
    };

    private HashResult Result(HashStatus status, string? problem) => new(Path, status, Expected, null, null, problem) { Id = Id, Url = Url };
}
