namespace PD12M.Embeddings;

/// <summary>The indexes of all files of a set of embeddings. Safe for several threads until it is disposed.</summary>
internal sealed class IndexSet : IDisposable
{
    private readonly List<IndexFile> _files = [];

    private IndexSet(EmbeddingSet embeddings) => Embeddings = embeddings;

    /// <summary>The embeddings; they stay the caller's.</summary>
    public EmbeddingSet Embeddings { get; }

    /// <summary>The indexes, in the order of the embeddings' files.</summary>
    public IReadOnlyList<IndexFile> Files => _files;

    /// <summary>Whether there is an index beside each file, of whatever worth.</summary>
    public static bool Exists(EmbeddingSet embeddings) =>
        embeddings.Files.All(file => File.Exists(IndexFile.PathOf(file.Info.Path)));

    /// <summary>Maps the indexes that lie beside the embeddings.</summary>
    /// <exception cref="IndexException">One is missing, damaged, or belongs to other embeddings.</exception>
    /// <exception cref="IOException">One cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">One may not be read.</exception>
    public static IndexSet Open(EmbeddingSet embeddings)
    {
        var set = new IndexSet(embeddings);
        try
        {
            foreach (NpyFile file in embeddings.Files)
            {
                set._files.Add(IndexFile.Open(file));
            }
            return set;
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    /// <summary>Ends the mappings; nobody may be reading.</summary>
    public void Dispose() => _files.ForEach(file => file.Dispose());
}
