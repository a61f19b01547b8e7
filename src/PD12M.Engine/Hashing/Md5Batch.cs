#if NET
using System.Buffers;
using System.Security.Cryptography;

namespace PD12M.Hashing;

/// <summary>MD5 of many messages in memory.</summary>
internal static unsafe class Md5Batch
{
    /// <summary>Hashes messages, as many at once as the processor's widest vector has lanes.</summary>
    /// <param name="messages">The messages, of any number and lengths.</param>
    /// <param name="digests">Takes 16 bytes for each message.</param>
    public static void Hash(ReadOnlySpan<ReadOnlyMemory<byte>> messages, Span<byte> digests) => Hash(messages, digests, Md5Lanes.Widest);

    /// <summary>Hashes messages, a number of them at once.</summary>
    /// <param name="messages">The messages, of any number and lengths.</param>
    /// <param name="digests">Takes 16 bytes for each message.</param>
    /// <param name="lanes">How many at once, 0 to <see cref="Md5Lanes.Widest"/>. With 0, and for a single message, the platform's MD5 does it, being faster then.</param>
    public static void Hash(ReadOnlySpan<ReadOnlyMemory<byte>> messages, Span<byte> digests, int lanes)
    {
        if (lanes == 0 || messages.Length == 1)
        {
            for (int i = 0; i < messages.Length; i++)
            {
                MD5.HashData(messages[i].Span, digests.Slice(i * Md5Lanes.DigestBytes, Md5Lanes.DigestBytes));
            }
            return;
        }
        var md5 = new Md5Lanes(lanes);
        var slots = new Slot[lanes];
        int begun = 0;
        try
        {
            do
            {
                for (int lane = 0; lane < lanes; lane++)
                {
                    ref Slot slot = ref slots[lane];
                    while (!md5.IsBusy(lane) && (slot.Step != Step.Free || begun < messages.Length))
                    {
                        switch (slot.Step)
                        {
                            case Step.Free:
                                slot = new Slot { Message = begun, Pin = messages[begun].Pin(), Step = Step.Fed };
                                md5.Begin(lane);
                                md5.Feed(lane, (byte*)slot.Pin.Pointer, messages[begun++].Length);
                                break;
                            case Step.Fed:
                                md5.Finish(lane);
                                slot.Step = Step.Ended;
                                break;
                            default:
                                md5.GetDigest(lane, digests.Slice(slot.Message * Md5Lanes.DigestBytes, Md5Lanes.DigestBytes));
                                slot.Pin.Dispose();
                                slot.Step = Step.Free;
                                break;
                        }
                    }
                }
            }
            while (md5.Compress());
        }
        finally
        {
            foreach (Slot slot in slots)
            {
                slot.Pin.Dispose();
            }
        }
    }

    private enum Step
    {
        Free,
        Fed,
        Ended,
    }

    private struct Slot
    {
        public Step Step;
        public int Message;
        public MemoryHandle Pin;
    }
}
#endif
