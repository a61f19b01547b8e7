using System.Collections;
using System.Runtime.InteropServices;
using System.Text;

namespace PD12M.Transfer.Runs;

/// <summary>
/// The images that failed, as a CSV file (RFC 4180) that can be piped back. Rows go to NAME.partial as they come about;
/// at the end that becomes the file, or its rows are added to it, in place of earlier ones of the same images.
/// </summary>
internal sealed class FailureFile : IDisposable
{
    private const string HeaderRow = "\"Id\",\"Url\",\"Hash\",\"MimeType\",\"Caption\",\"ErrorId\",\"Reason\"";
    private const string RowEnd = "\r\n";
    private const int MaximumTries = 10;

    /// <summary>A header, quoted or not, and a line #TYPE of Windows PowerShell's Export-Csv are well within.</summary>
    private const int HeaderCharacters = 1024;

    /// <summary>How much of the new rows' keys is held at once: of some 40,000 failures.</summary>
    private const int KeyCharacters = 8 * 1024 * 1024;

    // On Windows an open file can be deleted only where it says so; elsewhere nothing else keeps a second run out.
    private static readonly FileShare s_share = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? FileShare.Delete : FileShare.None;

    // Windows PowerShell reads a file without a byte order mark in another encoding.
    private static readonly Encoding s_encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true);
    private static readonly byte[] s_header = [.. s_encoding.GetPreamble(), .. s_encoding.GetBytes(HeaderRow + RowEnd)];
    private static readonly byte[] s_rowEnd = s_encoding.GetBytes(RowEnd);

    private readonly object _gate = new();
    private readonly string _path;
    private readonly FileStream _rows;
    private bool _isClosed;

    private FailureFile(string path, FileStream rows)
    {
        _path = path;
        _rows = rows;
    }

    /// <summary>What kept rows from being written or put in their place first; null while nothing did.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Opens the file; the rows of a killed run are added to the earlier file first.</summary>
    /// <param name="path">The file's full path, no link; its folder must be there.</param>
    /// <returns>The file, held until it is disposed.</returns>
    /// <exception cref="RunFileException">Another run holds it, or there is something of another kind.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static FailureFile Open(string path)
    {
        Demand(path);
        FileStream rows = Hold(path);
        FailureFile file = new(path, rows);
        try
        {
            file.CutTornRow();
            if (rows.Length > s_header.Length)
            {
                file.PutInPlace(withEarlier: true);
            }
            rows.SetLength(0);
            rows.Write(s_header, 0, s_header.Length);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether rows wait to be put in their place.</summary>
    /// <param name="path">The file's full path.</param>
    /// <returns>Whether there are some.</returns>
    public static bool HasRows(string path) => new FileInfo(path + ".partial") is { Exists: true } rows && rows.Length > s_header.Length;

    /// <summary>Writes the row of an image.</summary>
    /// <param name="request">What the metadata say.</param>
    /// <param name="caption">The caption; null where it is not known.</param>
    /// <param name="errorId">The error's id.</param>
    /// <param name="reason">The error's message.</param>
    public void Add(ImageRequest request, string? caption, string errorId, string reason)
    {
        string row = string.Join(",", new[] { request.Id, request.Url, request.Hash, request.MimeType, caption, errorId, reason }.Select(Quote));
        byte[] bytes = s_encoding.GetBytes(row + RowEnd);
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }
            long start = _rows.Position;
            try
            {
                _rows.Write(bytes, 0, bytes.Length);
            }
            catch (IOException exception)
            {
                Fault ??= exception;
                _rows.SetLength(start);
                _rows.Position = start;
            }
        }
    }

    /// <summary>Puts the rows in their place; where that fails they stay, and the next run adds them.</summary>
    /// <param name="isWhole">Whether the input had ended: they replace the earlier file then; else they are added to it.</param>
    public void Close(bool isWhole)
    {
        lock (_gate)
        {
            _isClosed = true;
            try
            {
                // Held to its end, and no more in the next run's hands then: that looks whether the name is still there.
                PutInPlace(withEarlier: !isWhole || Fault is not null);
                File.Delete(_path + ".partial");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Fault ??= exception;
            }
            _rows.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_isClosed && _rows.Length <= s_header.Length)
            {
                // The run did not begin, for another reason.
                TryDelete();
            }
            _isClosed = true;
            _rows.Dispose();
        }
    }

    private void TryDelete()
    {
        try
        {
            File.Delete(_path + ".partial");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has no rows; the next run takes it.
        }
    }

    private static string Quote(string? value) => "\"" + value?.Replace("\"", "\"\"") + "\"";

    private static FileStream Hold(string path)
    {
        string partial = path + ".partial";
        for (int attempt = 1; ; attempt++)
        {
            FileStream rows;
            try
            {
                rows = new FileStream(partial, FileMode.OpenOrCreate, FileAccess.ReadWrite, s_share, 1);
            }
            catch (IOException exception) when (IoError.IsSharingViolation(exception))
            {
                throw new RunFileException(
                    RunFileFault.InUse, $"Another run writes its failures to '{path}'. Wait until it has ended, or give this one a file of its own.", exception);
            }
            if (HasName(rows, partial) || attempt == MaximumTries)
            {
                return rows;
            }
            rows.Dispose();
        }
    }

    /// <summary>Whether a name is that of an open file: where that can be deleted, a run that ended may have done so between opening and locking.</summary>
    /// <remarks>Told by a length drawn by lot, as the file's number is not to be had; what a run killed here leaves is cut off as a torn row.</remarks>
    private static bool HasName(FileStream file, string name)
    {
        long length = file.Length;
        long drawn = length + 1 + (Guid.NewGuid().GetHashCode() & 0xFFFFF);
        file.SetLength(drawn);
        FileInfo named = new(name);
        bool hasName = named.Exists && named.Length == drawn;
        file.SetLength(length);
        return hasName;
    }

    /// <summary>Refuses to write over something of another kind.</summary>
    private static void Demand(string path)
    {
        if (Directory.Exists(path))
        {
            throw Invalid($"'{path}' is a folder. Name a file.");
        }
        if (!File.Exists(path))
        {
            return;
        }
        // Devices and pipes have no length. To open them may wait, and to rename over them takes them away.
        if (new FileInfo(path).Length == 0)
        {
            throw Invalid($"'{path}' is empty or a device, and no list of failures by Save-PD12MImage. It is not written over: delete it if it is a file, or name another.");
        }
        using StreamReader reader = new(path, s_encoding, detectEncodingFromByteOrderMarks: false);
        char[] start = new char[HeaderCharacters];
        string[] lines = new string(start, 0, reader.ReadBlock(start, 0, start.Length)).Split('\n');
        string header = lines[0].StartsWith("#TYPE ", StringComparison.Ordinal) && lines.Length > 1 ? lines[1] : lines[0];
        if (header.TrimEnd('\r').Replace("\"", "") != HeaderRow.Replace("\"", ""))
        {
            throw Invalid($"'{path}' is no list of failures by Save-PD12MImage: its columns are others, or it is not in UTF-8. It is not written over; name another file.");
        }
    }

    private static RunFileException Invalid(string message) => new(RunFileFault.Invalid, message);

    /// <summary>Cuts off the row that a killed run tore.</summary>
    private void CutTornRow()
    {
        long end = 0;
        FailureRows rows = new(_rows);
        while (rows.Read())
        {
            end = rows.IsWhole ? rows.End : end;
        }
        _rows.SetLength(end);
    }

    /// <summary>Makes the file of these rows, behind those of the earlier one where it is kept.</summary>
    private void PutInPlace(bool withEarlier)
    {
        // It may have come to be something else since the run began.
        Demand(_path);
        string path = _path + ".new";
        try
        {
            using (FileStream sum = new(path, FileMode.Create, FileAccess.Write, FileShare.None, 1))
            {
                sum.Write(s_header, 0, s_header.Length);
                if (withEarlier && File.Exists(_path))
                {
                    CopyEarlier(sum);
                }
                _rows.Position = s_header.Length;
                _rows.CopyTo(sum);
            }
            PartialFile.Move(path, _path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Copies the rows of the earlier file, except for those of images that have a new one.</summary>
    private void CopyEarlier(FileStream sum)
    {
        using FileStream before = new(_path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        BitArray replaced = FindReplaced(before);
        FailureRows earlier = new(before);
        SkipHeader(earlier);
        byte[] buffer = new byte[64 * 1024];
        long start = earlier.End;
        bool isWhole = true;
        for (int row = 0; earlier.Read(); row++)
        {
            if (row < replaced.Length && replaced[row])
            {
                Copy(before, sum, start, earlier.Start, buffer);
                start = earlier.End;
            }
            else
            {
                isWhole = earlier.IsWhole;
            }
        }
        Copy(before, sum, start, earlier.End, buffer);
        if (!isWhole)
        {
            sum.Write(s_rowEnd, 0, s_rowEnd.Length);
        }
    }

    /// <summary>Finds the earlier rows of images that have a new one, in memory for a part of the new rows and a bit for each earlier one.</summary>
    private BitArray FindReplaced(FileStream before)
    {
        BitArray replaced = new(0);
        FailureRows rows = new(_rows);
        SkipHeader(rows);
        HashSet<string> keys = new(StringComparer.Ordinal);
        bool isMore = true;
        while (isMore)
        {
            keys.Clear();
            for (int length = 0; length < KeyCharacters && (isMore = rows.Read());)
            {
                string key = rows.Key;
                length += key.Length;
                keys.Add(key);
            }
            FailureRows earlier = new(before);
            SkipHeader(earlier);
            for (int row = 0; keys.Count > 0 && earlier.Read(); row++)
            {
                if (keys.Contains(earlier.Key))
                {
                    replaced.Length = row < replaced.Length ? replaced.Length : 2 * (row + 1);
                    replaced[row] = true;
                }
            }
        }
        return replaced;
    }

    /// <summary>Goes to the header, behind a line #TYPE where there is one.</summary>
    private static void SkipHeader(FailureRows rows)
    {
        while (rows.Read() && rows.Key.StartsWith("#TYPE ", StringComparison.Ordinal))
        {
            // The header is the next one.
        }
    }

    private static void Copy(FileStream from, FileStream to, long start, long end, byte[] buffer)
    {
        from.Position = start;
        while (start < end)
        {
            int count = from.Read(buffer, 0, (int)Math.Min(buffer.Length, end - start));
            if (count == 0)
            {
                throw new EndOfStreamException($"'{from.Name}' was cut off while it was read.");
            }
            to.Write(buffer, 0, count);
            start += count;
        }
    }
}
