using System.Security.Cryptography;

namespace PD12M.Transfer;

/// <summary>The MD5 of an object's bytes, made while they come.</summary>
internal sealed class ContentHash : IDisposable
{
    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);

    /// <summary>Takes the next bytes.</summary>
    /// <param name="buffer">The bytes; they may change once this returns.</param>
    /// <param name="count">How many of them.</param>
    public void Append(byte[] buffer, int count) => _md5.AppendData(buffer, 0, count);

    /// <summary>Gives the digest of all bytes since the last call.</summary>
    /// <returns>16 bytes.</returns>
    public byte[] Finish() => _md5.GetHashAndReset();

    /// <inheritdoc/>
    public void Dispose() => _md5.Dispose();
}
