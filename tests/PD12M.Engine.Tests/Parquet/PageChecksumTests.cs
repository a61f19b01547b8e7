using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

public class PageChecksumTests
{
    private static HandMadeFile WithChecksum(uint checksum)
    {
        byte[] page =
        [
            .. new CompactBytes().Integer(1, 0).Integer(2, 9).Integer(3, 9).Integer(4, (int)checksum)
                .Struct(5, new CompactBytes().Integer(1, 1).Integer(2, (int)ValueEncoding.Plain).Integer(3, 3).Integer(4, 3)).End(),
            .. "123456789"u8,
        ];
        return new HandMadeFile(1).Add("c", PhysicalType.Int64, page);
    }

    [Fact]
    public void A_page_with_its_checksum_is_read()
    {
        using ParquetFile file = WithChecksum(0xCBF43926).Open();
        Assert.Equal([$"{0x3837363534333231}"], ColumnText.Read(file, "c"));
    }

    [Fact]
    public void A_page_with_another_checksum_is_corrupt()
    {
        using ParquetFile file = WithChecksum(0xCBF43927).Open();
        ParquetException exception = Assert.Throws<ParquetException>(() => ColumnText.Read(file, "c"));
        Assert.Equal(ParquetFault.Corrupt, exception.Fault);
        Assert.Contains("page at offset 4", exception.Message, StringComparison.Ordinal);
    }
}
