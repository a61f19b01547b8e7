namespace PD12M.Hashing;

/// <summary>There is a named pipe, a device or a socket in place of a file.</summary>
internal sealed class SpecialFileException() : IOException("It is a named pipe, a device or a socket, and was not opened.");
