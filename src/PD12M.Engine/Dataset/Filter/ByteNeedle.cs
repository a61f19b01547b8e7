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

    private const byte LetterFold = 0x20;
    private const byte AnyFold = 0xFF;

    // A byte matches if it is the needle's once its fold's bits are set: one bit makes a letter lower-case, all make any byte match.
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
            _folds[i] = text[i] == '\0' ? AnyFold : ignoreCase && lower is >= 'a' and <= 'z' ? LetterFold : (byte)0;
            _bytes[i] = text[i] == '\0' ? AnyFold : (byte)(ignoreCase ? lower : text[i]);
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
#endif
        for (; position <= last; position++)
        {
            int skipped = IndexOfRarest(bytes.Slice(position + _rarest, last - position + 1));
            if (skipped < 0)
            {
                return -1;
            }
            position += skipped;
            if (IsAtStart(bytes.Slice(position)))
            {
                return position;
            }
        }
        return -1;
    }

    private int IndexOfRarest(ReadOnlySpan<byte> bytes) => _folds[_rarest] switch
    {
        0 => bytes.IndexOf(_bytes[_rarest]),
        LetterFold => bytes.IndexOfAny(_bytes[_rarest], (byte)(_bytes[_rarest] & ~LetterFold)),
        _ => 0,
    };

    private static int Rarity(char c) => c == '\0' ? -1 : ByFrequency.IndexOf(char.ToLowerInvariant(c)) is >= 0 and int place ? place : ByFrequency.Length;
}
