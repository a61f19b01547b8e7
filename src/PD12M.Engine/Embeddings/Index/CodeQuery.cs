namespace PD12M.Embeddings;

/// <summary>A query against the codes of one index: what each four dimensions of a code add to its likeness, as bytes.</summary>
internal sealed class CodeQuery
{
    /// <summary>The largest entry: two of them are added in a byte.</summary>
    private const int MostEntry = 127;

    /// <param name="query">The query, of length 1.</param>
    /// <param name="centroid">The index's centroid.</param>
    /// <param name="rotation">The index's rotation.</param>
    public CodeQuery(ReadOnlySpan<float> query, ReadOnlySpan<float> centroid, RandomRotation rotation)
    {
        float[] rotated = new float[new CodeLayout(query.Length).Dimensions];
        VectorMath.ScaleAndSubtract(query, 1, centroid, rotated);
        Length = (float)Math.Sqrt(VectorMath.Dot(rotated, rotated));
        Offset = VectorMath.Dot(query, centroid);
        CentroidSquare = VectorMath.Dot(centroid, centroid);
        Dimensions = rotated.Length;
        rotation.Apply(rotated);

        // The smallest sum of four signed values is the negative of the largest.
        int groups = rotated.Length / 4;
        float widest = 0;
        for (int group = 0; group < groups; group++)
        {
            float largest = LargestSum(rotated, group);
            Bias -= largest;
            widest = Math.Max(widest, 2 * largest);
        }
        // The sum of all entries must fit into 16 bits.
        int most = Math.Min(MostEntry, ushort.MaxValue / groups);
        Scale = widest > 0 ? widest / most : 1;
        Table = new byte[groups * 16];
        for (int i = 0; i < Table.Length; i++)
        {
            float sum = LargestSum(rotated, i / 16);
            for (int bit = 0; bit < 4; bit++)
            {
                float value = rotated[(i / 16 * 4) + bit];
                sum += (i & (1 << bit)) != 0 ? value : -value;
            }
            Table[i] = (byte)Math.Round(sum / Scale);
        }
    }

    /// <summary>For each four dimensions, what the 16 nibbles add.</summary>
    public byte[] Table { get; }

    /// <summary>What one of the table's units is.</summary>
    public float Scale { get; }

    /// <summary>What is added to the scaled sum of entries.</summary>
    public float Bias { get; }

    /// <summary>The likeness of the query and the centroid.</summary>
    public float Offset { get; }

    /// <summary>The length of the query less the centroid.</summary>
    public float Length { get; }

    /// <summary>The square of the centroid's length.</summary>
    public float CentroidSquare { get; }

    /// <summary>The dimensions of the codes.</summary>
    public int Dimensions { get; }

    private static float LargestSum(float[] values, int group) =>
        Math.Abs(values[group * 4]) + Math.Abs(values[(group * 4) + 1]) + Math.Abs(values[(group * 4) + 2]) + Math.Abs(values[(group * 4) + 3]);
}
