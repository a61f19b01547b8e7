using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PD12M.Embeddings;

/// <summary>Compares the rows of a cell with each other: by their codes all, exactly those that may be alike. For one thread.</summary>
/// <remarks>
/// The share of bits that differ in two codes estimates the angle between two vectors, both less the centroid, as a share
/// of the half circle. Source: Charikar, "Similarity Estimation Techniques from Rounding Algorithms", STOC 2002.
/// </remarks>
internal sealed unsafe class CellComparison
{
    /// <summary>How many standard deviations an estimate may be below the threshold.</summary>
    private const float Deviations = 3;

    /// <summary>Vectors whose codes are the same and that are so much alike have the same neighbours.</summary>
    private const double TwinScore = 0.9999;

    // The bits that differ in two nibbles: 16 entries for each of 16.
    private static readonly byte[] s_distances = [.. Enumerable.Range(0, 256).Select(pair => (byte)CountBits((pair >> 4) ^ (pair & 15)))];

    private readonly IndexSet _set;
    private readonly CodeLayout _layout;
    private readonly double _threshold;
    private readonly float _centroidSquare;
    private readonly DisjointSets _found;
    private readonly byte[] _table;
    private readonly float[] _left;
    private readonly float[] _right;
    private byte[] _codes = [];
    private float[] _lengths = [];
    private float[] _shifts = [];
    private bool[] _twins = [];

    /// <param name="set">The indexes, all of one centroid and one rotation.</param>
    /// <param name="threshold">The score of rows that are alike.</param>
    /// <param name="found">Where they are joined.</param>
    public CellComparison(IndexSet set, double threshold, DisjointSets found)
    {
        _set = set;
        _layout = set.Files[0].Header.Layout;
        float[] centroid = set.Files[0].Header.Centroid;
        _centroidSquare = VectorMath.Dot(centroid, centroid);
        _threshold = threshold;
        _found = found;
        _table = new byte[_layout.CodeBytes * 32];
        _left = new float[centroid.Length];
        _right = new float[centroid.Length];
    }

    /// <summary>Joins the rows that are alike.</summary>
    /// <param name="rows">The cell's rows.</param>
    /// <param name="token">Ends it.</param>
    /// <exception cref="EmbeddingSetException">A file of embeddings has become shorter.</exception>
    public void Compare(ReadOnlySpan<int> rows, CancellationToken token)
    {
        foreach (NpyFile file in _set.Embeddings.Files)
        {
            file.EnsureLength();
        }
        Gather(rows);
        fixed (byte* codes = _codes, table = _table)
        {
            for (int row = 0; row < rows.Length - 1; row++)
            {
                token.ThrowIfCancellationRequested();
                if (!_twins[row])
                {
                    MakeTable(codes, row);
                    Compare(rows, row, codes, table);
                }
            }
        }
    }

    /// <summary>Copies the codes of a cell's rows into blocks of their own.</summary>
    private void Gather(ReadOnlySpan<int> rows)
    {
        int blocks = (int)CodeLayout.BlocksOf(rows.Length);
        int places = blocks * CodeLayout.BlockRows;
        if (_lengths.Length < places)
        {
            _codes = new byte[(long)blocks * _layout.CodesBytes];
            _lengths = new float[places];
            _shifts = new float[places];
            _twins = new bool[places];
        }
        _twins.AsSpan().Clear();
        _shifts.AsSpan().Fill(float.NaN);
        for (int i = 0; i < rows.Length; i++)
        {
            int file = _set.Embeddings.Rows.FileOf(rows[i]);
            long row = rows[i] - _set.Embeddings.Rows.Start(file);
            byte* block = _set.Files[file].Block(row / CodeLayout.BlockRows);
            int place = (int)(row % CodeLayout.BlockRows);
            byte* source = block + CodeLayout.Place(place);
            int target = ((i / CodeLayout.BlockRows) * _layout.CodesBytes) + CodeLayout.Place(i % CodeLayout.BlockRows);
            for (int j = 0; j < _layout.CodeBytes; j++)
            {
                _codes[target + (j * CodeLayout.BlockRows)] = source[j * CodeLayout.BlockRows];
            }
            _shifts[i] = ((float*)(block + _layout.CodesBytes))[CodeLayout.BlockRows + place];
            _lengths[i] = (float)Math.Sqrt(Math.Max(0, 1 - _centroidSquare - (2 * _shifts[i])));
        }
    }

