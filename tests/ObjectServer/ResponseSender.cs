using System.Buffers;
using System.Net.Sockets;
using System.Text;

namespace PD12M.Testing;

/// <summary>Sends responses, whole or as a fault has it.</summary>
internal sealed class ResponseSender(
    Socket socket, ConnectionInput input, ObjectServerStatistics statistics, CancellationToken stopping)
{
    private const int BufferSize = 128 * 1024;
    private static readonly byte[] s_continue = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();
    private static readonly byte[] s_garbage = Encoding.Latin1.GetBytes("\u0016\u0003\u0001 no HTTP\r\n: :\r\n\r\n\u0000");

    public ValueTask SendContinueAsync() => SendAsync(s_continue);

    /// <summary>Answers what is not a request.</summary>
    public async ValueTask SendRefusalAsync()
    {
        using Response response = S3Error.OfStatus(400);
        byte[] bytes = new byte[1024];
        int length = WriteHead(bytes, response, response.Length, keepAlive: false);
        response.Read(0, bytes.AsSpan(length, (int)response.Length!));
        await SendAsync(bytes.AsMemory(0, length + (int)response.Length));
    }

    /// <summary>Sends a response; false when the connection is not to be used again.</summary>
    /// <param name="response">The response, not disposed here.</param>
    /// <param name="head">The request.</param>
    /// <param name="decision">What goes wrong.</param>
    /// <param name="ending">Called before the last byte of a whole response leaves.</param>
    public async ValueTask<bool> SendAsync(Response response, RequestHead head, FaultDecision decision, Action ending)
    {
        Fault? fault = decision.Fault;
        bool isWhole = fault?.Kind is not (FaultKind.Reset or FaultKind.Truncate or FaultKind.Stall);
        if (fault?.Kind == FaultKind.GarbageHeaders)
        {
            await SendAsync(s_garbage);
            return false;
        }

        if (isWhole || fault!.Kind == FaultKind.Truncate || fault.AfterBytes is not null)
        {
            await SendHeadAndBodyAsync(response, head, decision, isWhole ? ending : null);
        }

        if (fault?.Kind == FaultKind.Stall)
        {
            await input.WaitForCloseAsync();
        }
        else if (fault?.Kind == FaultKind.Reset)
        {
            // RFC 9293, 3.10.4 leaves the abort to the program: lingering for no time makes close send RST.
            socket.LingerState = new LingerOption(true, 0);
            socket.Close();
        }

        return isWhole && head.KeepAlive;
    }

    private async ValueTask SendHeadAndBodyAsync(Response response, RequestHead head, FaultDecision decision, Action? ending)
    {
        Fault? fault = decision.Fault;
        long? declared = fault?.Kind == FaultKind.WrongLength
            ? Math.Max(0, (response.Length ?? 0) + fault.LengthChange)
            : response.Length;
        long end = head.IsHead ? 0 : declared ?? 0;
        if (ending is null)
        {
            end = Math.Min(end, fault!.AfterBytes ?? end / 2);
        }

        int piece = decision.BytesPerSecond > 0 ? (int)Math.Clamp(decision.BytesPerSecond / 20, 1, BufferSize) : BufferSize;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int filled = WriteHead(buffer, response, declared, head.KeepAlive);
            long position = 0;
            while (true)
            {
                int count = (int)Math.Min(Math.Min(buffer.Length - filled, piece), end - position);
                Fill(buffer.AsSpan(filled, count), response, position, fault);
                position += count;
                statistics.AddBytes(count);
                if (position == end)
                {
                    ending?.Invoke();
                }

                await SendAsync(buffer.AsMemory(0, filled + count));
                if (position == end)
                {
                    return;
                }

                filled = 0;
                if (decision.BytesPerSecond > 0)
                {
                    await Task.Delay(TimeSpan.FromSeconds(count / decision.BytesPerSecond), stopping);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int WriteHead(byte[] buffer, Response response, long? contentLength, bool keepAlive)
    {
        ResponseHead head = new(buffer);
        head.Write(response, contentLength, keepAlive);
        return head.Length;
    }

    private static void Fill(Span<byte> destination, Response response, long position, Fault? fault)
    {
        int real = (int)Math.Clamp((response.Length ?? 0) - position, 0, destination.Length);
        response.Read(position, destination[..real]);
        destination[real..].Clear();
        if (fault?.Kind == FaultKind.WrongBytes)
        {
            for (int i = (int)Math.Clamp((fault.AfterBytes ?? 0) - position, 0, destination.Length); i < destination.Length; i++)
            {
                destination[i] ^= 0xFF;
            }
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes)..];
        }
    }
}
