using Idunn.Studies.Planning;

namespace Idunn.Studies.Tests.Planning;

/// <summary>A study of the brain as it is run: protocols, rival hypotheses, treatments, ages, assumed effects.</summary>
public class StudyExpansionTests
{
    private const string Arms = """
        healthy: {}
          sick: { protocols: [mptp-acute] }
          treated: { like: sick, doses: [{ give: msc, route: intranasal, amount: 1e9 particles, from: 1 d, every: 2 d, times: 3 }] }
          active: { doses: [{ give: exercise, amount: 100 %, from: 1 d, every: 4 d, times: 2, over: 2 d }, { give: nad-precursor, amount: 50 %, at: 3 d }, { give: senolytic, amount: 100 %, at: 2 d }] }
          old: { cohort: { age: 18 months } }
          without: { set: { microglia_gain: 0 } }
        """;

    private static readonly StudyPlan Plan = ProjectScience.Plan(Text());

    private static string Text(string arms = Arms, string more = "hypotheses: [none, surface]\nassume: { sirt1_gain: 0.3, autophagy_gain: prior }", string endpoints = Endpoints) => ProjectScience.Text(
        model: "brain", arms: arms, until: "10 d", readouts: "[exercise, outcomes.cognition]", more: $"{more}\n{endpoints}");

    private const string Endpoints = """
        endpoints:
          end: { of: outcomes.cognition, measure: value, at: 10 d }
          compared: { of: outcomes.cognition, measure: value, at: 10 d, compare: [treated, sick], by: difference }
          rescue: { of: outcomes.cognition, measure: value, at: 10 d, compare: [treated, sick], relativeTo: healthy }
          one: { of: outcomes.cognition, measure: peak, arm: treated }
          plain: { of: outcomes.cognition, measure: peak, compare: [sick, healthy] }
        """;

    private static ArmPlan Arm(string id) => Plan.Arms.First(arm => arm.Arm.Id == id);

    private static double Parameter(string arm, string parameter, int task = 0)
    {
        var values = new double[Plan.Compiled.ParameterIds.Length];
        Arm(arm).SetParameters(task, values);
        return values[Plan.Compiled.IndexOfParameter(parameter)];
    }

    [Fact]
    public void An_arm_with_a_product_is_run_under_each_hypothesis_apart() =>
        Assert.Equal(["healthy", "sick", "treated.none", "treated.surface", "active", "old", "without"], Plan.Arms.Select(arm => arm.Arm.Id));

    [Fact]
    public void A_hypothesis_sets_its_switch_and_no_other()
    {
        Assert.Equal((0, 1, 0, 0), (Parameter("treated.none", "surface_switch"), Parameter("treated.surface", "surface_switch"), Parameter("treated.surface", "cargo_switch"), Parameter("sick", "surface_switch")));
        Assert.Equal("treated", Arm("treated.surface").Arm.Origin);
    }

    [Fact]
    public void Without_a_choice_every_hypothesis_of_the_model_is_run() =>
        Assert.Equal(["treated.none", "treated.cargo", "treated.surface", "treated.relay"], ProjectScience.Plan(Text(more: "")).Arms.Select(arm => arm.Arm.Id).Where(id => id.StartsWith("treated", StringComparison.Ordinal)));

    [Fact]
    public void A_comparison_of_arms_stays_under_one_hypothesis()
    {
        Assert.Equal(["end", "compared.none", "compared.surface", "rescue.none", "rescue.surface", "one", "plain"], Plan.Study.Endpoints.Select(endpoint => endpoint.Id));
        Assert.Equal(["treated.surface", "sick"], Plan.Study.Endpoints.First(endpoint => endpoint.Id == "compared.surface").Arms);
        Assert.Equal(["treated.none", "treated.surface"], Plan.Study.Endpoints.First(endpoint => endpoint.Id == "one").Arms);
        Assert.Equal("healthy", Plan.Study.Endpoints.First(endpoint => endpoint.Id == "rescue.none").RelativeTo);
    }

    [Fact]
    public void A_protocol_gives_its_doses_beside_those_of_the_arm()
    {
        var mptp = Plan.Compiled.IndexOfState("mptp_amount");
        Assert.Equal([0.0], Arm("sick").Inputs(new double[Plan.Compiled.ParameterIds.Length]).Boluses.Where(bolus => bolus.State == mptp).Select(bolus => bolus.Time));
        Assert.Single(Arm("treated.none").Inputs(new double[Plan.Compiled.ParameterIds.Length]).Boluses, bolus => bolus.State == mptp);
        Assert.Equal([1.0, 3, 5], Arm("treated.none").Inputs(new double[Plan.Compiled.ParameterIds.Length]).Boluses.Where(bolus => bolus.State == Plan.Compiled.IndexOfState("delivery.nasal_cavity")).Select(bolus => bolus.Time));
    }

