using System.Diagnostics;
using PD12M.Embeddings;
using PD12M.Samples;

namespace PD12M.Engine.Tests.Embeddings;

public sealed class IndexKillTests : IDisposable
{
    private const int Dimensions = 64;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_killed_process_left_is_removed_but_nothing_that_one_is_writing()
    {
        string embeddings = EmbeddingFiles.Write(_folder, "e.npy", EmbeddingFiles.Random(1, 50_000, Dimensions));
        string index = IndexFile.PathOf(embeddings);
        string[] left = [];
        for (int kill = 0; kill < 50 && left.Length == 0; kill++)
        {
            using Process run = Process.Start(new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, embeddings]) { RedirectStandardError = true })!;
            string? written = null;
            while (!run.HasExited && (written = PartialFile.Of(index).FirstOrDefault(path => new FileInfo(path) is { Exists: true, Length: > 4096 })) is null)
            {
                await Task.Delay(1);
            }
            Assert.NotNull(written);
            Assert.False(PartialFile.TryRemove(written));
            run.Kill();
            await run.WaitForExitAsync();
            left = [.. PartialFile.Of(index)];
        }
        Assert.NotEmpty(left);

        Assert.All(left, path => Assert.True(PartialFile.TryRemove(path)));
        Assert.Empty(PartialFile.Of(index));
        Build(embeddings);
        using NpyFile source = NpyFile.Open(embeddings);
        using IndexFile made = IndexFile.Open(source);
        made.Verify(CancellationToken.None);
    }

    [Fact]
    public void Only_names_that_a_build_gives_count_as_left()
    {
        string index = _folder["e.npy.index"];
        string guid = Guid.NewGuid().ToString("N");
        string[] others = ["e.npy.index.part", "e.npy.index.notes.part", $"f.npy.index.{guid}.part", $"e.npy.index.{guid}.part.old", $"e.npy.index.{guid}0.part"];
        Array.ForEach(others, name => File.WriteAllText(_folder[name], ""));
        File.WriteAllText(_folder[$"e.npy.index.{guid}.part"], "");

        Assert.Equal([_folder[$"e.npy.index.{guid}.part"]], PartialFile.Of(index));
    }

    private static void Build(string embeddings)
    {
        using EmbeddingSet set = EmbeddingFiles.Open(embeddings);
        new IndexBuilder(set.Files[0], IndexBuilder.CentroidOf(set, CancellationToken.None)).Build(threads: 2, CancellationToken.None);
    }
}
