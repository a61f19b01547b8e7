using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

public class FooterTests
{
    private static ParquetException Refused(byte[] bytes, ParquetFault fault)
    {
        ParquetException exception = Assert.Throws<ParquetException>(() => HandMadeFile.Open(bytes));
        Assert.Equal(fault, exception.Fault);
        Assert.Contains("'hand-made'", exception.Message, StringComparison.Ordinal);
        return exception;
    }

    private static byte[] WithFooter(CompactBytes footer) => HandMadeFile.WithFooter("PAR1"u8.ToArray(), footer);

    [Fact]
    public void A_footer_tells_columns_row_groups_and_notes()
    {
        using ParquetFile file = new HandMadeFile(2)
            .Add("id", PhysicalType.Int32, HandMadeFile.Data(2, ValueEncoding.Plain, HandMadeFile.PlainIntegers(1, 2)))
            .Add("text", PhysicalType.ByteArray, HandMadeFile.Data(2, ValueEncoding.Plain, HandMadeFile.PlainStrings("a", "b")))
            .Open();
        Assert.Equal("hand-made", file.Name);
        Assert.Equal(2, file.RowCount);
        Assert.Equal("by hand", file.CreatedBy);
        Assert.Equal("value", file.KeyValueMetadata["key"]);
        Assert.Null(file.KeyValueMetadata["lonely"]);
        Assert.Equal([new("id", PhysicalType.Int32, IsNullable: false), new("text", PhysicalType.ByteArray, IsNullable: false)], file.Columns);
        Assert.Equal(2, Assert.Single(file.RowGroups).Columns.Count);
    }

    [Fact]
    public void An_empty_file_is_not_parquet() => Refused([], ParquetFault.NotParquet);

    [Fact]
    public void Text_is_not_parquet() => Refused("id,url,caption\n1,2,3\n"u8.ToArray(), ParquetFault.NotParquet);

    [Fact]
    public void A_git_lfs_pointer_is_named_as_such() =>
        Assert.Contains("Git LFS", Refused("version https://git-lfs.github.com/spec/v1\noid sha256:1\n"u8.ToArray(), ParquetFault.NotParquet).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_without_its_end_is_truncated() =>
        Refused(new HandMadeFile(0).Add("id", PhysicalType.Int32).ToArray()[..^1], ParquetFault.Truncated);

    [Fact]
    public void A_file_of_its_magic_alone_is_truncated() => Refused("PAR1"u8.ToArray(), ParquetFault.Truncated);

    [Fact]
    public void An_encrypted_footer_is_not_supported() => Refused("PARE\0\0\0\0PARE"u8.ToArray(), ParquetFault.Unsupported);

    [Theory]
    [InlineData(new byte[] { 1, 0, 0, 0 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0x7F })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF })]
    public void A_footer_longer_than_the_file_is_corrupt(byte[] length) => Refused([.. "PAR1"u8, .. length, .. "PAR1"u8], ParquetFault.Corrupt);

    [Fact]
    public void An_empty_footer_is_truncated() => Refused([.. "PAR1"u8, 0, 0, 0, 0, .. "PAR1"u8], ParquetFault.Truncated);

    [Fact]
    public void A_footer_without_a_schema_is_corrupt() => Refused(WithFooter(new CompactBytes().Integer(1, 1)), ParquetFault.Corrupt);

    [Fact]
    public void A_list_longer_than_the_footer_is_truncated() =>
        Refused(WithFooter(new CompactBytes().ListHeader(2, int.MaxValue, 12)), ParquetFault.Truncated);

    [Fact]
    public void A_string_longer_than_the_footer_is_truncated() =>
        Refused(WithFooter(new CompactBytes().Raw(0x68, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01)), ParquetFault.Truncated);

    [Fact]
    public void An_integer_without_an_end_is_corrupt() =>
        Refused(WithFooter(new CompactBytes().Raw([0x15, .. Enumerable.Repeat((byte)0xFF, 11)])), ParquetFault.Corrupt);

    [Fact]
    public void Unknown_fields_nested_without_end_are_corrupt() =>
        Refused(WithFooter(new CompactBytes().Raw([.. Enumerable.Repeat((byte)0xFC, 10000)])), ParquetFault.Corrupt);

    [Fact]
    public void Unknown_fields_of_every_type_are_passed_over()
    {
        CompactBytes footer = new CompactBytes()
            .Integer(1, 1)
            .Structs(2, [new CompactBytes().Text(4, "schema").Integer(5, 0)])
            .Integer(3, 0)
            .ListHeader(4, 0, 12)
            .Boolean(10, true)
            .Raw(0x13, 7)
            .Raw(0x17, 1, 2, 3, 4, 5, 6, 7, 8)
            .Raw(0x19, 0x21, 1, 2)
            .Raw(0x1A, 0x15, 9)
            .Raw(0x1B, 2, 0x58, 1, 1, 65, 2, 1, 66)
            .Raw(0x1B, 0)
            .Raw([0x1D, .. new byte[16]])
            .Raw(0x1C, 0x15, 2, 0);
        using ParquetFile file = HandMadeFile.Open(WithFooter(footer));
        Assert.Empty(file.Columns);
        Assert.Equal(0, file.RowCount);
    }

    [Fact]
    public void A_group_with_more_fields_than_the_schema_is_corrupt() =>
        Refused(WithFooter(new CompactBytes().Structs(2, [new CompactBytes().Text(4, "schema").Integer(5, 3)]).ListHeader(4, 0, 12)), ParquetFault.Corrupt);

    [Fact]
    public void A_schema_nested_too_deep_is_corrupt()
    {
        CompactBytes[] groups = [.. Enumerable.Repeat(0, 5000).Select(_ => new CompactBytes().Integer(3, 0).Text(4, "g").Integer(5, 1))];
        Refused(WithFooter(new CompactBytes().Structs(2, groups).ListHeader(4, 0, 12)), ParquetFault.Corrupt);
    }

    [Fact]
    public void A_row_group_without_the_schemas_columns_is_corrupt() =>
        Refused(
            WithFooter(new CompactBytes()
                .Structs(2, [new CompactBytes().Text(4, "schema").Integer(5, 1), new CompactBytes().Integer(1, 1).Integer(3, 0).Text(4, "a")])
                .Structs(4, [new CompactBytes().ListHeader(1, 0, 12).Integer(3, 1)])),
            ParquetFault.Corrupt);

    [Fact]
    public void A_missing_file_is_an_error_of_the_disk() =>
        Assert.Throws<FileNotFoundException>(() => ParquetFile.Open(Path.Combine(Path.GetTempPath(), Guid.NewGuid() + ".parquet")));

    [Fact]
    public void A_stream_is_closed_with_the_file_unless_told_otherwise()
    {
        byte[] bytes = new HandMadeFile(0).Add("id", PhysicalType.Int32).ToArray();
        using MemoryStream left = new(bytes);
        ParquetFile.Open(left, "left", leaveOpen: true).Dispose();
        Assert.True(left.CanRead);
        ParquetFile.Open(left, "closed").Dispose();
        Assert.False(left.CanRead);
    }
}
