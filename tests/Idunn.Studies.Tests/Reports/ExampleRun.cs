using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Studies.Analysis;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Tests.Reports;

/// <summary>
/// A run as the pipeline could leave it: vesicles by vein and by nose in mouse, and 24 intranasal doses in human. The numbers come from a small linear chain
/// made for this test and mean nothing.
/// </summary>
static class ExampleRun
{
    static readonly string[] regions = ["hippocampus", "cortex", "substantia_nigra", "olfactory_bulb", "rest_of_brain"];

    static readonly Dictionary<string, string> titles = new()
    {
        ["hippocampus"] = "Hippocampus", ["cortex"] = "Cortex", ["substantia_nigra"] = "Substantia nigra", ["olfactory_bulb"] = "Olfactory bulb", ["rest_of_brain"] = "Rest of brain",
    };

    /// <summary>Places of the chain and the share of vesicles leaving blood (per day) for each.</summary>
    static readonly (string Name, double Rate)[] organs = [("liver", 55), ("spleen", 9), ("lung", 14), ("kidney", 6), ("other_organs", 12), ("peripheral", 20)];

    public static RunResults Build()
    {
        var week = LogTimes(1.0 / 1440, 7, 90);
        var schedule = Enumerable.Range(0, 24).Select(k => 3.5 * k).ToImmutableArray();
        var twelveWeeks = Enumerable.Range(0, 841).Select(k => 0.1 * k).Concat([10.0 / 1440, 1.0 / 24]).Order().ToImmutableArray();
        var courses = ImmutableArray.CreateBuilder<ReadoutCourse>();
        courses.AddRange(Courses("mouse-vein", week, [0], 1e10, 1, 4, 1));
        courses.AddRange(Courses("mouse-nose", week, [0], 1e10, 0, 4, 1));
        courses.AddRange(Courses("human-nose", twelveWeeks, schedule, 9.6e9, 0, 0, 2e-4));
        return new RunResults(
            "where-do-vesicles-go", "Where do vesicles go?",
            "Where do vesicles of mesenchymal stem cells go when they are given by vein or by nose, and how many reach a brain cell?",
            "Choose route and dose before an experiment in mouse; not for dosing people.", "delivery", false, "0.1.0", 20240416,
            [
                new("mouse-vein", "By vein", "mouse", "1 × 10¹⁰ msc-vesicles, intravenous, once", 1e10, 200, 200, 400, ImmutableSortedDictionary<string, int>.Empty) { DoseTimes = [0] },
                new("mouse-nose", "By nose", "mouse", "1 × 10¹⁰ msc-vesicles, intranasal, once", 1e10, 200, 200, 400, ImmutableSortedDictionary<string, int>.Empty) { DoseTimes = [0] },
                new("human-nose", "By nose, human schedule", "human", "4 × 10⁸ msc-vesicles, intranasal, every 3.5 d, 24 times", 9.6e9, 200, 200, 400, ImmutableSortedDictionary<string, int>.Empty) { DoseTimes = schedule },
            ],
            courses.ToImmutable(), Endpoints, Published, Inputs,
            ImmutableSortedDictionary.CreateRange(new Dictionary<string, string>
            {
                ["science/models/delivery.ant"] = "3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8551",
                ["science/parameters/disposition.tsv"] = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                ["studies/where-do-vesicles-go.yaml"] = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
            }))
        {
            References = ImmutableSortedDictionary.CreateRange(new Dictionary<string, string>
            {
                ["example-a"] = "Example A (2019). A paper about half-lives. Journal of Examples 1, 1–9. doi:10.5555/example.a",
                ["example-b"] = "Example B (2021). A paper about organs. https://example.org/b",
                ["guideline"] = "Example guideline: copies of a miRNA that repression needs.",
            }),
            Limits = ["Efficacy: the model ends at copies per cell.", "Immune response to repeated doses is not in the model."],
            QuantileError = 0.001, BalanceError = 3.1e-12, Layout = Layout,
        };
    }

    public static ReportLayout Layout { get; } = new()
    {
        Groups =
        [
            new("Nose and blood", ["pid_nasal_cavity", "pid_blood", "pid_csf"]),
            new("Organs", ["pid_liver", "pid_spleen", "pid_lung", "pid_kidney", "pid_other_organs"]),
            new("Brain", ["pid_brain", .. regions.Select(region => region + ".pid")]),
        ],
        Body =
        [
            new("nose", "Nasal cavity", "pid_nasal_cavity"), new("brain", "Brain", "pid_brain"), new("csf", "CSF", "pid_csf"), new("blood", "Blood", "pid_blood"), new("lung", "Lung", "pid_lung"),
            new("liver", "Liver", "pid_liver"), new("spleen", "Spleen", "pid_spleen"), new("kidney", "Kidney", "pid_kidney"), new("other", "Other organs", "pid_other_organs"),
            new("peripheral", "Peripheral", "pid_peripheral"), new("eliminated", "Eliminated", "pid_eliminated"),
        ],
        Brain = [.. regions.Select(region => new MapPlace(region, titles[region], region + ".pid"))],
        Stoichiometry = new("miR-21-5p", new("repression_threshold", 0, "", ""),
            [.. from cell in new[] { "microglia", "neuron" } from region in regions
                select new StoichiometryRow(cell == "neuron" ? "Neurons" : "Microglia", titles[region], $"{region}.{cell}.vesicles_per_cell", $"{region}.{cell}.hit_fraction", $"{region}.{cell}.mir21_copies")]),
    };