    [Fact]
    public void A_level_is_raised_and_lowered_again_and_one_without_an_end_stays()
    {
        var inputs = Arm("active").Inputs(new double[Plan.Compiled.ParameterIds.Length]).Boluses;
        Assert.Equal([(1.0, 1.0), (3, -1), (5, 1), (7, -1)], inputs.Where(bolus => bolus.State == Plan.Compiled.IndexOfState("exercise")).Select(bolus => (bolus.Time, bolus.Amount)).Order());
        Assert.Equal([(3.0, 0.5)], inputs.Where(bolus => bolus.State == Plan.Compiled.IndexOfState("nad_precursor")).Select(bolus => (bolus.Time, bolus.Amount)));
        Assert.Equal([(2.0, 1.0)], inputs.Where(bolus => bolus.State == Plan.Compiled.IndexOfState("senolytic")).Select(bolus => (bolus.Time, bolus.Amount)));
    }

    [Fact]
    public void Treatments_are_no_doses_of_vesicles() => Assert.DoesNotContain(Arm("active").Inputs(new double[Plan.Compiled.ParameterIds.Length]).Boluses, bolus => bolus.State == Plan.Compiled.IndexOfState("delivery.vesicles_given"));

    [Fact]
    public void Effects_are_off_unless_the_study_turns_them_on()
    {
        var draw = Arm("treated.surface").Size;
        Assert.Equal((0.3, 0.3), (Parameter("treated.surface", "sirt1_gain"), Parameter("treated.surface", "sirt1_gain", draw)));
        Assert.Equal(0, Parameter("treated.surface", "autophagy_gain"));
        Assert.True(Parameter("treated.surface", "autophagy_gain", draw) > 0);
        Assert.Equal((0, 0), (Parameter("treated.surface", "microglia_gain"), Parameter("treated.surface", "microglia_gain", draw)));
    }

    [Fact]
    public void An_arm_sets_a_parameter_to_knock_it_out() => Assert.Equal(0, Parameter("without", "microglia_gain", Arm("without").Size));

    [Fact]
    public void A_cohort_of_an_age_starts_young_and_ages_before_time_0()
    {
        Assert.Equal(0, Arm("healthy").Start);
        Assert.Equal(-(18 * 30.4375 - (0.33 * 365.25)), Arm("old").Start, 0.01);
        Assert.Equal(18 * 30.4375, Arm("old").AgeAtStart, 0.01);
    }

    [Fact]
    public void A_subject_younger_than_the_model_is_refused() =>
        Assert.Contains(ProjectScience.Refused(Text(arms: "baby: { cohort: { age: 1 months } }", endpoints: "")), finding => finding.Message.Contains("younger than", StringComparison.Ordinal));

    [Fact]
    public void What_is_no_effect_cannot_be_assumed() =>
        Assert.Contains(ProjectScience.Refused(Text(more: "assume: { sirt_gain: 0.1 }")), finding => finding.Message.Contains("'sirt_gain' is not an effect", StringComparison.Ordinal) && finding.Action.Contains("sirt1_gain", StringComparison.Ordinal));

    [Fact]
    public void All_effects_cannot_be_one_number() =>
        Assert.Contains(ProjectScience.Refused(Text(more: "assume: { all: 0.1 }")), finding => finding.Message.Contains("'all' cannot be one number", StringComparison.Ordinal));

