namespace PD12M.Samples;

/// <summary>Makes unit vectors that lie around their topic's centre: cosines of about 0.8 within a topic and 0 between two.</summary>
internal sealed class SampleEmbedding
{
    /// <summary>Values of a vector, as of CLIP ViT-L/14.</summary>
    public const int Dimensions = 768;

    private readonly int[][] _centres;
    private readonly int[] _sum = new int[Dimensions];
    private readonly float[] _vector = new float[Dimensions];

    public SampleEmbedding(int topics)
    {
        _centres = new int[topics][];
        for (int topic = 0; topic < topics; topic++)
        {
            var random = new SplitMix64(~(ulong)topic);
            _centres[topic] = new int[Dimensions];
            for (int i = 0; i < Dimensions; i++)
            {
                _centres[topic][i] = 2 * NextNormal(ref random);
            }
        }
    }

    /// <summary>The next vector about a topic, valid until the next call.</summary>
    public ReadOnlySpan<float> Make(int topic, ref SplitMix64 random)
    {
        // Whole numbers until the last division, so that every platform rounds alike.
        long square = 0;
        for (int i = 0; i < Dimensions; i++)
        {
            int value = _centres[topic][i] + NextNormal(ref random);
            _sum[i] = value;
            square += (long)value * value;
        }

        double length = Math.Sqrt(square);
        for (int i = 0; i < Dimensions; i++)
        {
            _vector[i] = (float)(_sum[i] / length);
        }

        return _vector;
    }

    // The sum of four even 16-bit numbers is nearly normal.
    private static int NextNormal(ref SplitMix64 random)
    {
        ulong bits = random.NextUInt64();
        return (int)((bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48)) - 131_070;
    }
}
