using System.Collections.Concurrent;

namespace PD12M.Testing;

/// <summary>A request as it arrived.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Target">The request target as sent: percent-encoded path and query.</param>
/// <param name="Key">The decoded object key; empty for a request to a bucket.</param>
/// <param name="Range">The Range header's value, null without one.</param>
/// <param name="IsAuthorized">Whether an Authorization header or a signature in the query was present.</param>
public sealed record LoggedRequest(string Method, string Target, string Key, string? Range, bool IsAuthorized);

/// <summary>What an <see cref="ObjectServer"/> has seen and sent. Thread-safe.</summary>
public sealed class ObjectServerStatistics
{
    private readonly ObjectServerOptions _options;
    private readonly ConcurrentDictionary<string, int> _keys = new(StringComparer.Ordinal);
    private readonly Queue<LoggedRequest> _log = new();
    private long _requests;
    private long _bytes;
    private long _connections;
    private int _concurrent;
    private int _highWater;

    internal ObjectServerStatistics(ObjectServerOptions options) => _options = options;

    /// <summary>Requests whose head arrived whole.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Body bytes handed to the network.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Connections accepted.</summary>
    public long ConnectionsOpened => Interlocked.Read(ref _connections);

    /// <summary>Requests being answered now; a request ends just before its last byte leaves.</summary>
    public int ConcurrentRequests => Volatile.Read(ref _concurrent);

    /// <summary>The most requests that were being answered at once.</summary>
    public int ConcurrentRequestsHighWater => Volatile.Read(ref _highWater);

    /// <summary>The number of requests for each key, with <see cref="ObjectServerOptions.CountKeys"/>.</summary>
    public IReadOnlyDictionary<string, int> RequestsByKey => _keys;

    /// <summary>The newest requests, oldest first; at most <see cref="ObjectServerOptions.LogCapacity"/>.</summary>
    public IReadOnlyList<LoggedRequest> Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToArray();
            }
        }
    }

    /// <summary>The number of requests for <paramref name="key"/>.</summary>
    public int RequestsFor(string key) => _keys.GetValueOrDefault(key);

    internal void AddConnection() => Interlocked.Increment(ref _connections);

    internal void AddBytes(long count) => Interlocked.Add(ref _bytes, count);

    internal void Enter(RequestHead head, string key)
    {
        Interlocked.Increment(ref _requests);
        int now = Interlocked.Increment(ref _concurrent);
        int highest;
        do
        {
            highest = Volatile.Read(ref _highWater);
        }
        while (now > highest && Interlocked.CompareExchange(ref _highWater, now, highest) != highest);

        if (_options.CountKeys)
        {
            _keys.AddOrUpdate(key, 1, static (_, count) => count + 1);
        }

        if (_options.LogCapacity > 0)
        {
            LoggedRequest entry = new(head.Method, head.Target, key, head.Range, head.HasAuthorization);
            lock (_log)
            {
                if (_log.Count == _options.LogCapacity)
                {
                    _log.Dequeue();
                }

                _log.Enqueue(entry);
            }
        }
    }

    internal void Leave() => Interlocked.Decrement(ref _concurrent);
}
