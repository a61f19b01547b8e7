using PD12M.Embeddings;

namespace PD12M.Benchmarks;

/// <summary>
/// Makes files of embeddings shaped like CLIP's: unit vectors in a cone, in clusters of clusters of uneven size, with more
/// spread in some directions than in others. Cosines are about 0.4 between two topics, 0.6 within one and 0.8 within a theme of it.
/// </summary>
internal sealed class EmbeddingGenerator
{
    public const int Dimensions = 768;

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

    /// <summary>Writes a file, unless one is there.</summary>
    public static void Write(string path, int rows, int seed)
    {
        if (File.Exists(path))
        {
            return;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var generator = new EmbeddingGenerator(seed);
        using (var writer = new NpyWriter(new FileStream(path + ".part", FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20), rows, Dimensions))
        {
            for (int row = 0; row < rows; row++)
            {
                writer.WriteRow(generator.Next());
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
        Add(_vector, 0.45f);
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
