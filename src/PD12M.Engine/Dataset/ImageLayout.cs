namespace PD12M;

/// <summary>How images are spread over folders.</summary>
public enum ImageLayout
{
    /// <summary>
    /// One folder for each first three characters of the id, in lower case: 4,096 folders of about 3,000 files
    /// for the whole set. Characters other than letters and digits, and missing ones, become <c>_</c>.
    /// </summary>
    Sharded,
    /// <summary>All files in one folder.</summary>
    Flat,
}
