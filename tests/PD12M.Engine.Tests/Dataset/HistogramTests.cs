using PD12M.Dataset;

namespace PD12M.Engine.Tests.Dataset;

public class HistogramTests
{
    [Fact]
    public void Bins_of_a_width_start_at_zero_and_leave_no_gap()
    {
        Assert.Equal(
            [new HistogramBin("x", -10, 0, 1), new HistogramBin("x", 0, 10, 2), new HistogramBin("x", 10, 20, 0), new HistogramBin("x", 20, 30, 2)],
            Count(HistogramScale.OfWidth("x", 10), -0.5, 0, 9.99, 20, 29));
    }

    [Fact]
    public void A_number_of_bins_goes_from_the_smallest_to_the_largest_value()
    {
        Assert.Equal(
            [new HistogramBin("x", 1, 2, 2), new HistogramBin("x", 2, 3, 0), new HistogramBin("x", 3, 4, 1), new HistogramBin("x", 4, 5, 2)],
            Count(HistogramScale.Between("x", 1, 5, 4), 1, 1.5, 3, 4, 5));
    }

    [Theory]
    [InlineData(0.0, 1.0, 3)]
    [InlineData(0.1, 0.7, 6)]
    [InlineData(-1e-3, 1e9, 1000)]
    [InlineData(1e15, 1.0000000000001e15, 7)]
    [InlineData(0.0, 5e-324, 2)]
    public void Each_value_lies_in_its_bin_whatever_is_rounded(double minimum, double maximum, int bins)
    {
        HistogramScale scale = HistogramScale.Between("x", minimum, maximum, bins);
        var random = new Random(bins);
        double[] values = [minimum, maximum, .. Enumerable.Range(0, scale.Bins).Select(bin => scale.Start(bin)), .. Enumerable.Range(0, 500).Select(_ => minimum + (random.NextDouble() * (maximum - minimum)))];
        HistogramBin[] counted = Count(scale, values);
        Assert.Equal(minimum, counted[0].From);
        Assert.Equal(maximum, counted[^1].To);
        Assert.Equal(values.Length, counted.Sum(bin => bin.Count));
        Assert.All(counted.SkipLast(1), bin => Assert.Equal(values.Count(value => value >= bin.From && value < bin.To), bin.Count));
    }

    [Fact]
    public void Equal_values_make_a_single_bin()
    {
        Assert.Equal([new HistogramBin("x", 7, 7, 3)], Count(HistogramScale.Between("x", 7, 7, 20), 7, 7, 7));
    }

    [Fact]
    public void No_values_make_no_bins() => Assert.Empty(Count(HistogramScale.OfWidth("x", 10)));

    [Fact]
    public void Values_too_far_apart_are_refused()
    {
        Assert.Throws<MeasureLimitException>(() => Count(HistogramScale.OfWidth("x", 1), 0, 100_000));
        Assert.Throws<MeasureLimitException>(() => Count(HistogramScale.OfWidth("x", 1), 1e300));
        Assert.Throws<MeasureLimitException>(() => Count(HistogramScale.OfWidth("x", 1), double.PositiveInfinity));
        Assert.Throws<MeasureLimitException>(() => HistogramScale.Between("x", double.NegativeInfinity, 0, 4));
    }

    private static HistogramBin[] Count(HistogramScale scale, params double[] values)
    {
        var tally = new HistogramTally(scale);
        foreach (double value in values)
        {
            tally.Add(value);
        }
        return [.. tally.ToBins("x")];
    }
}
