using CsCheck;
using Idunn.Numerics.Random;
using Idunn.Numerics.Sde;

namespace Idunn.Numerics.Tests.Sde;

public class DiffusionLanesTests
{
    private static readonly Drift Removal = (t, x) => 0.03 * t - 2 * x / (0.5 + x);

    private static readonly LaneDrift RemovalOfLanes = (t, x, f) =>
    {
        for (var lane = 0; lane < x.Length; lane++)
            f[lane] = Removal(t, x[lane]);
    };

    private static readonly ReflectedDiffusion Diffusion = new(Removal, 0.7, 6, 0.25);

    /// <summary>Any number of subjects, some near the level, over spans in which some, all or none of them exit.</summary>
    [Fact]
    public void Lanes_take_the_paths_of_single_subjects_to_the_bit() => Gen.Select(Gen.Double[0, 5.999].Array[1, 30], Gen.Int[0, 100_000], Gen.Int[0, 300], Gen.Int[0, 300]).Sample((x, subject, from, steps) =>
    {
        Philox[] streams = [.. x.Select((_, i) => new Philox(9, (ulong)(subject + i), 2))];
        var spans = new DiffusionSpan[x.Length];
        new DiffusionLanes(Diffusion, RemovalOfLanes).Advance(streams, 0.25 * from, 0.25 * (from + steps), x, spans);
        for (var i = 0; i < x.Length; i++)
            Assert.Equal(Diffusion.Advance(new Philox(9, (ulong)(subject + i), 2), 0.25 * from, 0.25 * (from + steps), x[i]), spans[i]);
    });

    [Fact]
    public void A_drift_that_is_not_a_number_in_one_lane_leaves_the_others_alone()
    {
        Drift broken = (t, x) => x > 3 ? double.NaN : 0;
        var diffusion = new ReflectedDiffusion(broken, 0.1, 20, 0.5);
        double[] x = [1, 2, 4, 0.5];
        var spans = new DiffusionSpan[4];
        new DiffusionLanes(diffusion, (t, x, f) =>
        {
            for (var lane = 0; lane < x.Length; lane++)
                f[lane] = broken(t, x[lane]);
        }).Advance([.. x.Select((_, i) => Paths.Stream(i))], 0, 1, x, spans);
        for (var i = 0; i < 4; i++)
            Assert.Equal(diffusion.Advance(Paths.Stream(i), 0, 1, x[i]), spans[i]);
        Assert.True(double.IsNaN(spans[2].End));
    }

    [Fact]
    public void Questions_that_make_no_sense_are_refused()
    {
        var lanes = new DiffusionLanes(Diffusion, RemovalOfLanes);
        Philox[] streams = [Paths.Stream(0), Paths.Stream(1)];
        var spans = new DiffusionSpan[2];
        Assert.Throws<ArgumentException>(() => new DiffusionLanes(new ReflectedDiffusion(Removal, 0.7, 6, 0.25) { Scheme = DiffusionScheme.EulerMaruyama }, RemovalOfLanes));
        Assert.Throws<ArgumentException>(() => lanes.Advance(streams, 0, 1, [1.0], spans));
        Assert.Throws<ArgumentException>(() => lanes.Advance(streams, 1, 0, [1.0, 2], spans));
        Assert.Throws<ArgumentOutOfRangeException>(() => lanes.Advance(streams, 0, 1, [1.0, 6], spans));
        Assert.Throws<ArgumentException>(() => lanes.Advance([Paths.Stream(0), new Philox(1, 1, 1)], 0, 1, [1.0, 2], spans));
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        var lanes = new DiffusionLanes(Diffusion, RemovalOfLanes);
        Philox[] streams = [.. Enumerable.Range(0, 20).Select(Paths.Stream)];
        var (x, spans) = (new double[20], new DiffusionSpan[20]);
        lanes.Advance(streams, 0, 10, x, spans);
        var before = GC.GetAllocatedBytesForCurrentThread();
        lanes.Advance(streams, 0, 1000, x, spans);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
