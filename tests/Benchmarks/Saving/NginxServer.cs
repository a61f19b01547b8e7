using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PD12M.Benchmarks;

/// <summary>nginx in front of a bucket's folder, as near to S3 as its clients need: ETags are MD5, and there is a listing of one page.</summary>
internal sealed class NginxServer : IDisposable
{
    private readonly Process _process;
    private readonly string _work;

    private NginxServer(Process process, Uri endpoint, string work)
    {
        _process = process;
        _work = work;
        Endpoint = endpoint;
    }

    public Uri Endpoint { get; }

    /// <summary>Starts it, if it is there.</summary>
    public static NginxServer? Start(SaveData data)
    {
        if (!SavePeers.IsOnPath("nginx"))
        {
            return null;
        }
        using Socket probe = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)probe.LocalEndPoint!).Port;
        probe.Close();
        string work = Directory.CreateTempSubdirectory("pd12m-nginx-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            // The workers of a root's nginx are somebody else.
            File.SetUnixFileMode(work, (UnixFileMode)Convert.ToInt32("755", 8));
        }
        File.WriteAllLines(Path.Combine(work, "etags"), data.Objects().Select(item => $"/pd12m/images/{item.Name}.jpeg \"\\\"{item.Hash}\\\"\";"));
        File.WriteAllText(Path.Combine(work, "listing.xml"), Listing(data));
        string path = Path.Combine(work, "nginx.conf");
        File.WriteAllText(path, $$"""
            worker_processes 1; daemon off; pid {{work}}/pid; error_log {{work}}/error.log;
            events { worker_connections 4096; }
            http {
                access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=12000; etag off;
                client_body_temp_path {{work}}/b; proxy_temp_path {{work}}/p; fastcgi_temp_path {{work}}/f; uwsgi_temp_path {{work}}/u; scgi_temp_path {{work}}/s;
                map_hash_max_size 65536; map_hash_bucket_size 128;
                map $uri $md5 { include {{work}}/etags; }
                server {
                    listen 127.0.0.1:{{port}}; root {{data.Served}}; autoindex on; add_header ETag $md5;
                    location = /pd12m { alias {{work}}/listing.xml; default_type application/xml; }
                    location = /pd12m/images { return 404; }
                }
            }
            """);
        NginxServer server = new(Process.Start("nginx", ["-c", path]), new Uri($"http://127.0.0.1:{port}/"), work);
        using HttpClient client = new();
        for (int attempt = 0; attempt < 50; attempt++)
        {
            try
            {
                client.GetAsync(server.Endpoint).GetAwaiter().GetResult().Dispose();
                return server;
            }
            catch (HttpRequestException)
            {
                Thread.Sleep(100);
            }
        }
        server.Dispose();
        return null;
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_work, recursive: true);
    }

    // One page for all objects: a client that asks for the next page of a static listing would ask for ever.
    private static string Listing(SaveData data)
    {
        StringBuilder xml = new("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>pd12m</Name><Prefix>images/</Prefix><IsTruncated>false</IsTruncated>");
        foreach ((string name, string hash) in data.Objects())
        {
            xml.Append(CultureInfo.InvariantCulture, $"<Contents><Key>images/{name}.jpeg</Key><LastModified>2024-01-01T00:00:00.000Z</LastModified><ETag>&quot;{hash}&quot;</ETag><Size>{data.Length}</Size><StorageClass>STANDARD</StorageClass></Contents>");
        }
        return xml.Append("</ListBucketResult>").ToString();
    }
}
