using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PD12M.Testing;

namespace PD12M.Transfer.Tests;

public sealed class FileCatalogTests
{
    private const string Sum = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task A_repository_tells_names_lengths_and_sums()
    {
        await using CatalogOnServer server = new();

        FileCatalog catalog = await CatalogOnServer.ListAsync(server.Hub);

        Assert.Equal(["pd12m.000.parquet", "pd12m.001.parquet"], catalog.Files.Select(file => file.Name));
        Assert.All(catalog.Files, file => Assert.Equal(new FileInfo(server.PathOf(file.RelativePath)).Length, file.Length));
        Assert.All(catalog.Files, file => Assert.Equal(CatalogOnServer.Sha256Of(server.PathOf(file.RelativePath)), file.Sha256));
        Assert.Null(catalog.Warning);
        Assert.Equal(1, server.Server.Statistics.Requests);
    }

    [Theory]
    [InlineData("metadata/../x.parquet")]
    [InlineData("../x.parquet")]
    [InlineData("/etc/x.parquet")]
    [InlineData("metadata/sub/x.parquet")]
    [InlineData("metadata/..\\x.parquet")]
    [InlineData("metadata/C:x.parquet")]
    [InlineData("metadata/x:y.parquet")]
    [InlineData("metadata/CON.parquet")]
    [InlineData("metadata/.parquet")]
    [InlineData("metadata/-x.parquet")]
    [InlineData("metadata/x\0.parquet")]
    [InlineData("metadata/x?y=1.parquet")]
    [InlineData("metadata/%2e%2e%2fx.parquet")]
    [InlineData("metadata/PD12M.001.parquet")]
    public async Task Names_that_no_file_may_have_are_refused_and_told(string path)
    {
        await using CatalogOnServer server = new();
        server.WriteListing("metadata", server.Entry(CatalogOnServer.Second), new { type = "file", path, size = 10 });

        FileCatalog catalog = await CatalogOnServer.ListAsync(server.Hub);

        Assert.Equal("pd12m.001.parquet", Assert.Single(catalog.Files).Name);
        Assert.Single(catalog.RefusedNames);
    }

    [Fact]
    public async Task A_name_that_a_terminal_would_obey_is_told_without_its_controls()
    {
        await using CatalogOnServer server = new();
        server.WriteListing("metadata", new { type = "file", path = "metadata/a\u001b]0;b\u0007.parquet", size = 10 });

        Assert.Equal("a\uFFFD]0;b\uFFFD.parquet", Assert.Single((await CatalogOnServer.ListAsync(server.Hub)).RefusedNames));
    }

