using Idunn.Studies.Claims;
using Idunn.Studies.Planning;
using Idunn.Studies.Tests.Planning;

namespace Idunn.Studies.Tests.Invariants;

/// <summary>Courses of typical subjects of the whole brain, over a life or a trial. The plan is compiled once and each arm is solved once, however many tests read it.</summary>
internal static class HumanCourse
{
    private const string Readouts = """
        [age, senescence.burden, hippocampus.stress.damage, hippocampus.stress.dysfunctional_mitochondria, hippocampus.stress.sirt1, hippocampus.stress.autophagy, hippocampus.inflammation.tnf,
          cortex.vessels.capillary_density, tissue_hippocampus.synapses, tissue_cortex.synapses, tissue_hippocampus.neurons, tissue_cortex.neurons, amyloid_cortex.plaque, amyloid_hippocampus.tangles,
          csf_markers.csf_abeta42, csf_markers.csf_phospho_tau, outcomes.cognition, outcomes.cdr_sb, outcomes.synapse_reserve]
        """;

    // Gains are at their ceilings in all arms and act only where something is engaged.
    private const string More = """
        assume: { sirt1_gain: 1, autophagy_gain: 1, antioxidant_gain: 1, survival_gain: 0.5, senescence_gain: 0.3, microglia_gain: 3, epigenome_gain: 1, vessel_gain: 0.3, neurogenesis_gain: 1 }
        """;

    private static readonly string Arms = $$"""
        ordinary: {}
          bare: { set: { plaque_seed_rate: 0 } }
          prone: { protocols: [alzheimer-human] }
          placebo: { protocols: [alzheimer-human], cohort: { population: human, size: 1, draws: 0, seed: 1, age: 80 yr }, until: 548 d }
          antibody: { protocols: [alzheimer-human, lecanemab], cohort: { population: human, size: 1, draws: 0, seed: 1, age: 80 yr }, until: 548 d }
          mouse: { cohort: { population: mouse, size: 1, draws: 0, seed: 1 }, until: 700 d }
        {{string.Concat(((int[])[25, 50, 75, 100]).Select(percent => $"  engaged-{percent}: {{ protocols: [alzheimer-human], doses: [{{ give: imposed-engagement, amount: {percent} %, at: 35 yr }}] }}\n"))}}  year-100: { protocols: [alzheimer-human], doses: [{ give: imposed-engagement, amount: 100 %, at: 35 yr, over: 1 yr }] }
        """;

    private static readonly Lazy<StudyPlan> Plan = new(() => ProjectScience.Plan(ProjectScience.Text(
        arms: Arms, cohort: "{ population: human, size: 1, draws: 0, seed: 1 }", readouts: Readouts, until: "95 yr", products: "", model: "brain", more: More)));

    private static readonly Dictionary<string, Course> Solved = [];

    public static Course Of(string arm)
    {
        lock (Solved)
        {
            if (!Solved.TryGetValue(arm, out var course))
                Solved.Add(arm, course = Solve(Plan.Value.Arms.First(one => one.Arm.Id == arm)));
            return course;
        }
    }

    private static Course Solve(ArmPlan arm)
    {
        var rows = new List<double[]>();
        var outcome = new TypicalSubject(Plan.Value).Run(arm, Change.None, (_, observed) => rows.Add(observed.ToArray()));
        Assert.True(outcome.IsComplete, outcome.ToString());
        return new(rows, id => Plan.Value.Compiled.ObservedIds.IndexOf(id));
    }

    /// <summary>A course against age in years, linear between outputs.</summary>
    internal sealed class Course(IReadOnlyList<double[]> rows, Func<string, int> index)
    {
        private readonly int age = index("age");

        public double At(string id, double years)
        {
            var i = 1;
            while (i < rows.Count - 1 && rows[i][age] < years)
                i++;
            return Between(rows[i - 1][age], rows[i][age], rows[i - 1][index(id)], rows[i][index(id)], years);
        }

        public double First(string id) => rows[0][index(id)];

        public double Last(string id) => rows[^1][index(id)];

        /// <summary>The value at an age over that at 25.</summary>
        public double Fold(string id, double years) => At(id, years) / First(id);

        public double Mean(string id, int from, int to) => Enumerable.Range(from, to - from + 1).Average(years => At(id, years));

        /// <summary>The age at which a level is first crossed; infinite when it never is.</summary>
        public double AgeAt(string id, double level)
        {
            var column = index(id);
            for (var i = 1; i < rows.Count; i++)
                if (rows[i - 1][column] <= level != rows[i][column] <= level)
                    return Between(rows[i - 1][column], rows[i][column], rows[i - 1][age], rows[i][age], level);
            return double.PositiveInfinity;
        }

        private static double Between(double x0, double x1, double y0, double y1, double x) => y0 + ((x - x0) / (x1 - x0) * (y1 - y0));
    }
}
