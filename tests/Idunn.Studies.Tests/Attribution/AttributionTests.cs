using Idunn.Modeling.Checking;
using Idunn.Studies.Attribution;
using Idunn.Studies.Execution;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Tests.Attribution;

/// <summary>Against the closed form of <see cref="MadeUpProject"/>.</summary>
public sealed class AttributionTests
{
    private const double Engaged = 0.5;
    private const double A = MadeUpProject.A, B = MadeUpProject.B, Synergy = MadeUpProject.Synergy;

    private static AttributionResult Of(MadeUpProject project, int threads = 1) => AttributionAnalysis.Of(project.Plan(), threads, cancellationToken: TestContext.Current.CancellationToken);

    private static HypothesisAttribution Act(AttributionResult result) => result.Hypotheses.Single(under => under.Hypothesis == "act");

    private static void Near(double expected, double found, double error = 1e-9) => Assert.InRange(found, expected - error, expected + error);

    private static double Share(HypothesisAttribution under, string mechanism) => under.Shares.Single(share => share.Mechanism == mechanism).Share;

    private static KnockoutEffect Knocked(IEnumerable<KnockoutEffect> all, string knockout) => all.Single(one => one.Knockout == knockout);

    [Fact]
    public void Each_mechanism_gets_its_own_part_and_half_of_what_two_do_together()
    {
        using var project = new MadeUpProject();
        var act = Act(Of(project));
        Near(Engaged * (A + B + (Synergy * A * B)), act.Effect);
        Near(Engaged * (A + (Synergy * A * B / 2)), Share(act, "first"));
        Near(Engaged * (B + (Synergy * A * B / 2)), Share(act, "second"));
        Assert.Equal(AttributionStanding.Shared, act.Standing);
        Assert.Equal(0, act.Orders);
    }

    [Fact]
    public void Shares_add_up_to_the_whole_effect()
    {
        using var project = new MadeUpProject();
        var act = Act(Of(project));
        Near(act.Effect - act.WithoutMechanisms, act.Shares.Sum(share => share.Share));
    }

    [Fact]
    public void A_mechanism_without_a_path_to_the_endpoint_is_no_player()
    {
        using var project = new MadeUpProject();
        var third = Act(Of(project)).Shares.Single(share => share.Mechanism == "third");
        Assert.False(third.HasPath);
        Assert.Equal(0, third.Share);
    }

    [Fact]
    public void Where_nothing_acts_there_is_nothing_to_share_out()
    {
        using var project = new MadeUpProject();
        var none = Of(project).Hypotheses.Single(under => under.Hypothesis == "none");
        Assert.Equal(AttributionStanding.Nothing, none.Standing);
        Assert.Empty(none.Shares);
        Assert.Empty(none.Knockouts);
    }

    [Fact]
    public void A_knock_out_takes_its_part_out_of_the_deficit_and_of_the_effect()
    {
        using var project = new MadeUpProject();
        var result = Of(project);
        Near(MadeUpProject.Disease * MadeUpProject.Coupling, result.Deficit);
        Near(0, Knocked(result.DeficitKnockouts, "coupling").Value);
        Assert.Equal("coupling", result.DeficitKnockouts[0].Knockout);
        Near(-Act(result).Effect, Knocked(Act(result).Knockouts, "action").Change);
        Near(Engaged * B, Knocked(Act(result).Knockouts, "first").Value);
        // What makes the animal ill does not carry what the therapy adds to it.
        Near(0, Knocked(Act(result).Knockouts, "coupling").Change);
    }

    [Fact]
    public void A_knock_out_says_when_it_leads_nowhere_and_when_it_was_out_already()
    {
        using var project = new MadeUpProject();
        var act = Act(Of(project));
        Assert.Equal(KnockoutStanding.NoPath, Knocked(act.Knockouts, "wear").Standing);
        Assert.Equal(KnockoutStanding.AlreadyOut, Knocked(act.Knockouts, "nothing").Standing);
        Assert.Equal(KnockoutStanding.Simulated, Knocked(act.Knockouts, "action").Standing);
        Assert.Equal("action", act.Knockouts[0].Knockout);
    }

