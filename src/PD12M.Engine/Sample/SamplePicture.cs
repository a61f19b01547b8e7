namespace PD12M.Samples;

/// <summary>A scene of sky, ground and one outline. All of it is integer arithmetic, so that every platform draws the same.</summary>
internal sealed class SamplePicture
{
    // Coordinates within a scene run from 0 to this, whatever its size in pixels.
    private const int Scale = 1000;

    private readonly int _width;
    private readonly int _height;
    private readonly SampleShape _shape;
    private readonly int _horizon;
    private readonly int _centre;
    private readonly int _skyTop;
    private readonly int _skyLow;
    private readonly int _groundFar;
    private readonly int _groundNear;
    private readonly int _shapeColour;
    private readonly ulong _grain;

    public SamplePicture(SampleShape shape, int width, int height, ref SplitMix64 random)
    {
        _shape = shape;
        _width = width;
        _height = height;
        _horizon = 450 + random.Next(200);
        _centre = 350 + random.Next(300);
        _skyTop = Colour(ref random, 40, 90, 150);
        _skyLow = Colour(ref random, 180, 170, 160);
        _groundFar = Colour(ref random, 90, 110, 70);
        _groundNear = Colour(ref random, 40, 60, 30);
        _shapeColour = Colour(ref random, 120, 60, 40);
        _grain = random.NextUInt64();
    }

    /// <summary>The colour 0xRRGGBB of a pixel.</summary>
    public int ColourAt(int x, int y)
    {
        int u = (int)((long)x * Scale / _width) - _centre;
        int v = (int)((long)y * Scale / _height);
        if (Covers(u, v - _horizon))
        {
            return Mix(_shapeColour, 0x101010, Math.Min(Math.Abs(u), 200), 400);
        }

        return v < _horizon ? Mix(_skyTop, _skyLow, v, _horizon) : Mix(_groundFar, _groundNear, Math.Min(v, Scale) - _horizon, Scale - _horizon);
    }

    /// <summary>As <see cref="ColourAt"/>, with a lighter pixel here and there, about 3,000 in the whole picture.</summary>
    public int GrainyColourAt(int x, int y)
    {
        ulong noise = SplitMix64.Mix(_grain + ((ulong)y * 65536) + (ulong)x) >> 32;
        int colour = ColourAt(x, y);
        return noise * (ulong)((long)_width * _height) >> 32 < 3000 ? Mix(colour, 0xFFFFFF, 1, 2) : colour;
    }

    // u: right of the centre; v: below the horizon.
    private bool Covers(int u, int v) => _shape switch
    {
        SampleShape.Tower => v is > -380 and < 120 && Math.Abs(u) < 50 + (v / 10),
        SampleShape.Boat => (v is >= 0 and < 90 && Math.Abs(u) < 220 - v) || (v is > -330 and < -10 && u > 0 && u < (v + 330) / 2),
        SampleShape.House => (v is > -120 and < 150 && Math.Abs(u) < 180) || (v is > -260 and <= -120 && Math.Abs(u) < (v + 260) * 3 / 2),
        SampleShape.Tree => (v is > -100 and < 140 && Math.Abs(u) < 25) || InDisc(u, v + 190, 170),
        SampleShape.Mountain => v is > -350 and < 0 && Math.Abs(u) < v + 350,
        SampleShape.Figure => InDisc(u, v + 170, 110) || (v is > -60 and < 330 && Math.Abs(u) < 130 + (v / 3)),
        _ => InDisc(u, v - 40, 210),
    };

    private static bool InDisc(int u, int v, int radius) => (u * u) + (v * v) < radius * radius;

    private static int Colour(ref SplitMix64 random, int red, int green, int blue) =>
        ((red + random.Next(80)) << 16) | ((green + random.Next(80)) << 8) | (blue + random.Next(80));

    private static int Mix(int from, int to, int part, int whole)
    {
        int red = Blend(from >> 16, to >> 16), green = Blend((from >> 8) & 0xFF, (to >> 8) & 0xFF), blue = Blend(from & 0xFF, to & 0xFF);
        return (red << 16) | (green << 8) | blue;

        int Blend(int a, int b) => a + ((b - a) * part / whole);
    }
}