    static IEnumerable<ReadoutCourse> Courses(string arm, ImmutableArray<double> times, ImmutableArray<double> doses, double given, double byVein, double floor, double scale)
    {
        var total = organs.Sum(organ => organ.Rate) + 30;
        var one = 100.0 / doses.Length;
        // Blood is either dosed or fed by the nose, from which 2 % enters it.
        double Blood(double t) => byVein > 0 ? Math.Exp(-total * t) : 0.02 * 60 / (total - 60) * (Math.Exp(-60 * t) - Math.Exp(-total * t));
        double Into(double t, double loss) => byVein > 0
            ? (Math.Exp(-loss * t) - Math.Exp(-total * t)) / (total - loss)
            : 0.02 * 60 / (total - 60) * ((Math.Exp(-loss * t) - Math.Exp(-60 * t)) / (60 - loss) - (Math.Exp(-loss * t) - Math.Exp(-total * t)) / (total - loss));
        double Sum(Func<double, double> response, double t) => one * doses.Where(dose => dose <= t).Sum(dose => response(t - dose));

        yield return Course(arm, "pid_blood", "Blood", "% of dose", times, t => Sum(Blood, t), 0.4);
        yield return Course(arm, "pid_nasal_cavity", "Nasal cavity", "% of dose", times, t => byVein > 0 ? 0 : Sum(s => Math.Exp(-60 * s), t), 0.2);
        yield return Course(arm, "pid_csf", "CSF", "% of dose", times, t => 1e-3 * Sum(s => Into(s, 6), t), 0.6);
        for (var k = 0; k < organs.Length; k++)
        {
            var (name, rate) = organs[k];
            yield return Course(arm, "pid_" + name, name.Replace('_', ' '), "% of dose", times, t => rate * Sum(s => Into(s, 1.1 + 0.3 * k), t), 0.35);
        }
        yield return Course(arm, "pid_eliminated", "Eliminated", "% of dose", times, t => Sum(s => 1 - Math.Exp(-1.2 * s), t), 0.05);
        yield return Course(arm, "pid_brain", "Brain, all tissue", "% of dose", times, t => 0.09 * Sum(s => Into(s, 2), t), 0.7);
        for (var k = 0; k < regions.Length; k++)
        {
            var share = 0.09 * new[] { 0.06, 0.4, 0.004, 0.06, 0.47 }[k] * (byVein > 0 ? 1 : k == 3 ? 40 : 1);
            yield return Course(arm, regions[k] + ".pid", titles[regions[k]], "% of dose", times, t => share * Sum(s => Into(s, 2), t), 0.8);
            foreach (var (cell, affinity) in new[] { ("neuron", 1e-3), ("microglia", 0.04) })
            {
                var perCell = affinity * (0.5 + 0.3 * k) * scale * given / 1e10 * (byVein > 0 ? 1 : 0.1);
                double Vesicles(double t) => perCell * Sum(s => 1 - Math.Exp(-3 * s), t) / 100;
                yield return Course(arm, $"{regions[k]}.{cell}.vesicles_per_cell", $"Vesicles per cell, {cell}, {titles[regions[k]].ToLowerInvariant()}", "vesicles/cell", times, Vesicles, 0.9);
                yield return Course(arm, $"{regions[k]}.{cell}.hit_fraction", $"Share of cells hit, {cell}, {titles[regions[k]].ToLowerInvariant()}", "", times, t => -Math.Exp(-Vesicles(t)) + 1, 0.9);
                yield return Course(arm, $"{regions[k]}.{cell}.mir21_copies", $"miR-21-5p copies per cell, {cell}, {titles[regions[k]].ToLowerInvariant()}", "copies/cell", times,
                    t => 8e-5 * perCell / 100 * Sum(s => Math.Exp(-0.5 * s) - Math.Exp(-3 * s), t), 1.2);
            }
        }
    }

    /// <summary>Log-normal bands about a median: ±1.645 σ between subjects, and twice that with uncertainty.</summary>
    static ReadoutCourse Course(string arm, string readout, string label, string unit, ImmutableArray<double> times, Func<double, double> median, double sigma)
    {
        ImmutableArray<double> At(double z) => [.. times.Select(t => Math.Max(0, median(t)) * Math.Exp(z * sigma))];
        return new(arm, readout, char.ToUpperInvariant(label[0]) + label[1..], unit, times, new(At(-1.645), At(0), At(1.645)), new(At(-3.4), At(0.1), At(3.6)));
    }

