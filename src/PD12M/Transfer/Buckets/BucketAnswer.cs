using System.Net.Http;

namespace PD12M.Transfer.Buckets;

/// <summary>Says what a store's refusal means for an object that is to be saved in it.</summary>
internal static class BucketAnswer
{
    /// <summary>Makes the error.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="code">The error code in its body; null where there is none.</param>
    /// <param name="place">What was asked for, for messages.</param>
    public static ImageStoreException Explain(HttpResponseMessage response, string? code, ObjectPlace place)
    {
        int status = (int)response.StatusCode;
        bool isSlow = status is 429 or 503;
        bool isOutage = status >= 500 && status is not (501 or 505 or 507);

        // 409: another request for the same object at the same time. The 400s: the bytes changed or ended on their way.
        bool isTransient = isOutage || status is 408 or 409 or 429
            || (status == 400 && code is "BadDigest" or "IncompleteBody" or "RequestTimeout" or "XAmzContentSHA256Mismatch");
        (ImageFault fault, string advice) = (status, code) switch
        {
            (_, "QuotaExceeded" or "XMinioStorageFull" or "XMinioAdminBucketQuotaExceeded") or (507, _) =>
                (ImageFault.DiskFull, "The store has no more room for this bucket: make some, or choose another destination."),
            (_, "RequestTimeTooSkewed") => (ImageFault.WriteDenied, "This machine's clock is wrong: set it."),
            (_, "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "InvalidToken" or "ExpiredToken") =>
                (ImageFault.WriteDenied, "Check the access key and its secret."),
            (401 or 403, _) => (ImageFault.WriteDenied, "The credentials need the rights s3:ListBucket, s3:GetObject and s3:PutObject there."),
            (404, _) => (ImageFault.NotFound, "Check the bucket's name and the endpoint; buckets are not made by this command."),
            ( >= 300 and < 400, _) => (ImageFault.WriteFailed, "The bucket is elsewhere: name the endpoint of its own region, as in https://s3.eu-central-1.amazonaws.com."),
            _ => (ImageFault.WriteFailed, "Try again later if the fault is the store's."),
        };
        return new ImageStoreException(fault, $"The store answered {ForeignText.StatusOf(response, code)} ({place}). {advice}", isTransient)
        {
            IsOutage = isOutage,
            IsThrottled = isSlow,
            RetryAfter = RemoteError.RetryAfterOf(response),
        };
    }
}
