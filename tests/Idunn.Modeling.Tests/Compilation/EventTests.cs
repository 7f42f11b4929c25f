using CsCheck;
using Idunn.Modeling.Compilation;
using static Idunn.Modeling.Tests.Compilation.Sketch;

namespace Idunn.Modeling.Tests.Compilation;

public sealed class EventTests
{
    [Fact]
    public void Assignments_see_the_state_before_the_event_and_concentrations_become_amounts()
    {
        var model = Model(
            Space("cell", 4.0), Concentration("c", 1.0), Amount("n", 2.0), Variable("k", 0.5), Flow("loss", ["c"], [], (Formula)"k" * "c"),
            When(Formula.Time >= 3.0, ("c", "n"), ("n", "c"), ("k", (Formula)"k" * 10.0)));
        var compiled = CompiledModel.Compile(model, ["c", "n", "k"]);
        Assert.Equal(["c", "n", "k"], compiled.StateIds);

        var (system, y) = (compiled.CreateSystem(), compiled.InitialState());
        Assert.Equal([4, 2, 0.5], y);
        Assert.Equal(0, system.RightHandSide(0, y)[2]);
        system.ApplyEvent(0, 3, y);
        Assert.Equal([2 * 4, 1, 5], y);
        Assert.Equal([2, 1, 5], compiled.Observed(3, y));
    }

    /// <summary>As the SBML Test Suite has it (case 01779): all assignments are made at once.</summary>
    [Fact]
    public void An_event_that_resizes_a_compartment_sets_concentrations_in_the_old_size()
    {
        var model = Model(
            Space("cell", 4.0, isConstant: false), Concentration("kept", 1.0), Concentration("set", 1.0), When(Formula.Time > 1.0, ("cell", 8.0), ("set", 3.0)));
        var compiled = CompiledModel.Compile(model, ["kept", "set"]);
        var y = compiled.InitialState();
        compiled.CreateSystem().ApplyEvent(0, 1, y);
        Assert.Equal([0.5, 1.5], compiled.Observed(1, y));
    }

    [Fact]
    public void Root_functions_are_positive_exactly_where_their_trigger_holds()
    {
        Formula above = (Formula)"x" > 1.0, below = (Formula)"x" < "y", late = Formula.Time >= 2.0;
        Formula trigger = (above & !below) | (late & ((Formula)"y" <= 0.5));
        var model = Model(Amount("x", 0.0), Amount("y", 0.0), When(trigger, ("x", 0.0)), When(!trigger, ("x", 0.0)));
        var system = CompiledModel.Compile(model, []).CreateSystem();
        Gen.Select(Gen.Double[-3, 3], Gen.Double[-3, 3], Gen.Double[0, 4]).Where((x, y, t) => x != 1 && x != y && y != 0.5 && t != 2).Sample((x, y, t) =>
        {
            var g = new double[2];
            system.EventFunctions(t, [x, y], g);
            var isTrue = (x > 1 && !(x < y)) || (t >= 2 && y <= 0.5);
            Assert.Equal((isTrue, !isTrue), (g[0] > 0, g[1] > 0));
        }, iter: 1000, seed: "0000KOIkUZS3", threads: 1);
    }

    [Fact]
    public void A_comparisons_root_function_is_its_distance_from_the_threshold()
    {
        var system = CompiledModel.Compile(Model(Amount("x", 0.0), When((Formula)"x" > 2.0, ("x", 0.0))), []).CreateSystem();
        var g = new double[1];
        system.EventFunctions(0, [1.25], g);
        Assert.Equal(-0.75, g[0]);
        Assert.Equal(1, system.EventCount);
    }
}
