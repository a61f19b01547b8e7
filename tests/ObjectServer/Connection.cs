using System.Net.Sockets;

namespace PD12M.Testing;

/// <summary>A client's connection: its requests answered one after the other.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket _socket;
    private readonly ObjectService _service;
    private readonly FaultPlan _faults;
    private readonly ObjectServerStatistics _statistics;
    private readonly CancellationToken _stopping;
    private readonly ConnectionInput _input;
    private readonly ResponseSender _sender;
    private readonly Action _leave;
    private bool _isAnswering;

    public Connection(
        Socket socket, ObjectService service, FaultPlan faults, ObjectServerStatistics statistics, CancellationToken stopping)
    {
        _socket = socket;
        _service = service;
        _faults = faults;
        _statistics = statistics;
        _stopping = stopping;
        _input = new ConnectionInput(socket);
        _sender = new ResponseSender(socket, _input, statistics, stopping);
        _leave = Leave;
    }

    /// <summary>Breaks off whatever <see cref="RunAsync"/> waits for; it returns the buffers itself.</summary>
    public void Dispose() => _socket.Dispose();

    /// <summary>Serves until either side closes; never throws.</summary>
    public async Task RunAsync()
    {
        // The accepting loop goes on at once, even when the first request has already arrived.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            _socket.NoDelay = true;
            while (await _input.ReadHeadAsync() is { } head && await AnswerAsync(head))
            {
            }

            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (InvalidDataException)
        {
            await RefuseAsync();
        }
        catch (Exception e) when (IsEndOfConnection(e))
        {
        }
        finally
        {
            Leave();
            _socket.Dispose();
            _input.Dispose();
        }
    }

    private static bool IsEndOfConnection(Exception e) =>
        e is SocketException or ObjectDisposedException or OperationCanceledException or IOException;

    private async ValueTask<bool> AnswerAsync(RequestHead head)
    {
        ObjectAddress address = ObjectAddress.Of(head);
        _statistics.Enter(head, address.Key);
        _isAnswering = true;
        FaultDecision decision = _faults.Decide(address.Key);
        if (decision.Latency > TimeSpan.Zero)
        {
            await Task.Delay(decision.Latency, _stopping);
        }

        if (decision.Gathered is { } gathered)
        {
            await gathered.WaitAsync(_stopping);
        }

        RequestBody? body = RequestBody.Of(head, _input);
        if (body is not null && head.ExpectsContinue)
        {
            await _sender.SendContinueAsync();
        }

        using Response response = Replacement(decision.Fault) ?? await _service.RespondAsync(head, address, body);
        if (body is not null)
        {
            await body.DrainAsync();
        }

        bool goesOn = await _sender.SendAsync(response, head, decision, _leave);
        Leave();
        return goesOn;
    }

    private static Response? Replacement(Fault? fault)
    {
        string? retryAfter = fault?.RetryAfter is null ? null : $"Retry-After: {fault.RetryAfter}\r\n";
        return fault?.Kind switch
        {
            FaultKind.Status => S3Error.OfStatus(fault.Status ?? 503, retryAfter),
            FaultKind.Throttle => S3Error.OfStatus(503, retryAfter),
            FaultKind.Redirect => new Response(fault.Status ?? 302)
            {
                Length = 0,
                OtherHeaders = $"Location: {fault.Location?.AbsoluteUri}\r\n",
            },
            _ => null,
        };
    }

    private async ValueTask RefuseAsync()
    {
        try
        {
            await _sender.SendRefusalAsync();
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (IsEndOfConnection(e))
        {
        }
    }

    private void Leave()
    {
        if (_isAnswering)
        {
            _isAnswering = false;
            _statistics.Leave();
        }
    }
}
