using Idunn.Studies.Planning;

namespace Idunn.Studies.Tests.Planning;

public class SubjectTests
{
    private const string TwoArms = """
        vein: { doses: [{ give: msc, route: intravenous, amount: 1e10 particles, at: 0 h }] }
          nose: { doses: [{ give: msc, route: intranasal, amount: 1e9 particles, at: 6 h }] }
        """;

    [Fact]
    public void Arms_of_one_population_and_seed_hold_the_same_subjects()
    {
        var plan = ProjectScience.Plan(ProjectScience.Text(arms: TwoArms));
        for (var task = 0; task < 5; task++)
            Assert.Equal(Values(plan, 0, task), Values(plan, 1, task));
        Assert.NotEqual(Values(plan, 0, 0), Values(plan, 0, 1));
    }

    [Fact]
    public void Subjects_do_not_depend_on_how_many_there_are()
    {
        var few = ProjectScience.Plan(ProjectScience.Text());
        var many = ProjectScience.Plan(ProjectScience.Text(cohort: "{ population: mouse, size: 50, draws: 0, seed: 7 }"));
        Assert.Equal(Values(few, 0, 2), Values(many, 0, 2));
    }

    [Fact]
    public void Individual_values_have_the_stated_variability_and_correlation_about_the_nominal_median()
    {
        var plan = ProjectScience.Plan(ProjectScience.Text(cohort: "{ population: mouse, size: 4000, seed: 11 }"));
        var clearance = Column(plan, "reference_clearance", 4000).Select(value => Math.Log(value)).ToArray();
        var volume = Column(plan, "steady_state_volume_per_mass", 4000).Select(value => Math.Log(value)).ToArray();
        // CV 0.3 of a log-normal: ln-scale SD √ln(1.09); standard errors at n = 4,000 are about 0.005 and 0.015.
        Assert.Equal(Math.Log(23), clearance.Average(), 0.02);
        Assert.Equal(Math.Sqrt(Math.Log(1.09)), Deviation(clearance), 0.02);
        var covariance = clearance.Zip(volume, (c, v) => (c - clearance.Average()) * (v - volume.Average())).Average();
        Assert.Equal(0.3, covariance / Deviation(clearance) / Deviation(volume), 0.06);
    }

    [Fact]
    public void Draws_come_from_the_prior_and_subjects_at_nominal_parameters_do_not()
    {
        var plan = ProjectScience.Plan(ProjectScience.Text(cohort: "{ population: mouse, size: 2, draws: 2000, seed: 3 }"));
        var index = plan.Compiled.IndexOfParameter("lysosomal_rate");
        var drawn = Enumerable.Range(2, 2000).Select(task => Values(plan, 0, task)[index]).Order().ToArray();
        Assert.Equal(3.3, Values(plan, 0, 0)[index], 1e-12);
        Assert.InRange(drawn[0], 1, 1.05);
        Assert.InRange(drawn[^1], 9.5, 10);
        // log-uniform 1 … 10: the median is √10.
        Assert.Equal(Math.Sqrt(10), drawn[1000], 0.25);
    }

    [Fact]
    public void The_moments_of_the_diameter_follow_each_draw()
    {
        var plan = ProjectScience.Plan(ProjectScience.Text());
        var values = Values(plan, 0, 4);
        double Of(string id) => values[plan.Compiled.IndexOfParameter(id)];
        Assert.Equal(DiameterMoments.Of(Of("diameter_median"), Of("diameter_geometric_sd"), 30, 150).MeanCube, Of("diameter_mean_cube"));
    }

    [Fact]
    public void What_a_study_says_of_its_product_overrides_the_tables_and_is_reported_as_its_own()
    {
        const string product = "products: { msc: { source: x, diameter: { median: 0.12 um, geometricSd: 1.2, within: [30 nm, 150 nm] }, cargo: { miR-21-5p: 5 copies/vesicle } } }\n";
        var plan = ProjectScience.Plan(ProjectScience.Text(products: product));
        var values = Values(plan, 0, 4);
        Assert.Equal(120, values[plan.Compiled.IndexOfParameter("diameter_median")], 1e-9);
        Assert.Equal(5, values[plan.Compiled.IndexOfParameter("mir21_copies_per_vesicle")]);
        Assert.Equal(5, plan.Inputs.Count(input => input.SetByStudy));
    }

    [Fact]
    public void Assumptions_stand_first_among_the_inputs()
    {
        var statuses = ProjectScience.Plan(ProjectScience.Text()).Inputs.Select(input => input.Origin.IsAssumption).ToList();
        Assert.Contains(true, statuses);
        Assert.Contains(false, statuses);
        Assert.Equal(statuses.OrderByDescending(isAssumption => isAssumption), statuses);
    }

    private static double[] Values(StudyPlan plan, int arm, int task)
    {
        var values = new double[plan.Compiled.ParameterIds.Length];
        plan.Arms[arm].SetParameters(task, values);
        return values;
    }

    private static double[] Column(StudyPlan plan, string id, int count) =>
        [.. Enumerable.Range(0, count).Select(task => Values(plan, 0, task)[plan.Compiled.IndexOfParameter(id)])];

    private static double Deviation(double[] x) => Math.Sqrt(x.Select(value => Math.Pow(value - x.Average(), 2)).Average());
}
