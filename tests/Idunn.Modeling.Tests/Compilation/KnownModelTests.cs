using Idunn.Modeling.Compilation;
using static Idunn.Modeling.Tests.Compilation.Sketch;

namespace Idunn.Modeling.Tests.Compilation;

/// <summary>Models whose right-hand side and Jacobian are known in closed form.</summary>
public sealed class KnownModelTests
{
    [Theory]
    [InlineData(CompilationTier.Interpreter)]
    [InlineData(CompilationTier.MachineCode)]
    public void Robertsons_kinetics_have_their_published_right_hand_side_and_jacobian(CompilationTier tier)
    {
        // Robertson 1966: y1' = −0.04 y1 + 1e4 y2 y3, y3' = 3e7 y2².
        var model = Model(
            Amount("a", 1.0), Amount("b", 0.0), Amount("c", 0.0), Constant("k1", 0.04), Constant("k2", 3e7), Constant("k3", 1e4),
            Flow("slow", ["a"], ["b"], (Formula)"k1" * "a"),
            Flow("fast", ["b", "b"], ["b", "c"], (Formula)"k2" * "b" * "b"),
            Flow("back", ["b", "c"], ["a", "c"], (Formula)"k3" * "b" * "c"));
        var system = CompiledModel.Compile(model, [], tier).CreateSystem();

        var (a, b, c) = (0.7, 2e-5, 0.3);
        Assert.Equal([-0.04 * a + 1e4 * b * c, 0.04 * a - 1e4 * b * c - 3e7 * b * b, 3e7 * b * b], system.RightHandSide(0, a, b, c), new Near(1e-14));
        Assert.Equal(
            new[,] { { -0.04, 1e4 * c, 1e4 * b }, { 0.04, -1e4 * c - 6e7 * b, -1e4 * b }, { 0, 6e7 * b, 0 } }.Cast<double>(),
            system.DenseJacobian(0, a, b, c).Cast<double>(), new Near(1e-14));
        Assert.Equal(7, system.JacobianPattern.Count);
        Assert.True(system.IsAutonomous);
    }

    [Fact]
    public void Lotka_and_Volterras_predators_and_prey_rest_at_their_equilibrium()
    {
        // Lotka 1925: equilibrium at prey = c/d, predators = a/b, with Jacobian [[0, −bc/d], [ad/b, 0]].
        var model = Model(
            Amount("prey", 10.0), Amount("predators", 5.0), Constant("a", 1.1), Constant("b", 0.4), Constant("c", 0.4), Constant("d", 0.1),
            Flow("birth", [], ["prey"], (Formula)"a" * "prey"), Flow("capture", ["prey"], [], (Formula)"b" * "prey" * "predators"),
            Flow("growth", [], ["predators"], (Formula)"d" * "prey" * "predators"), Flow("death", ["predators"], [], (Formula)"c" * "predators"));
        var system = CompiledModel.Compile(model, []).CreateSystem();

        double[] equilibrium = [0.4 / 0.1, 1.1 / 0.4];
        Assert.All(system.RightHandSide(0, equilibrium), rate => Assert.Equal(0, rate, 1e-15));
        Assert.Equal([0, -0.4 * 0.4 / 0.1, 1.1 * 0.1 / 0.4, 0], system.DenseJacobian(0, equilibrium).Cast<double>(), new Near(1e-14));
    }

    [Fact]
    public void Goldbeter_and_Koshlands_switch_rests_at_their_closed_form()
    {
        // Goldbeter & Koshland 1981, doi:10.1073/pnas.78.11.6840: W* = G(v1, v2, J1, J2) at steady state.
        var (v1, v2, j1, j2) = (1.2, 1.0, 0.05, 0.02);
        var model = Model(
            Amount("modified", 0.0), Constant("v1", v1), Constant("v2", v2), Constant("J1", j1), Constant("J2", j2), Variable("plain"),
            Rule("plain", (Formula)1.0 - "modified"),
            Flow("modification", [], ["modified"], (Formula)"v1" * "plain" / ((Formula)"J1" + "plain")),
            Flow("demodification", ["modified"], [], (Formula)"v2" * "modified" / ((Formula)"J2" + "modified")));
        var compiled = CompiledModel.Compile(model, ["plain", "modification", "demodification"]);

        var b = v2 - v1 + v2 * j1 + v1 * j2;
        var steady = 2 * v1 * j2 / (b + Math.Sqrt(b * b - 4 * (v2 - v1) * v1 * j2));
        Assert.Equal(0, compiled.CreateSystem().RightHandSide(0, steady)[0], 1e-14);
        var observed = compiled.Observed(0, steady);
        Assert.Equal([1 - steady, observed[2], observed[1]], observed, new Near(1e-13));
        var slope = -v1 * j1 / Math.Pow(j1 + 1 - steady, 2) - v2 * j2 / Math.Pow(j2 + steady, 2);
        Assert.Equal(slope, compiled.CreateSystem().DenseJacobian(0, steady)[0, 0], 1e-11);
    }

    [Theory]
    [InlineData(3.0, 5.0, 2.0)]
    [InlineData(8.0, 0.1, 2.0)]
    [InlineData(0.0, 5.0, 0.0)]
    public void Titration_leaves_the_free_target_that_its_quadratic_gives(double m0, double theta, double lambda)
    {
        // Levine et al. 2007 / Mukherji et al. 2011: m = ½[(m0 − λ − θ) + √((m0 − λ − θ)² + 4 λ m0)] solves m (m + θ + λ − m0) = λ m0.
        Formula excess = (Formula)"target" - "lambda" - "theta";
        var model = Model(
            Amount("target", m0), Constant("theta", theta), Constant("lambda", lambda), Variable("free"),
            Rule("free", (Formula)0.5 * (excess + Formula.Call("sqrt", (excess ^ 2.0) + (Formula)4.0 * "lambda" * "target"))),
            Flow("loss", ["target"], [], "free"));
        var compiled = CompiledModel.Compile(model, ["free"]);

        var free = compiled.Observed(0, m0)[0];
        Assert.Equal(lambda * m0, free * (free + theta + lambda - m0), 1e-12);
        Assert.True(double.IsFinite(compiled.CreateSystem().DenseJacobian(0, m0)[0, 0]));
    }
}