    [Fact]
    public void Effects_stand_where_the_study_says()
    {
        using var median = new MadeUpProject("{ endpoint: rescue, effects: median }");
        Near(Engaged * (A / 2 + B / 2 + (Synergy * A * B / 4)), Act(Of(median)).Effect);
        Assert.Equal("median", Of(median).Level);
        using var given = new MadeUpProject("{ endpoint: rescue, effects: { b_gain: 0.06 } }");
        var result = Of(given);
        Near(Engaged * 0.06, Act(result).Effect);
        Assert.Equal(["second"], Act(result).Shares.Select(share => share.Mechanism));
        Assert.Equal(("b_gain", 0.06), (result.Effects.Single().Id, result.Effects.Single().Value));
    }

    [Fact]
    public void Without_a_healthy_arm_the_untreated_value_stands_for_the_deficit()
    {
        using var project = new MadeUpProject("{ endpoint: plain }");
        var result = Of(project);
        Near(1 - (MadeUpProject.Disease * MadeUpProject.Coupling), result.Deficit);
        Near(1, Knocked(result.DeficitKnockouts, "coupling").Value);
    }

    [Fact]
    public void A_level_that_is_never_crossed_counts_as_crossed_at_the_end_and_is_said_so()
    {
        // Other rises past 1.1 at once where the third mechanism acts; untreated it gets there by wear, at ln 1.1/0.1 = 0.953 d, unless the wear is out.
        using var project = new MadeUpProject("{ endpoint: crossing }");
        var act = Act(Of(project));
        Near(Math.Log(1.1) / 0.1, act.Effect, 0.02);
        Assert.Equal(0, act.Censored);
        var worn = Knocked(act.Knockouts, "wear");
        Assert.Equal(KnockoutStanding.Simulated, worn.Standing);
        Near(2, worn.Value);
    }

    [Fact]
    public void A_course_is_computed_once()
    {
        using var project = new MadeUpProject();
        var result = Of(project);
        // On and off in two treated arms and the ill one, on in the healthy one: 7. Coalitions of two players, the third idle, but for the whole: 3. Without action: the treated arm. Without the coupling: treated
        // and ill. Without the first gain: the coalition of the second. Where a knock-out has no path, as in the healthy arm, the course is there.
        Assert.Equal(13, result.Simulations);
    }

