namespace PD12M.Samples;

/// <summary>Pseudo-random numbers that are the same on every runtime.</summary>
/// <remarks>Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.</remarks>
internal struct SplitMix64(ulong seed)
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    public ulong NextUInt64() => Mix(_state += Gamma);

    /// <summary>A number from 0 to below <paramref name="limit"/>.</summary>
    public int Next(int limit) => (int)(((NextUInt64() >> 32) * (ulong)limit) >> 32);

    public T Pick<T>(T[] choices) => choices[Next(choices.Length)];

    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
