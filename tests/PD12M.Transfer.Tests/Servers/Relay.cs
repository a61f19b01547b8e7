using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PD12M.Transfer.Tests.Servers;

/// <summary>Stands between a transfer and a server that cannot misbehave, or whose name nobody here can resolve: a proxy that cuts answers short.</summary>
internal static class Relay
{
    /// <summary>Starts a relay.</summary>
    /// <param name="server">Where requests go on to.</param>
    /// <param name="cutFirst">How many bytes of the first answer get through; null for all.</param>
    /// <param name="heads">Is given the heads of the requests.</param>
    public static LoopbackStore Start(Uri server, int? cutFirst = null, List<string>? heads = null)
    {
        int requests = 0;
        return LoopbackStore.Start(new Dictionary<string, byte[]>(), async request =>
        {
            heads?.Add(request.Head);
            await ForwardAsync(request, server.Port, Interlocked.Increment(ref requests) == 1 ? cutFirst : null);
            return true;
        });
    }

    private static async Task ForwardAsync(StoreRequest request, int port, int? cutAfter)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        using NetworkStream server = new(socket);

        // RFC 9112, section 3.2: a proxy is told the whole address, a server its path.
        int start = request.Head.IndexOf("http://", StringComparison.Ordinal);
        bool isAbsolute = start == request.Head.IndexOf(' ', StringComparison.Ordinal) + 1;
        string head = isAbsolute ? request.Head.Remove(start, request.Head.IndexOf('/', start + 7) - start) : request.Head;
        await server.WriteAsync(Encoding.ASCII.GetBytes(head.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal)), request.Stopping);

        byte[] buffer = new byte[16 * 1024];
        int left = cutAfter ?? int.MaxValue;
        int count;
        while (left > 0 && (count = await server.ReadAsync(buffer.AsMemory(0, Math.Min(left, buffer.Length)), request.Stopping)) > 0)
        {
            await request.SendAsync(buffer[..count]);
            left -= count;
        }
        request.Socket.Close();
    }
}
