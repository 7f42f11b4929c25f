using Idunn.Numerics.Ode;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Tests.Planning;

public class DoseTests
{
    [Fact]
    public void A_course_of_24_doses_every_three_and_a_half_days_ends_on_day_80_and_a_half()
    {
        var (plan, inputs) = Of("{ give: msc, route: intranasal, amount: 4e8 particles, from: 0 d, every: 84 h, times: 24 }", until: "13 wk");
        var nose = inputs.Boluses.Where(bolus => bolus.State == plan.Compiled.IndexOfState("nasal_cavity")).ToList();
        Assert.Equal(24, nose.Count);
        Assert.Equal(80.5, nose[^1].Time, 1e-9);
        Assert.All(nose, bolus => Assert.Equal(4e8, bolus.Amount));
        Assert.Equal(24 * 4e8, inputs.Boluses.Where(bolus => bolus.State == plan.Compiled.IndexOfState("vesicles_given")).Sum(bolus => bolus.Amount));
    }

    [Fact]
    public void A_dose_per_kg_follows_each_subject_s_body_mass()
    {
        var (plan, inputs, parameters) = With("{ give: msc, route: intravenous, amount: 1e10 particles/kg, at: 0 h }");
        Assert.Equal(1e10 * parameters[plan.Compiled.IndexOfParameter("body_mass")] / 1000, inputs.Boluses[0].Amount, 1e-3);
    }

    [Fact]
    public void A_dose_of_protein_becomes_particles_by_the_table_s_conversion()
    {
        var (plan, inputs, parameters) = With("{ give: msc, route: intravenous, amount: 0.03 mg, at: 0 h }");
        Assert.Equal(30 * parameters[plan.Compiled.IndexOfParameter("particles_per_ug")], inputs.Boluses[0].Amount, 1.0);
    }

    [Fact]
    public void An_infusion_gives_its_amount_over_its_time()
    {
        var (_, inputs) = Of("{ give: msc, route: intravenous, amount: 1e9 particles, at: 6 h, over: 30 min }");
        Assert.Empty(inputs.Boluses);
        var infusion = inputs.Infusions[0];
        Assert.Equal((0.25, 0.25 + (0.5 / 24)), (infusion.Start, infusion.End));
        Assert.Equal(1e9, infusion.Rate * (infusion.End - infusion.Start), 1e-3);
    }

    [Fact]
    public void Outputs_are_dense_after_a_dose_and_reach_the_end()
    {
        var (plan, _) = Of("{ give: msc, route: intravenous, amount: 1e9 particles, at: 6 h }", until: "7 d");
        var times = plan.Arms[0].OutputTimes.ToArray();
        Assert.Equal((0, 7), (times[0], times[^1]));
        Assert.Equal(times.Order().Distinct(), times);
        Assert.True(times.Count(time => time is > 0.25 and < 0.25 + (1.0 / 24)) >= 9);
    }

    [Theory]
    [InlineData(24, "3.5 d", "91 d")]
    [InlineData(360, "1 d", "365 d")]
    [InlineData(20_000, "1 h", "1000 d")]
    public void A_long_course_keeps_its_outputs_within_bounds_and_dense_at_both_ends(int times, string every, string until)
    {
        var (plan, _) = Of(FormattableString.Invariant($"{{ give: msc, route: intranasal, amount: 1e8 particles, from: 0 d, every: {every}, times: {times} }}"), until: until);
        var outputs = plan.Arms[0].OutputTimes.ToArray();
        Assert.InRange(outputs.Length, 500, 610);
        Assert.Equal(outputs.Order().Distinct(), outputs);
        var schedule = plan.Study.Arms[0].Doses[0];
        foreach (var dose in new[] { 0, (times - 1) * schedule.Every!.In("d") })
            Assert.True(outputs.Count(time => time >= dose && time < dose + (1.0 / 24)) >= 11, $"thin after the dose on day {dose}");
    }

    [Fact]
    public void Times_of_endpoints_and_published_rows_are_among_the_outputs()
    {
        var plan = ProjectScience.Plan(ProjectScience.Text(
            "{ give: msc, route: intranasal, amount: 1e10 particles, at: 2 h }", more: "published: [delivery]\nendpoints: { late: { of: blood, measure: value, at: 37 min } }"));
        var outputs = plan.Arms[0].OutputTimes.ToArray();
        Assert.Contains(outputs, time => Math.Abs(time - (37.0 / 1440)) < 1e-9);
        foreach (var row in plan.Published.Where(row => row.IsPredicted && row.Population == "mouse" && row.From is not null && row.From.In("d") < 1.9))
            Assert.Contains(outputs, time => Math.Abs(time - (2.0 / 24) - row.From!.In("d")) < 2e-7);
    }

    private static (StudyPlan Plan, InputSchedule Inputs) Of(string doses, string until = "2 d")
    {
        var (plan, inputs, _) = With(doses, until);
        return (plan, inputs);
    }

    private static (StudyPlan Plan, InputSchedule Inputs, double[] Parameters) With(string doses, string until = "2 d")
    {
        var plan = ProjectScience.Plan(ProjectScience.Text(doses, until: until));
        var parameters = new double[plan.Compiled.ParameterIds.Length];
        plan.Arms[0].SetParameters(1, parameters);
        return (plan, plan.Arms[0].Inputs(parameters), parameters);
    }
}
