namespace PD12M;

/// <summary>A data set that Spawning publishes.</summary>
public enum DataSetName
{
    /// <summary>12.4 million pairs of an image and a caption.</summary>
    PD12M,
    /// <summary>The 3.3 million of them with the highest aesthetic scores.</summary>
    PD3M,
}

/// <summary>A folder of the data set's home.</summary>
public enum DataSetPart
{
    /// <summary>The parquet files with the records.</summary>
    Metadata,
    /// <summary>The .npy files with a vector for each record.</summary>
    Embeddings,
}
