using System.Globalization;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Tests.Attribution;

/// <summary>
/// A whole project in a temporary folder with a closed form. The dose stays in the body and engages half: e = switch · dose/(dose + half) = 1/2.
/// outcome = 1 − disease · coupling + e (a + b + synergy · a b); a third effect shows in another quantity only.
/// </summary>
internal sealed class MadeUpProject : IDisposable
{
    public const double A = 0.2, B = 0.1, Synergy = 4, Disease = 0.5, Coupling = 0.8;

    private readonly TemporaryFolder folder = new();

    /// <param name="cardFrom">A piece of the card to replace, by <paramref name="cardTo"/>.</param>
    public MadeUpProject(string attribution = "{ endpoint: rescue }", string cardFrom = "", string cardTo = "", string until = "2 d")
    {
        folder.Write("science/references.bib", "@article{somebody-2020, title = {Something}, author = {Somebody}, year = {2020}}\n");
        folder.Write("science/models/made.ant", Model);
        if (cardFrom.Length > 0) Assert.Contains(cardFrom, Card, StringComparison.Ordinal);
        folder.Write("science/models/made.yaml", cardFrom.Length > 0 ? Card.Replace(cardFrom, cardTo, StringComparison.Ordinal) : Card);
        folder.Write("science/populations/mouse.yaml", "title: Mouse\nparameters: []\n");
        folder.Write("science/parameters/made.tsv", Parameters());
        StudyFile = folder.Write("studies/made.yaml", Study(attribution, until));
    }

    public string StudyFile { get; }

    public string Path(params string[] relative) => folder.File(relative);

    public StudyPlan Plan() => StudyPlan.Create(StudyReader.Read(StudyFile), new Science(folder.File("science")));

    public void Dispose() => folder.Dispose();

    private const string Model = """
        model *made()
          unit substance = item;
          unit time = 86400 second;
          unit particle = item;
          unit day = 86400 second;
          unit per_day = 1 / day;

          compartment body = 1;
          substanceOnly species blood in body = 0, given in body = 0;
          blood has particle; given has particle;
          half has particle;
          act has dimensionless; a_gain has dimensionless; b_gain has dimensionless; c_gain has dimensionless; synergy has dimensionless;
          disease has dimensionless; coupling has dimensionless; unrelated has dimensionless; off_already has dimensionless; rate has per_day;
          engaged := act * blood / (blood + half);
          engaged has dimensionless;
          var illness; illness has dimensionless; illness = disease * coupling;
          illness' = off_already * rate;
          young_level has dimensionless; var wear; wear has dimensionless; wear = young_level;
          wear' = rate * unrelated * wear;
          outcome := 1 - illness + engaged * (a_gain + b_gain + synergy * a_gain * b_gain);
          outcome has dimensionless;
          outcome is "Outcome";
          other := c_gain * engaged + wear;
          other has dimensionless;
        end
        """;

    private const string Card = """
        title: Made up
        antimony: made.ant
        parameters: [made.tsv]
        routes: { intravenous: blood }
        given: given
        hypotheses:
          none: { title: no effect, statement: Nothing acts. }
          act: { title: it acts, statement: It acts., sets: { act: 1 } }
        effects: [a_gain, b_gain, c_gain]
        mechanisms:
          first: { title: First, parameters: [a_gain] }
          second: { title: Second, parameters: [b_gain] }
          third: { title: Third, parameters: [c_gain] }
        knockouts:
          action: { title: Action, set: { act: 0 } }
          coupling: { title: Coupling, set: { coupling: 0 } }
          first: { title: First gain, set: { a_gain: 0 } }
          wear: { title: Wear, set: { unrelated: 0 } }
          nothing: { title: Nothing, set: { off_already: 0 } }
        """;

    private static string Parameters() => string.Join('\n', new[]
    {
        "parameterId\tparameterName\tnominalValue\tlowerBound\tupperBound\testimate\tpriorDistribution\tpriorParameters\tunit\tstatus\treference\tlocator\tmethod\tspecies\ttissue\tconversion\tcuratedOn\tnote",
        Row("half", 1e6, "particles"), Row("act", 0, "1"), Effect("a_gain", A), Effect("b_gain", B), Effect("c_gain", 1), Row("synergy", Synergy, "1"), Row("disease", Disease, "1"),
        Row("coupling", Coupling, "1"), Row("unrelated", 0.1, "1"), Row("off_already", 0, "1"), Row("rate", 1, "1/d"), Row("young_level", 1, "1"),
    }) + "\n";

    private static string Row(string id, double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{id}\t{id}\t{value}\t\t\tfalse\t\t\t{unit}\tassumption\t\t\t\t\t\t\t\tFor the test");

    private static string Effect(string id, double ceiling) => string.Create(CultureInfo.InvariantCulture, $"{id}\t{id}\t0\t0\t{ceiling}\ttrue\tuniform\t0;{ceiling}\t1\tassumption\t\t\t\t\t\t\t\tFor the test");

    private static string Study(string attribution, string until) => $$"""
        question: What carries it?
        contextOfUse: tests
        model: made
        assume: { all: prior }
        products:
          vesicles: { name: Vesicles }
        arms:
          healthy: { set: { disease: 0 } }
          ill: {}
          treated:
            like: ill
            doses: [{ give: vesicles, route: intravenous, amount: 1e6 particles, at: 0 h }]
        cohort: { population: mouse, size: 2, draws: 2, seed: 7 }
        until: {{until}}
        readouts: [outcome, other]
        endpoints:
          rescue: { name: Rescue, of: outcome, measure: value, at: 1 d, compare: [treated, ill], relativeTo: healthy }
          plain: { name: Plain, of: outcome, measure: value, at: 1 d, compare: [treated, ill], by: difference }
          alone: { name: Alone, of: outcome, measure: value, at: 1 d, arm: treated }
          living: { name: Living, of: outcome, measure: survival, compare: [treated, ill], by: difference }
          crossing: { name: Crossing, of: other, measure: time-above, level: 1.1, compare: [ill, treated], by: difference }
        attribution: {{attribution}}
        """;
}
