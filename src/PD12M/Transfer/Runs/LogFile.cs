using System.Diagnostics;

namespace PD12M.Transfer.Runs;

/// <summary>
/// A text file that several processes append lines to, and that is set aside when it has grown large. It is open only
/// while a batch is written, in turn: a file NAME.lock is held meanwhile, and stays, empty.
/// </summary>
/// <param name="path">The file's full path; its folder must be there.</param>
/// <param name="maximumBytes">The size above which a file is set aside rather than appended to.</param>
internal sealed class LogFile(string path, long maximumBytes)
{
    /// <summary>How many files are kept besides the one that is written: NAME.1, the newest, to NAME.9.</summary>
    private const int KeptFiles = 9;

    private const int PauseMilliseconds = 10;

    /// <summary>Appends whole lines: all of them, or none when it is not its turn or an exception is thrown.</summary>
    /// <param name="lines">The lines, each with its end.</param>
    /// <param name="patience">How long to wait while others write.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>Whether it was its turn in that time.</returns>
    /// <exception cref="RunFileException">There is no file under the name, but something else.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool TryAppend(byte[] lines, TimeSpan patience, CancellationToken token)
    {
        if (Directory.Exists(path))
        {
            throw Invalid("is a folder");
        }
        using FileStream? turn = TakeTurn(patience, token);
        if (turn is null)
        {
            return false;
        }
        long length;
        try
        {
            length = CloseTornLine();
        }
        catch (RunFileException)
        {
            // Nobody takes turns there.
            turn.Dispose();
            File.Delete(turn.Name);
            throw;
        }
        if (length > 0 && length + lines.Length > maximumBytes)
        {
            SetAside();
        }
        using FileStream file = Open();
        long start = file.Seek(0, SeekOrigin.End);
        try
        {
            file.Write(lines, 0, lines.Length);
            return true;
        }
        catch (IOException)
        {
            // A full disk takes a part.
            file.SetLength(start);
            throw;
        }
    }

    /// <summary>Ends the line that a killed run tore.</summary>
    /// <returns>The file's length then.</returns>
    private long CloseTornLine()
    {
        using FileStream file = Open();
        if (!file.CanSeek)
        {
            throw Invalid("is a device or a pipe");
        }
        if (file.Length == 0)
        {
            DemandFile(file);
        }
        else
        {
            file.Seek(-1, SeekOrigin.End);
            if (file.ReadByte() != '\n')
            {
                file.WriteByte((byte)'\n');
            }
        }
        return file.Length;
    }

    /// <summary>Devices have no length; a disk would be written over from its start.</summary>
    private void DemandFile(FileStream file)
    {
        try
        {
            file.SetLength(0);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException)
        {
            throw Invalid("is a device", exception);
        }
    }

    private RunFileException Invalid(string what, Exception? cause = null) =>
        new(RunFileFault.Invalid, $"The log cannot be written: '{path}' {what}. Name a file.", cause);

    private void SetAside()
    {
        try
        {
            File.Delete(Numbered(KeptFiles));
            for (int number = KeptFiles - 1; number >= 1; number--)
            {
                if (File.Exists(Numbered(number)))
                {
                    File.Move(Numbered(number), Numbered(number + 1));
                }
            }
            File.Move(path, Numbered(1));
        }
        catch (IOException exception) when (IoError.IsSharingViolation(exception))
        {
            // On Windows a file that somebody reads keeps its name: the log grows on and is set aside later.
        }
    }

    private string Numbered(int number) => $"{path}.{number}";

    private FileStream Open() =>
        new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1);

    private FileStream? TakeTurn(TimeSpan patience, CancellationToken token)
    {
        for (Stopwatch waiting = Stopwatch.StartNew(); ;)
        {
            try
            {
                return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            }
            catch (IOException exception) when (IoError.IsSharingViolation(exception))
            {
                if (waiting.Elapsed >= patience)
                {
                    return null;
                }
                token.WaitHandle.WaitOne(PauseMilliseconds);
                token.ThrowIfCancellationRequested();
            }
        }
    }
}
