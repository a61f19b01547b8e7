using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>Columns of one row group that are moved along together.</summary>
internal sealed class ColumnGroup
{
    private readonly string _file;
    private readonly List<ColumnReader> _readers = [];
    private readonly List<TextColumn> _texts = [];

    /// <param name="file">The file's name, for messages.</param>
    /// <param name="skip">Rows of the row group that lie before the first window.</param>
    public ColumnGroup(string file, long skip)
    {
        _file = file;
        Start = -skip;
    }

    /// <summary>The row that comes next, counted from the window that records are made of; negative before it.</summary>
    public long Start { get; private set; }

    /// <summary>Whether nobody has said which rows are going to be read, so that each is announced when it is known.</summary>
    public bool AnnouncesRows { get; set; }

    public void Add(ColumnReader reader) => _readers.Add(reader);

    public void Add(TextColumn text) => _texts.Add(text);

    /// <summary>Moves to a row of the window.</summary>
    public void MoveTo(int row)
    {
        if (row == Start)
        {
            return;
        }
        Announce(row - Start);
        foreach (ColumnReader reader in _readers)
        {
            reader.Skip(row - Start);
        }
        Start = row;
    }

    /// <summary>Makes rows ready in every column, from <see cref="Start"/> on.</summary>
    /// <param name="rows">How many at most; the row group has as many left.</param>
    /// <returns>How many; one at least.</returns>
    /// <exception cref="ParquetException">A column is damaged, or shorter than its row group.</exception>
    public int Fill(int rows)
    {
        Announce(0);
        foreach (ColumnReader reader in _readers)
        {
            int ready = reader.Fill();
            if (ready == 0)
            {
                throw new ParquetException(
                    ParquetFault.Corrupt,
                    $"Column '{reader.Column.Name}' of '{_file}' ends although its row group goes on. The file is damaged; fetch it again.");
            }
            rows = Math.Min(rows, ready);
        }
        foreach (TextColumn text in _texts)
        {
            text.Read(rows);
        }
        return rows;
    }

    /// <summary>Moves the window on.</summary>
    /// <param name="rows">How many rows it had.</param>
    public void EndWindow(long rows) => Start -= rows;

    private void Announce(long rows)
    {
        if (AnnouncesRows)
        {
            foreach (ColumnReader reader in _readers)
            {
                reader.Announce(rows);
            }
        }
    }
}
