namespace PD12M.Hashing;

/// <summary>A link leads out of the folder that a file should lie in.</summary>
internal sealed class OutsideRootException(string message) : IOException(message);
