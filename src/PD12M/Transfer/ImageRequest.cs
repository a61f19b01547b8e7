namespace PD12M.Transfer;

/// <summary>What a record says about its image; nothing of it is trusted.</summary>
/// <param name="Id">The id.</param>
/// <param name="Url">The address.</param>
/// <param name="Hash">The MD5 as 32 hex digits.</param>
/// <param name="MimeType">The MIME type; may be missing.</param>
internal sealed record ImageRequest(string? Id, string? Url, string? Hash, string? MimeType = null);

/// <summary>What became of one image: exactly one of image and problem is there.</summary>
/// <param name="Image">The image, whole and verified.</param>
/// <param name="Problem">Why there is none.</param>
/// <param name="Attempts">How often it was asked for.</param>
internal sealed record SaveResult(SavedImage? Image, ImageProblem? Problem, int Attempts);
