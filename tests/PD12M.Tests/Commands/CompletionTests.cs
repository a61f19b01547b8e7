using System.Collections;
using System.Management.Automation;
using System.Reflection;
using PD12M.Parquet;
using PD12M.Tests.Help;

namespace PD12M.Tests.Commands;

/// <summary>The completers of parameters, called as the engine calls them.</summary>
[Collection("Environment")]
public sealed class CompletionTests(SampleBucket sample) : IClassFixture<SampleBucket>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string?> _environment = [];

    public void Dispose()
    {
        foreach ((string name, string? value) in _environment)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
        _folder.Dispose();
    }

    [ShellFact]
    public void Properties_are_the_columns_of_the_file_and_what_is_made_of_them()
    {
        string[] derived = ["AspectRatio", "FileName", "Megapixels", "MetadataFile", "RowIndex"];
        Assert.Equal(
            ["id", "url", "caption", "width", "height", "mime_type", "hash", "license", "source", .. derived],
            Complete("Get-PD12MRecord", "Property", "", ("Path", sample.Metadata)));
        Assert.Equal(
            ["Id", "Url", "Caption", "Width", "Height", "MimeType", "Hash", "License", "Source", .. derived],
            Complete("Get-PD12MRecord", "Property", ""));
    }

    [ShellFact]
    public void A_column_with_an_odd_name_is_quoted()
    {
        using (FileStream stream = File.Create(_folder["odd.parquet"]))
        {
            using var writer = new ParquetWriter(stream, [new ParquetColumn("it's odd", PhysicalType.ByteArray, LogicalType: LogicalType.String)]);
            writer.WriteRow(["one"]);
            writer.Finish();
        }
        Assert.Equal(["'it''s odd'"], Complete("Get-PD12MRecord", "Property", "it", ("Path", new object[] { _folder["odd.parquet"] })));
    }

    [ShellFact]
    public void What_a_file_holds_cannot_leave_its_quotes()
    {
        using (FileStream stream = File.Create(_folder["odd.parquet"]))
        {
            ParquetColumn Text(string name) => new(name, PhysicalType.ByteArray, LogicalType: LogicalType.String);
            using var writer = new ParquetWriter(stream, [Text("z\u2019; Remove-Item x; \u2018"), Text("source")]);
            for (int row = 0; row < 100; row++)
            {
                writer.WriteRow(["one", row % 2 == 0 ? "a\u201A; Remove-Item x; \u201B" : "b\u201D; $(Remove-Item x) `; \u201C\u201E"]);
            }
            writer.Finish();
        }
        (string, object) path = ("Path", new object[] { _folder["odd.parquet"] });

        // PowerShell ends a string at each of these, and takes two of them for one.
        Assert.Equal(["'z\u2019\u2019; Remove-Item x; \u2018\u2018'"], Complete("Get-PD12MRecord", "Property", "z", path));
        Assert.Equal(["'source -eq ''a\u201A\u201A\u201A\u201A; Remove-Item x; \u201B\u201B\u201B\u201B'''"], Complete("Get-PD12MRecord", "Filter", "'source -eq 'a", path));
        Assert.Equal(["\"source -eq 'b`\u201D; `$(Remove-Item x) ``; `\u201C`\u201E'"], Complete("Get-PD12MRecord", "Filter", "\"source -eq 'b", path));
    }

    [ShellFact]
    public void Only_what_can_be_measured_is_offered()
    {
        Assert.DoesNotContain("FileName", Complete("Measure-PD12MRecord", "Property", "", ("LiteralPath", sample.Metadata)));
        Assert.Equal(["width", "height", "AspectRatio", "Megapixels", "RowIndex"], Complete("Measure-PD12MRecord", "Histogram", "", ("Path", sample.Metadata)));
    }

    [ShellFact]
    public void Values_come_from_the_dictionary_of_the_file()
    {
        string[] completed = Complete("Get-PD12MRecord", "Filter", "'license -eq '", ("Path", sample.Metadata));
        Assert.NotEmpty(completed);
        Assert.All(completed, text => Assert.Matches("^'license -eq ''[^']+'''$", text));
        Assert.Empty(Complete("Get-PD12MRecord", "Filter", "'caption -eq '", ("Path", sample.Metadata)));
        Assert.Empty(Complete("Get-PD12MRecord", "Filter", "'license -eq '"));
    }

    [ShellFact]
    public void The_data_folder_is_looked_into_when_no_path_is_given()
    {
        SetEnvironment("PD12M_HOME", Path.GetDirectoryName(sample.Metadata));
        Assert.Equal(["mime_type"], Complete("Get-PD12MRecord", "Property", "mime"));
    }

    [ShellFact]
    public void Profiles_are_names_and_nothing_else()
    {
        File.WriteAllText(_folder["credentials"], "[default]\naws_access_key_id = AKIA\n[night run]\naws_secret_access_key = SECRET\n");
        File.WriteAllText(_folder["config"], "[default]\nregion = us-west-2\n[profile admin]\nrole_arn = x\n[sso-session other]\n");
        SetEnvironment("AWS_SHARED_CREDENTIALS_FILE", _folder["credentials"]);
        SetEnvironment("AWS_CONFIG_FILE", _folder["config"]);
        Assert.Equal(["default", "'night run'", "admin"], Complete("Save-PD12MImage", "ProfileName", ""));
        SetEnvironment("AWS_SHARED_CREDENTIALS_FILE", _folder["not-there"]);
        SetEnvironment("AWS_CONFIG_FILE", _folder["not-there"]);
        Assert.Empty(Complete("Save-PD12MImage", "ProfileName", ""));
    }

    [ShellFact]
    public void Regions_and_types_are_known()
    {
        Assert.Equal(["us-west-2", "us-west-1"], Complete("Save-PD12MImage", "Region", "us-west"));
        Assert.Equal(["'image/png'"], Complete("Save-PD12MImage", "MimeType", "'IMAGE/P'"));
    }

    /// <summary>Every parameter of these names can be completed, whatever cmdlet comes next.</summary>
    [ShellFact]
    public void No_cmdlet_is_left_out()
    {
        string[] completed = ["Filter", "Property", "Histogram", "ProfileName", "Region", "MimeType"];
        Assert.Empty(
            from cmdlet in PublishedCmdlet.All
            from property in cmdlet.Class.GetProperties()
            where completed.Contains(property.Name) && property.IsDefined(typeof(ParameterAttribute)) && !property.IsDefined(typeof(ArgumentCompleterAttribute))
            select $"{cmdlet.Name} -{property.Name}");
    }

    private static string[] Complete(string cmdlet, string parameter, string word, params (string Name, object Value)[] bound)
    {
        PropertyInfo property = PublishedCmdlet.All.Single(candidate => candidate.Name == cmdlet).Class.GetProperty(parameter)!;
        var completer = (IArgumentCompleter)Activator.CreateInstance(property.GetCustomAttribute<ArgumentCompleterAttribute>()!.Type!)!;
        IDictionary parameters = bound.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        return [.. completer.CompleteArgument(cmdlet, parameter, word, null!, new Hashtable(parameters)).Select(result => result.CompletionText)];
    }

    private void SetEnvironment(string name, string? value)
    {
        _environment.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }
}
