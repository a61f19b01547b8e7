using System.Text.Json;

namespace PD12M.Tests.Commands;

public sealed class SaveImageSidecarTests(SampleBucket sample) : IClassFixture<SampleBucket>, IAsyncLifetime
{
    private const string Both = "Caption,Record";

    private readonly SaveImageSession _session = new(sample);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _session.DisposeAsync();

    [ShellFact]
    public void Caption_and_record_lie_beside_each_image()
    {
        _session.Save(("Sidecar", Both.Split(','))).Succeeded();
        foreach (Record record in _session.Records())
        {
            string path = PathOf(record);
            Assert.True(File.Exists(path));
            Assert.Equal(record.Caption, File.ReadAllText(Path.ChangeExtension(path, ".txt")));
            JsonElement json = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(path, ".json"))).RootElement;
            Assert.Equal(record.Id, json.GetProperty("id").GetString());
            Assert.Equal(record.Caption, json.GetProperty("caption").GetString());
            Assert.Equal(record.Width, json.GetProperty("width").GetInt64());
            Assert.Equal(record.MimeType, json.GetProperty("mime_type").GetString());
            Assert.Equal(record.Hash, json.GetProperty("hash").GetString());
            Assert.Equal(record.License, json.GetProperty("license").GetString());
        }
        Assert.Equal(3 * SampleBucket.Count, _session.Names.Length);
    }

    [ShellFact]
    public void What_an_image_lacks_is_written_and_what_is_there_is_left_alone()
    {
        _session.Save(("Sidecar", "Caption")).Succeeded();
        Record[] records = _session.Records();
        string lost = Path.ChangeExtension(PathOf(records[0]), ".txt");
        string edited = Path.ChangeExtension(PathOf(records[1]), ".txt");
        File.Delete(lost);
        File.WriteAllText(edited, "edited");
        long requests = _session.Server.Statistics.Requests;

        _session.Save(("Sidecar", Both.Split(','))).Succeeded();
        Assert.Equal(requests, _session.Server.Statistics.Requests);
        Assert.Equal(records[0].Caption, File.ReadAllText(lost));
        Assert.Equal("edited", File.ReadAllText(edited));
        Assert.Equal(3 * SampleBucket.Count, _session.Names.Length);

        _session.Save(("Sidecar", "Caption"), ("Force", true)).Succeeded();
        Assert.Equal(records[1].Caption, File.ReadAllText(edited));
    }

    [ShellFact]
    public void Objects_bring_their_captions_but_are_no_records()
    {
        Record record = _session.Records()[0];
        var row = SaveImageSession.Row(("Id", record.Id), ("Url", record.Url), ("Hash", record.Hash), ("Caption", "Größe 𝄞"));
        Assert.Empty(_session.SaveInput([row], ("Sidecar", "Caption")).Succeeded().Errors);
        Assert.Equal("Größe 𝄞"u8.ToArray(), File.ReadAllBytes(Path.ChangeExtension(PathOf(record), ".txt")));
        Assert.Equal(
            "SidecarNeedsRecord,PD12M.Commands.SaveImageCommand", _session.SaveInput([row], ("Sidecar", Both.Split(','))).TerminatingError!.FullyQualifiedErrorId);
    }

    [ShellFact]
    public void An_image_without_a_caption_to_write_is_not_asked_for()
    {
        Record record = _session.Records()[0];
        var row = SaveImageSession.Row(("Id", record.Id), ("Url", record.Url), ("Hash", record.Hash));
        Assert.Equal("ImageCaptionMissing,PD12M.Commands.SaveImageCommand", Assert.Single(_session.SaveInput([row], ("Sidecar", "Caption")).Succeeded().ErrorIds));
        Assert.Equal(0, _session.Server.Statistics.Requests);
        Assert.Empty(_session.Names);
    }

    [ShellFact]
    public void A_sidecar_that_cannot_be_written_is_an_error_and_leaves_the_image_in_place()
    {
        Record record = _session.Records()[0];
        Directory.CreateDirectory(Path.ChangeExtension(PathOf(record), ".txt"));
        ShellResult result = _session.SaveInput([record], ("Sidecar", "Caption")).Succeeded();
        Assert.Equal("ImageWriteFailed,PD12M.Commands.SaveImageCommand", Assert.Single(result.ErrorIds));
        Assert.Equal([record.FileName!], _session.Names);
    }

    private string PathOf(Record record) => Path.Combine(_session.Images, record.Id![..3], record.FileName!);
}
