using System.Security.Cryptography;
using System.Text;
using PD12M.Hashing;

namespace PD12M.Engine.Tests.Hashing;

public sealed unsafe class Md5LanesTests
{
    private const int DigestBytes = 16;

    private static readonly int[] s_widths = [.. ((int[])[0, 4, 8, 16]).Where(lanes => lanes <= Md5Lanes.Widest)];

    /// <summary>One for each kernel; the platform's MD5 is the one without lanes.</summary>
    public static TheoryData<int> Widths => [.. s_widths];

    // RFC 1321, A.5.
    public static TheoryData<string, string> Vectors => new()
    {
        { "", "d41d8cd98f00b204e9800998ecf8427e" },
        { "a", "0cc175b9c0f1b6a831c399e269772661" },
        { "abc", "900150983cd24fb0d6963f7d28e17f72" },
        { "message digest", "f96b697d7cb7938d525a2f31aaf161d0" },
        { "abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b" },
        { "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "d174ab98d277d9f5a5611c2c9f419d9f" },
        { "12345678901234567890123456789012345678901234567890123456789012345678901234567890", "57edf4a22be3c955ac49da2e2107b67a" },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_vectors_of_RFC_1321_hold_in_every_lane_of_every_width(string text, string expected)
    {
        foreach (int lanes in s_widths)
        {
            ReadOnlyMemory<byte>[] messages = [.. Enumerable.Repeat((ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes(text), Math.Max(lanes, 1))];
            Assert.All(Hash(messages, lanes), digest => Assert.Equal(expected, digest));
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_length_from_no_byte_to_three_blocks_is_right_in_every_lane(int lanes)
    {
        byte[] data = Random(1, 192 + 16);
        for (int first = 0; first < Math.Max(lanes, 1); first++)
        {
            // Messages before the others move each length to the next lane.
            ReadOnlyMemory<byte>[] messages = [.. Enumerable.Repeat(data.AsMemory(0, 70), first), .. Enumerable.Range(0, 193).Select(length => data.AsMemory(first, length))];
            AssertRight(messages, lanes);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Any_number_of_messages_of_mixed_lengths_is_right(int lanes)
    {
        var random = new Random(2);
        byte[] data = Random(3, 100_000);
        for (int count = 0; count <= 40; count++)
        {
            ReadOnlyMemory<byte>[] messages = new ReadOnlyMemory<byte>[count];
            for (int i = 0; i < count; i++)
            {
                int length = random.Next(4) == 0 ? random.Next(90_000) : random.Next(1000);
                messages[i] = data.AsMemory(random.Next(data.Length - length), length);
            }
            AssertRight(messages, lanes);
        }
    }

    [Fact]
    public void Messages_in_odd_pieces_are_right()
    {
        var random = new Random(4);
        byte[] data = GC.AllocateArray<byte>(50_000, pinned: true);
        random.NextBytes(data);
        foreach (int lanes in s_widths.Where(lanes => lanes > 0))
        {
            var md5 = new Md5Lanes(lanes);
            int[] lengths = [.. Enumerable.Range(0, lanes).Select(_ => random.Next(20_000, data.Length))];
            int[] fed = new int[lanes];
            for (int lane = 0; lane < lanes; lane++)
            {
                md5.Begin(lane);
            }
            fixed (byte* start = data)
            {
                do
                {
                    for (int lane = 0; lane < lanes; lane++)
                    {
                        while (!md5.IsBusy(lane) && fed[lane] < lengths[lane])
                        {
                            int piece = Math.Min(lengths[lane] - fed[lane], random.Next(random.Next(2) == 0 ? 70 : 3000));
                            md5.Feed(lane, start + fed[lane], piece);
                            fed[lane] += piece;
                        }
                    }
                }
                while (md5.Compress());
            }
            for (int lane = 0; lane < lanes; lane++)
            {
                Assert.Equal(Platform(data.AsSpan(0, lengths[lane])), Finish(md5, lane));
            }
        }
    }

    /// <summary>The digests come from RFC 1321's steps written down in Python, where integers have no width.</summary>
    [Theory]
    [InlineData(0x1_0000_0000, "daa1a373afb44d2540d6452013c23c82")]
    [InlineData(0x20_0000_0000, "3d91a0334fbaff2da51815e3db1a06a0")]
    public void A_length_past_32_bits_enters_the_digest_whole(long before, string expected)
    {
        foreach (int lanes in s_widths.Where(lanes => lanes > 0))
        {
            var md5 = new Md5Lanes(lanes);
            fixed (byte* text = "abc"u8)
            {
                for (int lane = 0; lane < lanes; lane++)
                {
                    md5.Begin(lane, before);
                    md5.Feed(lane, text, 3);
                    Assert.Equal(expected, Finish(md5, lane));
                }
            }
        }
    }

    private static string Finish(Md5Lanes md5, int lane)
    {
        Assert.False(md5.IsBusy(lane));
        md5.Finish(lane);
        while (md5.Compress())
        {
        }
        byte[] digest = new byte[DigestBytes];
        md5.GetDigest(lane, digest);
        return Convert.ToHexStringLower(digest);
    }

    private static void AssertRight(ReadOnlyMemory<byte>[] messages, int lanes) =>
        Assert.Equal(messages.Select(message => Platform(message.Span)), Hash(messages, lanes));

    private static string[] Hash(ReadOnlyMemory<byte>[] messages, int lanes)
    {
        byte[] digests = new byte[messages.Length * DigestBytes];
        Md5Batch.Hash(messages, digests, lanes);
        return [.. digests.Chunk(DigestBytes).Select(Convert.ToHexStringLower)];
    }

    private static string Platform(ReadOnlySpan<byte> data) => Convert.ToHexStringLower(MD5.HashData(data));

    private static byte[] Random(int seed, int length)
    {
        byte[] data = new byte[length];
        new Random(seed).NextBytes(data);
        return data;
    }
}
