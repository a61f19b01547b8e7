using System.Text;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

/// <summary>Data compressed by Node's zlib at several qualities.</summary>
public class BrotliPageTests
{
    private const int Length = 340;

    private static readonly string s_text = string.Concat(Enumerable.Repeat("A small boat in the harbour of Ålesund. Two gulls sit on the mast. ", 5));

    public static TheoryData<string> Compressed =>
    [
        "i6kAAICqqqrq/3Tlw0kPdz3c7XARBRUzUQBREQAVEbDDyc4n+7+r/j33VveM6vI2hrvixcLCwsbGql5mVAcfPvwYDAbjOJNVNRgMBoPBYA51RqSiNAqHhXaSvSf4/jpikyqGU2IZUhhCZ3gd+I3/U46y2XC9jqdUA7ESbr5hsimyIZ6fkW4=",
        "i6kAAICqqqrq/3Slw0kPdzvc7XARBVMzVQBRFQAVEbDDyc4nA4fcArfjCQPFQDw4GHOGZHfgU1SpJsFYRG902dVyYzf/p81zXYXzNZ5UdXwEturUFI/C50gG",
        "G1MBAAQid6QH9OCBB9JWtbavh/8WUEzBBhw4JekqC+ggPGzACSTZ8yfBko9mLCqFNME6/2nzs6uQrzGOquMz+JB/ylU8BA8=",
        "G1MBcIzURjVbTkeo9AqignJbqhfSYhcUGegW3mFI5iQ45EAuEBAH2gL0xLwqscqNl8GAH9djkT7/W0MV3XiTWZaQk6fcTcco",
    ];

    [Theory]
    [MemberData(nameof(Compressed))]
    public void What_Node_compresses_comes_back(string base64)
    {
        byte[] output = new byte[Length + 10];
        BrotliPage.Decode(Convert.FromBase64String(base64), output, Length);
        Assert.Equal(s_text, Encoding.UTF8.GetString(output, 0, Length));
    }

    [Theory]
    [MemberData(nameof(Compressed))]
    public void Any_other_length_is_refused(string base64)
    {
        byte[] input = Convert.FromBase64String(base64);
        Assert.Equal(ParquetFault.Corrupt, Assert.Throws<MalformedDataException>(() => BrotliPage.Decode(input, new byte[500], Length - 1)).Fault);
        Assert.Equal(ParquetFault.Corrupt, Assert.Throws<MalformedDataException>(() => BrotliPage.Decode(input, new byte[500], Length + 1)).Fault);
        Assert.Equal(ParquetFault.Corrupt, Assert.Throws<MalformedDataException>(() => BrotliPage.Decode([.. input, 0], new byte[500], Length)).Fault);
        Assert.Equal(ParquetFault.Truncated, Assert.Throws<MalformedDataException>(() => BrotliPage.Decode(input.AsSpan(0, 20), new byte[500], Length)).Fault);
    }

    [Theory]
    [MemberData(nameof(Compressed))]
    public void Any_byte_may_have_any_value(string base64) =>
        CodecDamage.Try(Convert.FromBase64String(base64), Length, 0, (input, output) => BrotliPage.Decode(input, output, Length));
}
