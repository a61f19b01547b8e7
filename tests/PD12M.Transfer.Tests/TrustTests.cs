using System.Security.Cryptography.X509Certificates;

namespace PD12M.Transfer.Tests;

/// <summary>In processes of their own: which certificates are trusted is read once in each.</summary>
public sealed class TrustTests : IDisposable
{
    private readonly string _root = TemporaryFolder.Create();
    private readonly TestAuthority _authority = new();

    public void Dispose()
    {
        _authority.Dispose();
        TemporaryFolder.Delete(_root);
    }

    [LinuxFact]
    public async Task A_certificate_of_a_trusted_authority_for_the_host_is_taken() =>
        Assert.Equal("", await SaveFromAsync(_authority.Issue("127.0.0.1")));

    [LinuxFact]
    public async Task A_certificate_that_has_ended_is_refused_once() =>
        AssertRefused("NotTimeValid", await SaveFromAsync(_authority.Issue("127.0.0.1", DateTimeOffset.UtcNow.AddDays(-1))));

    [LinuxFact]
    public async Task A_certificate_for_another_host_is_refused_once() =>
        AssertRefused("RemoteCertificateNameMismatch", await SaveFromAsync(_authority.Issue("elsewhere.example")));

    [LinuxFact]
    public async Task A_certificate_that_nobody_else_vouches_for_is_refused_once() =>
        AssertRefused("UntrustedRoot", await SaveFromAsync(TestAuthority.SelfSigned("127.0.0.1")));

    [LinuxFact]
    public async Task A_certificate_of_an_unknown_authority_is_refused_once()
    {
        using TestAuthority other = new();
        AssertRefused("PartialChain", await SaveFromAsync(other.Issue("127.0.0.1")));
    }

    [Fact]
    public async Task Metadata_tell_the_same_of_a_certificate()
    {
        using LoopbackStore store = LoopbackStore.Start(Objects, certificate: TestAuthority.SelfSigned("127.0.0.1"));
        Assert.True(RemoteAddress.TryParse($"{store.Endpoint}a.parquet", out RemoteAddress? address, out _));

        RemoteFileException error = await Assert.ThrowsAsync<RemoteFileException>(() => RemoteFile.OpenAsync(address, RemoteOptions.Default, CancellationToken.None));

        Assert.Contains("SSL_CERT_FILE", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, store.Connections);
    }

    private static Dictionary<string, byte[]> Objects => new() { [TransferFixture.ObjectPath] = TransferFixture.Bytes };

    private static void AssertRefused(string reason, string problem)
    {
        Assert.Contains(nameof(ImageFault.ConnectionNotTrusted), problem, StringComparison.Ordinal);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
        Assert.Contains("Check the address, the server's certificate and this machine's clock", problem, StringComparison.Ordinal);
    }

    private async Task<string> SaveFromAsync(X509Certificate2 certificate)
    {
        using (certificate)
        {
            string trusted = Path.Combine(_root, "trusted.pem");
            await File.WriteAllTextAsync(trusted, _authority.Pem);
            using LoopbackStore store = LoopbackStore.Start(Objects, certificate: certificate);

            string problem = await OwnProcess.SaveAsync(_root, store.Endpoint, new Dictionary<string, string> { ["SSL_CERT_FILE"] = trusted, ["SSL_CERT_DIR"] = _root });

            Assert.Equal(1, store.Connections);
            Assert.Equal(problem.Length == 0 ? 1 : 0, store.CountOf(TransferFixture.ObjectPath));
            return problem;
        }
    }
}
