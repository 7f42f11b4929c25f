using CsCheck;
using Idunn.Modeling.Compilation;
using Idunn.Numerics.Ode;

namespace Idunn.Modeling.Tests.Compilation;

/// <summary>Code over lanes gives each subject the bits that the interpreter and the table-driven linear algebra give it alone.</summary>
public sealed class LaneTests
{
    private static readonly double[] Numbers = [0, -0.0, 1, -1, 0.3, -0.7, 2.5, 1e-300, -1e-17, 1e200, double.PositiveInfinity, double.NaN];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Every_width_gives_the_bits_of_the_interpreter_for_random_formulas(int width) =>
        Gen.Select(RandomModels.AnyFormula(5).Array[5], Gen.OneOf(RandomModels.OneOf(Numbers), Gen.Double[-4, 4]).Array[32])
            .Sample((formulas, y) => AssertSameBits(RandomModels.ModelOf(formulas), width, (lane, i) => y[lane * 4 + i]), iter: 150, seed: "0000KOIkUZS3", threads: 1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Every_width_gives_the_bits_of_the_interpreter_for_random_mass_action_networks(int width) =>
        RandomModels.MassAction.Sample(model => AssertSameBits(model, width, (lane, i) => 0.1 + 0.37 * i + 0.011 * lane), iter: 25, seed: "0000KOIkUZS3", threads: 1);

    /// <summary>The runtime's compiler takes min(x, −0) for 0 where x is 0, if it sees that the other is the constant −0; random formulas hit on it once in twenty runs of the tests.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void The_least_and_the_largest_of_a_number_and_a_signed_zero_have_the_sign_of_the_interpreter(int width)
    {
        Formula zero = 0.0, minus = -0.0;
        foreach (var constant in new[] { zero, minus, -zero })
            foreach (var function in new[] { "min", "max" })
            {
                var model = RandomModels.ModelOf([Formula.Call(function, "x0", constant), Formula.Call(function, constant, "x1"), Formula.Call("sqrt", Formula.Call(function, "x2", constant)), -Formula.Call(function, (Formula)"x3" - "x0", constant), constant]);
                for (var shift = 0; shift < Numbers.Length; shift++)
                    AssertSameBits(model, width, (lane, i) => Numbers[(lane + i + shift) % Numbers.Length]);
            }
    }

    [Fact]
    public void Nobody_computes_on_three_lanes() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CompiledModel.Compile(Sketch.Model(Sketch.Amount("x", 1.0)), []).CreateLanes(3));

    private static void AssertSameBits(Model model, int width, Func<int, int, double> state)
    {
        var oracle = CompiledModel.Compile(model, [], CompilationTier.Interpreter);
        var lanes = CompiledModel.Compile(model, []).CreateLanes(width);
        var n = lanes.Dimension;
        var (t, shift, y, values) = (new double[width], new double[width], new double[n * width], new double[4][]);
        for (var lane = 0; lane < width; lane++)
        {
            (t[lane], shift[lane]) = (0.9 + lane, 3.1 + 100 * lane);
            lanes.SetParameters(lane, Parameters(oracle, lane));
            for (var i = 0; i < n; i++)
                y[i * width + lane] = state(lane, i);
        }
        for (var k = 0; k < values.Length; k++)
            values[k] = new double[k == 2 ? width : n * width];
        lanes.RightHandSide(t, y, values[0]);
        lanes.TimeDerivative(t, y, values[1]);
        lanes.Factor(t, shift, y, values[2]);
        lanes.Solve(y, values[3]);
        for (var lane = 0; lane < width; lane++)
        {
            var expected = Expected(oracle, Parameters(oracle, lane), t[lane], shift[lane], [.. Enumerable.Range(0, n).Select(i => state(lane, i))]);
            for (var k = 0; k < values.Length; k++)
                Assert.Equal(expected[k].Select(Bits), Enumerable.Range(0, expected[k].Length).Select(i => Bits(values[k][i * width + lane])));
        }
    }

    private static double[] Parameters(CompiledModel model, int lane) => [.. model.ParameterDefaults.Select(value => value * (1 + 0.1 * lane))];

    private static double[][] Expected(CompiledModel model, double[] parameters, double t, double shift, double[] y)
    {
        var system = model.CreateSystem();
        system.SetParameters(parameters);
        var one = new OneLane(system);
        double[][] values = [new double[y.Length], new double[y.Length], new double[1], new double[y.Length]];
        one.RightHandSide([t], y, values[0]);
        one.TimeDerivative([t], y, values[1]);
        one.Factor([t], [shift], y, values[2]);
        one.Solve(y, values[3]);
        return values;
    }

    /// <summary>The sign and payload of a NaN mean nothing.</summary>
    private static long Bits(double value) => double.IsNaN(value) ? long.MinValue + 1 : BitConverter.DoubleToInt64Bits(value);
}
