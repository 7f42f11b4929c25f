using CsCheck;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Compilation;
using Idunn.Numerics.Ode;
using static Idunn.Modeling.Tests.Compilation.Sketch;

namespace Idunn.Modeling.Tests.Compilation;

/// <summary>Derivatives of the solution by parameters, integrated with it.</summary>
public sealed class SensitivityTests
{
    private static readonly OdeOptions Tight = new() { RelativeTolerance = 1e-10, AbsoluteTolerance = [1e-13] };

    [Fact]
    public void Decay_has_the_sensitivities_of_its_solution()
    {
        // y = A·exp(−k·t), and z = y² is observed.
        var model = Model(Amount("y", "A"), Constant("A", 3.0), Constant("k", 0.7), Variable("z"), Rate("y", -("k" * (Formula)"y")), Rule("z", (Formula)"y" * "y"));
        var compiled = CompiledModel.Compile(model, ["z"], sensitivities: ["k", "A"]);
        Assert.Equal(["y", "∂y/∂k", "∂y/∂A"], compiled.StateIds);
        Assert.Equal(["z", "∂z/∂k", "∂z/∂A"], compiled.ObservedIds);
        Assert.Equal(2, compiled.IndexOfSensitivity("y", "A"));
        var y = At(compiled, 2, Tight);
        var (decay, value) = (Math.Exp(-1.4), 3 * Math.Exp(-1.4));
        Near(value, y[0], 1e-9);
        Near(-2 * value, y[1], 1e-9);
        Near(decay, y[2], 1e-9);
        var z = compiled.Observed(2, y);
        Near(value * value, z[0], 1e-8);
        Near(2 * value * -2 * value, z[1], 1e-8);
        Near(2 * value * decay, z[2], 1e-8);
    }

    /// <summary>
    /// The output that SUNDIALS publishes with its example cvsRoberts_FSA_dns (BSD 3-clause; relative tolerance 1e-4): Robertson's kinetics, y = (1, 0, 0), p = (0.04, 1e4, 3e7). Where its own solution is
    /// good to a few parts in ten thousand, so is the agreement.
    /// </summary>
    [Theory]
    [InlineData(0.4, new[] { -3.5595e-1, 3.9025e-4, 3.5556e-1, 9.5431e-8, -2.1309e-10, -9.5218e-8, -1.5833e-11, -5.2900e-13, 1.6362e-11 })]
    [InlineData(40, new[] { -4.2475, 4.5913e-5, 4.2475, 1.3731e-5, -2.3573e-10, -1.3730e-5, -2.2883e-9, -1.1380e-13, 2.2884e-9 })]
    [InlineData(4e4, new[] { -1.5748, -2.7619e-6, 1.5748, 6.2870e-6, 1.1002e-11, -6.2870e-6, -1.0478e-9, -4.5362e-15, 1.0478e-9 })]
    public void Robertsons_kinetics_have_the_sensitivities_that_CVODES_finds(double time, double[] published)
    {
        Formula Slow = "p1" * (Formula)"y1", Back = "p2" * (Formula)"y2" * "y3", Fast = "p3" * (Formula)"y2" * "y2";
        var model = CompiledModel.Compile(
            Model(Amount("y1", 1.0), Amount("y2", 0.0), Amount("y3", 0.0), Constant("p1", 0.04), Constant("p2", 1e4), Constant("p3", 3e7), Rate("y1", Back - Slow), Rate("y2", Slow - Back - Fast), Rate("y3", Fast)),
            [], sensitivities: ["p1", "p2", "p3"]);
        var tolerances = new[] { 1e-10, 1e-14, 1e-10 }.Concat(new[] { 1 / 0.04, 1e-4, 1 / 3e7 }.SelectMany(scale => new[] { 1e-10 * scale, 1e-14 * scale, 1e-10 * scale }));
        var y = At(model, time, new OdeOptions { RelativeTolerance = 1e-9, AbsoluteTolerance = [.. tolerances] });
        for (var i = 0; i < published.Length; i++)
            Assert.InRange(y[3 + i] / published[i], 1 - 2e-3, 1 + 2e-3);
    }

