#if NET
using System.Numerics;
using System.Runtime.Intrinsics;
#endif

namespace PD12M.Dataset;

/// <summary>An ASCII text, or other bytes, to find among bytes, in either letter case if so wished.</summary>
internal sealed class ByteNeedle
{
    /// <summary>From the most frequent in English to the rarest; all else is rarer.</summary>
    private const string ByFrequency = " etaonisrhldcumfgpwybvkjxqz";

    // A byte matches if it is the needle's once the fold's bits are set: 0x20 makes a letter lower-case, 0xFF anything anything.
    private readonly byte[] _bytes;
    private readonly byte[] _folds;
    private readonly int _rarest;
    private readonly int _second;

    /// <param name="text">ASCII; a null character stands for any byte.</param>
    /// <param name="ignoreCase">Whether letters match in either case.</param>
    public ByteNeedle(string text, bool ignoreCase)
    {
        _bytes = new byte[text.Length];
        _folds = new byte[text.Length];
        for (int i = 0; i < text.Length; i++)
        {
            char lower = char.ToLowerInvariant(text[i]);
            _folds[i] = text[i] == '\0' ? (byte)0xFF : ignoreCase && lower is >= 'a' and <= 'z' ? (byte)0x20 : (byte)0;
            _bytes[i] = text[i] == '\0' ? (byte)0xFF : (byte)(ignoreCase ? lower : text[i]);
        }
        int[] byRarity = [.. Enumerable.Range(0, text.Length).OrderByDescending(i => Rarity(text[i]))];
        _rarest = byRarity.Length > 0 ? byRarity[0] : 0;
        _second = byRarity.Length > 1 ? byRarity[1] : _rarest;
    }

    /// <param name="bytes">Any bytes, to be found as they are.</param>
    public ByteNeedle(byte[] bytes)
    {
        _bytes = bytes;
        _folds = new byte[bytes.Length];
        _second = bytes.Length - 1;
    }

    public int Length => _bytes.Length;

    /// <summary>Whether the needle lies at the start of some bytes.</summary>
    public bool IsAtStart(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < _bytes.Length)
        {
            return false;
        }
        for (int i = 0; i < _bytes.Length; i++)
        {
            if ((bytes[i] | _folds[i]) != _bytes[i])
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Where the needle first lies in some bytes; -1 for nowhere.</summary>
    public int IndexIn(ReadOnlySpan<byte> bytes)
    {
        int last = bytes.Length - _bytes.Length;
        if (_bytes.Length == 0)
        {
            return 0;
        }
        int position = 0;
#if NET
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<byte> rarest = Vector256.Create(_bytes[_rarest]), rarestFold = Vector256.Create(_folds[_rarest]);
            Vector256<byte> second = Vector256.Create(_bytes[_second]), secondFold = Vector256.Create(_folds[_second]);
            for (; position <= last - Vector256<byte>.Count; position += Vector256<byte>.Count)
            {
                Vector256<byte> hits = Vector256.Equals(Vector256.Create(bytes.Slice(position + _rarest)) | rarestFold, rarest)
                    & Vector256.Equals(Vector256.Create(bytes.Slice(position + _second)) | secondFold, second);
                for (uint candidates = hits.ExtractMostSignificantBits(); candidates != 0; candidates &= candidates - 1)
                {
                    int candidate = position + BitOperations.TrailingZeroCount(candidates);
                    if (IsAtStart(bytes.Slice(candidate)))
                    {
                        return candidate;
                    }
                }
            }
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Vector128<byte> rarest = Vector128.Create(_bytes[_rarest]), rarestFold = Vector128.Create(_folds[_rarest]);
            Vector128<byte> second = Vector128.Create(_bytes[_second]), secondFold = Vector128.Create(_folds[_second]);
            for (; position <= last - Vector128<byte>.Count; position += Vector128<byte>.Count)
            {
                Vector128<byte> hits = Vector128.Equals(Vector128.Create(bytes.Slice(position + _rarest)) | rarestFold, rarest)
                    & Vector128.Equals(Vector128.Create(bytes.Slice(position + _second)) | secondFold, second);
                for (uint candidates = hits.ExtractMostSignificantBits(); candidates != 0; candidates &= candidates - 1)
                {
                    int candidate = position + BitOperations.TrailingZeroCount(candidates);
                    if (IsAtStart(bytes.Slice(candidate)))
                    {
                        return candidate;
                    }
                }
            }
        }
#endif
        for (; position <= last; position++)
        {
            if ((bytes[position + _rarest] | _folds[_rarest]) == _bytes[_rarest] && IsAtStart(bytes.Slice(position)))
            {
                return position;
            }
        }
        return -1;
    }

    private static int Rarity(char c) => c == '\0' ? -1 : ByFrequency.IndexOf(char.ToLowerInvariant(c)) is >= 0 and int place ? place : ByFrequency.Length;
}
