using Idunn.Modeling.Checking;
using Idunn.Studies.Inputs;

namespace Idunn.Studies.Tests.Planning;

public class PopulationTests
{
    private const string Mouse = "populations/mouse.yaml";

    [Fact]
    public void A_share_stays_below_one_in_every_subject_however_much_it_varies()
    {
        var plan = ProjectScience.PlanOn(Mouse, Replace("escape_fraction: { cv: 0.3", "escape_fraction: { cv: 9.5"), ProjectScience.Text(cohort: "{ population: mouse, size: 5000, seed: 1 }"));
        var values = new double[plan.Compiled.ParameterIds.Length];
        var shares = new List<double>();
        for (var task = 0; task < 5000; task++)
        {
            plan.Arms[0].SetParameters(task, values);
            shares.Add(values[plan.Compiled.IndexOfParameter("escape_fraction")]);
        }
        Assert.All(shares, share => Assert.InRange(share, double.Epsilon, 1));
        // ln-scale SD √ln(1 + 9.5²) about 0.05: Φ(ln 20 / 2.125) = 0.921 of the uncut distribution lies below one, and 0.5 of it below 0.05.
        Assert.Equal(0.5 / 0.921, shares.Count(share => share < 0.05) / 5000.0, 0.03);
    }

    [Fact]
    public void Correlations_that_no_population_can_have_are_refused()
    {
        var finding = Refused(text => text.Replace("models:\n", """
              - { between: [reference_clearance, uptake_rate], r: 0.95, status: assumption, note: a test }
              - { between: [steady_state_volume_per_mass, uptake_rate], r: -0.95, status: assumption, note: a test }
            models:

            """, StringComparison.Ordinal));
        Assert.Equal(StudyCodes.ImpossibleCorrelations, finding.Code);
        Assert.Contains("'uptake_rate'", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Variability_of_a_parameter_that_the_model_lacks_is_refused_at_its_line()
    {
        var finding = Refused(Replace("uptake_rate: {", "uptake_rat: {"));
        Assert.Equal(StudyCodes.UnknownName, finding.Code);
        Assert.Contains("'uptake_rat'", finding.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'uptake_rate'?", finding.Action, StringComparison.Ordinal);
        Assert.EndsWith("mouse.yaml", finding.Location.File, StringComparison.Ordinal);
        Assert.True(finding.Location.Line > 1);
    }

    [Fact]
    public void Variability_without_a_reason_is_refused() =>
        Assert.Contains("assumption without a reason", Refused(Replace("body_mass: { cv: 0.1, status: assumption, note: Adults of one strain and sex; no source at hand }", "body_mass: { cv: 0.1, status: assumption }")).Message, StringComparison.Ordinal);

    [Fact]
    public void Variability_with_a_source_outside_the_bibliography_is_refused()
    {
        var finding = Refused(Replace("body_mass: { cv: 0.1, status: assumption,", "body_mass: { cv: 0.1, status: measured, reference: nobody-2031,"));
        Assert.Equal(FindingCodes.UnknownReference.Code, finding.Code);
        Assert.Contains("'nobody-2031'", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_field_of_a_population_is_refused() =>
        Assert.Equal(StudyCodes.UnknownField, Refused(Replace("title: {", "strain: C57BL/6\ntitle: {")).Code);

    [Fact]
    public void An_unknown_state_in_a_model_card_is_refused()
    {
        var findings = Assert.Throws<FindingsException>(() => ProjectScience.PlanOn("models/delivery.yaml", Replace("intranasal: nasal_cavity", "intranasal: nasal_cavty"), ProjectScience.Text())).Findings;
        Assert.Contains("no state 'nasal_cavty'", Assert.Single(findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_card_whose_body_mass_is_no_mass_is_refused()
    {
        var findings = Assert.Throws<FindingsException>(() => ProjectScience.PlanOn("models/delivery.yaml", Replace("bodyMass: body_mass", "bodyMass: plasma_volume_per_mass"), ProjectScience.Text())).Findings;
        var finding = Assert.Single(findings);
        Assert.Equal(StudyCodes.WrongUnit, finding.Code);
        Assert.Contains("'plasma_volume_per_mass' must be in 'kg'", finding.Message, StringComparison.Ordinal);
    }

    private static Func<string, string> Replace(string piece, string replacement) => text => text.Replace(piece, replacement, StringComparison.Ordinal);

    private static Finding Refused(Func<string, string> change) =>
        Assert.Single(Assert.Throws<FindingsException>(() => ProjectScience.PlanOn(Mouse, change, ProjectScience.Text())).Findings);
}
