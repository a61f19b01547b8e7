using System.Buffers.Binary;
using System.Text;

namespace PD12M.Engine.Tests.Samples;

/// <summary>Reads a file of NEP 1, version 1.0, as its text says.</summary>
internal static class NpyReadback
{
    public static float[][] Rows(string file, int rows)
    {
        byte[] bytes = File.ReadAllBytes(file);
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0], bytes[..8]);
        int headerLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        string header = Encoding.ASCII.GetString(bytes, 10, headerLength);
        Assert.Equal(0, (10 + headerLength) % 64);
        Assert.EndsWith("\n", header, StringComparison.Ordinal);
        Assert.Equal($"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, 768), }}", header.TrimEnd());
        Assert.Equal(10 + headerLength + (rows * 768 * 4), bytes.Length);
        return [.. Enumerable.Range(0, rows).Select(row => Enumerable.Range(0, 768)
            .Select(i => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(10 + headerLength + (((row * 768) + i) * 4)))).ToArray())];
    }
}
