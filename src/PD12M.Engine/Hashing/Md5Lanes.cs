#if NET
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PD12M.Hashing;

/// <summary>
/// MD5 (RFC 1321) of many messages side by side in one core's vector registers. Each lane takes a message in pieces;
/// lanes end and begin messages independently of each other. For one thread.
/// </summary>
internal sealed unsafe class Md5Lanes
{
    /// <summary>The length of a digest in bytes.</summary>
    public const int DigestBytes = 16;

    private const int BlockBytes = 64;
    private const int LengthBytes = 8;

    // Pinned, so that the kernels may keep addresses of states and pads.
    private readonly Lane[] _lanes;

    /// <param name="count">How many lanes: 1 to <see cref="Widest"/>.</param>
    public Md5Lanes(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Widest);
        _lanes = GC.AllocateArray<Lane>(count, pinned: true);
    }

    /// <summary>How many lanes the processor's widest vector has: 16, 8 or 4; 0 where there are no vectors.</summary>
    public static int Widest =>
        Vector512Lanes.IsSupported ? Vector512Lanes.Lanes
        : Vector256Lanes.IsSupported ? Vector256Lanes.Lanes
        : Vector128Lanes.IsSupported ? Vector128Lanes.Lanes
        : 0;

    /// <summary>Begins a message.</summary>
    /// <param name="lane">A lane that is not busy.</param>
    /// <param name="length">How many bytes went before, for tests of long messages: a multiple of 64, of which the digest knows only the number.</param>
    public void Begin(int lane, long length = 0)
    {
        _lanes[lane] = new Lane { Length = length };
        uint* state = LaneAt(lane)->State;
        state[0] = 0x67452301;
        state[1] = 0xefcdab89;
        state[2] = 0x98badcfe;
        state[3] = 0x10325476;
    }

    /// <summary>Goes on with a message that was suspended.</summary>
    /// <param name="lane">A lane that is not busy.</param>
    /// <param name="message">What <see cref="Suspend"/> gave, here or elsewhere.</param>
    public void Resume(int lane, in Lane message) => _lanes[lane] = message;

    /// <summary>Gives a message between two of its pieces, so that the lane can take another.</summary>
    /// <param name="lane">A lane that is not busy.</param>
    public Lane Suspend(int lane) => _lanes[lane];

    /// <summary>Whether the lane has blocks to work on; if not, it takes the message's next piece.</summary>
    public bool IsBusy(int lane) => _lanes[lane].Blocks > 0;

    /// <summary>Gives a lane the next piece of its message.</summary>
    /// <param name="lane">A lane that is not busy.</param>
    /// <param name="piece">The address of the piece, which must stay there and as it is while the lane is busy.</param>
    /// <param name="length">Its length in bytes; any.</param>
    public void Feed(int lane, byte* piece, int length)
    {
        Lane* to = LaneAt(lane);
        to->Length += length;
        if (to->Carried > 0)
        {
            int fill = Math.Min(BlockBytes - to->Carried, length);
            Unsafe.CopyBlockUnaligned(to->Pad + to->Carried, piece, (uint)fill);
            to->Carried += fill;
            piece += fill;
            length -= fill;
            if (to->Carried < BlockBytes)
            {
                return;
            }
            to->Carried = 0;
            to->Next = to->Pad;
            to->Blocks = 1;
        }
        to->Piece = piece;
        to->PieceBlocks = length / BlockBytes;
        to->TailBytes = length % BlockBytes;
        if (to->Blocks == 0)
        {
            TakePiece(to);
        }
    }

    /// <summary>Ends a message: the lane is busy once more, and then has the digest.</summary>
    /// <param name="lane">A lane that is not busy.</param>
    public void Finish(int lane)
    {
        Lane* to = LaneAt(lane);
        // RFC 1321, 3.1 and 3.2: one bit, zeros, and the length in bits as 64 of them.
        int blocks = to->Carried + 1 + LengthBytes <= BlockBytes ? 1 : 2;
        var pad = new Span<byte>(to->Pad, blocks * BlockBytes);
        pad[to->Carried] = 0x80;
        pad[(to->Carried + 1)..].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(pad[^LengthBytes..], (ulong)to->Length << 3);
        to->Next = to->Pad;
        to->Blocks = blocks;
        to->Carried = 0;
    }

    /// <summary>Works on all busy lanes until at least one of them is not busy any more.</summary>
    /// <returns>False where no lane is busy.</returns>
    public bool Compress()
    {
        uint** states = stackalloc uint*[_lanes.Length];
        byte** messages = stackalloc byte*[_lanes.Length];
        int count = 0;
        int blocks = int.MaxValue;
        for (int i = 0; i < _lanes.Length; i++)
        {
            Lane* lane = LaneAt(i);
            if (lane->Blocks > 0)
            {
                states[count] = lane->State;
                messages[count++] = lane->Next;
                blocks = Math.Min(blocks, lane->Blocks);
            }
        }
        if (count == 0)
        {
            return false;
        }
        Compress(states, messages, count, blocks);
        for (int i = 0; i < _lanes.Length; i++)
        {
            Lane* lane = LaneAt(i);
            if (lane->Blocks > 0)
            {
                lane->Blocks -= blocks;
                lane->Next += (nint)blocks * BlockBytes;
                if (lane->Blocks == 0)
                {
                    TakePiece(lane);
                }
            }
        }
        return true;
    }

    /// <summary>Gives the digest of a message that was ended.</summary>
    /// <param name="lane">A lane that is not busy.</param>
    /// <param name="digest">Takes 16 bytes.</param>
    public void GetDigest(int lane, Span<byte> digest)
    {
        for (int i = 0; i < DigestBytes / sizeof(uint); i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(digest[(i * sizeof(uint))..], LaneAt(lane)->State[i]);
        }
    }

    // A block takes a vector about the same time however many of its lanes are used, and a narrower one no more.
    private static void Compress(uint** states, byte** messages, int count, int blocks)
    {
        if (count > Vector256Lanes.Lanes)
        {
            Md5Kernel<Vector512<uint>, Vector512Lanes>.Compress(states, messages, count, blocks);
        }
        else if (count > Vector128Lanes.Lanes)
        {
            Md5Kernel<Vector256<uint>, Vector256Lanes>.Compress(states, messages, count, blocks);
        }
        else
        {
            Md5Kernel<Vector128<uint>, Vector128Lanes>.Compress(states, messages, count, blocks);
        }
    }

    private static void TakePiece(Lane* lane)
    {
        lane->Next = lane->Piece;
        lane->Blocks = lane->PieceBlocks;
        lane->Piece += (nint)lane->PieceBlocks * BlockBytes;
        lane->PieceBlocks = 0;
        if (lane->Blocks == 0 && lane->TailBytes > 0)
        {
            Unsafe.CopyBlockUnaligned(lane->Pad, lane->Piece, (uint)lane->TailBytes);
            lane->Carried = lane->TailBytes;
            lane->TailBytes = 0;
        }
    }

    private Lane* LaneAt(int lane)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)lane, (uint)_lanes.Length);
        return (Lane*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_lanes)) + lane;
    }

    /// <summary>A message and how far it has come.</summary>
    internal struct Lane
    {
        /// <summary>A, B, C and D.</summary>
        public fixed uint State[4];
        /// <summary>The beginning of a block whose rest is still to come, and at the message's end its padding.</summary>
        public fixed byte Pad[2 * BlockBytes];
        /// <summary>How many bytes of a block to come are in the pad.</summary>
        public int Carried;
        public long Length;
        public byte* Next;
        public int Blocks;
        /// <summary>What follows behind the blocks at hand.</summary>
        public byte* Piece;
        public int PieceBlocks;
        public int TailBytes;
    }
}
#endif
