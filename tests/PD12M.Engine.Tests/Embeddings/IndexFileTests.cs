using PD12M.Embeddings;

namespace PD12M.Engine.Tests.Embeddings;

public sealed class IndexFileTests : IDisposable
{
    private const int Dimensions = 24;

    private static readonly float[] s_centroid = [.. Enumerable.Repeat(0.1f, Dimensions)];

    private readonly TemporaryFolder _folder = new();
    private readonly string _embeddings;
    private readonly string _index;

    public IndexFileTests()
    {
        _embeddings = _folder["e.npy"];
        _index = IndexFile.PathOf(_embeddings);
        ClusteredVectors.Write(_embeddings, ClusteredVectors.Make(1000, Dimensions, seed: 3), Dimensions);
        using NpyFile source = NpyFile.Open(_embeddings);
        new IndexBuilder(source, s_centroid).Build(threads: 2, CancellationToken.None);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_index_belongs_to_its_embeddings_and_is_whole()
    {
        using NpyFile source = NpyFile.Open(_embeddings);
        using IndexFile index = IndexFile.Open(source);

        Assert.Equal(1000, index.Header.Rows);
        index.Verify(CancellationToken.None);
    }

    [Fact]
    public void The_same_embeddings_make_the_same_index_whatever_the_threads()
    {
        byte[] two = File.ReadAllBytes(_index);
        using NpyFile source = NpyFile.Open(_embeddings);

        new IndexBuilder(source, s_centroid).Build(threads: 1, CancellationToken.None);

        Assert.Equal(two, File.ReadAllBytes(_index));
    }

    [Fact]
    public void An_index_of_other_embeddings_is_refused()
    {
        ClusteredVectors.Write(_embeddings, ClusteredVectors.Make(1000, Dimensions, seed: 4), Dimensions);
        Assert.Equal(IndexFault.Mismatch, OpenFault());

        ClusteredVectors.Write(_embeddings, ClusteredVectors.Make(999, Dimensions, seed: 3), Dimensions);
        Assert.Equal(IndexFault.Mismatch, OpenFault());

        ClusteredVectors.Write(_embeddings, ClusteredVectors.Make(1000, Dimensions + 1, seed: 3), Dimensions + 1);
        Assert.Equal(IndexFault.Mismatch, OpenFault());
    }

    [Fact]
    public void What_is_missing_another_file_or_of_another_version_is_refused()
    {
        byte[] bytes = File.ReadAllBytes(_index);
        bytes[8] = 2;
        File.WriteAllBytes(_index, bytes);
        Assert.Equal(IndexFault.Unsupported, OpenFault());

        File.WriteAllText(_index, "Not an index, but long enough to be looked at.");
        Assert.Equal(IndexFault.NotIndex, OpenFault());

        File.WriteAllText(_index, "");
        Assert.Equal(IndexFault.NotIndex, OpenFault());

        File.Delete(_index);
        Assert.Equal(IndexFault.Missing, OpenFault());
    }

    [Fact]
    public void An_index_that_ends_too_soon_or_too_late_is_corrupt()
    {
        byte[] bytes = File.ReadAllBytes(_index);
        foreach (int length in (int[])[50, 100, bytes.Length - 1])
        {
            File.WriteAllBytes(_index, bytes[..length]);
            Assert.Equal(IndexFault.Corrupt, OpenFault());
        }

        File.WriteAllBytes(_index, [.. bytes, 0]);
        Assert.Equal(IndexFault.Corrupt, OpenFault());
    }

    [Fact]
    public void A_flipped_bit_is_found_wherever_it_is()
    {
        byte[] bytes = File.ReadAllBytes(_index);
        var random = new Random(7);
        for (int round = 0; round < 400; round++)
        {
            int place = random.Next(bytes.Length);
            if (IsPadding(place))
            {
                continue;
            }
            bytes[place] ^= 0x10;
            File.WriteAllBytes(_index, bytes);
            bytes[place] ^= 0x10;

            Assert.Throws<IndexException>(() =>
            {
                using NpyFile source = NpyFile.Open(_embeddings);
                using IndexFile index = IndexFile.Open(source);
                index.Verify(CancellationToken.None);
            });
        }

        // 44 bytes, the centroid, a checksum; the blocks begin at a multiple of 64.
        static bool IsPadding(int place) => place is >= 44 + (4 * Dimensions) + 4 and < 192;
    }

    [Fact]
    public void A_build_that_is_ended_leaves_the_index_that_was_there()
    {
        byte[] before = File.ReadAllBytes(_index);
        using NpyFile source = NpyFile.Open(_embeddings);

        Assert.ThrowsAny<OperationCanceledException>(() => new IndexBuilder(source, s_centroid).Build(threads: 2, new CancellationToken(canceled: true)));

        Assert.Equal(before, File.ReadAllBytes(_index));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    private IndexFault OpenFault()
    {
        using NpyFile source = NpyFile.Open(_embeddings);
        return Assert.Throws<IndexException>(() => IndexFile.Open(source).Dispose()).Fault;
    }
}
