namespace PD12M.Transfer.Tests;

public sealed class DiskFaultTests
{
    [SmallVolumeFact]
    public async Task A_full_disk_is_a_fault_and_leaves_room_again()
    {
        using SmallVolume volume = SmallVolume.TryMount()!;
        string root = Path.Combine(volume.Root, "images");
        using TransferFixture fixture = new(root: root);

        SaveResult result = await fixture.SaveAsync();

        fixture.AssertNothingSaved(ImageFault.DiskFull, result);
        Assert.Equal(1, fixture.RequestCount);
        await File.WriteAllBytesAsync(Path.Combine(root, "fits"), new byte[100_000]);
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_image_is_a_fault()
    {
        using TransferFixture fixture = new();
        Directory.CreateDirectory(fixture.ImagePath);

        fixture.AssertNothingSaved(ImageFault.WriteFailed, await fixture.SaveAsync());
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_shard_is_a_fault_without_a_request()
    {
        using TransferFixture fixture = new();
        await File.WriteAllTextAsync(Path.Combine(fixture.Root, "0a1"), "");

        fixture.AssertNothingSaved(ImageFault.WriteFailed, await fixture.SaveAsync());
        Assert.Equal(0, fixture.RequestCount);
    }
}
