using System.Text.Json;
using PD12M.Engine.Tests.Peers;
using PD12M.Samples;

namespace PD12M.Engine.Tests.Samples;

public sealed class ImageWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pd12m-image-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PeerFact]
    public void Other_programs_see_the_pixels_that_were_meant()
    {
        (int Width, int Height)[] sizes = [(1, 1), (8, 8), (16, 17), (301, 257), (640, 481), (1955, 300)];
        string[] files = [.. sizes.SelectMany(size => new[] { Name(size, "jpeg"), Name(size, "png") })];
        foreach ((int width, int height) in sizes)
        {
            File.WriteAllBytes(Name((width, height), "jpeg"), JpegWriter.Encode(width, height, Quadrants(width, height)));
            File.WriteAllBytes(Name((width, height), "png"), PngWriter.Encode(width, height, Quadrants(width, height)));
        }

        JsonElement[] decoded = [.. Peer.Run("image.mjs", files).EnumerateArray()];

        for (int i = 0; i < files.Length; i++)
        {
            (int width, int height) = sizes[i / 2];
            Assert.Equal((width, height), (decoded[i].GetProperty("width").GetInt32(), decoded[i].GetProperty("height").GetInt32()));
            foreach (JsonProperty pixel in decoded[i].GetProperty("pixels").EnumerateObject())
            {
                int[] at = [.. pixel.Name.Split(',').Select(int.Parse)];
                if (width < 100 || IsNearCentre(at[0], width) || IsNearCentre(at[1], height))
                {
                    continue;
                }

                int colour = Quadrants(width, height)(at[0], at[1]);
                int[] expected = [colour >> 16, (colour >> 8) & 0xFF, colour & 0xFF];
                Assert.All(expected.Zip(pixel.Value.EnumerateArray()), pair => Assert.InRange(pair.Second.GetInt32(), pair.First - 2, pair.First + 2));
            }
        }
    }

    // A JPEG block that a border crosses has one colour only.
    private static bool IsNearCentre(int place, int size) => Math.Abs(place - (size / 2)) < 16;

    // Colours of the PNG's cube, so that both formats can show them.
    private static Func<int, int, int> Quadrants(int width, int height) => (x, y) => (x < width / 2, y < height / 2) switch
    {
        (true, true) => 0xFF3300,
        (false, true) => 0x0033CC,
        (true, false) => 0x009933,
        _ => 0xFFFFFF,
    };

    private string Name((int Width, int Height) size, string extension) => Path.Combine(_folder, $"{size.Width}x{size.Height}.{extension}");
}
