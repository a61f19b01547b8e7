using PD12M.Transfer.Runs;

namespace PD12M.Transfer.Tests;

public sealed class FailureFileTests
{
    private const int Runs = 3;
    private const int RowsOfEach = 300;

    [Fact]
    public async Task No_row_is_lost_where_runs_follow_each_other_at_once()
    {
        string folder = TemporaryFolder.Create();
        try
        {
            string path = Path.Combine(folder, "failed.csv");
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
        finally
        {
            TemporaryFolder.Delete(folder);
        }
    }
}
