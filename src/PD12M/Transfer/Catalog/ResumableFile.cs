using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PD12M.Hashing;

namespace PD12M.Transfer;

/// <summary>
/// A file that is written in ranges, in any order, and a journal of the ranges that are on the disk, so that a later run
/// goes on where this one ended. For several threads at once.
/// </summary>
internal sealed class ResumableFile : IDisposable
{
    private const string DataExtension = ".partial";
    private const string JournalExtension = ".ranges";
    private const int VersionDigits = 16;

    /// <summary>A line of the journal: a range's number in eight digits and a line feed.</summary>
    private const int LineLength = 9;

    private readonly object _gate = new();
    private readonly string _path;
    private readonly FileStream _data;
    private readonly FileStream _journal;
    private readonly long _length;
    private readonly int _rangeLength;
    private readonly Queue<int> _missing;
    private readonly object _flushing = new();
    private readonly List<int> _written = [];

    private ResumableFile(string path, long length, int rangeLength)
    {
        _path = path;
        _length = length;
        _rangeLength = rangeLength;
        _data = OpenOwn(path + DataExtension);
        _journal = OpenOwn(path + JournalExtension);
        int count = checked((int)((length + rangeLength - 1) / rangeLength));
        HashSet<int> there = ReadJournal(count);
        _missing = new Queue<int>(Enumerable.Range(0, count).Where(range => !there.Contains(range)));
        Resumed = there.Sum(LengthOf);
    }

    /// <summary>Bytes that an earlier run left.</summary>
    public long Resumed { get; }

    /// <summary>Ranges that are still to come.</summary>
    public int MissingCount => _missing.Count;

    /// <summary>Opens a version of a file, and clears away what there is of others.</summary>
    /// <param name="folder">The work folder.</param>
    /// <param name="name">The file's name, safe on every platform.</param>
    /// <param name="version">What tells the version from others of the same name.</param>
    /// <param name="length">Bytes that come in ranges.</param>
    /// <param name="rangeLength">Bytes of a range; the last may have fewer.</param>
    /// <exception cref="IOException">The disk refused; <see cref="UnauthorizedAccessException"/> likewise.</exception>
    public static ResumableFile Open(string folder, string name, string version, long length, int rangeLength)
    {
        using IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha256.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{version}|{length}|{rangeLength}")));
        string path = Path.Combine(folder, $"{name}.{Md5Text.Of(sha256.GetHashAndReset()).Substring(0, VersionDigits)}");
        DeleteLeftovers(folder, name, path);
        return new ResumableFile(path, length, rangeLength);
    }

    /// <summary>What there is of a file in the work folder, all versions together.</summary>
    public static IReadOnlyList<string> LeftoversOf(string folder, string name) =>
    [
        .. Directory.EnumerateFiles(folder, name + ".*")
            .Where(path => Path.GetExtension(path) is DataExtension or JournalExtension
                && Path.GetFileNameWithoutExtension(path).Length == name.Length + 1 + VersionDigits),
    ];

    /// <summary>Deletes what there is of a file in the work folder.</summary>
    /// <param name="folder">The work folder.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="except">The version that stays, as a path without extension; null for none.</param>
    public static void DeleteLeftovers(string folder, string name, string? except)
    {
        foreach (string leftover in LeftoversOf(folder, name).Where(leftover => Path.ChangeExtension(leftover, null) != except))
        {
            File.Delete(leftover);
        }
    }

    /// <summary>Takes a range to fetch.</summary>
    /// <returns>False when none is left.</returns>
    public bool TryTake(out int range)
    {
        lock (_gate)
        {
            bool isThere = _missing.Count > 0;
            range = isThere ? _missing.Dequeue() : -1;
            return isThere;
        }
    }

    /// <summary>A range's first byte.</summary>
    public long StartOf(int range) => (long)range * _rangeLength;

    /// <summary>A range's bytes.</summary>
    public int LengthOf(int range) => (int)Math.Min(_rangeLength, _length - StartOf(range));

    /// <summary>Writes a range, and notes it when it is on the disk.</summary>
    public void WriteRange(int range, byte[] buffer)
    {
        Write(StartOf(range), buffer, LengthOf(range));
        lock (_gate)
        {
            _written.Add(range);
        }

        // While one thread waits for the disk others write on, and the next flush serves all of them.
        lock (_flushing)
        {
            int[] ranges;
            lock (_gate)
            {
                ranges = [.. _written];
                _written.Clear();
            }

            if (ranges.Length > 0)
            {
                // A journal that survives a power cut must not tell of data that did not.
                _data.Flush(flushToDisk: true);
                byte[] lines = Encoding.ASCII.GetBytes(string.Concat(ranges.Select(done => done.ToString("D8", CultureInfo.InvariantCulture) + "\n")));
                _journal.Write(lines, 0, lines.Length);
                _journal.Flush();
            }
        }
    }

    /// <summary>Writes bytes that are no range.</summary>
    public void Write(long position, byte[] buffer, int count)
    {
        lock (_gate)
        {
            _data.Position = position;
            _data.Write(buffer, 0, count);
        }
    }

    /// <summary>Closes the data, all of it on the disk.</summary>
    /// <returns>Their path.</returns>
    public string Complete()
    {
        lock (_gate)
        {
            _data.Flush(flushToDisk: true);
            _data.Dispose();
            return _data.Name;
        }
    }

    /// <summary>Gives the file its final name, in place of one that is there, and forgets the journal.</summary>
    public void MoveTo(string finalPath)
    {
        Dispose();
        PartialFile.Move(_path + DataExtension, finalPath, overwrite: true);
        File.Delete(_path + JournalExtension);
    }

    /// <summary>Deletes what there is of the file.</summary>
    public void Discard()
    {
        Dispose();
        File.Delete(_path + DataExtension);
        File.Delete(_path + JournalExtension);
    }

    /// <summary>Closes the file; what there is of it stays.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _data.Dispose();
            _journal.Dispose();
        }
    }

    private static FileStream OpenOwn(string path)
    {
        // A link would lead the bytes out of the destination.
        if (File.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0)
        {
            File.Delete(path);
        }

        return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.None);
    }

    private HashSet<int> ReadJournal(int count)
    {
        HashSet<int> there = [];
        byte[] line = new byte[LineLength];
        int read;
        while ((read = ReadLine(line)) == LineLength
            && int.TryParse(Encoding.ASCII.GetString(line, 0, LineLength - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int range)
            && line[LineLength - 1] == '\n' && range < count && StartOf(range) + LengthOf(range) <= _data.Length)
        {
            there.Add(range);
        }

        // A line that was torn by a power cut, and what is behind it, goes.
        _journal.SetLength(_journal.Position - read);
        _journal.Position = _journal.Length;
        return there;
    }

    private int ReadLine(byte[] line)
    {
        int filled = 0;
        int read;
        while (filled < line.Length && (read = _journal.Read(line, filled, line.Length - filled)) > 0)
        {
            filled += read;
        }

        return filled;
    }
}
