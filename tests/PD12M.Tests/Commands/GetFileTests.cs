using PD12M.Parquet;

namespace PD12M.Tests.Commands;

public sealed class GetFileTests(SampleBucket sample) : IClassFixture<SampleBucket>, IDisposable
{
    private readonly Shell _shell = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    [ShellFact]
    public void A_file_is_described_by_its_footer()
    {
        string path = Path.Combine(sample.Metadata, "pd12m.000.parquet");
        var info = (MetadataFileInfo)Assert.Single(_shell.Run(p => p.AddCommand("Get-PD12MFile").AddArgument(sample.Metadata)).Succeeded().Objects)!;
        Assert.Equal((path, (long)SampleBucket.Count, 1, new FileInfo(path).Length), (info.Path, info.Rows, info.RowGroups, info.Length));
        Assert.StartsWith("PD12M", info.CreatedBy, StringComparison.Ordinal);
        Assert.Equal(["id", "url", "caption", "width", "height", "mime_type", "hash", "license", "source"], info.Columns.Select(column => column.Name));
        MetadataColumnInfo license = info.Columns[7];
        Assert.Equal((PhysicalType.ByteArray, LogicalType.String, true, 0L), (license.Type, license.LogicalType, license.IsNullable, license.NullCount));
        Assert.Contains(ValueEncoding.RleDictionary, license.Encodings);
        Assert.Equal([CompressionCodec.Snappy], license.Codecs);
        Assert.InRange(info.Columns.Sum(column => column.CompressedSize), 1, info.Length);
    }

    [ShellFact]
    public void A_file_that_is_none_is_an_error_and_the_next_is_described()
    {
        File.WriteAllText(_folder["a.parquet"], "no parquet file, whatever its name says");
        File.Copy(Path.Combine(sample.Metadata, "pd12m.000.parquet"), _folder["b.parquet"]);
        ShellResult result = _shell.Run(p => p.AddCommand("Get-PD12MFile").AddArgument(_folder.Path)).Succeeded();
        Assert.Equal("MetadataNotParquet,PD12M.Commands.GetFileCommand", Assert.Single(result.ErrorIds));
        Assert.Equal(_folder["b.parquet"], ((MetadataFileInfo)Assert.Single(result.Objects)!).Path);
    }

    [ShellFact]
    public void A_file_of_embeddings_is_described_by_its_header()
    {
        string path = Path.Combine(Path.GetDirectoryName(sample.Metadata)!, "embeddings", "pd12m.00.npy");
        File.WriteAllText(_folder["a.npy"], "no matrix");
        ShellResult result = _shell.Run((object[])[_folder["a.npy"], path], p => p.AddCommand("Get-PD12MFile")).Succeeded();
        Assert.Equal(new EmbeddingFileInfo(path, SampleBucket.Count, 768, NpyType.Float32, new FileInfo(path).Length, 1), Assert.Single(result.Objects));
        Assert.Equal("EmbeddingNotNpy,PD12M.Commands.GetFileCommand", Assert.Single(result.ErrorIds));
    }
}
