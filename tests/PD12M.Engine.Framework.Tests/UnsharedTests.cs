using System.Text.Json;

namespace PD12M.Engine.Tests
{
    /// <summary>Why tests of PD12M.Engine.Tests are not run on .NET Framework: each is a skipped test, so that it is told and counted.</summary>
    public class UnsharedTests
    {
        [Fact(Skip = ".NET Framework has no vector lanes: FileHasher, Md5Lanes, Md5Stage and CodeSums are for .NET.")]
        public void Vector_lanes() => Assert.Fail();

        [Fact(Skip = ".NET Framework has no Brotli: such a page is an error there.")]
        public void Brotli() => Assert.Fail();

        [Fact(Skip = ".NET Framework does not make symbolic links: links out of the root.")]
        public void Symbolic_links() => Assert.Fail();

        [Fact(Skip = "The process that is killed while it makes an index runs on .NET.")]
        public void Killed_index_builds() => Assert.Fail();

        [Fact(Skip = ".NET Framework does not count all allocations of a process: what hostile files can reserve.")]
        public void Hostile_memory() => Assert.Fail();
    }
}

namespace PD12M.Engine.Tests.Peers
{
    /// <summary>The other programs, which are asked by the same tests on .NET.</summary>
    internal static class Peer
    {
        public static string? Missing => "Other programs are asked by the tests on .NET.";

        public static JsonElement Run(string script, params string[] arguments) => throw new InvalidOperationException($"{Missing} ({script}, {arguments.Length} arguments)");
    }
}
