using PD12M.Embeddings;

namespace PD12M.Benchmarks;

/// <summary>
/// Makes files of embeddings shaped like CLIP's: unit vectors in a cone, in clusters of clusters of uneven size, with more
/// spread in some directions than in others. Cosines are about 0.4 between two topics, 0.6 within one and 0.8 within a theme of it.
/// </summary>
internal sealed class EmbeddingGenerator
{
    public const int Dimensions = 768;

    /// <summary>As in the data set.</summary>
    private const int RowsOfFile = 1_000_000;

    /// <summary>One vector in so many is a near-duplicate of the one that comes first of them.</summary>
    private const int PlantedEvery = 100;

    private const int Topics = 400;
    private const int ThemesOfTopic = 12;

    private readonly Random _random;
    private readonly float[] _spread = new float[Dimensions];
    private readonly float[] _cone = new float[Dimensions];
    private readonly float[][] _themes = new float[Topics * ThemesOfTopic][];
    private readonly float[] _normals = new float[1 << 16];
    private readonly float[] _vector = new float[Dimensions];

    private EmbeddingGenerator(int seed)
    {
        // The clusters are the same for all seeds.
        _random = new Random(1);
        for (int i = 0; i < Dimensions; i++)
        {
            _spread[i] = 1 / MathF.Sqrt(1 + (i / 48f));
        }
        _random.Shuffle(_spread);
        float scale = MathF.Sqrt(Dimensions / _spread.Sum(value => value * value));
        for (int i = 0; i < Dimensions; i++)
        {
            _spread[i] *= scale;
        }
        Array.ForEach(Enumerable.Range(0, _normals.Length).ToArray(), i => _normals[i] = NextNormal());
        Add(_cone, 0.63f);
        for (int topic = 0; topic < Topics; topic++)
        {
            float[] centre = [.. _cone];
            Add(centre, 0.45f);
            for (int theme = 0; theme < ThemesOfTopic; theme++)
            {
                float[] within = [.. centre];
                Add(within, 0.45f);
                _themes[(topic * ThemesOfTopic) + theme] = within;
            }
        }
        _random = new Random(seed);
    }

    /// <summary>Makes the files of so many vectors, as far as they are not there.</summary>
    /// <returns>Their paths.</returns>
    public static string[] WriteSet(string folder, int rows)
    {
        List<string> paths = [];
        for (int start = 0; start < rows; start += RowsOfFile)
        {
            int count = Math.Min(RowsOfFile, rows - start);
            paths.Add(Path.Combine(folder, $"vectors.{paths.Count:00}.{count}.npy"));
            Write(paths[^1], count, seed: 2 + paths.Count);
        }
        return [.. paths];
    }

    /// <summary>The rows, within a file, of the vectors that were planted as near-duplicates of others, with these.</summary>
    public static IEnumerable<(int Row, int Of)> Planted(int rows) =>
        Enumerable.Range(0, rows / PlantedEvery).Select(i => (((i + 1) * PlantedEvery) - 1, i * PlantedEvery));

    private static void Write(string path, int rows, int seed)
    {
        if (File.Exists(path))
        {
            return;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var generator = new EmbeddingGenerator(seed);
        float[] original = new float[Dimensions];
        using (var writer = new NpyWriter(new FileStream(path + ".part", FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20), rows, Dimensions))
        {
            for (int row = 0; row < rows; row++)
            {
                if (row % PlantedEvery == PlantedEvery - 1)
                {
                    writer.WriteRow(generator.NearDuplicate(original));
                    continue;
                }
                ReadOnlySpan<float> vector = generator.Next();
                writer.WriteRow(vector);
                if (row % PlantedEvery == 0)
                {
                    vector.CopyTo(original);
                }
            }
            writer.Finish();
        }
        File.Move(path + ".part", path);
    }

    /// <summary>Makes queries: vectors of the same clusters that are in no file.</summary>
    public static float[][] Queries(int count)
    {
        var generator = new EmbeddingGenerator(seed: -1);
        return [.. Enumerable.Range(0, count).Select(_ => generator.Next().ToArray())];
    }

    private ReadOnlySpan<float> Next()
    {
        // The square makes some clusters many times larger than others.
        double place = _random.NextDouble();
        _themes[(int)(place * place * _themes.Length)].CopyTo(_vector.AsSpan());
        return Vector(0.45f);
    }

    /// <summary>A vector whose cosine with another one is 0.9 to 1.</summary>
    private ReadOnlySpan<float> NearDuplicate(float[] original)
    {
        original.CopyTo(_vector.AsSpan());
        return Vector(0.48f * _random.NextSingle());
    }

    /// <summary>Adds noise of a length and makes the length 1.</summary>
    private ReadOnlySpan<float> Vector(float noise)
    {
        Add(_vector, noise);
        float square = 0;
        foreach (float value in _vector)
        {
            square += value * value;
        }
        float inverse = 1 / MathF.Sqrt(square);
        for (int i = 0; i < Dimensions; i++)
        {
            _vector[i] *= inverse;
        }
        return _vector;
    }

    /// <summary>Adds noise of a length.</summary>
    private void Add(float[] vector, float length)
    {
        float scale = length / MathF.Sqrt(Dimensions);
        int mask = _normals.Length - 1;
        for (int i = 0; i < vector.Length; i += 16)
        {
            int from = _random.Next();
            for (int j = i; j < i + 16; j++)
            {
                vector[j] += _normals[(from + (j * 31)) & mask] * _spread[j] * scale;
            }
        }
    }

    private float NextNormal() =>
        MathF.Sqrt(-2 * MathF.Log(1 - _random.NextSingle())) * MathF.Cos(2 * MathF.PI * _random.NextSingle());
}
