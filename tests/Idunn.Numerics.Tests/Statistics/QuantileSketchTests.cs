using CsCheck;
using Idunn.Numerics.Statistics;

namespace Idunn.Numerics.Tests.Statistics;

public class QuantileSketchTests
{
    private static readonly Gen<double[]> Streams = Gen.Select(Gen.Double[-12, 12], Gen.Int[-1, 1], (exponent, sign) => sign * Math.Pow(10, exponent)).Array[1, 300];

    [Fact]
    public void Every_quantile_lies_within_the_stated_relative_error() => Gen.Select(Streams, Gen.Double[0, 1]).Sample((values, q) =>
    {
        var exact = values.Order().ElementAt((int)Math.Floor(q * (values.Length - 1)));
        var estimate = Of(values).Quantile(q);
        Assert.True(Math.Abs(estimate - exact) <= Math.Abs(exact) * 0.005000001, FormattableString.Invariant($"{estimate} for {exact}"));
    });

    [Fact]
    public void A_short_stream_has_exact_quantiles_and_a_long_one_does_not_forget_its_beginning()
    {
        double[] values = [.. Enumerable.Range(0, QuantileSketch.ExactCount).Select(i => 1 + (i * 1e-6))];
        var sketch = Of(values);
        Assert.True(sketch.IsExact);
        Assert.Equal(values[255], sketch.Quantile(0.5));
        sketch.Add(1e9);
        Assert.False(sketch.IsExact);
        Assert.InRange(sketch.Quantile(0.5), 0.995, 1.0056);
        Assert.Equal(QuantileSketch.ExactCount + 1, sketch.Count);
    }

    [Fact]
    public void Long_streams_keep_the_stated_error_and_merge_with_short_ones()
    {
        double[] many = [.. Enumerable.Range(1, 2000).Select(i => i / 7.0)];
        double[] some = [.. Enumerable.Range(1, 100).Select(i => i * 3.0)];
        var (one, other) = (Of(many), Of(some));
        one.Merge(Of(some));
        other.Merge(Of(many));
        var all = many.Concat(some).Order().ToArray();
        foreach (var q in (double[])[0, 0.05, 0.5, 0.95, 1])
        {
            Assert.Equal(one.Quantile(q), other.Quantile(q));
            var exact = all[(int)Math.Floor(q * (all.Length - 1))];
            Assert.InRange(one.Quantile(q), exact * 0.99499, exact * 1.00501);
        }
    }

    [Fact]
    public void Order_and_merging_change_nothing() => Gen.Select(Streams, Streams).Sample((first, second) =>
    {
        var merged = Of(second);
        merged.Merge(Of(first));
        var whole = Of([.. first, .. second]);
        foreach (var q in (double[])[0, 0.05, 0.5, 0.95, 1])
            Assert.Equal(whole.Quantile(q), merged.Quantile(q));
        Assert.Equal((whole.Count, whole.Minimum, whole.Maximum), (merged.Count, merged.Minimum, merged.Maximum));
    });

    [Fact]
    public void Memory_does_not_grow_with_the_stream()
    {
        var sketch = new QuantileSketch();
        for (var i = 0; i < 1_000_000; i++)
            sketch.Add(1 + (i % 1000) / 10.0);
        Assert.InRange(sketch.BucketCount, 1, 500);
        Assert.Equal(1_000_000, sketch.Count);
    }

    [Fact]
    public void Values_that_are_not_finite_are_counted_apart()
    {
        var sketch = Of([double.NaN, 3, double.PositiveInfinity]);
        Assert.Equal((1, 2), (sketch.Count, sketch.NotFinite));
        Assert.Equal(3, sketch.Quantile(0.5));
        Assert.Equal(double.NaN, new QuantileSketch().Quantile(0.5));
    }

    private static QuantileSketch Of(double[] values)
    {
        var sketch = new QuantileSketch();
        foreach (var value in values)
            sketch.Add(value);
        return sketch;
    }
}
