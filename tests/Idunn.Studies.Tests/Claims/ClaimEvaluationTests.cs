using Idunn.Modeling.Checking;
using Idunn.Studies.Claims;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Tests.Claims;

/// <summary>The made-up project can be decided by hand: with the gain uniform between 0 and 1, the response is uniform between 1 and 2 under 'signal', and 1 under 'none'.</summary>
public sealed class ClaimEvaluationTests
{
    private const int Draws = 400;

    // Three standard errors of a share of 400 draws.
    private static readonly double slack = 3 * Math.Sqrt(0.25 / Draws);

    private static HypothesisVerdict Under(ClaimVerdict verdict, string hypothesis) => verdict.Hypotheses.Single(one => one.Hypothesis == hypothesis);

    [Fact]
    public void Probability_is_the_share_of_the_prior_in_which_the_claim_holds_and_halving_and_doubling_the_prior_moves_it_as_computed_by_hand()
    {
        using var project = new ClaimProject("atLeast: 1.6");
        var signal = Under(project.Decide(Draws), "signal");
        Assert.Equal(Draws, signal.Draws);
        Assert.InRange(signal.Probability, 0.4 - slack, 0.4 + slack);
        // Halved, the gain ends at 0.5; doubled, it is uniform up to 2.
        Assert.Equal(0, signal.Halved);
        Assert.InRange(signal.Doubled, 0.7 - slack, 0.7 + slack);
    }

    [Fact]
    public void No_effect_never_meets_a_claim_and_is_there_for_comparison_only()
    {
        using var project = new ClaimProject();
        var none = Under(project.Decide(50), "none");
        Assert.Equal((0, true), (none.Probability, none.IsInert));
        Assert.Empty(none.Owners);
        Assert.Empty(none.Requirements);
    }

    [Fact]
    public void Without_a_number_that_moved_what_decides_a_claim_is_undetermined_even_if_it_holds_in_every_draw()
    {
        using var project = new ClaimProject("atLeast: 1.0000001");
        var verdict = project.Decide(50);
        Assert.Equal((1, true), (Under(verdict, "signal").Probability, Under(verdict, "signal").IsPriorOnly));
        Assert.Equal(Standing.Undetermined, verdict.Standing);
    }

    [Theory]
    [InlineData(1.8, Standing.Supported)]
    [InlineData(1.2, Standing.Refuted)]
    [InlineData(1.5, Standing.Open)]
    public void A_published_number_with_an_error_moves_what_decides_and_with_it_the_verdict(double invented, Standing expected)
    {
        using var project = new ClaimProject(published: ClaimProject.Invented(invented, 0.03));
        var verdict = project.Decide(Draws);
        var signal = Under(verdict, "signal");
        Assert.Equal((expected, expected, false), (verdict.Standing, signal.Standing, signal.IsPriorOnly));
        Assert.Equal("invented-response", Assert.Single(verdict.Evidence));
        Assert.InRange(signal.Numbers[0].Median, invented - 0.02, invented + 0.02);
        Assert.InRange(signal.Numbers[0].High - signal.Numbers[0].Low, 0.06, 0.14);
        // Kish's number for a normal likelihood well inside a uniform prior of width 1: 2 √π σ n.
        Assert.InRange(signal.EffectiveDraws, 0.7 * 2 * Math.Sqrt(Math.PI) * 0.03 * Draws, 1.3 * 2 * Math.Sqrt(Math.PI) * 0.03 * Draws);
    }

    [Fact]
    public void A_hypothesis_that_cannot_produce_a_published_number_is_said_to_contradict_it_and_no_longer_counts()
    {
        using var project = new ClaimProject(published: ClaimProject.Invented(1.8, 0.03));
        var verdict = project.Decide(Draws);
        var none = Under(verdict, "none");
        Assert.Equal(Standing.Contradicted, none.Standing);
        Assert.Equal(0.8 / 0.03, none.Misfit, 0.01);
        Assert.True(none.RelativeEvidence < 1e-100);
        Assert.Equal(1, Under(verdict, "signal").RelativeEvidence);
    }

    [Fact]
    public void Where_every_hypothesis_contradicts_the_data_so_does_the_claim()
    {
        using var project = new ClaimProject(published: ClaimProject.Invented(5, 0.1));
        Assert.Equal(Standing.Contradicted, project.Decide(50).Standing);
    }

    [Fact]
    public void A_number_that_went_into_the_model_weighs_nothing()
    {
        using var without = new ClaimProject();
        using var project = new ClaimProject(published: ClaimProject.Invented(1.8, 0.03, usedBy: "gain"));
        var (plain, verdict) = (without.Decide(50), project.Decide(50));
        Assert.Equal(Standing.Undetermined, verdict.Standing);
        Assert.Empty(verdict.Evidence);
        Assert.Equal(Under(plain, "signal").Probability, Under(verdict, "signal").Probability);
        Assert.Equal(50, Under(verdict, "signal").EffectiveDraws, 1e-9);
    }

