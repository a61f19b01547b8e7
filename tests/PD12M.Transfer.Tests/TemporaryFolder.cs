namespace PD12M.Transfer.Tests;

internal static class TemporaryFolder
{
    public static string Create() => Directory.CreateTempSubdirectory("pd12m-test-").FullName;

    public static void Delete(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
