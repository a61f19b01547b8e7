using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PD12M.Transfer.Tests;

/// <summary>A certificate authority of one test.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset s_begin = DateTimeOffset.UtcNow.AddYears(-2);
    private static readonly DateTimeOffset s_end = DateTimeOffset.UtcNow.AddYears(2);

    private readonly X509Certificate2 _root = CreateRoot($"CN=PD12M test authority {Guid.NewGuid()}");

    /// <summary>The authority's own certificate, as files of trusted ones have it.</summary>
    public string Pem => _root.ExportCertificatePem();

    /// <summary>A server's certificate.</summary>
    /// <param name="host">The name or address that it is for.</param>
    /// <param name="end">When it ends; null for later.</param>
    public X509Certificate2 Issue(string host, DateTimeOffset? end = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={host}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.Create(_root, s_begin, end ?? s_end.AddDays(-1), Guid.NewGuid().ToByteArray());
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>A certificate that only its owner vouches for.</summary>
    public static X509Certificate2 SelfSigned(string host) => CreateRoot($"CN={host}", host);

    public void Dispose() => _root.Dispose();

    private static X509Certificate2 CreateRoot(string name, string? host = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256);
        if (host is null)
        {
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        }
        else
        {
            SubjectAlternativeNameBuilder names = new();
            names.AddIpAddress(IPAddress.Parse(host));
            request.CertificateExtensions.Add(names.Build());
        }
        return request.CreateSelfSigned(s_begin, s_end);
    }
}
