using Idunn.Modeling.Checking;
using Idunn.Numerics.Ode;
using Idunn.Studies.Tests.Planning;

namespace Idunn.Studies.Tests.Execution;

/// <summary>Which method a study is integrated by.</summary>
public class MethodTests
{
    [Theory, InlineData("rodas5p", "Rodas5P"), InlineData("ndf", "NDF"), InlineData("bdf", "BDF"), InlineData("tsit5", "Tsit5")]
    public void A_study_names_its_method(string name, string method)
    {
        var choice = ProjectScience.Plan(ProjectScience.Text(more: $"solver: {{ method: {name} }}")).Method;
        Assert.Equal((method, MethodReason.Asked), (choice.Method.Name, choice.Reason));
    }

    [Fact]
    public void Without_a_name_the_program_chooses_and_says_why()
    {
        foreach (var more in (string[])["", "solver: { method: auto }"])
        {
            var plan = ProjectScience.Plan(ProjectScience.Text(more: more));
            Assert.Equal((Rodas5P.Tableau.Name, MethodReason.Usual), (plan.Method.Method.Name, plan.Method.Reason));
            Assert.Same(plan.Method.Method, plan.OdeOptions.Method);
        }
    }

    /// <summary>One compartment over 120 subjects is not stiff, but so easy that the Rosenbrock method needs fewer right-hand sides for the same error.</summary>
    [Fact]
    public void What_is_not_stiff_goes_by_the_explicit_method_only_where_that_costs_less()
    {
        using var project = new TinyProject(size: 100, draws: 20);
        Assert.Equal(MethodReason.Usual, project.Plan().Method.Reason);
    }

    /// <summary>24 states with a full Jacobian: alone by NDF, side by side by Rodas5P, whose algebra is then code over all lanes; with 60 states by NDF in any case.</summary>
    [Theory, InlineData(24, 1, true), InlineData(24, 2, false), InlineData(60, 2, true), InlineData(2, 1, false)]
    public void A_filled_model_goes_by_NDF_where_too_few_subjects_stand_side_by_side_to_outweigh_it(int coupled, int size, bool isFilled)
    {
        using var project = new TinyProject(size: size, draws: 0, coupled: coupled);
        var plan = project.Plan();
        Assert.Equal(isFilled ? MethodReason.Filled : MethodReason.Usual, plan.Method.Reason);
        Assert.Equal((isFilled ? 0.1 : 1) * plan.OdeOptions.RelativeTolerance, plan.StepTolerance);
    }

    /// <summary>Its steps are held to a tenth of the tolerance, so that what is achieved is what was asked for; manifest and report say so.</summary>
    [Fact]
    public void A_run_by_NDF_that_nobody_asked_for_says_how_its_steps_were_held()
    {
        using var project = new TinyProject(size: 1, draws: 0, coupled: 24);
        var summary = Idunn.Studies.Execution.StudyRunner.Run(project.Plan(), new Idunn.Studies.Execution.RunOptions { Directory = project.Path("run"), Threads = 1 }, null, TestContext.Current.CancellationToken);
        var accuracy = summary.Manifest.Accuracy!;
        Assert.Equal(("NDF", MethodReason.Filled), (summary.Manifest.Method, summary.Manifest.MethodReason));
        Assert.Equal(0.1 * accuracy.Target, accuracy.StepTolerance);
        Assert.InRange(accuracy.Error!.Value, 0, accuracy.Target);
        Assert.Contains("because the method errs more than others at the same tolerance", File.ReadAllText(project.Path("run", "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_method_that_does_not_exist_is_refused()
    {
        var refused = Assert.Throws<FindingsException>(() => ProjectScience.Plan(ProjectScience.Text(more: "solver: { method: euler }")));
        Assert.Contains(refused.Findings, finding => finding.ToString().Contains("rodas5p", StringComparison.Ordinal));
    }

    /// <summary>The same readouts by every method, within a hundred times the tolerance: the methods share nothing but the loop and the model.</summary>
    [Fact]
    public void Methods_agree_on_a_subject_of_the_delivery_model()
    {
        double[] Last(string name)
        {
            var plan = ProjectScience.Plan(ProjectScience.Text(more: $"solver: {{ method: {name} }}"));
            var simulation = new Idunn.Studies.Execution.SubjectSimulation(plan);
            var arm = plan.Arms[0];
            simulation.PrepareTypical(arm);
            var last = Array.Empty<double>();
            var outcome = simulation.SolveTypical(arm, arm.Inputs(simulation.Parameters), (_, _, observed) => last = observed.ToArray(), TestContext.Current.CancellationToken);
            Assert.True(outcome.IsComplete, $"{name}: {outcome}");
            return last;
        }
        var expected = Last("rodas5p");
        foreach (var name in (string[])["ndf", "bdf", "tsit5"])
            foreach (var (value, other) in expected.Zip(Last(name)))
                Assert.InRange(other, value - 1e-4 * Math.Abs(value) - 1e-3, value + 1e-4 * Math.Abs(value) + 1e-3);
    }
}
