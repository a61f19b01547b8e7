using System.Diagnostics;

namespace PD12M.Transfer.Tests;

public sealed class OwnProcessTests : IDisposable
{
    private readonly string _root = TemporaryFolder.Create();

    public void Dispose() => TemporaryFolder.Delete(_root);

    [Fact]
    public async Task A_run_killed_in_mid_transfer_leaves_nothing_that_the_next_run_minds()
    {
        using LoopbackStore store = LoopbackStore.Start(new Dictionary<string, byte[]>(), async request =>
        {
            await request.SendHeadersAsync(TransferFixture.Bytes.Length);
            await request.SendAsync(TransferFixture.Bytes[..150_000]);
            await Task.Delay(Timeout.Infinite, request.Stopping);
            return true;
        });
        using (Process run = OwnProcess.Start(_root, store.Endpoint))
        {
            string workFolder = Path.Combine(_root, ".pd12m");
            while (!run.HasExited && !(Directory.Exists(workFolder) && Directory.GetFiles(workFolder, "*.part").Length == 1))
            {
                await Task.Delay(10);
            }
            Assert.Equal(DestinationFault.InUse, Assert.Throws<DestinationException>(() => DestinationFolder.Open(_root)).Fault);

            run.Kill();
            await run.WaitForExitAsync();

            Assert.Single(Directory.GetFiles(workFolder, "*.part"));
        }

        using TransferFixture fixture = new(root: _root);

        fixture.AssertNoFiles();
        Assert.Equal(SavedImageStatus.Saved, (await fixture.SaveAsync()).Image?.Status);
    }

    [Fact]
    public async Task What_the_machine_says_about_AWS_changes_nothing()
    {
        using LoopbackStore store = LoopbackStore.Start(
            new Dictionary<string, byte[]> { [TransferFixture.ObjectPath] = TransferFixture.Bytes });
        string broken = Path.Combine(_root, "credentials");
        await File.WriteAllTextAsync(broken, "no section, no property\n[default]\nregion = mars\n");
        Dictionary<string, string> environment = new()
        {
            ["AWS_SHARED_CREDENTIALS_FILE"] = broken,
            ["AWS_CONFIG_FILE"] = broken,
            ["AWS_PROFILE"] = "missing",
            ["AWS_REGION"] = "mars",
            ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:1",
            ["AWS_ENDPOINT_URL_S3"] = "http://127.0.0.1:1",
            ["AWS_S3_US_EAST_1_REGIONAL_ENDPOINT"] = "mars",
            ["AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS"] = "perhaps",
            ["AWS_RETRY_MODE"] = "never",
            ["AWS_DEFAULTS_MODE"] = "auto",
            ["AWS_USE_FIPS_ENDPOINT"] = "true",
            ["AWS_USE_DUALSTACK_ENDPOINT"] = "true",
        };

        Assert.Equal("", await OwnProcess.SaveAsync(_root, store.Endpoint, environment));
        Assert.Equal(1, store.CountOf(TransferFixture.ObjectPath));
    }
}
