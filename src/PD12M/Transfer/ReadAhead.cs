using System.Buffers;
using PD12M.Parquet;

namespace PD12M.Transfer;

/// <summary>
/// Fetches announced ranges of a file ahead of their readers: in pieces, several at once, in the order in which readers
/// that move through all ranges in step will need them. For several threads at once.
/// </summary>
internal sealed class ReadAhead
{
    /// <summary>The longest piece, and the longest run of small ranges that are fetched as one.</summary>
    public const int PieceLength = 1 << 20;

    /// <summary>Gaps up to here are fetched with their neighbours: cheaper than another request.</summary>
    public const int GapLength = 64 * 1024;

    /// <summary>Pieces on their way at once, besides those that somebody waits for.</summary>
    public const int MostInFlight = 4;

    /// <summary>Pieces on their way or waiting for their reader at which nothing more is fetched ahead.</summary>
    public const int MostHeld = 32;

    /// <summary>Pieces of one announcement; what lies behind them is fetched when it is read. A file may claim any size.</summary>
    public const int MostAnnounced = 16 * 1024;

    /// <summary>Stands for the chunks of a piece that has bytes of several: readers go through it more than once.</summary>
    private const int Mixed = -1;

    private readonly RemoteFile _file;
    private readonly CancellationToken _token;
    private readonly object _gate = new();
    private readonly List<Piece> _pieces = [];
    private int _inFlight;
    private int _held;

    /// <summary>Makes it for one file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="token">Ends all fetching.</param>
    public ReadAhead(RemoteFile file, CancellationToken token)
    {
        _file = file;
        _token = token;
    }

    /// <summary>Begins to fetch ranges.</summary>
    /// <param name="ranges">They may overlap.</param>
    /// <param name="end">Where the ranges are cut off.</param>
    /// <returns>What ends the fetching and gives the buffers back.</returns>
    public IDisposable Announce(IEnumerable<ChunkRange> ranges, long end)
    {
        Announcement announcement = new(this);
        List<ChunkRange> runs = [.. Runs(ranges, end)];
        List<Piece> pieces = [.. runs.GroupBy(run => run.Chunk).SelectMany(chunk => Pieces([.. chunk], announcement).Take(MostAnnounced)).Take(MostAnnounced)];
        lock (_gate)
        {
            _pieces.AddRange(pieces.OrderBy(piece => piece.Need));
            Fill();
        }

        return announcement;
    }

    /// <summary>Reads from an announced range, waiting for its piece.</summary>
    /// <returns>The number of bytes, above 0; -1 where nothing is announced.</returns>
    /// <exception cref="RemoteFileException">The piece could not be fetched; the next call tries again.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public int Read(long position, byte[] buffer, int start, int count)
    {
        while (true)
        {
            Piece? piece;
            Task fetch;
            lock (_gate)
            {
                piece = Find(position);
                if (piece is null)
                {
                    return -1;
                }

                if (piece.Buffer is { } bytes)
                {
                    int read = (int)Math.Min(count, piece.End - position);
                    Buffer.BlockCopy(bytes, (int)(position - piece.Start), buffer, start, read);
                    DropBefore(piece);
                    return read;
                }

                fetch = piece.Fetch ?? Start(piece);
            }

            Task.WaitAny([fetch], _token);
            if (!piece.Announcement.Token.IsCancellationRequested)
            {
                fetch.GetAwaiter().GetResult();
            }
        }
    }

    private static IEnumerable<ChunkRange> Runs(IEnumerable<ChunkRange> ranges, long end)
    {
        ChunkRange run = default;
        ChunkRange[] sorted = [.. ranges.Where(range => range.Start >= 0).OrderBy(range => range.Start)];
        for (int i = 0; i < sorted.Length; i++)
        {
            // Behind its chunk a range has some bytes for writers that count wrongly; what is there belongs to the next chunk.
            long start = sorted[i].Start;
            long stop = Math.Min(Math.Min(sorted[i].End, end), i + 1 < sorted.Length ? sorted[i + 1].Start : end);
            if (start >= stop)
            {
                continue;
            }

            if (run.End > 0 && start - run.End <= GapLength && stop - run.Start <= PieceLength)
            {
                run = new(run.Start, stop, run.Chunk == sorted[i].Chunk ? run.Chunk : Mixed);
                continue;
            }

            if (run.End > 0)
            {
                yield return run;
            }

            run = sorted[i] with { Start = start, End = stop };
        }

        if (run.End > 0)
        {
            yield return run;
        }
    }

