namespace PD12M.Help;

/// <summary>A page that does not keep to the schema.</summary>
/// <param name="line">The line, from 1.</param>
/// <param name="message">What is wrong there, and what is expected.</param>
public sealed class PageException(int line, string message) : Exception(message)
{
    /// <summary>The line at fault, from 1.</summary>
    public int Line { get; } = line;
}
