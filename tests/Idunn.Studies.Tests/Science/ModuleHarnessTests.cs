namespace Idunn.Studies.Tests.Modules;

/// <summary>The bench on which single modules are tested, on a module whose solution is known.</summary>
public class ModuleHarnessTests
{
    private static ModuleHarness Cargo() => ModuleHarness.Of("uptake.ant", "cargo", ["uptake.tsv"],
        ("endosomal", "100"), ("cells", "50"), ("escape_rate", "0.1"), ("copies_per_vesicle", "2"), ("loss_rate", "0.5"));

    [Fact]
    public void A_module_runs_on_constant_ports()
    {
        // recently_opened' = 0.1 · 100 / 50 − 0.5 recently_opened, and copies are twice that.
        var module = Cargo();
        Assert.Equal(["endosomal", "part.recently_opened"], module.StateIds);
        Assert.Equal([100, 0], module.InitialState());
        Assert.Equal([0, 0.2 - 0.5 * 3], module.RightHandSide(0, [100, 3]));
        var course = module.Solve(0, 1, 4);
        foreach (var (t, copies) in ((double[])[0, 1, 4]).Zip(course["copies"]))
            Assert.Equal(0.8 * (1 - Math.Exp(-0.5 * t)), copies, 1e-8);
        Assert.Equal(course["part.copies"], course["copies"]);
    }

    [Fact]
    public void A_port_can_be_changed_and_can_follow_time()
    {
        Assert.Equal([0, 0.4], Cargo().Set("escape_rate", 0.2).RightHandSide(0, [100, 0]));
        var module = ModuleHarness.Of("uptake.ant", "cargo", [], ("endosomal", "100"), ("cells", "50 / (1 + time)"), ("escape_rate", "0.1"), ("copies_per_vesicle", "2"), ("loss_rate", "0"));
        Assert.Equal(0.4 * (3 + 9 / 2.0), module.Solve(3).Last("copies"), 1e-7);
    }

    [Fact]
    public void A_constant_without_a_port_takes_its_row() =>
        Assert.Equal(0.1, ModuleHarness.FromText("""
            model inner()
              clearance_exponent has dimensionless; microglia_share has dimensionless;
              twice := 2 * microglia_share * clearance_exponent / clearance_exponent;
            end
            model *alone()
              part: inner();
            end
            """, ["disposition.tsv"]).Set("microglia_share", 0.05).Initially("twice"), 1e-15);

    [Fact]
    public void What_has_no_value_is_named() =>
        Assert.Contains("part.loss_rate", Assert.ThrowsAny<Exception>(() => ModuleHarness.FromText("import \"uptake.ant\"\nmodel *alone()\n  part: cargo();\nend", []).InitialState()).Message, StringComparison.Ordinal);
}
