using PD12M.Testing;

namespace PD12M.Transfer.Tests;

public sealed class RemoteCredentialTests
{
    private const string Token = "hf_secretword";

    [Theory]
    [InlineData("https://example.org/api/x", true)]
    [InlineData("https://EXAMPLE.org/other", true)]
    [InlineData("https://example.org:8443/api/x", false)]
    [InlineData("http://example.org/api/x", false)]
    [InlineData("https://cdn.example.org/x", false)]
    [InlineData("https://example.org.evil.test/x", false)]
    public void A_token_is_for_its_own_server_only(string uri, bool isSent) =>
        Assert.Equal(isSent ? $"Bearer {Token}" : null, Credential("https://example.org/pd12m").For(new Uri(uri))?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("line\r\nX-Injected: 1")]
    [InlineData("tökn")]
    public void A_token_that_no_header_can_carry_is_refused(string token) =>
        Assert.False(RemoteCredential.TryCreate(new Uri("https://example.org"), token, out _));

    [Fact]
    public void Options_with_a_token_do_not_show_it() =>
        Assert.DoesNotContain(Token, $"{MetadataOnServer.Options with { Credential = Credential("https://example.org") }}", StringComparison.Ordinal);

    [Fact]
    public async Task A_private_repository_gets_the_token_and_the_store_that_it_leads_to_does_not()
    {
        await using CatalogOnServer store = new();
        await using ObjectServer hub = ObjectServer.Start(store.PathOf(""), new ObjectServerOptions { RequireCredentials = true });
        hub.Faults.Add(new Fault(FaultKind.Redirect) { Key = CatalogOnServer.Resolved + CatalogOnServer.First, Location = store.Server.AddressOf(CatalogOnServer.First) });
        hub.Faults.Add(new Fault(FaultKind.Redirect) { Key = CatalogOnServer.Resolved + CatalogOnServer.Second, Location = store.Server.AddressOf(CatalogOnServer.Second) });
        Uri home = hub.AddressOf(CatalogOnServer.Repository);

        await store.SaveAllAsync(home, options: MetadataOnServer.Options with { Credential = Credential(home.AbsoluteUri) });

        store.AssertSaved(CatalogOnServer.First, CatalogOnServer.Second);
        Assert.All(hub.Statistics.Log, request => Assert.True(request.IsAuthorized));
        Assert.All(store.Server.Statistics.Log, request => Assert.False(request.IsAuthorized));
        Assert.NotEmpty(store.Server.Statistics.Log);
    }

    [Fact]
    public async Task A_refusal_tells_of_tokens_and_tells_none()
    {
        await using CatalogOnServer server = new();
        FileCatalog catalog = await CatalogOnServer.ListAsync(server.Hub);
        server.Server.Faults.Add(new Fault(FaultKind.Status) { Status = 401 });

        CatalogOutcome[] outcomes = await server.SaveAsync(catalog.Files, options: MetadataOnServer.Options with { Credential = Credential(server.Hub.AbsoluteUri) });

        Assert.All(outcomes, outcome => Assert.Contains("-Token", outcome.Error!.Message, StringComparison.Ordinal));
        Assert.All(outcomes, outcome => Assert.DoesNotContain(Token, outcome.Error!.ToString(), StringComparison.Ordinal));
    }

    private static RemoteCredential Credential(string home)
    {
        Assert.True(RemoteCredential.TryCreate(new Uri(home), Token, out RemoteCredential? credential));
        return credential;
    }
}
