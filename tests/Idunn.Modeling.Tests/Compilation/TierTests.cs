using CsCheck;
using Idunn.Modeling.Compilation;
using static Idunn.Modeling.Tests.Compilation.Sketch;

namespace Idunn.Modeling.Tests.Compilation;

/// <summary>Machine code and interpreter run the same schedule, so every bit agrees.</summary>
public sealed class TierTests
{
    private static readonly double[] Numbers = [0, -0.0, 1, -1, 0.3, -0.7, 2.5, 1e-300, -1e-17, 1e200, double.PositiveInfinity, double.NaN];

    [Fact]
    public void Both_tiers_give_the_same_bits_for_random_formulas() =>
        Gen.Select(RandomModels.AnyFormula(5).Array[5], Gen.OneOf(RandomModels.OneOf(Numbers), Gen.Double[-4, 4]).Array[4])
            .Sample((formulas, y) => AssertSameBits(RandomModels.ModelOf(formulas), ["r", "x0"], y), iter: 300, seed: "0000KOIkUZS3", threads: 1);

    [Fact]
    public void Both_tiers_give_the_same_bits_for_random_mass_action_networks() =>
        RandomModels.MassAction.Sample(
            model => AssertSameBits(model, [.. model.Reactions.Select(reaction => reaction.Id)], [.. model.Species.Select((_, i) => 0.1 + 0.37 * i)]),
            iter: 40, seed: "0000KOIkUZS3", threads: 1);

    [Fact]
    public void Both_tiers_give_the_same_bits_across_blocks_that_share_results()
    {
        // Thousands of operations on one shared, expensive value: it has to cross every block.
        Formula shared = Formula.Call("exp", -(Formula)"x" * "k");
        var model = Model(
            [
                Amount("x", 1.0), Constant("k", 0.5),
                .. Enumerable.Range(0, 700).SelectMany(i => new object[] { Amount($"y{i}", 0.0), Flow($"r{i}", [], [$"y{i}"], (i + 1.0) * shared + Formula.Call("sin", (i + 2.0) * shared)) }),
            ]);
        AssertSameBits(model, ["r0", "r699", "x"], [.. Enumerable.Range(0, 701).Select(i => 0.3 + i)]);
    }

    private static void AssertSameBits(Model model, string[] observed, double[] y)
    {
        var interpreted = Everything(CompiledModel.Compile(model, observed, CompilationTier.Interpreter), y);
        var compiled = Everything(CompiledModel.Compile(model, observed, CompilationTier.MachineCode), y);
        Assert.Equal(interpreted.Select(Bits), compiled.Select(Bits));
    }

    private static double[] Everything(CompiledModel model, double[] y)
    {
        var (system, n) = (model.CreateSystem(), y.Length);
        var values = new double[4 * n + system.JacobianPattern.Count + model.ObservedIds.Length];
        system.InitialState(values.AsSpan(0, n));
        system.RightHandSide(0.9, y, values.AsSpan(n, n));
        system.TimeDerivative(0.9, y, values.AsSpan(2 * n, n));
        system.Jacobian(0.9, y, values.AsSpan(4 * n));
        system.Observe(0.9, y, values.AsSpan(4 * n + system.JacobianPattern.Count));
        return values;
    }

    /// <summary>The sign and payload of a NaN mean nothing.</summary>
    private static long Bits(double value) => double.IsNaN(value) ? long.MinValue + 1 : BitConverter.DoubleToInt64Bits(value);
}
