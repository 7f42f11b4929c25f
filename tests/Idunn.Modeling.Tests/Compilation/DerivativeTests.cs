using CsCheck;
using Idunn.Modeling.Compilation;
using static Idunn.Modeling.Tests.Compilation.Sketch;

namespace Idunn.Modeling.Tests.Compilation;

public sealed class DerivativeTests
{
    [Fact]
    public void Jacobian_and_time_derivative_equal_central_differences_for_random_smooth_formulas() =>
        Gen.Select(RandomModels.SmoothFormula(4).Array[5], Gen.Double[-2, 2].Array[4]).Sample((formulas, y) =>
        {
            var system = CompiledModel.Compile(RandomModels.ModelOf(formulas), [], CompilationTier.Interpreter).CreateSystem();
            var (jacobian, dfdt) = (system.DenseJacobian(0.4, y), new double[4]);
            system.TimeDerivative(0.4, y, dfdt);
            for (var column = 0; column <= 4; column++)
            {
                var (up, down) = (Moved(system, y, column, Step), Moved(system, y, column, -Step));
                for (var row = 0; row < 4; row++)
                    Assert.Equal((up[row] - down[row]) / (2 * Step), column < 4 ? jacobian[row, column] : dfdt[row], new Near(2e-6));
            }
        }, iter: 400, seed: "0000KOIkUZS3", threads: 1);

    [Fact]
    public void Mass_action_jacobian_has_no_entry_but_for_species_that_a_rate_contains()
    {
        var model = Model(
            [
                .. Enumerable.Range(0, 30).Select(i => (object)Amount($"s{i}", 1.0)), Constant("k", 2.0),
                .. Enumerable.Range(0, 29).Select(i => (object)Flow($"r{i}", [$"s{i}"], [$"s{i + 1}"], (Formula)"k" * $"s{i}")),
            ]);
        var pattern = CompiledModel.Compile(model, []).CreateSystem().JacobianPattern;
        Assert.Equal(29 + 29, pattern.Count);
        for (var row = 0; row < 30; row++)
            Assert.Equal(new[] { row - 1, row }.Where(column => column is >= 0 and < 29), pattern.Columns[pattern.RowStarts[row]..pattern.RowStarts[row + 1]].ToArray());
    }

    [Fact]
    public void Closed_networks_keep_their_total_in_right_hand_side_and_jacobian() =>
        RandomModels.MassAction.Sample(model =>
        {
            var system = CompiledModel.Compile(model, [], CompilationTier.Interpreter).CreateSystem();
            double[] y = [.. model.Species.Select((_, i) => 0.2 + 0.11 * i)];
            var (rates, jacobian) = (system.RightHandSide(0, y), system.DenseJacobian(0, y));
            Assert.InRange(rates.Sum() / (1 + rates.Sum(Math.Abs)), -1e-14, 1e-14);
            for (var column = 0; column < y.Length; column++)
            {
                double[] entries = [.. Enumerable.Range(0, y.Length).Select(row => jacobian[row, column])];
                Assert.InRange(entries.Sum() / (1 + entries.Sum(Math.Abs)), -1e-14, 1e-14);
            }
        }, iter: 40, seed: "0000KOIkUZS3", threads: 1);

    [Theory]
    [InlineData(0.5, 0)] // the true slope is infinite
    [InlineData(1.0, 1)]
    [InlineData(1.5, 0)]
    [InlineData(2.0, 0)]
    [InlineData(2.7, 0)]
    public void Slope_of_a_power_with_a_settable_exponent_is_finite_at_zero(double exponent, double slope)
    {
        var model = Model(Amount("x", 0.0), Constant("n", exponent), Constant("K", 3.0), Rate("x", ((Formula)"x" ^ "n") / (((Formula)"K" ^ "n") + ((Formula)"x" ^ "n"))));
        var system = CompiledModel.Compile(model, []).CreateSystem();
        Assert.Equal(slope / Math.Pow(3, exponent), system.DenseJacobian(0, 0)[0, 0], 1e-15);
    }

    [Fact]
    public void A_fractional_power_of_a_solvers_slightly_negative_amount_is_zero()
    {
        var system = CompiledModel.Compile(Model(Amount("x", 0.0), Constant("n", 1.5), Rate("x", (Formula)"x" ^ "n")), []).CreateSystem();
        Assert.Equal(0, system.RightHandSide(0, -1e-18)[0]);
        Assert.Equal(0, system.DenseJacobian(0, -1e-18)[0, 0]);
        system.SetParameters([3.0]);
        Assert.Equal(-8, system.RightHandSide(0, -2.0)[0]);
    }

    [Fact]
    public void Slope_of_a_square_root_is_finite_at_zero()
    {
        var system = CompiledModel.Compile(Model(Amount("x", 0.0), Rate("x", Formula.Call("sqrt", "x"))), []).CreateSystem();
        Assert.Equal(0, system.DenseJacobian(0, 0)[0, 0]);
        Assert.Equal(0.25, system.DenseJacobian(0, 4.0)[0, 0]);
    }

    [Fact]
    public void A_sum_of_five_thousand_terms_compiles()
    {
        Formula sum = "x";
        for (var i = 0; i < 5000; i++)
            sum += (Formula)"k" * (1.0 + i);
        var system = CompiledModel.Compile(Model(Amount("x", 0.0), Constant("k", 2.0), Rate("x", sum)), []).CreateSystem();
        Assert.Equal(7 + 2.0 * 5000 * 5001 / 2, system.RightHandSide(0, 7.0)[0]);
        Assert.Equal(1, system.DenseJacobian(0, 7.0)[0, 0]);
    }

    private const double Step = 1e-5;

    private static double[] Moved(ModelSystem system, double[] y, int variable, double step)
    {
        double[] moved = [.. y, 0.4];
        moved[variable] += step;
        return system.RightHandSide(moved[4], moved[..4]);
    }
}