    [Fact]
    public void Two_threads_give_the_bytes_of_one_and_a_run_keeps_them()
    {
        using var project = new MadeUpProject();
        foreach (var threads in new[] { 1, 2 })
        {
            var summary = StudyRunner.Run(project.Plan(), new RunOptions { Directory = project.Path($"run{threads}"), Threads = threads }, null, CancellationToken.None);
            Assert.Equal(RunStatus.Complete, summary.Manifest.Status);
            Assert.NotNull(summary.Results!.Attribution);
            Assert.True(summary.Timings!.AttributionSimulations > 0);
        }
        var first = File.ReadAllBytes(project.Path("run1", "attribution.json"));
        Assert.Equal(first, File.ReadAllBytes(project.Path("run2", "attribution.json")));
        Assert.Equal(File.ReadAllBytes(project.Path("run1", "report.html")), File.ReadAllBytes(project.Path("run2", "report.html")));
        Assert.Contains("What carries the result", File.ReadAllText(project.Path("run1", "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_written_is_read_back_and_not_computed_again()
    {
        using var project = new MadeUpProject();
        var options = new RunOptions { Directory = project.Path("run"), Threads = 1 };
        StudyRunner.Run(project.Plan(), options, null, CancellationToken.None);
        var before = File.ReadAllBytes(project.Path("run", "attribution.json"));
        // As after a stop between the attribution and the end.
        var manifest = project.Path("run", "manifest.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"complete\"", "\"partial\"", StringComparison.Ordinal));
        var again = StudyRunner.Run(project.Plan(), options, null, CancellationToken.None);
        Assert.Equal(RunStatus.Complete, again.Manifest.Status);
        Assert.Equal(0, again.Timings!.AttributionSimulations);
        Assert.Equal(before, File.ReadAllBytes(project.Path("run", "attribution.json")));
        Assert.Equal("Rescue", AttributionFile.Read(project.Path("run", "attribution.json"))!.Label);
    }

    [Fact]
    public void A_stop_during_the_attribution_leaves_a_run_that_goes_on_from_there()
    {
        using var project = new MadeUpProject();
        using var stop = new CancellationTokenSource();
        var options = new RunOptions { Directory = project.Path("run"), Threads = 1 };
        var stopped = StudyRunner.Run(project.Plan(), options, progress => { if (progress.Stage == RunStage.Attributing) stop.Cancel(); }, stop.Token);
        Assert.True(stopped.WasCancelled);
        Assert.Null(stopped.Problem);
        Assert.Equal(RunStatus.Partial, stopped.Manifest.Status);
        Assert.False(File.Exists(project.Path("run", "attribution.json")));
        var resumed = StudyRunner.Run(project.Plan(), options, null, CancellationToken.None);
        Assert.Equal(RunStatus.Complete, resumed.Manifest.Status);
        Assert.Equal(0, resumed.Timings!.Subjects);
        Assert.True(resumed.Timings.AttributionSimulations > 0);
    }

    private static Finding Refused(string attribution, string cardFrom = "", string cardTo = "")
    {
        using var project = new MadeUpProject(attribution, cardFrom, cardTo);
        return Assert.Single(Assert.Throws<FindingsException>(project.Plan).Findings);
    }

    [Theory]
    [InlineData("{ endpoint: rescu }", "'rescu', which does not exist", "Did you mean 'rescue'?", "made.yaml:22:26")]
    [InlineData("{ endpoint: alone }", "compares no two arms", "Known: crossing, living, plain, rescue", "made.yaml:22:26")]
    [InlineData("{ endpoint: living }", "a survival", "Take another endpoint.", "made.yaml:22:26")]
    [InlineData("{ endpoint: rescue, effects: celing }", "attribution.effects cannot be 'celing'", "Did you mean 'ceiling'?", "made.yaml:22:43")]
    [InlineData("{ endpoint: rescue, effects: { a_gian: 1 } }", "sets 'a_gian', which is not an effect", "Did you mean 'a_gain'?", "made.yaml:22:53")]
    public void A_request_that_cannot_be_met_is_refused_with_its_place(string attribution, string message, string action, string place)
    {
        var finding = Refused(attribution);
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
        Assert.Contains(action, finding.Action, StringComparison.Ordinal);
        Assert.Contains(place, finding.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("parameters: [b_gain]", "parameters: [b_gain, a_gain]", "The effect 'a_gain' is in the mechanism 'first' already.", "made.yaml:12:")]
    [InlineData("  third: { title: Third, parameters: [c_gain] }\n", "", "The effect 'c_gain' belongs to no mechanism.", "made.yaml:9:")]
    [InlineData("parameters: [c_gain]", "parameters: [c_gain, d_gain]", "names 'd_gain', which is not among the effects", "made.yaml:13:")]
    [InlineData("set: { act: 0 }", "set: { acts: 0 }", "The knock-out 'action' sets 'acts', which is no parameter of the model.", "made.yaml:15:")]
    public void A_card_whose_mechanisms_or_knock_outs_do_not_fit_is_refused_with_its_place(string from, string to, string message, string place)
    {
        var finding = Refused("{ endpoint: rescue }", from, to);
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
        Assert.Contains(place, finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_mechanisms_cannot_be_asked()
    {
        using var project = new MadeUpProject("{ endpoint: rescue }", "mechanisms:\n  first: { title: First, parameters: [a_gain] }\n  second: { title: Second, parameters: [b_gain] }\n  third: { title: Third, parameters: [c_gain] }\n");
        Assert.Contains(Assert.Throws<FindingsException>(project.Plan).Findings, finding => finding.Message.Contains("names no mechanisms", StringComparison.Ordinal));
    }
}
