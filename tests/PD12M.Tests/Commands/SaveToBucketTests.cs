using System.Management.Automation;
using PD12M.Testing;

namespace PD12M.Tests.Commands;

public sealed class SaveToBucketTests(SampleBucket sample) : BucketTests(sample), IClassFixture<SampleBucket>
{
    private readonly SampleBucket _sample = sample;

    [ShellFact]
    public void Images_are_saved_under_the_prefix_and_skipped_the_next_time()
    {
        ShellResult first = Save(("PassThru", true), ("Summary", true));
        Assert.Empty(first.Succeeded().Errors);
        dynamic summary = SaveImageSession.SummaryOf(first);
        Assert.Equal(Destination, summary.Destination);
        Assert.Equal(SampleBucket.Count, (int)summary.Saved);
        dynamic[] saved = [.. first.Output.Take(SampleBucket.Count).Select(o => o.BaseObject)];
        foreach (Record record in Session.Records())
        {
            dynamic image = saved.Single(image => image.Id == record.Id);
            Assert.StartsWith(Destination + "/" + record.Id![..3] + "/" + record.Id + ".", image.Path, StringComparison.Ordinal);
            Assert.Equal(record.Hash, HashOf(Session[((string)image.Path).Replace("s3://", "buckets/", StringComparison.Ordinal)]));
        }
        Assert.Equal(SampleBucket.Count, Objects.Length);
        long requests = Session.Server.Statistics.Requests;
        long uploads = Store.Statistics.Requests;

        dynamic again = SaveImageSession.SummaryOf(Save(("Summary", true)).Succeeded());
        Assert.Equal(SampleBucket.Count, (int)again.AlreadyThere);
        Assert.Equal(requests, Session.Server.Statistics.Requests);

        // One HEAD for each, and one look at the bucket.
        Assert.Equal(uploads + SampleBucket.Count + 1, Store.Statistics.Requests);
    }

