using System.Management.Automation;
using PD12M.Commands.Completion;
using PD12M.Transfer;
using PD12M.Transfer.Buckets;

namespace PD12M.Commands;

/// <content>A bucket as the destination.</content>
public sealed partial class SaveImageCommand
{
    private const int NoticeMilliseconds = 200;

    private BucketAddress? _bucket;

    /// <summary>The S3-compatible store of the bucket that images go to; Amazon S3 by default.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? DestinationEndpointUrl { get; set; }

    /// <summary>The AWS region of the bucket that images go to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? DestinationRegion { get; set; }

    /// <summary>A profile of the AWS configuration files that may write to the bucket.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string? DestinationProfileName { get; set; }

    /// <summary>An access key that may write to the bucket: the user name is its id, the password its secret.</summary>
    [Parameter]
    [ValidateNotNull]
    public PSCredential? DestinationCredential { get; set; }

    /// <summary>The folder's full path, or the bucket's address.</summary>
    private string ResolveDestination()
    {
        if (Destination is null || !BucketAddress.Names(Destination))
        {
            string folder = Destination is null ? FolderInPlaceOf(nameof(Destination), DataFolder.Images) : ResolveFolder(Destination);
            Refuse(BucketErrors.ParameterNeedsBucket, folder, [
                (nameof(DestinationEndpointUrl), DestinationEndpointUrl is not null),
                (nameof(DestinationRegion), DestinationRegion is not null),
                (nameof(DestinationProfileName), DestinationProfileName is not null),
                (nameof(DestinationCredential), DestinationCredential is not null),
            ]);
            return folder;
        }
        if (!BucketAddress.TryParse(Destination, out _bucket, out string? problem))
        {
            ThrowTerminatingError(BucketErrors.AddressInvalid(Destination, problem));
        }
        Refuse(BucketErrors.ParameterNeedsFolder, Destination, [(nameof(Durable), Durable), (nameof(MinFreeSpace), MinFreeSpace is not null)]);
        if (DestinationProfileName is not null && DestinationCredential is not null)
        {
            ThrowTerminatingError(BucketErrors.CredentialAmbiguous());
        }
        return _bucket!.ToString();
    }

    private void Refuse(Func<string, string, ErrorRecord> error, string destination, (string Name, bool IsGiven)[] parameters)
    {
        foreach ((string name, bool isGiven) in parameters)
        {
            if (isGiven)
            {
                ThrowTerminatingError(error(name, destination));
            }
        }
    }

    private BucketImages OpenBucket(BucketAddress address)
    {
        try
        {
            StoreCredentials credentials = FindCredentials(DestinationProfileName, DestinationCredential);
            StoreOptions options = new()
            {
                EndpointUrl = DestinationEndpointUrl,
                Credentials = credentials.Credentials,
                Region = DestinationRegion ?? credentials.Region,
                ThrottleLimit = ThrottleLimit,
                Notify = Notify,
            };
            Task<BucketDestination> opening = Task.Run(() => BucketDestination.OpenAsync(address, options, StopToken));
            WriteVerbose($"Opening the bucket {address}.");
            while (Task.WaitAny([opening], NoticeMilliseconds) < 0)
            {
                WriteNotices();
                _progress!.Wait($"Waiting for the bucket {address}");
            }
            return new BucketImages(Opened(opening.GetAwaiter().GetResult()), address);
        }
        catch (StoreOptionException error)
        {
            ThrowTerminatingError(BucketErrors.StoreOption(error));
        }
        catch (CredentialException error)
        {
            ThrowTerminatingError(Errors.CredentialNotFound(error, DestinationProfileName));
        }
        catch (BucketException error)
        {
            ThrowTerminatingError(BucketErrors.Open(address, error));
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        throw new InvalidOperationException("ThrowTerminatingError returned.");
    }
}
