namespace PD12M.Parquet;

/// <summary>The table for one of the three codes of Zstandard's sequences (RFC 8878, 3.1.1.3.2.1).</summary>
internal sealed unsafe class ZstdCodeTable
{
    /// <summary>The most bits that the three states of a sequence can need together.</summary>
    public const int StateBits = LengthLog + LengthLog + OffsetLog;

    private const int LengthLog = 9;
    private const int OffsetLog = 8;
    private const int MaxOffsetCode = 31;

    private static readonly byte[] s_literalBits =
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    private static readonly byte[] s_matchBits =
        [.. new byte[32], 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    private static readonly uint[] s_literalBaselines = Baselines(s_literalBits, 0);
    private static readonly uint[] s_matchBaselines = Baselines(s_matchBits, 3);

    // RFC 8878, appendix A: the distributions of the predefined tables.
    private static readonly FseTable s_literalLengths = MakeLiteralLengths().Set(
        6, [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1]);

    private static readonly FseTable s_offsets = MakeOffsets().Set(
        5, [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1]);

    private static readonly FseTable s_matchLengths = MakeMatchLengths().Set(
        6,
        [
            1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
        ]);

    private readonly FseTable _own;
    private readonly FseTable _predefined;
    private FseTable? _current;

    private ZstdCodeTable(FseTable own, FseTable predefined)
    {
        _own = own;
        _predefined = predefined;
    }

    /// <summary>The table last read.</summary>
    public FseTable Current => _current ?? throw MalformedDataException.Corrupt("Zstandard: sequences refer to a table, but none was before");

    public static ZstdCodeTable ForLiteralLengths() => new(MakeLiteralLengths(), s_literalLengths);

    public static ZstdCodeTable ForOffsets() => new(MakeOffsets(), s_offsets);

    public static ZstdCodeTable ForMatchLengths() => new(MakeMatchLengths(), s_matchLengths);

    public void StartFrame() => _current = null;

    /// <summary>Reads what a compression mode has for the table.</summary>
    /// <returns>The end of what was read.</returns>
    public byte* Read(int mode, byte* input, byte* end)
    {
        switch (mode)
        {
            case 0:
                _current = _predefined;
                return input;
            case 1 when input < end:
                _own.SetSingle(*input);
                _current = _own;
                return input + 1;
            case 2 when input < end:
                input += _own.Read(input, end);
                _current = _own;
                return input;
            case 3:
                _current = Current;
                return input;
            default:
                throw MalformedDataException.Truncated("Zstandard: the sequences reach beyond their block");
        }
    }

    private static FseTable MakeLiteralLengths() =>
        new(LengthLog, s_literalBits.Length, code => s_literalBaselines[code], code => s_literalBits[code]);

    private static FseTable MakeMatchLengths() =>
        new(LengthLog, s_matchBits.Length, code => s_matchBaselines[code], code => s_matchBits[code]);

    // From code 2 on, the value less 3 is the offset; those below repeat one (3.1.1.5).
    private static FseTable MakeOffsets() =>
        new(OffsetLog, MaxOffsetCode + 1, code => code < 2 ? 1u + (uint)code : (1u << code) - 3, code => code);

    private static uint[] Baselines(byte[] extraBits, uint first)
    {
        uint[] baselines = new uint[extraBits.Length];
        for (int code = 0; code < baselines.Length; code++)
        {
            baselines[code] = first;
            first += 1u << extraBits[code];
        }

        return baselines;
    }
}
