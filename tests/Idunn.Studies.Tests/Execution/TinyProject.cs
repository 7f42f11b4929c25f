using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Tests.Execution;

/// <summary>A whole project in a temporary folder: one compartment with first-order elimination, by vein at one and at two times the dose.</summary>
internal sealed class TinyProject : IDisposable
{
    public const string Volume = "3", Clearance = "12";

    private readonly TemporaryFolder folder = new();

    /// <param name="trouble">A state turns not a number after 0.61/trouble turnovers of the volume: at 0.08 in about half of the subjects, at 1 in all.</param>
    /// <param name="coupled">Further states of which each changes by all of them: a full Jacobian.</param>
    /// <param name="isHard">A further state, which starts where its Jacobian is infinite in the subjects whose clearance is below the typical one.</param>
    public TinyProject(string dose = "1e6 particles", int size = 20, int draws = 10, string trouble = "0", string published = "", bool isHard = false, int coupled = 0)
    {
        folder.Write("science/references.bib", "@article{somebody-2020, title = {Something}, author = {Somebody}, year = {2020}}\n");
        folder.Write("science/models/one.ant", Model.Replace("end", (isHard ? Swing : "") + Coupled(coupled) + "end", StringComparison.Ordinal));
        folder.Write("science/models/one.yaml", Card);
        folder.Write("science/populations/mouse.yaml", Population);
        folder.Write("science/parameters/one.tsv", Parameters(trouble) + (isHard ? SwingParameters : ""));
        folder.Write("science/observations/tests/observations.tsv", string.Join('\t', Idunn.Studies.Analysis.Published.PublishedTable.Columns) + "\n" + published);
        StudyFile = folder.Write("studies/tiny.yaml", Study(dose, size, draws, isHard ? ", swing" : ""));
    }

    public string StudyFile { get; }

    public string Path(params string[] relative) => folder.File(relative);

    public StudyPlan Plan() => StudyPlan.Create(StudyReader.Read(StudyFile), new Science(folder.File("science")));

    public void Dispose() => folder.Dispose();

    private const string Model = """
        model *one()
          unit substance = item;
          unit time = 86400 second;
          unit particle = item;
          unit mL = 1e-3 litre;
          unit day = 86400 second;
          unit per_day = 1 / day;
          unit mL_per_day = mL / day;
          unit particle_per_mL = particle / mL;
          unit particle_per_day = particle / day;

          compartment body = 1;
          substanceOnly species blood in body = 0, gone in body = 0, given in body = 0;
          blood has particle; gone has particle; given has particle;
          blood is "Blood";
          volume has mL; clearance has mL_per_day; trouble has dimensionless;
          concentration := blood / volume;
          concentration has particle_per_mL;
          accounted := blood + gone;
          accounted has particle;
          elimination: blood -> gone; clearance * concentration;

          // Rises, and has no square root above one.
          wear has dimensionless;
          wear = 0;
          wear' = trouble * clearance / volume * (1 + sqrt(1 - wear));
        end
        """;

    /// <summary>x′ = −k·arcsin x from 1 has an infinite Jacobian where a Rosenbrock step begins, and a finite one where BDF asks for it.</summary>
    private const string Swing = """

          swing has dimensionless;
          swing_bound has mL_per_day; swing_half has dimensionless;
          swing = piecewise(1, clearance < swing_bound, swing_half);
          swing' = -clearance / volume * asin(swing);

        """;

    private static string Coupled(int states)
    {
        var numbers = Enumerable.Range(1, states).ToArray();
        return states == 0 ? "" : $"""

              {string.Concat(numbers.Select(i => $"x{i} has dimensionless; x{i} = 0; "))}
              all has dimensionless;
              all := {string.Join(" + ", numbers.Select(i => $"x{i}"))};
              {string.Concat(numbers.Select(i => $"x{i}' = clearance / volume * (1 + x{i % states + 1} - x{i} * all);\n  "))}
            """;
    }

    private static readonly string SwingParameters = $"swing_bound\tBound\t{Clearance}\t\t\tfalse\t\t\tmL/d\tassumption\t\t\t\t\t\t\t\tFor the test\nswing_half\tHalf\t0.5\t\t\tfalse\t\t\tdimensionless\tassumption\t\t\t\t\t\t\t\tFor the test\n";

    private const string Card = """
        title: One compartment
        antimony: one.ant
        parameters: [one.tsv]
        routes: { intravenous: blood }
        given: given
        conserved: accounted
        limits: [It is a test.]
        """;

    private const string Population = """
        title: Mouse
        parameters: []
        variability:
          volume: { cv: 0.2, status: assumption, note: For the test }
          clearance: { cv: 0.3, status: assumption, note: For the test }
        """;

    private static string Parameters(string trouble) => string.Join('\n', new[]
    {
        "parameterId\tparameterName\tnominalValue\tlowerBound\tupperBound\testimate\tpriorDistribution\tpriorParameters\tunit\tstatus\treference\tlocator\tmethod\tspecies\ttissue\tconversion\tcuratedOn\tnote",
        $"volume\tVolume\t{Volume}\t\t\tfalse\t\t\tmL\tassumption\t\t\t\t\t\t\t\tFor the test",
        $"clearance\tClearance\t{Clearance}\t6\t24\ttrue\tlog-normal\t{Math.Log(12).ToString("R", System.Globalization.CultureInfo.InvariantCulture)};0.2\tmL/d\tassumption\t\t\t\t\t\t\t\tFor the test",
        $"trouble\tTrouble\t{trouble}\t\t\tfalse\t\t\tdimensionless\tassumption\t\t\t\t\t\t\t\tFor the test",
    }) + "\n";

    private static string Study(string dose, int size, int draws, string more) => $$"""
        question: What does one compartment do?
        contextOfUse: tests
        model: one
        products:
          vesicles: { name: Vesicles }
        arms:
          vein:
            doses: [{ give: vesicles, route: intravenous, amount: {{dose}}, at: 0 h }]
          untreated: {}
          twice:
            doses: [{ give: vesicles, route: intravenous, amount: 2e6 particles, at: 0 h }]
        cohort: { population: mouse, size: {{size}}, draws: {{draws}}, seed: 7 }
        until: 2 d
        readouts: [blood, concentration, accounted, given, wear{{more}}]
        endpoints:
          clearance-seen: { name: Clearance, of: concentration, measure: clearance, arm: vein }
          blood-half-life: { of: blood, measure: half-life, arm: vein }
          twice-over-once: { of: blood, measure: area, compare: [twice, vein] }
        published: [tests]
        """;
}