    [ShellTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_in_a_bucket_is_no_file_to_test(bool throughFile)
    {
        PSObject[] saved = [.. Save(("PassThru", true)).Succeeded().Output];
        if (throughFile)
        {
            saved = [.. saved.Select(image => SaveImageSession.Row([.. image.Properties.Select(property => (property.Name, property.Value.ToString()))]))];
        }

        ShellResult result = Session.Shell.Run(saved, p => p.AddCommand("Test-PD12MHash").AddParameter("Quiet")).Succeeded();

        Assert.Equal(SampleBucket.Count, result.Errors.Count);
        Assert.All(result.ErrorIds, id => Assert.Equal("PathNotFileSystem,PD12M.Commands.TestHashCommand", id));
        Assert.All(result.Errors, error => Assert.Contains("only files are tested", error.Exception.Message, StringComparison.Ordinal));
        Assert.Equal(false, Assert.Single(result.Objects));
    }

    [ShellFact]
    public void An_image_with_a_wrong_hash_never_becomes_visible()
    {
        Record[] records = Session.Records();
        var wrong = SaveImageSession.Row(("Id", records[0].Id), ("Url", records[0].Url), ("Hash", new string('0', 32)));
        ShellResult result = SaveInput([wrong, records[1]]).Succeeded();
        Assert.Equal(["ImageHashMismatch" + Ending], result.ErrorIds);
        Assert.Equal(records[1].Hash, HashOf(Assert.Single(Objects)));
    }

    [ShellFact]
    public void Force_replaces_what_is_there()
    {
        Record record = Session.Records()[0];
        SaveInput([record]).Succeeded();
        string path = Assert.Single(Objects);
        File.WriteAllText(path, "other");

        SaveInput([record]).Succeeded();
        Assert.Equal("other", File.ReadAllText(path));

        SaveInput([record], ("Force", true)).Succeeded();
        Assert.Equal(record.Hash, HashOf(path));
    }

    [ShellFact]
    public void Captions_and_records_are_objects_beside_the_images()
    {
        Record record = Session.Records()[0];
        string[] both = ["Caption", "Record"];
        Assert.Empty(SaveInput([record], ("Sidecar", both)).Succeeded().Errors);
        Assert.Equal(3, Objects.Length);
        string caption = Objects.Single(path => path.EndsWith(".txt", StringComparison.Ordinal));
        Assert.Equal(record.Caption, File.ReadAllText(caption));
        Assert.Contains(record.Hash!, File.ReadAllText(Path.ChangeExtension(caption, ".json")), StringComparison.Ordinal);

        File.Delete(caption);
        Assert.Empty(SaveInput([record], ("Sidecar", both)).Succeeded().Errors);
        Assert.Equal(record.Caption, File.ReadAllText(caption));
    }

    [ShellFact]
    public void Nothing_is_asked_for_when_it_is_only_shown()
    {
        Save(("WhatIf", true)).Succeeded();
        Assert.Empty(Objects);
        Assert.Equal(0, Store.Statistics.Requests);
        Assert.Equal(0, Session.Server.Statistics.Requests);
    }

    [ShellTheory]
    [InlineData("s3://no-such-bucket/copies", "BucketNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("s3://my bucket/copies", "BucketAddressInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("s3://", "BucketAddressInvalid", ErrorCategory.InvalidArgument)]
    public void What_is_no_bucket_ends_the_pipeline(string destination, string id, ErrorCategory category)
    {
        ShellResult result = Save(("Destination", destination));
        ErrorRecord error = result.TerminatingError!;
        Assert.Equal(id + Ending, error.FullyQualifiedErrorId);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Contains(destination, error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(result.Errors);
        Assert.Equal(0, Session.Server.Statistics.Requests);
    }

    [ShellFact]
    public void A_store_that_refuses_the_key_ends_the_pipeline()
    {
        Store.Faults.Add(new Fault(FaultKind.Status) { Status = 403 });
        ErrorRecord error = Save().TerminatingError!;
        Assert.Equal("BucketAccessDenied" + Ending, error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.PermissionDenied, error.CategoryInfo.Category);
        Assert.DoesNotContain("Amz", error.Exception.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, Session.Server.Statistics.Requests);
    }

    [ShellTheory]
    [InlineData("Durable", true, "ParameterNeedsFolder")]
    [InlineData("MinFreeSpace", 1L, "ParameterNeedsFolder")]
    [InlineData("DestinationProfileName", "backup", "CredentialAmbiguous")]
    [InlineData("DestinationRegion", "Oregon!", "DestinationRegionInvalid")]
    public void What_a_bucket_cannot_have_is_refused(string parameter, object value, string id)
    {
        Assert.Equal(id + Ending, Save((parameter, value)).TerminatingError!.FullyQualifiedErrorId);
        Assert.Equal(0, Store.Statistics.Requests);
    }

    [ShellTheory]
    [InlineData("DestinationEndpointUrl", "http://127.0.0.1:9")]
    [InlineData("DestinationRegion", "eu-central-1")]
    [InlineData("DestinationProfileName", "backup")]
    public void What_is_for_buckets_is_refused_for_a_folder(string parameter, string value)
    {
        ErrorRecord error = Session.Save((parameter, value)).TerminatingError!;
        Assert.Equal("ParameterNeedsBucket" + Ending, error.FullyQualifiedErrorId);
        Assert.Contains("-" + parameter, error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(Session.Names);
    }

    [ShellFact]
    public void An_endpoint_that_is_none_is_named_as_the_destinations()
    {
        ErrorRecord error = Save(("DestinationEndpointUrl", new Uri("ftp://localhost/"))).TerminatingError!;
        Assert.Equal("DestinationEndpointUrlInvalid" + Ending, error.FullyQualifiedErrorId);
    }

    [ShellFact]
    public void An_upload_that_is_refused_is_an_error_of_its_image()
    {
        Record[] records = Session.Records();
        Store.Faults.Add(new Fault(FaultKind.Status) { Status = 403, Key = $"*{records[0].Id}*", SkipFirst = 1 });
        ShellResult result = SaveInput([records[0], records[1]]).Succeeded();
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("ImageWriteDenied" + Ending, error.FullyQualifiedErrorId);
        Assert.Contains(Destination, error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(records[1].Hash, HashOf(Assert.Single(Objects)));
    }

    [ShellFact]
    public void A_run_that_is_stopped_leaves_whole_objects_only_and_the_next_one_completes_the_set()
    {
        // The first images pass; then the source falls silent in the middle of the others.
        Fault silence = Session.Server.Faults.Add(new Fault(FaultKind.Stall) { AfterBytes = 100, SkipFirst = 10 });
        using PowerShell shell = Session.Shell.Build(p => Session.Command(p.AddCommand("Get-PD12MRecord").AddArgument(_sample.Metadata), With()));
        IAsyncResult running = shell.BeginInvoke();
        Assert.True(SpinWait.SpinUntil(() => silence.Fired > 0 && Objects.Length > 0, TimeSpan.FromSeconds(30)));
        shell.Stop();
        Assert.True(running.IsCompleted);
        Assert.InRange(Objects.Length, 1, SampleBucket.Count - 1);
        AssertWhole();

        Session.Server.Faults.Clear();
        Assert.Empty(Save().Succeeded().Errors);
        Assert.Equal(SampleBucket.Count, Objects.Length);
        AssertWhole();
    }

    private void AssertWhole()
    {
        HashSet<string> hashes = [.. Session.Records().Select(record => record.Hash!)];
        Assert.All(Objects, path => Assert.Contains(HashOf(path), hashes));
    }
}
