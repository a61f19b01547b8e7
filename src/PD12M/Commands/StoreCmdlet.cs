using System.Collections.Concurrent;
using System.Management.Automation;
using PD12M.Commands.Completion;
using PD12M.Transfer;

namespace PD12M.Commands;

/// <summary>What the cmdlets share that ask object stores: where, as whom, and how many requests at once.</summary>
public abstract class StoreCmdlet : PD12MCmdlet
{
    private readonly ConcurrentQueue<StoreNotice> _notices = new();

    /// <summary>Another S3-compatible store that keeps the same bucket and keys.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? EndpointUrl { get; set; }

    /// <summary>A profile of the AWS configuration files whose credentials sign the requests.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string? ProfileName { get; set; }

    /// <summary>An access key that signs the requests: the user name is its id, the password its secret.</summary>
    [Parameter]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Signs the requests with what the machine has: environment, default profile, role of the container or instance.</summary>
    [Parameter]
    public SwitchParameter UseDefaultCredential { get; set; }

    /// <summary>The AWS region of signatures, and of s3:// addresses.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>Agrees to pay for the requests, as requester-pays buckets demand.</summary>
    [Parameter]
    public SwitchParameter RequestPayer { get; set; }

    /// <summary>Hosts that addresses may name besides the data set's own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AllowHost { get; set; } = [];

    /// <summary>The most bytes that an image may have.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long MaxImageBytes { get; set; } = 1L << 30;

    /// <summary>How many transfers run at once; 0 for as many as bring the most.</summary>
    [Parameter]
    [ValidateRange(0, 1024)]
    public int ThrottleLimit { get; set; }

    /// <summary>Makes the store that the parameters describe.</summary>
    /// <exception cref="PipelineStoppedException">They describe none, and the terminating error has been thrown; or the pipeline is stopped.</exception>
    private protected ImageStore OpenStore()
    {
        try
        {
            StoreCredentials? credentials = FindCredentials();
            return new ImageStore(new StoreOptions
            {
                EndpointUrl = EndpointUrl,
                Credentials = credentials?.Credentials,
                Region = Region ?? credentials?.Region,
                RequestPayer = RequestPayer,
                AllowHost = AllowHost,
                ThrottleLimit = ThrottleLimit,
                Notify = Notify,
            });
        }
        catch (StoreOptionException error)
        {
            ThrowTerminatingError(Errors.StoreOption(error));
        }
        catch (CredentialException error)
        {
            ThrowTerminatingError(Errors.CredentialNotFound(error, ProfileName));
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        throw new InvalidOperationException("ThrowTerminatingError returned.");
    }

    /// <summary>Takes from any thread what <see cref="WriteNotices"/> writes.</summary>
    private protected Action<StoreNotice> Notify => _notices.Enqueue;

    /// <summary>Writes what the store had to say. On the pipeline thread.</summary>
    private protected void WriteNotices()
    {
        while (_notices.TryDequeue(out StoreNotice? notice))
        {
            if (notice.IsWarning)
            {
                WriteWarning(notice.Text);
            }
            else
            {
                WriteVerbose(notice.Text);
            }
        }
    }

    private StoreCredentials? FindCredentials()
    {
        int sources = (ProfileName is null ? 0 : 1) + (Credential is null ? 0 : 1) + (UseDefaultCredential ? 1 : 0);
        if (sources > 1)
        {
            ThrowTerminatingError(Errors.CredentialAmbiguous());
        }
        if (sources == 0 && RequestPayer)
        {
            ThrowTerminatingError(Errors.CredentialMissing());
        }
        return sources == 0 ? null : FindCredentials(ProfileName, Credential);
    }

    /// <summary>Takes an access key or a profile, else what the machine has.</summary>
    /// <exception cref="CredentialException">There are none.</exception>
    /// <exception cref="OperationCanceledException">The pipeline is stopped.</exception>
    private protected StoreCredentials FindCredentials(string? profileName, PSCredential? credential)
    {
        if (credential is not null)
        {
            return StoreCredentials.OfKeys(credential.UserName, credential.GetNetworkCredential().Password);
        }
        // The metadata address of an EC2 machine may be long in not answering.
        Task<StoreCredentials> search = Task.Run(() => profileName is not null ? StoreCredentials.OfProfile(profileName) : StoreCredentials.OfMachine());
        Task.WaitAny([search], StopToken);
        return search.GetAwaiter().GetResult();
    }
}