    /// <summary>x rises at the rate a until it passes c at τ = c/a and is set to half; z rises at the rate x. All is known in closed form.</summary>
    [Fact]
    public void An_event_moves_with_the_parameters_that_set_its_instant()
    {
        var compiled = CompiledModel.Compile(
            Model(Amount("x", 0.0), Amount("z", 0.0), Constant("a", 0.5), Constant("c", 1.0), Rate("x", "a"), Rate("z", "x"), When((Formula)"x" > "c", ("x", 0.5 * (Formula)"x"))), [], sensitivities: ["a", "c"]);
        var y = At(compiled, 2.6, Tight);
        // After τ: x = c/2 + a·(t − τ) = a·t − c/2; z = c²/(2a) + c/2·(t − τ) + a/2·(t − τ)².
        var (a, c, t) = (0.5, 1.0, 2.6);
        var since = t - c / a;
        double[] expected =
        [
            a * t - c / 2, c * c / (2 * a) + c / 2 * since + a / 2 * since * since,
            t, -c * c / (2 * a * a) + c / 2 * c / (a * a) + since * since / 2 + a * since * c / (a * a),
            -0.5, c / a + since / 2 - c / (2 * a) - since,
        ];
        for (var i = 0; i < expected.Length; i++)
            Near(expected[i], y[i], 1e-8);
    }

    [Fact]
    public void Sensitivities_are_what_a_small_change_of_the_parameter_makes_in_random_networks() => RandomModels.MassAction.Sample(
        model =>
        {
            var compiled = CompiledModel.Compile(model, [], sensitivities: ["k0"]);
            var n = compiled.StateIds.Length / 2;
            var plain = CompiledModel.Compile(model, []);
            var k = plain.ParameterDefaults[plain.IndexOfParameter("k0")];
            var (less, more, both) = (At(plain, 0.5, Tight, k * (1 - 1e-5)), At(plain, 0.5, Tight, k * (1 + 1e-5)), At(compiled, 0.5, Tight));
            for (var i = 0; i < n; i++)
                Near((more[i] - less[i]) / (2e-5 * k), both[n + i], 2e-4);
        }, iter: 12, seed: "0000KOIkUZS3", threads: 1);

    [Fact]
    public void Every_lane_width_gives_the_same_bits_with_sensitivities_as_without_lanes()
    {
        var model = Model(Amount("y", "A"), Constant("A", 3.0), Constant("k", 0.7), Constant("n", 1.4), Rate("y", -("k" * ((Formula)"y" ^ "n"))), When((Formula)"y" < 1.0, ("y", 2.0)));
        var oracle = CompiledModel.Compile(model, [], CompilationTier.Interpreter, sensitivities: ["k", "n"]);
        var expected = At(oracle, 5, new OdeOptions());
        foreach (var width in (int[])[1, 4, 8])
        {
            var compiled = CompiledModel.Compile(model, [], sensitivities: ["k", "n"]);
            var members = Enumerable.Repeat(new Member([.. compiled.ParameterDefaults], 5, [5], InputSchedule.None), 9).ToArray();
            Assert.All(Ensemble.Run(compiled, width, members), course => Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), course.Outputs[0]!.Select(BitConverter.DoubleToInt64Bits)));
        }
    }

    [Fact]
    public void What_no_subject_may_set_is_refused()
    {
        var model = Model(Amount("y", 1.0), Constant("k", 2.0), Constant("twice", 2.0 * (Formula)"k"), Rate("y", "twice"));
        var refused = Assert.Throws<FindingsException>(() => CompiledModel.Compile(model, [], sensitivities: ["twice"])).Findings.Single();
        Assert.Contains("'twice'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'kk'", Assert.Throws<FindingsException>(() => CompiledModel.Compile(model, [], sensitivities: ["kk"])).Findings.Single().Message, StringComparison.Ordinal);
    }

    private static void Near(double expected, double actual, double relative) => Assert.Equal(expected, actual, relative * Math.Max(1, Math.Abs(expected)));

    /// <summary>The state at a time; the first parameter named k0 takes a value when one is given.</summary>
    private static double[] At(CompiledModel model, double end, OdeOptions options, double k = double.NaN)
    {
        var system = model.CreateSystem();
        double[] parameters = [.. model.ParameterDefaults];
        if (!double.IsNaN(k))
            parameters[model.IndexOfParameter("k0")] = k;
        system.SetParameters(parameters);
        var (y, last) = (new double[system.Dimension], Array.Empty<double>());
        system.InitialState(y);
        var outcome = new OdeSolver(system, options).Solve(new OdeProblem(0, end, y, InputSchedule.None, new[] { end }), (_, _, state) => last = state.ToArray(), TestContext.Current.CancellationToken);
        Assert.True(outcome.IsComplete);
        return last;
    }
}
