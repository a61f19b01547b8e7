namespace PD12M.Engine.Tests.Parquet;

/// <summary>The files of tests/data/zstd: the length and the SHA-256 of what they hold.</summary>
public static class ZstdFixtures
{
    public static TheoryData<string, int, string> All => new()
    {
        { "captions-fast5", 9000, "d9b89cf07e739dee91607f305ca789e0525a91cc9f7650042a330b4f2adcc31c" },
        { "captions-1", 9000, "d9b89cf07e739dee91607f305ca789e0525a91cc9f7650042a330b4f2adcc31c" },
        { "captions-3", 9000, "d9b89cf07e739dee91607f305ca789e0525a91cc9f7650042a330b4f2adcc31c" },
        { "captions-6", 9000, "d9b89cf07e739dee91607f305ca789e0525a91cc9f7650042a330b4f2adcc31c" },
        { "captions-12", 9000, "d9b89cf07e739dee91607f305ca789e0525a91cc9f7650042a330b4f2adcc31c" },
        { "captions-19", 9000, "d9b89cf07e739dee91607f305ca789e0525a91cc9f7650042a330b4f2adcc31c" },
        { "captions-ultra22", 9000, "d9b89cf07e739dee91607f305ca789e0525a91cc9f7650042a330b4f2adcc31c" },
        { "captions-no-check", 9000, "d9b89cf07e739dee91607f305ca789e0525a91cc9f7650042a330b4f2adcc31c" },
        { "captions-stream", 9000, "d9b89cf07e739dee91607f305ca789e0525a91cc9f7650042a330b4f2adcc31c" },
        { "numbers-3", 12000, "6d3888aa0ae6186a5b88df0c9a4565aae7058af1568d28bd4d006676c908f492" },
        { "digits-3", 8000, "09f900d5c1b288f64600b06ed7224a0d1b191296b7ca105da8db87ef2efaae93" },
        { "runs-3", 412922, "10820e57fba719c2ba81bb53cda8894e6eb12fe896e5e9b99396d9a604b81ee1" },
        { "noise-3", 1500, "64bb85e47965caee042f11edc62d8bfa7ceaff3e742d75e9722b0ece2eed6a87" },
        { "zeros-3", 300000, "886715e4051e827f4fe215df3053af3f85ad0d352db2c829c7487af6d78efe30" },
        { "one-3", 1, "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881" },
        { "empty-3", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
        { "digits-19", 8000, "09f900d5c1b288f64600b06ed7224a0d1b191296b7ca105da8db87ef2efaae93" },
        { "numbers-19", 12000, "6d3888aa0ae6186a5b88df0c9a4565aae7058af1568d28bd4d006676c908f492" },
        { "long-19-long27", 282300, "78d8f01d6d783284cabe504cc83331d1905704feb1287c65be115d5f1aaa7152" },
        { "blocks-3-target1k", 24000, "0bd2dfc11b5f02670a67edb38f549a53d3d5ebc0b3129fecef841e506a612710" },
        { "blocks-19-target1k", 24000, "0bd2dfc11b5f02670a67edb38f549a53d3d5ebc0b3129fecef841e506a612710" },
        { "frames", 9000, "d9b89cf07e739dee91607f305ca789e0525a91cc9f7650042a330b4f2adcc31c" },
    };

    internal static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(TestData.Folder, "zstd", name + ".zst"));
}