    /// <summary>Makes a table with which sums are the numbers of bits that differ from a row's code.</summary>
    private void MakeTable(byte* codes, int row)
    {
        byte* code = codes + ((long)(row / CodeLayout.BlockRows) * _layout.CodesBytes) + CodeLayout.Place(row % CodeLayout.BlockRows);
        for (int i = 0; i < _layout.CodeBytes; i++, code += CodeLayout.BlockRows)
        {
            s_distances.AsSpan((*code & 15) * 16, 16).CopyTo(_table.AsSpan(i * 32));
            s_distances.AsSpan((*code >> 4) * 16, 16).CopyTo(_table.AsSpan((i * 32) + 16));
        }
    }

    private void Compare(ReadOnlySpan<int> rows, int row, byte* codes, byte* table)
    {
        ushort* distances = stackalloc ushort[CodeLayout.BlockRows];
        float least = (float)_threshold - Uncertainty(_lengths[row]);
        var length = new Vector<float>(_lengths[row]);
        var constant = new Vector<float>(_shifts[row] + _centroidSquare - least);
        ReadOnlySpan<Vector<float>> lengths = MemoryMarshal.Cast<float, Vector<float>>(_lengths);
        ReadOnlySpan<Vector<float>> shifts = MemoryMarshal.Cast<float, Vector<float>>(_shifts);
        int blocks = (int)CodeLayout.BlocksOf(rows.Length);
        for (int block = row / CodeLayout.BlockRows; block < blocks; block++)
        {
            CodeSums.Add(codes + ((long)block * _layout.CodesBytes), table, _layout.CodeBytes, distances);
            for (int i = 0; i < CodeLayout.BlockRows; i += Vector<ushort>.Count)
            {
                int first = (block * CodeLayout.BlockRows) + i;
                Vector.Widen(Unsafe.ReadUnaligned<Vector<ushort>>(distances + i), out Vector<uint> low, out Vector<uint> high);
                int vector = first / Vector<float>.Count;
                // NaN, of empty places, is above nothing.
                if (Vector.GreaterThanAny((length * lengths[vector] * Cosine(low)) + shifts[vector] + constant, Vector<float>.Zero)
                    || Vector.GreaterThanAny((length * lengths[vector + 1] * Cosine(high)) + shifts[vector + 1] + constant, Vector<float>.Zero))
                {
                    CompareExactly(rows, row, Math.Max(row + 1, first), Math.Min(rows.Length, first + Vector<ushort>.Count), distances - first + i, least);
                }
            }
        }
    }

    private void CompareExactly(ReadOnlySpan<int> rows, int row, int start, int end, ushort* distances, float least)
    {
        for (int other = start; other < end; other++)
        {
            float angle = (float)Math.PI * distances[other] / _layout.Dimensions;
            float estimate = (_lengths[row] * _lengths[other] * (float)Math.Cos(angle)) + _shifts[row] + _shifts[other] + _centroidSquare;
            if (estimate > least && !_found.AreJoined(rows[row], rows[other]))
            {
                double score = Score(rows[row], rows[other]);
                if (score >= _threshold)
                {
                    _found.Join(rows[row], rows[other]);
                    _twins[other] = distances[other] == 0 && score >= TwinScore;
                }
            }
        }
    }

    /// <summary>The error that an estimate at the threshold may have: the number of bits that differ has a binomial distribution.</summary>
    private float Uncertainty(float length)
    {
        double square = Math.Max(length * length, 1e-6);
        double angle = Math.Acos(Math.Max(-1, Math.Min(1, 1 - ((1 - _threshold) / square))));
        double share = angle / Math.PI;
        return (float)(Deviations * square * Math.Sin(angle) * Math.PI * Math.Sqrt(share * (1 - share) / _layout.Dimensions));
    }

    /// <summary>The cosine of the angles that numbers of differing bits stand for, by the Taylor series of the sine of their complements.</summary>
    private Vector<float> Cosine(Vector<uint> distances)
    {
        Vector<float> angle = new Vector<float>((float)(Math.PI / 2)) - (Vector.ConvertToSingle(Vector.AsVectorInt32(distances)) * (float)(Math.PI / _layout.Dimensions));
        Vector<float> square = angle * angle;
        Vector<float> series = new Vector<float>(1f / 120) - (square * (1f / 5040));
        series = new Vector<float>(-1f / 6) + (square * series);
        return angle * (Vector<float>.One + (square * series));
    }

    private double Score(int row, int other)
    {
        _set.Embeddings.CopyVector(row, _left);
        _set.Embeddings.CopyVector(other, _right);
        return VectorMath.Cosine(_left, _right);
    }

    private static int CountBits(int value) => (value & 1) + ((value >> 1) & 1) + ((value >> 2) & 1) + (value >> 3);
}
