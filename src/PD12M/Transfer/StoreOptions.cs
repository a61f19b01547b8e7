using Amazon.Runtime;

namespace PD12M.Transfer;

/// <summary>Where objects are asked, as whom, and how patiently.</summary>
internal sealed record StoreOptions
{
    /// <summary>Where every object is asked, path style, whatever host its address names; null for the addresses' own hosts.</summary>
    public Uri? EndpointUrl { get; init; }

    /// <summary>The same without a slash at its end.</summary>
    /// <exception cref="StoreOptionException">It is no plain http or https address.</exception>
    public string? Endpoint
    {
        get
        {
            bool isPlain = EndpointUrl is null || (EndpointUrl.IsAbsoluteUri && EndpointUrl.Scheme is "http" or "https"
                && EndpointUrl.UserInfo.Length == 0 && EndpointUrl.Query.Length == 0 && EndpointUrl.Fragment.Length == 0);
            return isPlain
                ? EndpointUrl?.AbsoluteUri.TrimEnd('/')
                : throw new StoreOptionException(
                    nameof(EndpointUrl), EndpointUrl!.IsAbsoluteUri ? EndpointUrl.Host : EndpointUrl.OriginalString, "The endpoint must be an http or https address without user, query and fragment, as in http://localhost:9000.");
        }
    }

    /// <summary>The region of addresses that name none, and of signatures.</summary>
    public string? Region { get; init; }

    /// <summary>Sees that the region, where there is one, can be a host's label.</summary>
    /// <exception cref="StoreOptionException">It cannot.</exception>
    public void DemandRegion()
    {
        if (Region?.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-') == false)
        {
            throw new StoreOptionException(nameof(Region), Region, $"'{Region}' is no region: small letters, digits and hyphens are, as in us-west-2.");
        }
    }

    /// <summary>What requests to Amazon S3 and to the endpoint are signed with; null asks anonymously.</summary>
    public AWSCredentials? Credentials { get; init; }

    /// <summary>Whether the caller agrees to pay for requests.</summary>
    public bool RequestPayer { get; init; }

    /// <summary>Hosts that addresses may name besides the data set's own: names, or <c>*.domain</c>.</summary>
    public IReadOnlyList<string> AllowHost { get; init; } = [];

    /// <summary>How many transfers run at once; 0 for as many as bring the most.</summary>
    public int ThrottleLimit { get; init; }

    /// <summary>The most transfers at once.</summary>
    public int MaximumConnections => ThrottleLimit > 0 ? ThrottleLimit : ConcurrencyLimit.Most;

    /// <summary>How long a connection may take to come about.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a store may take to begin its answer.</summary>
    public TimeSpan FirstByteTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a store may keep silent in its answer.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a transfer may take, all attempts together; waiting for a store that is down does not count.</summary>
    public TimeSpan ItemTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>What is tried again, and when.</summary>
    public RetryOptions Retry { get; init; } = new();

    /// <summary>Is told on any thread what the user should know.</summary>
    public Action<StoreNotice> Notify { get; init; } = static _ => { };
}

/// <summary>Something about the store that concerns no single item.</summary>
/// <param name="IsWarning">Whether it is worth a warning, rather than a verbose line.</param>
/// <param name="Text">A sentence.</param>
internal sealed record StoreNotice(bool IsWarning, string Text);

/// <summary>An option has a value that means nothing.</summary>
internal sealed class StoreOptionException : ArgumentException
{
    /// <summary>Makes the error.</summary>
    /// <param name="option">The name of the property of <see cref="StoreOptions"/>.</param>
    /// <param name="value">Its value.</param>
    /// <param name="message">What is wrong with it.</param>
    public StoreOptionException(string option, object value, string message)
        : base(message)
    {
        Option = option;
        Value = value;
    }

    public string Option { get; }

    public object Value { get; }
}
