using CsCheck;
using Idunn.Numerics.Random;
using Idunn.Numerics.Statistics;

namespace Idunn.Numerics.Tests.Random;

public class VectorDrawTests
{
    [Fact]
    public void Numbers_drawn_eight_at_a_time_are_those_drawn_one_by_one() => Gen.Select(Gen.ULong, Gen.ULong, Gen.UInt, Gen.UInt, Gen.UInt[0, 9], Gen.Int[0, 40]).Sample((seed, subject, purpose, first, stride, count) =>
    {
        var (stream, uniforms) = (new Philox(seed, subject, purpose) { Index = 5 }, new double[count]);
        stream.Uniforms(first, stride, uniforms);
        Assert.Equal(5u, stream.Index);
        for (var i = 0; i < count; i++)
            Assert.Equal(Philox.Uniform(seed, subject, purpose, unchecked(first + (uint)i * stride)), uniforms[i]);
    });

    [Fact]
    public void Pairs_drawn_eight_at_a_time_are_those_drawn_one_by_one() => Gen.Select(Gen.ULong, Gen.ULong, Gen.UInt, Gen.UInt[0, uint.MaxValue - 9]).Sample((seed, subject, purpose, start) =>
    {
        var (first, second) = (new double[8], new double[8]);
        Philox.Pairs(seed, subject, purpose, start, first, second);
        var stream = new Philox(seed, subject, purpose) { Index = start };
        for (var i = 0; i < 8; i++)
            Assert.Equal(stream.NextUniforms(), (first[i], second[i]));
    });

    /// <summary>Also far out in both tails, where lanes leave the common path.</summary>
    [Fact]
    public void Quantiles_of_eight_numbers_are_those_of_one() => Gen.Select(Gen.Double[0, 1], Gen.Double[-300, 0]).Array[8].Sample(pairs =>
    {
        double[] p = [.. pairs.Select((pair, i) => (i % 4) switch { 0 => Math.Pow(10, pair.Item2), 1 => 1 - Math.Pow(10, 0.05 * pair.Item2), _ => pair.Item1 })];
        double[] expected = [.. p.Select(StandardNormal.Quantile)];
        Quantiles(p);
        Assert.Equal(expected, p);
    });

    private static unsafe void Quantiles(double[] p)
    {
        fixed (double* first = p)
            StandardNormalVectors.Quantiles(first, p.Length);
    }
}
