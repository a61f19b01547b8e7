namespace PD12M.Dataset;

/// <summary>A filter cannot be understood, or compares what cannot be compared. The message shows the place.</summary>
public sealed class FilterException : Exception
{
    /// <summary>Characters shown on either side of the place.</summary>
    private const int MostShown = 60;

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

    // In one line: PowerShell's concise view of errors turns line breaks and tabs into spaces, so that a mark in the next line stands nowhere.
    private static string Show(string problem, string filter, int position, int length)
    {
        int start = position == 0 ? 0 : filter.LastIndexOf('\n', position - 1) + 1;
        int lineEnd = filter.IndexOf('\n', start);
        int end = Math.Max(position, lineEnd < 0 ? filter.Length : lineEnd);
        int placeEnd = Math.Min(position + length, end);
        int from = Math.Max(start, position - MostShown);
        int to = Math.Min(end, placeEnd + MostShown);
        string before = (from > start ? "…" : "") + filter.Substring(from, position - from).TrimStart();
        string after = filter.Substring(placeEnd, to - placeEnd).TrimEnd() + (to < end ? "…" : "");
        return $"{problem} The place, marked: {before}>>{filter.Substring(position, placeEnd - position)}<<{after}";
    }
}
