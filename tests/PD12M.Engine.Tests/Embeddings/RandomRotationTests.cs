using PD12M.Embeddings;

namespace PD12M.Engine.Tests.Embeddings;

public sealed class RandomRotationTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(24)]
    [InlineData(512)]
    [InlineData(768)]
    [InlineData(1000)]
    public void Lengths_and_angles_stay(int dimensions)
    {
        float[][] vectors = ClusteredVectors.Make(2, dimensions, seed: 1);
        double before = Product(vectors[0], vectors[1]);
        double length = Product(vectors[0], vectors[0]);
        var rotation = new RandomRotation(dimensions, seed: 5);

        Array.ForEach(vectors, vector => rotation.Apply(vector));

        Assert.Equal(length, Product(vectors[0], vectors[0]), length * 1e-5);
        Assert.Equal(before, Product(vectors[0], vectors[1]), length * 1e-5);
    }

    [Theory]
    [InlineData(768)]
    [InlineData(1000)]
    public void A_vector_along_one_axis_is_spread_over_all(int dimensions)
    {
        float[] vector = new float[dimensions];
        vector[3] = 1;

        new RandomRotation(dimensions, seed: 5).Apply(vector);

        // Spread evenly, each value would be 1 / sqrt(dimensions).
        Assert.InRange(vector.Max(Math.Abs) * Math.Sqrt(dimensions), 1, 6);
        Assert.InRange(vector.Count(value => value > 0), dimensions * 2 / 5, dimensions * 3 / 5);
    }

    [Fact]
    public void Another_seed_is_another_rotation()
    {
        float[] one = [1, 2, 3, 4, 5, 6, 7, 8];
        float[] other = [.. one];

        new RandomRotation(8, seed: 1).Apply(one);
        new RandomRotation(8, seed: 2).Apply(other);

        Assert.NotEqual(one, other);
    }

    private static double Product(float[] left, float[] right) => left.Zip(right, (a, b) => (double)a * b).Sum();
}
