namespace PD12M.Dataset;

/// <summary>A filter cannot be understood, or compares what cannot be compared. The message shows the place.</summary>
public sealed class FilterException : Exception
{
    /// <summary>Makes the error for a place in a filter.</summary>
    /// <param name="problem">What is wrong and what was expected, a sentence.</param>
    /// <param name="filter">The filter's text.</param>
    /// <param name="position">Where the place starts, from 0; the text's length for its end.</param>
    /// <param name="length">How many characters the place has; 0 where something is missing.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public FilterException(string problem, string filter, int position, int length, Exception? innerException = null)
        : base(Show(problem, filter ?? throw new ArgumentNullException(nameof(filter)), position, length), innerException)
    {
        Filter = filter;
        Position = position;
        Length = length;
    }

    /// <summary>The filter's text.</summary>
    public string Filter { get; }

    /// <summary>Where the place starts, from 0; the text's length for its end.</summary>
    public int Position { get; }

    /// <summary>How many characters the place has; 0 where something is missing.</summary>
    public int Length { get; }

    private static string Show(string problem, string filter, int position, int length)
    {
        int start = position == 0 ? 0 : filter.LastIndexOf('\n', position - 1) + 1;
        int end = filter.IndexOf('\n', start);
        string line = (end < 0 ? filter.Substring(start) : filter.Substring(start, end - start)).TrimEnd('\r');
        int column = Math.Min(position - start, line.Length);

        // A tab stays one, so that the mark stands below its place however wide tabs are shown.
        string indent = new([.. line.Substring(0, column).Select(c => c == '\t' ? '\t' : ' ')]);
        string mark = new('^', Math.Max(1, Math.Min(length, line.Length - column)));
        return $"{problem}\n{line}\n{indent}{mark}";
    }
}
