using System.Security.Cryptography;
using PD12M.Hashing;

namespace PD12M.Engine.Tests.Hashing;

public sealed class Md5StageTests
{
    private const int Streams = 100;

    /// <summary>Where the processor has no vectors there is no stage, and nothing to test.</summary>
    public static TheoryData<int> LargestPieces => Md5Stage.Shared is null ? [] : [1, 63, 64, 65, 1000, 130_000];

    [Theory]
    [MemberData(nameof(LargestPieces))]
    public async Task Streams_in_pieces_of_any_length_are_right_whoever_shares_their_lanes(int largestPiece)
    {
        Random random = new(largestPiece);
        byte[][] contents = [.. Enumerable.Range(0, Streams).Select(i => Bytes(i, random.Next(i < 10 ? 2 : 3 * largestPiece + 200)))];

        byte[][] digests = await Task.WhenAll(contents.Select((content, i) => Task.Run(() => HashAsync(content, new Random(i), largestPiece))));

        for (int i = 0; i < Streams; i++)
        {
            Assert.Equal(MD5.HashData(contents[i]), digests[i]);
        }
    }

    [Fact]
    public async Task A_stream_that_restarts_knows_nothing_of_what_went_before()
    {
        if (Md5Stage.Shared is not { } stage)
        {
            Assert.Equal(0, Md5Lanes.Widest);
            return;
        }
        Md5Stream stream = new(stage);
        await stream.AppendAsync(Bytes(1, 1000), isLast: false);
        stream.Restart();
        await stream.AppendAsync(Bytes(2, 100), isLast: true);
        Assert.Equal(MD5.HashData(Bytes(2, 100)), stream.Digest);

        // After its end it begins anew by itself.
        await stream.AppendAsync(Bytes(3, 70), isLast: true);
        Assert.Equal(MD5.HashData(Bytes(3, 70)), stream.Digest);
    }

    private static async Task<byte[]> HashAsync(byte[] content, Random random, int largestPiece)
    {
        Md5Stage stage = Md5Stage.Shared!;
        stage.Enter();
        Md5Stream stream = new(stage);
        int position = 0;
        bool isLast;
        do
        {
            int count = random.Next(Math.Min(largestPiece, content.Length - position) + 1);
            count = random.Next(4) == 0 || largestPiece == 1 ? content.Length - position : count;
            byte[] piece = content[position..(position + count)];
            position += count;
            isLast = position == content.Length;
            await stream.AppendAsync(piece, isLast);

            // Once the task has ended, the piece is the caller's again.
            piece.AsSpan().Fill(0xFF);
        }
        while (!isLast);
        stage.Leave();
        return stream.Digest.ToArray();
    }

    private static byte[] Bytes(int seed, int length)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
