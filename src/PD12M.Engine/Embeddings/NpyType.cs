namespace PD12M;

/// <summary>The type of a NumPy file's values, little-endian as in IEEE 754.</summary>
public enum NpyType
{
    /// <summary>16 bits; NumPy's &lt;f2.</summary>
    Float16,
    /// <summary>32 bits; NumPy's &lt;f4.</summary>
    Float32,
    /// <summary>64 bits; NumPy's &lt;f8.</summary>
    Float64,
}
