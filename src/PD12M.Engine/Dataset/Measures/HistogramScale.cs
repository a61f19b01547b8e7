namespace PD12M.Dataset;

/// <summary>How a histogram divides numbers into bins of one width.</summary>
internal sealed class HistogramScale
{
    /// <summary>The most bins of a histogram.</summary>
    public const int MostBins = 100_000;

    private readonly string _property;
    private readonly double _origin;
    private readonly double _width;
    private readonly double _end;

    private HistogramScale(string property, double origin, double width, double end, int bins)
    {
        _property = property;
        _origin = origin;
        _width = width;
        _end = end;
        Bins = bins;
    }

    /// <summary>The number of bins; 0 where it follows from the values.</summary>
    public int Bins { get; }

    /// <summary>Bins of a width, one of which starts at 0.</summary>
    public static HistogramScale OfWidth(string property, double width) => new(property, 0, width, double.NaN, 0);

    /// <summary>A number of bins from one value to another, which falls into the last; a single bin if they are equal.</summary>
    /// <exception cref="MeasureLimitException">The values lie too far apart.</exception>
    public static HistogramScale Between(string property, double minimum, double maximum, int bins)
    {
        double width = (maximum - minimum) / bins;
        if (double.IsInfinity(width) || double.IsNaN(width))
        {
            throw TooWide(property);
        }
        // Neighbouring numbers leave no room between them for bins.
        return minimum + width > minimum
            ? new HistogramScale(property, minimum, width, maximum, bins)
            : new HistogramScale(property, minimum, maximum - minimum, maximum, 1);
    }

    /// <summary>Where a bin starts, which is where the one before it ends.</summary>
    public double Start(long bin) => Bins > 0 && bin == Bins ? _end : _origin + (bin * _width);

    /// <summary>The bin that a value falls into.</summary>
    /// <exception cref="MeasureLimitException">It lies too far from the others.</exception>
    public long BinOf(double value)
    {
        if (Bins == 1)
        {
            return 0;
        }
        double quotient = Math.Floor((value - _origin) / _width);
        if (!(Math.Abs(quotient) < 1L << 52))
        {
            throw TooWide(_property);
        }
        long bin = (long)quotient;

        // The division rounds otherwise than the multiplication that gives the bins' bounds.
        bin += value < Start(bin) ? -1 : value >= Start(bin + 1) ? 1 : 0;
        return Bins > 0 ? Math.Max(0, Math.Min(bin, Bins - 1)) : bin;
    }

    public MeasureLimitException TooWide() => TooWide(_property);

    private static MeasureLimitException TooWide(string property) => new(
        $"The values of '{property}' lie too far apart for a histogram of at most {MostBins} bins. Give a larger -BinWidth, or leave out the outermost values with -Filter.");
}
