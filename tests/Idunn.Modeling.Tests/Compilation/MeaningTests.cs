using Idunn.Modeling.Compilation;
using static Idunn.Modeling.Tests.Compilation.Sketch;

namespace Idunn.Modeling.Tests.Compilation;

/// <summary>What symbols mean: amounts and concentrations, constants and variables, initial values.</summary>
public sealed class MeaningTests
{
    [Fact]
    public void A_species_symbol_is_a_concentration_unless_it_is_an_amount_and_states_are_amounts()
    {
        var model = Model(
            Space("plasma", 4.0), Space("cell", 2.0), Concentration("drug", 3.0, "plasma"), Amount("copies", 10.0), Constant("k", 0.5),
            Flow("uptake", ["drug"], ["copies"], (Formula)"k" * "drug"));
        var compiled = CompiledModel.Compile(model, ["drug", "copies", "uptake", "plasma", "k", "time"]);

        Assert.Equal(["drug", "copies"], compiled.StateIds);
        Assert.Equal([12, 10], compiled.InitialState());
        Assert.Equal([-0.5 * 5, 0.5 * 5], compiled.CreateSystem().RightHandSide(0, 20, 7));
        Assert.Equal([5, 7, 2.5, 4, 0.5, 9], compiled.Observed(9, 20, 7));
        Assert.Equal(-0.5 / 4, compiled.CreateSystem().DenseJacobian(0, 20, 7)[0, 0]);
    }

    [Fact]
    public void A_rate_rule_of_a_concentration_is_turned_into_a_rate_of_the_amount()
    {
        var model = Model(Space("cell", 4.0), Concentration("c", 1.0), Rate("c", (Formula)(-2.0) * "c"));
        Assert.Equal(-2.0 * 5 * 4, CompiledModel.Compile(model, []).CreateSystem().RightHandSide(0, 20)[0]);
    }

    [Fact]
    public void A_compartment_that_grows_dilutes_and_keeps_the_amount()
    {
        var model = Model(
            Space("cell", 2.0, isConstant: false), Concentration("c", 3.0), Constant("k", 0.25), Rate("cell", (Formula)"k" * "cell"), Flow("loss", ["c"], [], (Formula)"k" * "c" * "cell"));
        var compiled = CompiledModel.Compile(model, ["c", "cell"]);
        Assert.Equal(["cell", "c"], compiled.StateIds);
        Assert.Equal([2, 6], compiled.InitialState());
        Assert.Equal([6.0 / 8, 8], compiled.Observed(0, 8, 6));
    }

    [Fact]
    public void A_compartment_may_follow_an_assignment_rule()
    {
        var model = Model(Space("cell", null, isConstant: false), Amount("water", 5.0), Concentration("salt", 2.0), Rule("cell", (Formula)2.0 * "water"));
        var compiled = CompiledModel.Compile(model, ["salt"]);
        Assert.Equal([5, 20], compiled.InitialState());
        Assert.Equal(20.0 / 6, compiled.Observed(0, 3, 20)[0]);
    }

    [Fact]
    public void A_species_that_nothing_changes_is_a_state_so_that_a_dose_can_be_counted_in_it()
    {
        var compiled = CompiledModel.Compile(Model(Amount("vesicles_given", 0.0), Amount("fixed", 1.0, isConstant: true)), ["vesicles_given"]);
        Assert.Equal(["vesicles_given"], compiled.StateIds);
        Assert.Equal(["fixed"], compiled.ParameterIds);
        Assert.Equal(0, compiled.CreateSystem().RightHandSide(0, 3.0)[0]);
        Assert.Equal(3, compiled.Observed(0, 3.0)[0]);
    }

    [Fact]
    public void Constants_with_a_number_or_nothing_are_settable_and_formulas_of_them_follow()
    {
        var model = Model(
            Space("cell", 1.0), Constant("half_life", 3.0), Constant("missing"), Constant("computed", (Formula)2.0 * 3.0), Constant("k", Formula.Call("ln", 2.0) / "half_life"),
            Amount("x", (Formula)"missing" * 10.0), Flow("loss", ["x"], [], (Formula)"k" * "x"));
        var compiled = CompiledModel.Compile(model, ["k"]);
        Assert.Equal(["cell", "half_life", "missing", "computed"], compiled.ParameterIds);
        Assert.Equal([1, 3, double.NaN, 6], compiled.ParameterDefaults);
        Assert.Equal((2, -1, 0, -1), (compiled.IndexOfParameter("missing"), compiled.IndexOfParameter("k"), compiled.IndexOfState("x"), compiled.IndexOfState("k")));

        var (system, y) = (compiled.CreateSystem(), new double[1]);
        system.SetParameters([1, 6, 0.5, 0]);
        system.InitialState(y);
        Assert.Equal(5, y[0]);
        Assert.Equal(-Math.Log(2) / 6 * 5, system.RightHandSide(0, y)[0]);
    }

