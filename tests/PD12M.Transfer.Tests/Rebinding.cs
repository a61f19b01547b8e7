using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace PD12M.Transfer.Tests;

/// <summary>
/// A name that changes its address once it has been looked at (DNS rebinding). Runs in a process whose /etc/resolv.conf
/// names <see cref="NameServer"/>: the name server, the store and the transfer from it are all in there.
/// </summary>
internal static class Rebinding
{
    /// <summary>One of the loopback addresses, which no other name server takes.</summary>
    public const string NameServer = "127.83.17.5";

    private const int TypeA = 1;
    private const int HeaderLength = 12;

    /// <summary>Saves the fixture's image from the name.</summary>
    /// <param name="root">The destination.</param>
    /// <returns>0; what became of the image, and the store's connections, are printed.</returns>
    public static async Task<int> SaveAsync(string root)
    {
        using UdpClient names = new(new IPEndPoint(IPAddress.Parse(NameServer), 53));
        _ = AnswerAsync(names);
        using LoopbackStore served = LoopbackStore.Start(new Dictionary<string, byte[]> { [TransferFixture.ObjectPath] = TransferFixture.Bytes });
        using ImageStore store = new(TransferFixture.OptionsFor(null) with { AllowHost = ["*.rebinding.test"] });
        using DestinationFolder destination = DestinationFolder.Open(root);
        ImageRequest request = TransferFixture.Request with { Url = $"http://images.rebinding.test:{served.Port}/{TransferFixture.ObjectPath}" };
        SaveResult result = await new ImageDownload(store, destination).SaveAsync(request, CancellationToken.None);
        await Console.Error.WriteLineAsync($"{served.Connections} connections, {result.Problem}");
        return 0;
    }

    /// <summary>Answers the first question for an address with one of the Internet, all others with this machine's own (RFC 1035, section 4).</summary>
    private static async Task AnswerAsync(UdpClient names)
    {
        for (int addresses = 0; ;)
        {
            UdpReceiveResult question = await names.ReceiveAsync();

            // Behind the header: the name, which ends with a zero, then the type and the class.
            int end = Array.IndexOf(question.Buffer, (byte)0, HeaderLength) + 5;
            bool isAddress = BinaryPrimitives.ReadUInt16BigEndian(question.Buffer.AsSpan(end - 4)) == TypeA;
            byte[] header = [question.Buffer[0], question.Buffer[1], 0x81, 0x80, 0, 1, 0, (byte)(isAddress ? 1 : 0), 0, 0, 0, 0];
            byte[] address = isAddress && ++addresses == 1 ? [203, 0, 113, 7] : [127, 0, 0, 1];
            byte[] record = isAddress ? [0xC0, HeaderLength, 0, TypeA, 0, 1, 0, 0, 0, 0, 0, 4, .. address] : [];
            await names.SendAsync((byte[])[.. header, .. question.Buffer.AsSpan(HeaderLength, end - HeaderLength), .. record], question.RemoteEndPoint);
        }
    }
}
