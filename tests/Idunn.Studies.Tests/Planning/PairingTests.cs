using Idunn.Studies.Planning;

namespace Idunn.Studies.Tests.Planning;

/// <summary>Common random numbers: what two arms share stays the same number, whatever else differs between them.</summary>
public class PairingTests
{
    private const string TwoProducts = "products: { plain: { source: x }, wide: { source: x, diameter: { median: 120 nm, geometricSd: 1.2, within: [30 nm, 150 nm] } } }\n";

    private const string ArmOfEach = """
        one: { doses: [{ give: plain, route: intravenous, amount: 1e10 particles, at: 0 h }] }
          two: { doses: [{ give: wide, route: intravenous, amount: 1e10 particles, at: 0 h }] }
        """;

    [Fact]
    public void What_a_product_fixes_moves_no_other_parameter_s_draw()
    {
        var plan = ProjectScience.Plan(ProjectScience.Text(arms: ArmOfEach, products: TwoProducts));
        var (plain, wide) = (Values(plan, 0, 4), Values(plan, 1, 4));
        for (var i = 0; i < plain.Length; i++)
            if (!plan.Compiled.ParameterIds[i].StartsWith("diameter_", StringComparison.Ordinal))
                Assert.Equal(plain[i], wide[i]);
        var median = plan.Compiled.IndexOfParameter("diameter_median");
        Assert.Equal(120, wide[median], 1e-9);
        Assert.NotEqual(120, plain[median]);
    }

    [Fact]
    public void Draws_do_not_depend_on_how_many_nominal_subjects_stand_before_them()
    {
        var few = ProjectScience.Plan(ProjectScience.Text(cohort: "{ population: mouse, size: 3, draws: 2, seed: 7 }"));
        var many = ProjectScience.Plan(ProjectScience.Text(cohort: "{ population: mouse, size: 50, draws: 2, seed: 7 }"));
        Assert.Equal(Values(few, 0, 3 + 1), Values(many, 0, 50 + 1));
    }

    [Fact]
    public void Mouse_and_human_share_each_draw_of_what_is_uncertain_for_both()
    {
        const string arms = """
            mouse: { doses: [{ give: msc, route: intravenous, amount: 1e10 particles, at: 0 h }] }
              human: { cohort: { population: human }, doses: [{ give: msc, route: intravenous, amount: 1e10 particles, at: 0 h }] }
            """;
        var plan = ProjectScience.Plan(ProjectScience.Text(arms: arms));
        // Loss of a microRNA in the cell is uncertain, but does not vary between subjects.
        var index = plan.Compiled.IndexOfParameter("mirna_loss_rate");
        Assert.Equal(Values(plan, 0, 3)[index], Values(plan, 1, 3)[index]);
        Assert.NotEqual(Values(plan, 0, 3)[index], Values(plan, 0, 4)[index]);
    }

    [Fact]
    public void Another_seed_makes_other_subjects()
    {
        var one = ProjectScience.Plan(ProjectScience.Text(cohort: "{ population: mouse, size: 3, seed: 1 }"));
        var two = ProjectScience.Plan(ProjectScience.Text(cohort: "{ population: mouse, size: 3, seed: 2 }"));
        Assert.NotEqual(Values(one, 0, 0), Values(two, 0, 0));
    }

    [Fact]
    public void Different_products_in_one_arm_are_refused()
    {
        const string arm = "both: { doses: [{ give: plain, route: intravenous, amount: 1e9 particles, at: 0 h }, { give: wide, route: intravenous, amount: 1e9 particles, at: 1 h }] }";
        var finding = Assert.Single(ProjectScience.Refused(ProjectScience.Text(arms: arm, products: TwoProducts)));
        Assert.Contains("Arm 'both' gives products that differ", finding.Message, StringComparison.Ordinal);
        Assert.Equal(6, finding.Location.Line);
    }

    [Fact]
    public void Products_described_alike_may_share_an_arm()
    {
        const string products = "products: { a: { cargo: { miR-21-5p: 5 copies/vesicle } }, b: { name: B, cargo: { miR-21-5p: 5 copies/vesicle } } }\n";
        const string arm = "both: { doses: [{ give: a, route: intravenous, amount: 1e9 particles, at: 0 h }, { give: b, route: intranasal, amount: 1e9 particles, at: 1 h }] }";
        Assert.Single(ProjectScience.Plan(ProjectScience.Text(arms: arm, products: products)).Arms);
    }

    private static double[] Values(StudyPlan plan, int arm, int task)
    {
        var values = new double[plan.Compiled.ParameterIds.Length];
        plan.Arms[arm].SetParameters(task, values);
        return values;
    }
}