    [Fact]
    public void A_state_without_an_initial_value_takes_it_from_a_parameter_of_its_name()
    {
        var compiled = CompiledModel.Compile(Model(Space("cell", 4.0), Concentration("c")), []);
        Assert.Equal(["cell", "c"], compiled.ParameterIds);
        Assert.Equal(double.NaN, compiled.InitialState()[0]);
        var (system, y) = (compiled.CreateSystem(), new double[1]);
        system.SetParameters([4, 3]);
        system.InitialState(y);
        Assert.Equal(12, y[0]);
    }

    [Fact]
    public void Initial_values_may_use_rules_other_initial_values_and_rates_at_the_start()
    {
        var model = Model(
            Amount("a", 3.0), Amount("b", (Formula)"twice" + "flow"), Constant("c", (Formula)"b" + Formula.Time), Variable("twice"), Rule("twice", (Formula)2.0 * "a"),
            Flow("flow", ["a"], [], (Formula)0.5 * "a"));
        var compiled = CompiledModel.Compile(model, ["c", "twice"]);
        Assert.Equal([3, 7.5], compiled.InitialState());
        Assert.Equal([7.5, 20], compiled.Observed(8, 10, 0));
    }

    [Fact]
    public void Boundary_species_and_catalysts_are_left_alone_by_reactions()
    {
        var model = Model(Amount("source", 2.0, isBoundary: true), Amount("enzyme", 3.0), Amount("product", 0.0), Flow("make", ["source", "enzyme"], ["enzyme", "product"], (Formula)"source" * "enzyme"));
        var system = CompiledModel.Compile(model, []).CreateSystem();
        Assert.Equal([0, 0, 6], system.RightHandSide(0, 2, 3, 0));
        Assert.Equal(2, system.JacobianPattern.Count);
    }

    [Fact]
    public void Systems_of_one_model_keep_their_parameters_apart()
    {
        var compiled = CompiledModel.Compile(Model(Amount("x", 1.0), Constant("k", 1.0), Flow("loss", ["x"], [], (Formula)"k" * "x")), []);
        var (one, other) = (compiled.CreateSystem(), compiled.CreateSystem());
        one.SetParameters([5]);
        Assert.Equal((-5, -1), (one.RightHandSide(0, 1)[0], other.RightHandSide(0, 1)[0]));
        Assert.Equal("x", one.NameOf(0));
        Assert.Throws<ArgumentException>(() => one.SetParameters([1, 2]));
    }

    [Fact]
    public void A_system_is_autonomous_unless_time_is_in_its_rates()
    {
        Assert.True(CompiledModel.Compile(Model(Amount("x", 0.0), Rate("x", "x"), Variable("clock"), Rule("clock", Formula.Time)), ["clock"]).CreateSystem().IsAutonomous);
        var forced = CompiledModel.Compile(Model(Amount("x", 0.0), Rate("x", Formula.Call("sin", (Formula)2.0 * Formula.Time))), []).CreateSystem();
        Assert.False(forced.IsAutonomous);
        var dfdt = new double[1];
        forced.TimeDerivative(0.3, [0], dfdt);
        Assert.Equal(2 * Math.Cos(0.6), dfdt[0], 1e-15);
    }

    /// <summary>(V·c)′ = V·c′ + c·V′, since the state is the amount.</summary>
    [Fact]
    public void A_rate_rule_of_a_concentration_holds_while_its_space_grows()
    {
        var model = CompiledModel.Compile(Model(Space("cell", 2.0, isConstant: false), Concentration("c", 3.0), Rate("c", 0.5), Rate("cell", 4.0)), []);
        var y = model.InitialState();
        var dydt = model.CreateSystem().RightHandSide(0, y);
        Assert.Equal(2 * 0.5 + 3 * 4, dydt[model.IndexOfState("c")]);
    }
}