    static ImmutableArray<double> LogTimes(double first, double last, int count) =>
        [.. Enumerable.Range(0, count).Select(k => first * Math.Pow(last / first, k / (count - 1.0))).Concat([0, 10.0 / 1440, 1.0 / 24, 1]).Order()];

    static ImmutableArray<EndpointResult> Endpoints { get; } =
    [
        new("blood-half-life", "Half-life in blood", "min", "mouse-vein", null, new(3.1, 6.9, 12.4, 200, 0), new(1.9, 7.2, 21, 400, 0)),
        new("brain-peak", "Peak in brain", "% of dose", "mouse-nose", null, new(0.0011, 0.0043, 0.012, 200, 0), new(0.0002, 0.0041, 0.06, 400, 0)),
        new("brain-ratio", "Brain area, nose over vein", "", "mouse-nose", "mouse-vein", new(0.021, 0.034, 0.051, 196, 4), null),
    ];

    static ImmutableArray<PublishedComparison> Published { get; } =
    [
        new("O101", "Half-life in blood", "mouse-vein", "7 min", 7, 7, "min", new(3.1, 6.9, 12.4, 200, 0), "", Comparison.Input, "went in as parameter k_el", "example-a", "abstract", "abstract", 4),
        new("O102", "Share of dose in liver at 1 h", "mouse-vein", "20–30 %", 20, 30, "%", new(18, 31, 44, 200, 0), "", Comparison.Agrees, "", "example-b", "Table 2", "full text", 2.44),
        new("O103", "Share of dose in brain at 24 h", "mouse-nose", "0.5 %", 0.5, 0.5, "%", new(0.0004, 0.003, 0.02, 200, 0), "", Comparison.Disagrees, "the prediction is two orders of magnitude lower", "example-b", "Figure 3", "abstract", 50),
        new("O104", "Volume of distribution", "mouse-vein", "2.1–2.6 mL", 2.1, 2.6, "mL", new(1.2, 2.2, 4.4, 200, 0), "", Comparison.Agrees, "", "example-a", "Results", "secondary", 3.67),
        new("O105", "Vesicles seen in the olfactory bulb after the nose", "mouse-nose", "present at 1 h", double.NaN, double.NaN, "", null, "present: median 4.1 × 10³ particles at 1 h", Comparison.DirectionAgrees, "", "example-b", "abstract", "abstract", double.NaN),
        new("O106", "Lung peaks after liver", "mouse-vein", "later", double.NaN, double.NaN, "", null, "earlier", Comparison.DirectionDisagrees, "", "example-b", "abstract", "abstract", double.NaN),
        new("O107", "Cognition after intranasal doses", "human-nose", "ADAS-cog better in one group", double.NaN, double.NaN, "", null, "", Comparison.OutOfScope, "the model ends at copies per cell", "example-b", "abstract", "abstract", double.NaN),
        new("O108", "Uptake by <microglia> & neurons", "mouse-vein", "\"seen\"", double.NaN, double.NaN, "", null, "", Comparison.NoNumber, "no number in the source", "example-b", "Figure 1", "abstract", double.NaN),
    ];

    static ImmutableArray<InputNumber> Inputs { get; } =
    [
        Input("k_blood_loss", "Loss from blood", "mouse", 142.6, "1/d", "", "30 %", OriginStatus.Measured, "example-a", "half-life 7 min", ""),
        Input("mass_brain", "Mass of the brain", "mouse", 0.45, "g", "0.4–0.5", "8 %", OriginStatus.Measured, "example-b", "", ""),
        Input("copies_per_vesicle", "miR-21-5p copies per vesicle", "", 0.008, "copies", "× or ÷ 3", "", OriginStatus.Secondary, "example-a", "", "other sources give 1 copy per 10 vesicles") with { SetByStudy = true },
        Input("repression_threshold", "Copies per cell that repression needs", "", 1000, "copies", "× or ÷ 10", "", OriginStatus.Secondary, "guideline", "", "rough guideline"),
        Input("microglia_hippocampus", "Microglia in the hippocampus", "mouse", 1.2e5, "cells", "× or ÷ 2", "", OriginStatus.Derived, "example-b", "7 % of non-neuronal cells", ""),
        Input("escape", "Share of vesicles that escape the endosome", "", 0.01, "", "0.001–0.1, log-uniform", "", OriginStatus.Assumption, "", "", "Lipid nanoparticles: 1–2 %; no vesicle was measured in a brain cell in vivo."),
        Input("uptake_microglia", "Uptake by microglia", "", 3.2e-9, "mL/(cell·d)", "× or ÷ 10", "", OriginStatus.Assumption, "", "", "Order of magnitude of macrophages in culture."),
    ];

    static InputNumber Input(string id, string name, string population, double value, string unit, string uncertainty, string variability, OriginStatus status, string reference, string conversion, string note) =>
        new(id, name, population, value, unit, uncertainty, variability, false, new(status, reference, reference.Length == 0 ? "" : "abstract", reference.Length == 0 ? "" : "nanoparticle tracking", "mouse", "", conversion, "2026-11-23", note));
}
