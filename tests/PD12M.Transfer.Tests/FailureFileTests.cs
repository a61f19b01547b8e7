using System.Text;
using PD12M.Transfer.Runs;

namespace PD12M.Transfer.Tests;

public sealed class FailureFileTests : IDisposable
{
    private const int Runs = 3;
    private const int RowsOfEach = 300;

    private readonly string _folder = TemporaryFolder.Create();

    public void Dispose() => TemporaryFolder.Delete(_folder);

    [Fact]
    public async Task No_row_is_lost_where_runs_follow_each_other_at_once()
    {
        string path = Path.Combine(_folder, "failed.csv");
        Task[] runs = [.. Enumerable.Range(0, Runs).Select(run => Task.Run(() =>
        {
            for (int row = 0; row < RowsOfEach;)
            {
                try
                {
                    using FailureFile file = FailureFile.Open(path);
                    file.Add(new ImageRequest($"{run}-{row}", null, null), null, "ImageNotFound", "It is gone.");
                    file.Close(isWhole: false);
                    Assert.Null(file.Fault);
                    row++;
                }
                catch (RunFileException exception) when (exception.Fault == RunFileFault.InUse)
                {
                    Thread.Yield();
                }
            }
        }))];
        await Task.WhenAll(runs);

        string[] ids = [.. File.ReadLines(path).Skip(1).Select(line => line.Split(',')[0].Trim('"'))];
        Assert.Equal(Runs * RowsOfEach, ids.Distinct().Count());
        Assert.Equal(Runs * RowsOfEach, ids.Length);
    }

    [Fact]
    public void A_row_takes_the_place_of_an_earlier_one_of_the_same_image()
    {
        // As Export-Csv of Windows PowerShell, and of others without quotes, save a list; the last row has no end.
        string path = Path.Combine(_folder, "failed.csv");
        File.WriteAllLines(path, [
            "#TYPE System.Management.Automation.PSCustomObject",
            "Id,Url,Hash,MimeType,Caption,ErrorId,Reason",
            "again,https://example.org/1,01,,\"two",
            "lines\",ImageNotFound,earlier",
            "\"kept\",\"https://example.org/2\",,,,ImageNotFound,earlier",
            "again,https://example.org/other,01,,,ImageNotFound,earlier",
            "\"\",\"a,\"\"b\"\"\",01,,,ImageNotFound,earlier"]);
        File.AppendAllText(path, "last,https://example.org/3,01,,,ImageNotFound,earlier");

        using (FailureFile file = FailureFile.Open(path))
        {
            file.Add(new ImageRequest("again", "https://example.org/1", "01"), null, "ImageNotFound", "again");
            file.Add(new ImageRequest(null, "a,\"b\"", "01"), null, "ImageNotFound", "again");
            file.Add(new ImageRequest("new", null, null), null, "ImageNotFound", "again");
            file.Close(isWhole: false);
            Assert.Null(file.Fault);
        }

        Assert.Equal(
            [
                "\"Id\",\"Url\",\"Hash\",\"MimeType\",\"Caption\",\"ErrorId\",\"Reason\"",
                "\"kept\",\"https://example.org/2\",,,,ImageNotFound,earlier",
                "again,https://example.org/other,01,,,ImageNotFound,earlier",
                "last,https://example.org/3,01,,,ImageNotFound,earlier",
                "\"again\",\"https://example.org/1\",\"01\",\"\",\"\",\"ImageNotFound\",\"again\"",
                "\"\",\"a,\"\"b\"\"\",\"01\",\"\",\"\",\"ImageNotFound\",\"again\"",
                "\"new\",\"\",\"\",\"\",\"\",\"ImageNotFound\",\"again\"",
            ],
            File.ReadAllLines(path));
    }

    [Fact]
    public void A_list_that_grows_with_each_stopped_run_has_each_image_once()
    {
        // Keys of 24 MB, more than are held at once.
        const int Images = 24;
        string path = Path.Combine(_folder, "failed.csv");
        string address = "https://example.org/" + new string('x', 1 << 20);
        for (int run = 1; run <= 3; run++)
        {
            using FailureFile file = FailureFile.Open(path);
            for (int image = 0; image < Images; image++)
            {
                file.Add(new ImageRequest($"{image}", address, "01"), null, "ImageNotFound", $"run {run}");
            }
            file.Close(isWhole: false);
            Assert.Null(file.Fault);
        }

        string[] rows = [.. File.ReadLines(path).Skip(1)];
        Assert.Equal(Enumerable.Range(0, Images).Select(image => $"\"{image}\""), rows.Select(row => row.Split(',')[0]));
        Assert.All(rows, row => Assert.EndsWith("\"run 3\"", row, StringComparison.Ordinal));
    }

    [Fact]
    public void The_rows_of_a_run_that_was_killed_after_they_were_in_place_are_not_doubled()
    {
        string path = Path.Combine(_folder, "failed.csv");
        using (FailureFile file = FailureFile.Open(path))
        {
            file.Add(new ImageRequest("x", null, null), null, "ImageNotFound", "It is gone.");
            file.Close(isWhole: false);
        }
        string whole = File.ReadAllText(path);
        File.Copy(path, path + ".partial");

        using (FailureFile file = FailureFile.Open(path))
        {
            file.Close(isWhole: false);
        }
        Assert.Equal(whole, File.ReadAllText(path));
    }

    [Fact]
    public void What_came_to_be_something_else_during_the_run_is_not_written_over()
    {
        const string Precious = "Id,Url,Hash,MimeType,Caption,ErrorId,Reason,More\r\n";
        string path = Path.Combine(_folder, "failed.csv");
        using (FailureFile file = FailureFile.Open(path))
        {
            file.Add(new ImageRequest("x", null, null), null, "ImageNotFound", "It is gone.");
            File.WriteAllText(path, Precious);
            file.Close(isWhole: true);
            Assert.Equal(RunFileFault.Invalid, Assert.IsType<RunFileException>(file.Fault).Fault);
        }
        Assert.Equal(Precious, File.ReadAllText(path));

        File.Delete(path);
        using (FailureFile file = FailureFile.Open(path))
        {
            Assert.Equal(2, File.ReadLines(path).Count());
        }
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-32")]
    public void A_list_in_another_encoding_is_not_mixed_with_utf_8(string encoding)
    {
        string path = Path.Combine(_folder, "failed.csv");
        File.WriteAllText(path, "\"Id\",\"Url\",\"Hash\",\"MimeType\",\"Caption\",\"ErrorId\",\"Reason\"\r\n", Encoding.GetEncoding(encoding));

        Assert.Equal(RunFileFault.Invalid, Assert.Throws<RunFileException>(() => FailureFile.Open(path)).Fault);
    }
}
