using CsCheck;
using Idunn.Modeling.Compilation;

namespace Idunn.Modeling.Tests.Compilation;

public sealed class DriftTests
{
    /// <summary>What stands still between macro-steps is computed once; the drift is the state's rate to the bit, wherever the diffusion and time have moved since.</summary>
    [Fact]
    public void Drift_with_the_rest_held_is_the_rate_of_the_state() => Gen.Select(RandomModels.AnyFormula(4).Array[5], Gen.Double[-2, 2].Array[6]).Sample((formulas, numbers) =>
    {
        var model = RandomModels.ModelOf(formulas);
        var (plain, diffusion) = (CompiledModel.Compile(model, []).CreateSystem(), CompiledModel.Compile(model, [], diffusion: "x1").CreateSystem());
        double[] y = [.. numbers.Take(4)];
        diffusion.HoldDrift(y);
        foreach (var (t, x) in new[] { (0.0, numbers[1]), (numbers[4], numbers[5]), (1.5, 0.0) })
        {
            double[] moved = [y[0], x, y[2], y[3]];
            Assert.Equal(plain.RightHandSide(t, moved)[1], diffusion.HeldDrift(t, x));
            Assert.Equal(0, diffusion.RightHandSide(t, moved)[1]);
        }
    });
}
