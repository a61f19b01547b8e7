using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

/// <summary>Damages compressed data: the decoder has to end, with its own exception or without, and to stay within its output.</summary>
internal static class CodecDamage
{
    private const int Mutations = 400;
    private const byte Canary = 0xA5;

    public static void Try(byte[] bytes, int length, int slack, Action<byte[], ArraySegment<byte>> decode)
    {
        Random random = new(bytes.Length);
        for (int i = 0; i < Mutations; i++)
        {
            byte[] damaged = Damage(bytes, random);
            int room = i % 2 == 0 ? slack : 0;
            byte[] output = new byte[length + room + 64];
            output.AsSpan(length + room).Fill(Canary);
            try
            {
                decode(damaged, new(output, 0, length + room));
            }
            catch (MalformedDataException)
            {
            }

            Assert.Equal(-1, output.AsSpan(length + room).IndexOfAnyExcept(Canary));
        }
    }

    private static byte[] Damage(byte[] bytes, Random random)
    {
        byte[] damaged = random.Next(10) == 0 ? bytes[..random.Next(bytes.Length)] : [.. bytes];
        for (int left = random.Next(1, 4); left > 0 && damaged.Length > 0; left--)
        {
            // What comes first decides most.
            int at = random.Next(2) == 0 ? random.Next(Math.Min(damaged.Length, 40)) : random.Next(damaged.Length);
            damaged[at] = random.Next(3) == 0 ? (byte)(damaged[at] ^ (1 << random.Next(8))) : (byte)random.Next(256);
        }

        return damaged;
    }
}
