using System.Net.Sockets;

namespace PD12M.Testing;

public class StatisticsTests
{
    [Fact]
    public async Task Requests_are_counted_and_logged()
    {
        await using ServedFolder served = new(new ObjectServerOptions { LogCapacity = 2 });
        Uri address = served.Write("images/a b", "0123456789");

        using HttpResponseMessage forgotten = await served.GetAsync(address);
        using HttpResponseMessage ranged = await served.GetAsync(address, ("Range", "bytes=0-3"), ("Authorization", "x"));
        using HttpResponseMessage missing = await served.SendAsync(HttpMethod.Head, served.Server.AddressOf("b"));

        ObjectServerStatistics statistics = served.Server.Statistics;
        Assert.Equal(3, statistics.Requests);
        Assert.Equal(14, statistics.Bytes);
        Assert.Equal(2, statistics.RequestsFor("images/a b"));
        Assert.Equal(1, statistics.RequestsByKey["b"]);
        Assert.Equal(0, statistics.RequestsFor("c"));
        Assert.Equal(1, statistics.ConcurrentRequestsHighWater);
        Assert.Equal(
            [
                new LoggedRequest("GET", "/pd12m/images/a%20b", "images/a b", "bytes=0-3", true),
                new LoggedRequest("HEAD", "/pd12m/b", "b", null, false),
            ],
            statistics.Log);
    }

    [Fact]
    public async Task The_high_water_mark_counts_requests_at_once()
    {
        await using ServedFolder served = new();
        served.Write("a", "abc");
        served.Server.Faults.Add(new Fault(FaultKind.Stall));
        List<TcpClient> clients = [];
        for (int i = 0; i < 5; i++)
        {
            clients.Add(await served.ConnectAsync());
            await clients[i].GetStream().WriteAsync("GET /pd12m/a HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        }

        while (served.Server.Statistics.Requests < 5)
        {
            await Task.Delay(1);
        }

        clients.ForEach(client => client.Dispose());
        Assert.Equal(5, served.Server.Statistics.ConcurrentRequestsHighWater);
        Assert.Equal(5, served.Server.Statistics.ConnectionsOpened);
    }

    [Fact]
    public async Task A_disposed_server_has_freed_its_port()
    {
        ServedFolder first = new();
        int port = first.Server.Endpoint.Port;
        Assert.Equal("abc", await first.Client.GetStringAsync(first.Write("a", "abc")));
        await first.DisposeAsync();

        await using ServedFolder second = new(new ObjectServerOptions { Port = port });

        Assert.Equal("abd", await second.Client.GetStringAsync(second.Write("a", "abd")));
    }

    [Fact]
    public void A_missing_folder_is_an_error()
    {
        string missing = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        Assert.Throws<DirectoryNotFoundException>(() => ObjectServer.Start(missing));
    }
}