    [Fact]
    public async Task A_name_without_an_end_is_an_error()
    {
        await using CatalogOnServer server = new();
        server.WriteListing("metadata", new { type = "file", path = $"metadata/{new string('a', 100_000)}.parquet", size = 10 });

        CatalogException error = await Assert.ThrowsAsync<CatalogException>(() => CatalogOnServer.ListAsync(server.Hub));

        Assert.Equal(CatalogFault.ListingInvalid, error.Fault);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[{\"type\":\"file\"}]")]
    [InlineData("[{\"type\":1,\"path\":\"metadata/a.parquet\",\"size\":1}]")]
    [InlineData("[{\"type\":\"file\",\"path\":\"metadata/a.parquet\"}]")]
    [InlineData("[{\"type\":\"file\",\"path\":\"metadata/a.parquet\",\"size\":\"1\"}]")]
    [InlineData("[{\"type\":\"file\",\"path\":\"metadata/a.parquet\",\"size\":1e300}]")]
    [InlineData("[{\"type\":\"file\",\"path\":\"metadata/a.parquet\",\"size\":9000000000000000000}]")]
    [InlineData("[{\"type\":\"file\",\"path\":\"metadata/a.parquet\",\"size\":-1}]")]
    [InlineData("[{\"type\":\"file\",\"path\":\"metadata/a.parquet\",\"size\":1,\"lfs\":{\"oid\":\"abc\"}}]")]
    [InlineData("[{\"type\":\"file\",\"path\":\"metadata/a.parquet\",\"size\":1,\"lfs\":{}}]")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]")]
    public async Task A_listing_that_is_none_is_an_error(string json)
    {
        await using CatalogOnServer server = new();
        server.WriteListing("metadata", json);

        CatalogException error = await Assert.ThrowsAsync<CatalogException>(() => CatalogOnServer.ListAsync(server.Hub));

        Assert.Equal(CatalogFault.ListingInvalid, error.Fault);
    }

    [Fact]
    public async Task A_listing_of_absurd_size_is_left_in_the_middle()
    {
        await using CatalogOnServer server = new();
        server.WriteListing("metadata", "[" + new string(' ', 50 << 20) + "]");

        CatalogException error = await Assert.ThrowsAsync<CatalogException>(() => CatalogOnServer.ListAsync(server.Hub));

        Assert.Equal(CatalogFault.ListingTooLarge, error.Fault);
    }

    [Fact]
    public async Task A_listing_of_too_many_files_is_an_error()
    {
        await using CatalogOnServer server = new();
        server.WriteListing("metadata", [.. Enumerable.Range(0, 10_001).Select(i => new { type = "file", path = $"metadata/{i}.parquet", size = 1 })]);

        CatalogException error = await Assert.ThrowsAsync<CatalogException>(() => CatalogOnServer.ListAsync(server.Hub));

        Assert.Equal(CatalogFault.ListingTooLarge, error.Fault);
    }

    [Fact]
    public async Task A_listing_goes_on_where_its_link_says()
    {
        using LoopbackStore store = Pages(page => page < 3 ? $"</api/datasets/o/n/tree/main/metadata?cursor={page + 1}>; rel=\"next\"" : "<http://example.org/>; rel=\"help\"");

        FileCatalog catalog = await CatalogOnServer.ListAsync(new Uri(store.Endpoint, "datasets/o/n"));

        Assert.Equal(["p.0.parquet", "p.1.parquet", "p.2.parquet", "p.3.parquet"], catalog.Files.Select(file => file.Name));
    }

    [Fact]
    public async Task A_listing_that_never_ends_is_an_error()
    {
        using LoopbackStore store = Pages(page => $"</api/datasets/o/n/tree/main/metadata?cursor={page + 1}>; rel=\"next\"");

        CatalogException error = await Assert.ThrowsAsync<CatalogException>(() => CatalogOnServer.ListAsync(new Uri(store.Endpoint, "datasets/o/n")));

        Assert.Equal(CatalogFault.ListingTooLarge, error.Fault);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//example.org/x")]
    public async Task A_listing_that_goes_on_elsewhere_is_an_error(string next)
    {
        using LoopbackStore store = Pages(_ => $"<{next}>; rel=\"next\"");

        CatalogException error = await Assert.ThrowsAsync<CatalogException>(() => CatalogOnServer.ListAsync(new Uri(store.Endpoint, "datasets/o/n")));

        Assert.Equal(CatalogFault.ListingInvalid, error.Fault);
    }

    [Fact]
    public async Task Passing_faults_of_a_listing_are_overcome()
    {
        await using CatalogOnServer server = new();
        server.Server.Faults.Add(new Fault(FaultKind.Status) { Times = 2 });
        server.Server.Faults.Add(new Fault(FaultKind.Truncate) { SkipFirst = 1, Times = 1 });

        Assert.Equal(2, (await CatalogOnServer.ListAsync(server.Hub)).Files.Count);
    }

    [Fact]
    public async Task A_plain_folder_is_counted_and_that_is_told()
    {
        await using CatalogOnServer server = new();

        FileCatalog catalog = await CatalogOnServer.ListAsync(server.Plain, null, DataSetPart.Metadata, DataSetPart.Embeddings);

        Assert.Equal(["pd12m.000.parquet", "pd12m.001.parquet", "pd12m.00.npy"], catalog.Files.Select(file => file.Name));
        Assert.Contains("2 in the folder metadata, where pd12m.002.parquet is the first that is missing", catalog.Warning, StringComparison.Ordinal);
        Assert.Contains("cannot be known", catalog.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_an_older_release_and_more_than_a_batch_of_them_are_counted()
    {
        await using CatalogOnServer server = new();
        File.Delete(server.PathOf(CatalogOnServer.First));
        File.Delete(server.PathOf(CatalogOnServer.Second));
        for (int i = 0; i < 40; i++)
        {
            await File.WriteAllTextAsync(server.PathOf($"metadata/pd12m.{i:D2}.parquet"), "x");
        }

        FileCatalog catalog = await CatalogOnServer.ListAsync(server.Plain);

        Assert.Equal(40, catalog.Files.Count);
        Assert.Equal("pd12m.39.parquet", catalog.Files[^1].Name);
    }

    [Fact]
    public async Task A_folder_without_files_is_not_found()
    {
        await using CatalogOnServer server = new();

        RemoteFileException error = await Assert.ThrowsAsync<RemoteFileException>(() => CatalogOnServer.ListAsync(server.Server.AddressOf("nothing")));

        Assert.Equal(RemoteFault.NotFound, error.Fault);
    }

    [Fact]
    public async Task A_folder_that_refuses_is_no_empty_folder()
    {
        await using CatalogOnServer server = new();
        server.Server.Faults.Add(new Fault(FaultKind.Status) { Status = 403 });

        RemoteFileException error = await Assert.ThrowsAsync<RemoteFileException>(() => CatalogOnServer.ListAsync(server.Plain));

        Assert.Equal(RemoteFault.AccessDenied, error.Fault);
    }

    [Fact]
    public async Task Sums_tell_the_files_of_a_plain_folder()
    {
        await using CatalogOnServer server = new();
        string sum = CatalogOnServer.Sha256Of(server.PathOf(CatalogOnServer.Second));
        server.WriteSums($"{sum}  ./{CatalogOnServer.Second}", $"{Sum} *{CatalogOnServer.Embedding}", $"{Sum}  images/a.jpeg", $"{Sum}  metadata/../a.parquet");

        FileCatalog catalog = await CatalogOnServer.ListAsync(server.Plain);

        CatalogFile file = Assert.Single(catalog.Files);
        Assert.Equal(("pd12m.001.parquet", sum, new FileInfo(server.PathOf(CatalogOnServer.Second)).Length), (file.Name, file.Sha256, file.Length));
        Assert.Equal("../a.parquet", Assert.Single(catalog.RefusedNames));
        Assert.Null(catalog.Warning);
    }

    [Theory]
    [InlineData("<html>not here</html>")]
    [InlineData("abc  metadata/a.parquet")]
    [InlineData("\\0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef  metadata/a\\nb.parquet")]
    public async Task Sums_that_are_none_are_an_error(string line)
    {
        await using CatalogOnServer server = new();
        server.WriteSums(line);

        CatalogException error = await Assert.ThrowsAsync<CatalogException>(() => CatalogOnServer.ListAsync(server.Plain));

        Assert.Equal(CatalogFault.ListingInvalid, error.Fault);
    }

    [Theory]
    [InlineData("https://huggingface.co/datasets/Spawning/PD12M/", "https://huggingface.co/api/datasets/Spawning/PD12M/tree/refs%2Fpr%2F1/metadata", "https://huggingface.co/datasets/Spawning/PD12M/resolve/refs%2Fpr%2F1/metadata/a.parquet")]
    [InlineData("https://mirror.example/hub/datasets/o/n", "https://mirror.example/hub/api/datasets/o/n/tree/refs%2Fpr%2F1/metadata", "https://mirror.example/hub/datasets/o/n/resolve/refs%2Fpr%2F1/metadata/a.parquet")]
    [InlineData("https://mirror.example/pd12m", null, "https://mirror.example/pd12m/metadata/a.parquet")]
    [InlineData("s3://bucket/prefix/", null, "https://bucket.s3.amazonaws.com/prefix/metadata/a.parquet")]
    public void A_home_has_its_addresses(string text, string? listing, string file)
    {
        Assert.True(CatalogHome.TryCreate(new Uri(text), DataSetName.PD12M, "refs/pr/1", out CatalogHome? home, out string? problem), problem);

        Assert.Equal(listing, home.IsRepository ? home.ListingOf(DataSetPart.Metadata).Uri.AbsoluteUri : null);
        Assert.Equal(file, home.AddressOf(DataSetPart.Metadata, "a.parquet").Uri.AbsoluteUri);
    }

    [Theory]
    [InlineData("ftp://example.org/pd12m")]
    [InlineData("file:///pd12m")]
    [InlineData("https://user:word@example.org/pd12m")]
    [InlineData("https://example.org/pd12m?sig=word")]
    [InlineData("https://example.org/pd12m#word")]
    [InlineData("https://example.org/*/pd12m")]
    public void An_address_that_is_no_home_is_refused(string text)
    {
        Assert.False(CatalogHome.TryCreate(new Uri(text), DataSetName.PD12M, "main", out _, out string? problem));
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("main", true)]
    [InlineData("refs/pr/1", true)]
    [InlineData("1f2e3d4c5b6a79880716253443526170fedcba98", true)]
    [InlineData("", false)]
    [InlineData("../main", false)]
    [InlineData("a/../b", false)]
    [InlineData("a b", false)]
    [InlineData("main?x", false)]
    [InlineData("main\n", false)]
    public void Revisions_are_names_of_branches_and_commits(string text, bool isRevision) => Assert.Equal(isRevision, CatalogHome.IsRevision(text));

    /// <summary>A hub whose listing has a file on each page.</summary>
    private static LoopbackStore Pages(Func<int, string> link) => LoopbackStore.Start(new Dictionary<string, byte[]>(), async request =>
    {
        Match cursor = Regex.Match(request.Path, "cursor=(\\d+)");
        int page = cursor.Success ? int.Parse(cursor.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        byte[] body = Encoding.UTF8.GetBytes($"[{{\"type\":\"file\",\"path\":\"metadata/p.{page}.parquet\",\"size\":1}}]");
        await request.SendHeadersAsync(body.Length, $"Link: {link(page)}\r\n");
        await request.SendAsync(body);
        return true;
    });
}
