using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using PD12M.Embeddings;

namespace PD12M.Engine.Tests.Embeddings;

public sealed unsafe class CodeSumsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(96)]
    [InlineData(129)]
    public void Vectors_of_any_width_add_up_the_same(int eights)
    {
        var random = new Random(eights);
        byte[] codes = new byte[eights * CodeLayout.BlockRows];
        random.NextBytes(codes);
        byte[] table = [.. Enumerable.Range(0, eights * 32).Select(_ => (byte)random.Next(128))];
        ushort[] expected = new ushort[CodeLayout.BlockRows];
        ushort[] widest = new ushort[CodeLayout.BlockRows];
        ushort[] of256 = new ushort[CodeLayout.BlockRows];
        ushort[] of128 = new ushort[CodeLayout.BlockRows];
        fixed (byte* code = codes, entries = table)
        fixed (ushort* sums = expected, any = widest, wide = of256, narrow = of128)
        {
            CodeSums.AddOneByOne(code, entries, eights, sums);
            CodeSums.Add(code, entries, eights, any);
            for (int part = 0; part < 2 && Avx2.IsSupported; part++)
            {
                CodeSums.Add256(code + (32 * part), entries, eights, wide + (16 * part));
            }
            for (int part = 0; part < 4 && (Ssse3.IsSupported || AdvSimd.Arm64.IsSupported); part++)
            {
                CodeSums.Add128(code + (16 * part), entries, eights, narrow + (8 * part));
            }
        }

        Assert.Equal(expected, widest);
        Assert.True(!Avx2.IsSupported || expected.SequenceEqual(of256));
        Assert.True(!(Ssse3.IsSupported || AdvSimd.Arm64.IsSupported) || expected.SequenceEqual(of128));
    }

    [Fact]
    public void A_code_is_what_its_nibbles_say()
    {
        // Row 1 has the bits of the values 2 and 7 of eight; the tables count 1, 2, 4, 8 for the bits of four.
        byte[] codes = new byte[CodeLayout.BlockRows];
        codes[CodeLayout.Place(1)] = 0b1000_0100;
        byte[] table = [.. Enumerable.Range(0, 16).Concat(Enumerable.Range(0, 16).Select(entry => entry * 7)).Select(entry => (byte)entry)];
        ushort[] result = new ushort[CodeLayout.BlockRows];
        fixed (byte* code = codes, entries = table)
        fixed (ushort* sums = result)
        {
            CodeSums.Add(code, entries, 1, sums);
        }

        Assert.Equal(4 + (8 * 7), result[1]);
        Assert.All(result.Where((_, row) => row != 1), sum => Assert.Equal(0, sum));
    }
}
