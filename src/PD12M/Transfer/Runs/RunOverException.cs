namespace PD12M.Transfer.Runs;

/// <summary>An image is not begun because its run is over.</summary>
internal sealed class RunOverException : Exception
{
    public RunOverException()
        : base("The run is over.")
    {
    }
}
