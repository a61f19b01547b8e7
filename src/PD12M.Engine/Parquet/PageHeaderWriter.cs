namespace PD12M.Parquet;

/// <summary>The headers of the three kinds of page that are written.</summary>
/// <remarks>Source: PageHeader, DataPageHeader and DictionaryPageHeader in parquet.thrift.</remarks>
internal sealed class PageHeaderWriter
{
    public const int DataPage = 0;
    public const int DictionaryPage = 2;

    public static readonly PageHeaderWriter PlainData = new(DataPage, ValueEncoding.Plain);
    public static readonly PageHeaderWriter IndexData = new(DataPage, ValueEncoding.RleDictionary);
    public static readonly PageHeaderWriter Dictionary = new(DictionaryPage, ValueEncoding.Plain);

    private readonly int _pageType;
    private readonly ValueEncoding _encoding;

    private PageHeaderWriter(int pageType, ValueEncoding encoding)
    {
        _pageType = pageType;
        _encoding = encoding;
    }

    public void Write(ByteWriter output, int uncompressedSize, int compressedSize, int valueCount)
    {
        var thrift = new ThriftWriter(output);
        thrift.BeginStructElement();
        thrift.WriteI32(1, _pageType);
        thrift.WriteI32(2, uncompressedSize);
        thrift.WriteI32(3, compressedSize);
        thrift.BeginStruct(_pageType == DataPage ? 5 : 7);
        thrift.WriteI32(1, valueCount);
        thrift.WriteI32(2, (int)_encoding);
        if (_pageType == DataPage)
        {
            thrift.WriteI32(3, (int)ValueEncoding.Rle);
            thrift.WriteI32(4, (int)ValueEncoding.Rle);
        }

        thrift.EndStruct();
        thrift.EndStruct();
    }
}
