using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;

namespace PD12M.Transfer;

/// <summary>What requests are signed with.</summary>
/// <param name="Credentials">The keys, or what renews them.</param>
/// <param name="Region">The region that is configured beside them; null for none.</param>
internal sealed record StoreCredentials(AWSCredentials Credentials, string? Region)
{
    /// <summary>Takes an access key.</summary>
    public static StoreCredentials OfKeys(string accessKeyId, string secretAccessKey) => new(new BasicAWSCredentials(accessKeyId, secretAccessKey), null);

    /// <summary>Takes a profile of the shared configuration files, or of the store of the AWS tools for Windows.</summary>
    /// <exception cref="CredentialException">There is none of that name, or it gives no keys.</exception>
    public static StoreCredentials OfProfile(string name)
    {
        try
        {
            if (!new CredentialProfileStoreChain().TryGetProfile(name, out CredentialProfile profile))
            {
                throw new CredentialException($"There is no profile '{name}' in the AWS configuration of this user. Check the name, or make it with 'aws configure --profile {name}'.");
            }
            return new StoreCredentials(Checked(AWSCredentialsFactory.GetAWSCredentials(profile, new CredentialProfileStoreChain())), profile.Region?.SystemName);
        }
        catch (Exception exception) when (exception is AmazonClientException or AmazonServiceException or InvalidDataException)
        {
            throw new CredentialException($"The profile '{name}' gives no credentials: {exception.Message.TrimEnd('.')}. Check the AWS configuration of this user.", exception);
        }
    }

    /// <summary>Takes what the machine has: environment variables, the default profile, the role of a container or an instance.</summary>
    /// <exception cref="CredentialException">It has none.</exception>
    public static StoreCredentials OfMachine()
    {
        try
        {
            return new StoreCredentials(Checked(DefaultAWSCredentialsIdentityResolver.GetCredentials()), Environment.GetEnvironmentVariable("AWS_REGION"));
        }
        catch (Exception exception) when (exception is AmazonClientException or AmazonServiceException or InvalidDataException)
        {
            throw new CredentialException($"This machine has no AWS credentials: {exception.Message.TrimEnd('.')}. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile.", exception);
        }
    }

    // Once before the first item rather than at every one.
    private static AWSCredentials Checked(AWSCredentials credentials)
    {
        credentials.GetCredentials();
        return credentials;
    }
}

/// <summary>There are no credentials where the user said.</summary>
internal sealed class CredentialException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What is missing, and what to do.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public CredentialException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