    [Theory]
    [InlineData("x: { doses: [{ give: exercise, route: intranasal, amount: 100 %, at: 0 d }] }", "is a treatment of the model and has no route")]
    [InlineData("x: { doses: [{ give: exercise, amount: 3 mg/mL, at: 0 d }] }", "the model counts it in")]
    [InlineData("x: { doses: [{ give: exercise, amount: 100 %, from: 0 d, every: 2 d, times: 3 }] }", "is set 3 times and never ends")]
    [InlineData("x: { protocols: [lecanemab] }", "is for human, and arm 'x' is mouse")]
    [InlineData("x: { set: { microglia_gian: 0 } }", "sets 'microglia_gian'")]
    public void What_makes_no_sense_of_a_treatment_is_refused(string arm, string message) =>
        Assert.Contains(ProjectScience.Refused(Text(arms: arm, endpoints: "")), finding => finding.Message.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void A_macaque_has_no_brain_model() =>
        Assert.Contains(ProjectScience.Refused(Text(arms: "x: { cohort: { population: macaque } }", endpoints: "")), finding => finding.Message.Contains("not made for the population 'macaque'", StringComparison.Ordinal));

    [Fact]
    public void A_disease_takes_the_place_of_healthy_numbers_in_its_arm_only()
    {
        var plan = ProjectScience.Plan(Text(arms: "healthy: {}\n  sick: { protocols: [5xfad] }", endpoints: ""));
        double Drive(int arm)
        {
            var values = new double[plan.Compiled.ParameterIds.Length];
            plan.Arms[arm].SetParameters(0, values);
            return values[plan.Compiled.IndexOfParameter("plaque_seed_rate")];
        }
        Assert.Equal(0, Drive(0));
        Assert.True(Drive(1) > 0);
    }

    [Fact]
    public void Priors_of_effects_are_halved_and_doubled_where_they_can_matter()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "s.yaml"), Text());
        var plan = StudyPlan.Create(Idunn.Studies.Inputs.StudyReader.Read(Path.Combine(folder.Path, "s.yaml")) with { ScalesPriors = true }, new Science(ProjectScience.Root));
        Assert.Equal(["treated.none", "treated.surface", "treated.surface.halved", "treated.surface.doubled"], plan.Arms.Select(arm => arm.Arm.Id).Where(id => id.StartsWith("treated", StringComparison.Ordinal)));
        double Gain(string id)
        {
            var arm = plan.Arms.First(one => one.Arm.Id == id);
            var values = new double[plan.Compiled.ParameterIds.Length];
            arm.SetParameters(arm.Size, values);
            return values[plan.Compiled.IndexOfParameter("autophagy_gain")];
        }
        Assert.Equal(0.5, Gain("treated.surface.halved") / Gain("treated.surface"), 1e-12);
        Assert.Equal(2, Gain("treated.surface.doubled") / Gain("treated.surface"), 1e-12);
    }

    private static StudyPlan Report(string arms, string endpoints = "") => ProjectScience.Plan(ProjectScience.Text(model: "brain", arms: arms, until: "10 d", readouts: "[report]", more: endpoints));

    [Fact]
    public void A_report_shows_a_species_only_what_means_something_in_it()
    {
        var (mouse, human) = (Report("one: {}").Study.Readouts, Report("one: { cohort: { population: human } }").Study.Readouts);
        Assert.Equal(["outcomes.maze_latency", "outcomes.rotarod_latency", "outcomes.buried_food_latency"], mouse.Except(human));
        Assert.Equal(["outcomes.cdr_sb", "outcomes.mmse", "outcomes.updrs"], human.Except(mouse));
        Assert.Contains("outcomes.cognition", mouse.Intersect(human));
        var both = Report("one: {}\n  two: { cohort: { population: human } }");
        Assert.Empty(mouse.Union(human).Except(both.Study.Readouts));
        Assert.False(both.Card.Report.MakesSense("outcomes.cdr_sb", "mouse"));
        Assert.True(both.Card.Report.MakesSense("outcomes.cdr_sb", "human") && both.Card.Report.MakesSense("outcomes.cognition", "mouse") && both.Card.Report.MakesSense("not.in.the.layout", "mouse"));
    }

    [Fact]
    public void An_endpoint_is_read_only_where_it_means_something()
    {
        var both = Report("one: {}\n  two: { cohort: { population: human } }", "endpoints: { disability: { of: outcomes.cdr_sb, measure: peak } }");
        Assert.Equal(["two"], Idunn.Studies.Analysis.Endpoints.EndpointPlan.Create(both).Endpoints.Single().Arms);
        var refused = Assert.Throws<Modeling.Checking.FindingsException>(() => Report("one: {}", "endpoints: { disability: { of: outcomes.cdr_sb, measure: peak, arm: one } }")).Findings.Single();
        Assert.Equal("IDN410", refused.Code);
    }

    [Fact]
    public void A_card_that_keeps_a_readout_for_a_population_it_is_not_made_for_is_refused()
    {
        var text = ProjectScience.Text(model: "brain", arms: "one: {}", until: "10 d", readouts: "[report]");
        var refused = Assert.Throws<Modeling.Checking.FindingsException>(() => ProjectScience.PlanOn("models/brain.yaml", card => card.Replace("{ id: outcomes.mmse, for: human,", "{ id: outcomes.mmse, for: humans,", StringComparison.Ordinal), text));
        Assert.Contains(refused.Findings, finding => finding.Message.Contains("'humans'", StringComparison.Ordinal) && finding.Action.Contains("human", StringComparison.Ordinal));
        Assert.Throws<Modeling.Checking.FindingsException>(() => ProjectScience.PlanOn("models/brain.yaml", card => card.Replace("{ id: outcomes.mmse, for: human,", "{ id: outcomes.mmse, from: human,", StringComparison.Ordinal), text));
    }
}
