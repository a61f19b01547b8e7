using System.Runtime.ExceptionServices;

namespace PD12M.Embeddings;

/// <summary>Work that several threads share.</summary>
internal static class ParallelWork
{
    /// <summary>Lets threads work, the caller's among them, and waits for all.</summary>
    /// <param name="threads">How many threads work at most.</param>
    /// <param name="work">Each one's work; is told its number. What it throws first is thrown by itself.</param>
    /// <param name="token">Ends it: the work watches it too.</param>
    /// <exception cref="OperationCanceledException">It was ended; no thread works any more.</exception>
    public static void Run(int threads, Action<int> work, CancellationToken token)
    {
        try
        {
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = token }, work);
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Capture(error.InnerExceptions[0]).Throw();
        }
    }
}