    [Fact]
    public void A_number_without_an_error_weighs_nothing()
    {
        using var project = new ClaimProject(published: ClaimProject.Invented(1.8, 0.03).Replace("\t0.03\n", "\t\n", StringComparison.Ordinal));
        Assert.Equal(Standing.Undetermined, project.Decide(50).Standing);
    }

    [Fact]
    public void A_number_beyond_the_end_of_its_arm_weighs_nothing()
    {
        using var project = new ClaimProject(published: ClaimProject.Invented(1.8, 0.03).Replace("\t1 d\t", "\t90 d\t", StringComparison.Ordinal));
        Assert.Equal(Standing.Undetermined, project.Decide(50).Standing);
    }

    [Fact]
    public void Where_data_leave_too_few_draws_a_claim_is_at_most_open()
    {
        using var project = new ClaimProject(published: ClaimProject.Invented(1.8, 0.002));
        var signal = Under(project.Decide(100), "signal");
        Assert.True(signal.EffectiveDraws < 10);
        Assert.Equal((Standing.Open, false), (signal.Standing, signal.HasEnoughDraws));
    }

    [Fact]
    public void All_criteria_of_a_test_must_be_met_in_the_same_draw()
    {
        using var project = new ClaimProject("atLeast: 1.5\n  and: [{ endpoint: of-treated, atMost: 1.7 }]");
        var signal = Under(project.Decide(Draws), "signal");
        Assert.InRange(signal.Probability, 0.2 - slack, 0.2 + slack);
        Assert.Equal(["response", "of-treated"], signal.Numbers.Select(number => number.Endpoint));
    }

    [Fact]
    public void The_parameter_that_owns_the_spread_is_named_and_one_that_does_nothing_is_not()
    {
        using var project = new ClaimProject();
        var owner = Assert.Single(Under(project.Decide(Draws), "signal").Owners);
        Assert.Equal(("gain", true), (owner.Parameter, owner.IsAssumption));
        // Classes of the gain leave 1/k² of the variance inside them, k = 7.
        Assert.InRange(owner.Share, 0.95, 1);
    }

    [Fact]
    public void What_is_alike_under_every_hypothesis_is_said_once()
    {
        using var project = new ClaimProject("atLeast: 1e5", endpoint: "blood");
        var alone = Assert.Single(project.Decide(50).Hypotheses);
        Assert.Equal(("", 1.0), (alone.Hypothesis, alone.Probability));
    }

    [Fact]
    public void A_claim_without_a_test_is_not_tested()
    {
        using var project = new ClaimProject();
        Assert.Equal(Standing.NotTested, Assert.Single(project.Run(20, "given")).Standing);
    }

    [Fact]
    public void An_unknown_claim_is_refused_with_the_nearest()
    {
        using var project = new ClaimProject();
        var finding = Assert.Single(Assert.Throws<FindingsException>(() => project.Run(20, "stronge")).Findings);
        Assert.Contains("Did you mean 'stronger'?", finding.Action, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("responze", "gain", "", 7, "Did you mean 'response'?")]
    [InlineData("of-all", "gain", "", 7, "'arm:' or 'compare:'")]
    [InlineData("response", "gian", "", 10, "Did you mean 'gain'?")]
    [InlineData("response", "gain", "halv", 12, "Did you mean 'half'?")]
    public void A_claim_that_names_what_its_study_lacks_is_refused_at_its_place(string endpoint, string deciding, string levers, int line, string advice)
    {
        using var project = new ClaimProject(endpoint: endpoint, deciding: deciding, levers: levers);
        var finding = Assert.Single(Assert.Throws<FindingsException>(() => project.Run(20, "stronger")).Findings);
        Assert.EndsWith("stronger.yaml", finding.Location.File, StringComparison.Ordinal);
        Assert.Equal(line, finding.Location.Line);
        Assert.Contains(advice, finding.Action, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_null_for_a_number_that_does_not_exist()
    {
        using var project = new ClaimProject(levers: "dose");
        var json = VerdictJson.Of(project.Run(20, "stronger", "given"), Words.TraditionalChinese);
        var stronger = json.Single(verdict => verdict!["claim"]!.GetValue<string>() == "stronger")!;
        Assert.Equal("囊泡使反應增強。", stronger["statement"]!.GetValue<string>());
        Assert.Null(stronger["criteria"]![0]!["atMost"]);
        var none = stronger["hypotheses"]!.AsArray().Single(one => one!["hypothesis"]!.GetValue<string>() == "none")!;
        Assert.Null(none["priorHalved"]);
        Assert.Equal("prior only", none["label"]!.GetValue<string>());
        Assert.DoesNotContain("NaN", json.ToJsonString(), StringComparison.Ordinal);
    }
}
