using System.Management.Automation;
using System.Security.Cryptography;
using PD12M.Testing;

namespace PD12M.Tests.Commands;

/// <summary>A shell, a store with the sample's images, and another with a bucket to save them in.</summary>
public abstract class BucketTests : IAsyncLifetime
{
    protected const string Ending = ",PD12M.Commands.SaveImageCommand";
    protected const string Destination = "s3://my-images/copies/pd12m";

    private protected BucketTests(SampleBucket sample)
    {
        Session = new SaveImageSession(sample);
        Directory.CreateDirectory(Session["buckets/my-images"]);
        Store = ObjectServer.Start(Session["buckets"], new ObjectServerOptions { Bucket = null, AllowWrite = true, RequireCredentials = true });
    }

    private protected SaveImageSession Session { get; }

    private protected ObjectServer Store { get; }

    /// <summary>The files of all objects that are visible in the bucket.</summary>
    private protected string[] Objects =>
        [.. Directory.GetFiles(Session["buckets"], "*", SearchOption.AllDirectories).Where(path => !Path.GetFileName(path).StartsWith(".upload-", StringComparison.Ordinal))];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        await Session.DisposeAsync();
    }

    private protected ShellResult Save(params (string Name, object? Value)[] parameters) => Session.Save(With(parameters));

    private protected ShellResult SaveInput(object?[] input, params (string Name, object? Value)[] parameters) => Session.SaveInput(input, With(parameters));

    /// <summary>The bucket's parameters, unless they are given.</summary>
    private protected (string Name, object? Value)[] With(params (string Name, object? Value)[] parameters)
    {
        using var secret = new System.Security.SecureString();
        foreach (char letter in "secret")
        {
            secret.AppendChar(letter);
        }
        (string Name, object? Value)[] bucket =
        [
            ("Destination", Destination), ("DestinationEndpointUrl", Store.Endpoint), ("DestinationCredential", new PSCredential("AKIAEXAMPLE", secret.Copy())),
        ];
        return [.. bucket.Where(own => !parameters.Any(given => given.Name == own.Name)), .. parameters];
    }

    private protected static string HashOf(string path) => Convert.ToHexStringLower(MD5.HashData(File.ReadAllBytes(path)));
}