    private static IEnumerable<Piece> Pieces(ChunkRange[] runs, Announcement announcement)
    {
        double total = runs.Sum(run => (double)(run.End - run.Start));
        double before = 0;
        foreach (ChunkRange run in runs)
        {
            long length = run.End - run.Start;
            long count = ((length - 1) / PieceLength) + 1;
            long step = ((length - 1) / count) + 1;
            for (long start = run.Start; start < run.End; start += step)
            {
                yield return new Piece(announcement, run.Chunk, start, start + Math.Min(step, run.End - start), run.Chunk == Mixed ? 0 : before / total);
                before += step;
            }
        }
    }

    private Piece? Find(long position) => _pieces.Find(piece => piece.Start <= position && position < piece.End);

    // A chunk is read forwards only.
    private void DropBefore(Piece current)
    {
        foreach (Piece piece in _pieces.FindAll(piece => current.Chunk != Mixed && piece.Chunk == current.Chunk && piece.End <= current.Start && piece.Announcement == current.Announcement))
        {
            Drop(piece);
        }

        Fill();
    }

    private void Drop(Piece piece)
    {
        _pieces.Remove(piece);
        if (piece.Buffer is { } buffer)
        {
            piece.Buffer = null;
            _held--;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Fill()
    {
        for (int i = 0; i < _pieces.Count && _inFlight < MostInFlight && _held < MostHeld && !_token.IsCancellationRequested; i++)
        {
            if (_pieces[i] is { Fetch: null, HasFailed: false } piece)
            {
                Start(piece);
            }
        }
    }

    private Task Start(Piece piece)
    {
        _inFlight++;
        _held++;
        piece.Fetch = Task.Run(() => FetchAsync(piece), CancellationToken.None);
        return piece.Fetch;
    }

    private async Task FetchAsync(Piece piece)
    {
        // Not given back unless filled: an aborted read of the .NET Framework may still write into it.
        byte[]? buffer = null;
        try
        {
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(_token, piece.Announcement.Token);
            byte[] bytes = ArrayPool<byte>.Shared.Rent((int)(piece.End - piece.Start));
            await _file.ReadAsync(piece.Start, bytes, (int)(piece.End - piece.Start), stop.Token).ConfigureAwait(false);
            buffer = bytes;
        }
        finally
        {
            lock (_gate)
            {
                _inFlight--;
                if (buffer is not null && _pieces.Contains(piece))
                {
                    piece.Buffer = buffer;
                }
                else
                {
                    _held--;
                    piece.Fetch = null;
                    piece.HasFailed = true;
                    if (buffer is not null)
                    {
                        ArrayPool<byte>.Shared.Return(buffer);
                    }
                }

                Fill();
            }
        }
    }

    /// <summary>What is fetched in one request. All but the place is guarded by the gate.</summary>
    private sealed class Piece(Announcement announcement, int chunk, long start, long end, double need)
    {
        public Announcement Announcement { get; } = announcement;

        public int Chunk { get; } = chunk;

        public long Start { get; } = start;

        public long End { get; } = end;

        /// <summary>The share of what is read of its chunk that is read before it.</summary>
        public double Need { get; } = need;

        public Task? Fetch { get; set; }

        /// <summary>Whether it is only fetched again when somebody waits for it.</summary>
        public bool HasFailed { get; set; }

        public byte[]? Buffer { get; set; }
    }

    /// <summary>Ranges that are read together.</summary>
    private sealed class Announcement(ReadAhead owner) : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();

        public CancellationToken Token => _stop.Token;

        // The source is not disposed, as requests may still look at its token; it holds nothing that would need it.
        public void Dispose()
        {
            lock (owner._gate)
            {
                foreach (Piece piece in owner._pieces.FindAll(piece => piece.Announcement == this))
                {
                    owner.Drop(piece);
                }

                owner.Fill();
            }

            _stop.Cancel();
        }
    }
}
