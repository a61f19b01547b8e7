namespace PD12M.Transfer;

/// <summary>What is wrong with the data set's listing or with a file's content.</summary>
internal enum CatalogFault
{
    /// <summary>It contradicts its format, or leads elsewhere.</summary>
    ListingInvalid,

    /// <summary>It has more bytes, pages or files than any listing of the data set.</summary>
    ListingTooLarge,

    /// <summary>The file's SHA-256 is not the listed one.</summary>
    HashMismatch,

    /// <summary>It is no .npy file of embeddings, or not a whole one.</summary>
    EmbeddingInvalid,
}

/// <summary>The data set's files cannot be listed, or one of them is not what the listing says.</summary>
internal sealed class CatalogException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="fault">What kind of fault it is.</param>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public CatalogException(CatalogFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    public CatalogFault Fault { get; }
}
