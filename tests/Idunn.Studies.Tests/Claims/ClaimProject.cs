using System.Collections.Immutable;
using System.Globalization;
using Idunn.Studies.Analysis.Published;
using Idunn.Studies.Claims;
using Idunn.Studies.Execution;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Tests.Claims;

/// <summary>
/// A whole project in a temporary folder, made up so that its claim can be decided by hand: a dose D stays in the blood, and the response is 1 + gain · D/(D + half) under the hypothesis 'signal', 1 under
/// 'none'. The gain is uniform between 0 and 1. Every number is invented.
/// </summary>
internal sealed class ClaimProject : IDisposable
{
    public const double Given = 1e6;

    private readonly TemporaryFolder folder = new();

    /// <param name="test">Body of the claim's test after study and endpoint.</param>
    /// <param name="half">Of the response, in particles.</param>
    /// <param name="halfStatus">Origin of it.</param>
    /// <param name="published">A row of the observation table; empty: none.</param>
    public ClaimProject(string test = "atLeast: 1.5", double half = 1, string halfStatus = "assumption", string published = "", string levers = "", string endpoint = "response", string deciding = "gain")
    {
        folder.Write("science/references.bib", "@article{somebody-2020, title = {Something}, author = {Somebody}, year = {2020}}\n");
        folder.Write("science/models/signal.ant", Model);
        folder.Write("science/models/signal.yaml", Card);
        folder.Write("science/populations/mouse.yaml", "title: Mouse\nparameters: []\n");
        folder.Write("science/parameters/signal.tsv", Parameters(half, halfStatus));
        folder.Write("science/observations/invented/observations.tsv", string.Join('\t', PublishedTable.Columns.Add("error")) + "\n" + published);
        folder.Write("science/claims/stronger.yaml", Claim(test, levers, endpoint, deciding));
        folder.Write("science/claims/given.yaml", "statement: { en: Vesicles are small. }\nsource: {}\nreason: { en: It goes into the model. }\n");
        folder.Write("studies/signal.yaml", Study);
    }

    /// <summary>A published response of the treated over the untreated, INVENTED for the test.</summary>
    public static string Invented(double value, double error, string usedBy = "") => string.Join('\t', PublishedTable.Columns.Select(column => column switch
    {
        "observationId" => "invented-response",
        "population" => "mouse",
        "route" => "intravenous",
        "over" => "none",
        "what" => "Response, an invented number",
        "kind" => "quantity",
        "readout" => "response",
        "measure" => "value",
        "from" => "1 d",
        "value" => value.ToString("R", CultureInfo.InvariantCulture),
        "unit" => "1",
        "usedBy" => usedBy,
        "reference" => "somebody-2020",
        "note" => "INVENTED for a test",
        _ => "",
    }).Append(error.ToString("R", CultureInfo.InvariantCulture))) + "\n";

    public ClaimVerdict Decide(int draws = 400) => Run(draws, "stronger").Single();

    public ImmutableArray<ClaimVerdict> Run(int draws, params string[] ids) =>
        new ClaimRunner(new Science(folder.File("science")), folder.File("studies"), draws, new RunOptions { Root = folder.Path }).Run(ids, null, CancellationToken.None);

    public StudyPlan Plan() => StudyPlan.Create(StudyReader.Read(folder.File("studies", "signal.yaml")), new Science(folder.File("science")));

    public void Dispose() => folder.Dispose();

    private const string Model = """
        model *signal()
          unit substance = item;
          unit time = 86400 second;
          unit particle = item;
          unit day = 86400 second;
          unit per_day = 1 / day;

          compartment body = 1;
          substanceOnly species blood in body = 0, gone in body = 0, given in body = 0;
          blood has particle; gone has particle; given has particle;
          loss_rate has per_day;
          loss: blood -> gone; loss_rate * blood;
          accounted := blood + gone;
          accounted has particle;

          signal_switch has dimensionless; gain has dimensionless; half has particle; bystander has dimensionless;
          var boost; boost has dimensionless; boost = 0; boost' = 0 per_day;
          response := 1 + gain * (signal_switch * blood / (blood + half) + boost) + 0 * bystander;
          response has dimensionless;
          response is "Response";
        end
        """;

    private const string Card = """
        title: A signal
        antimony: signal.ant
        parameters: [signal.tsv]
        routes: { intravenous: blood }
        given: given
        conserved: accounted
        hypotheses:
          none: { title: no effect, statement: Nothing. }
          signal: { title: signal, statement: Something., sets: { signal_switch: 1 } }
        effects: [gain]
        treatments:
          boost: { title: Boost, state: boost, kind: level }
        limits: [It is a test.]
        """;

    private static string Parameters(double half, string status)
    {
        var halfValue = half.ToString("R", CultureInfo.InvariantCulture);
        var source = status == "assumption" ? "" : "somebody-2020";
        return string.Join('\n', new[]
        {
            "parameterId\tparameterName\tnominalValue\tlowerBound\tupperBound\testimate\tpriorDistribution\tpriorParameters\tunit\tstatus\treference\tlocator\tmethod\tspecies\ttissue\tconversion\tcuratedOn\tnote",
            "loss_rate\tLoss\t0\t\t\tfalse\t\t\t1/d\tassumption\t\t\t\t\t\t\t\tInvented",
            "signal_switch\tSwitch\t0\t0\t1\tfalse\t\t\t1\tassumption\t\t\t\t\t\t\t\tInvented",
            "gain\tGain\t0\t0\t3\ttrue\tuniform\t0;1\t1\tassumption\t\t\t\t\t\t\t\tInvented",
            "bystander\tBystander\t1\t0\t2\ttrue\tuniform\t0;2\t1\tassumption\t\t\t\t\t\t\t\tInvented",
            $"half\tHalf\t{halfValue}\t1e-3\t1e21\tfalse\t\t\tparticles\t{status}\t{source}\t{(source.Length > 0 ? "p. 1" : "")}\t\t\t\t\t\tInvented",
        }) + "\n";
    }

    private static string Claim(string test, string levers, string endpoint, string deciding) => $$"""
        statement:
          en: Vesicles make the response stronger.
          zh-Hant: 囊泡使反應增強。
        source: { reference: somebody-2020 }
        test:
          study: signal
          endpoint: {{endpoint}}
          {{test}}
          because: { en: A convention. }
        deciding: [{{deciding}}]
        missing: { en: The response. }
        wouldHaveToBeTrue: [{{levers}}]
        """;

    private const string Study = """
        question: Is the response stronger?
        contextOfUse: tests
        model: signal
        products:
          vesicles: { name: Vesicles }
        arms:
          untreated: {}
          treated:
            doses: [{ give: vesicles, route: intravenous, amount: 1e6 particles, at: 0 h }]
        cohort: { population: mouse, size: 1, draws: 10, seed: 11 }
        until: 2 d
        readouts: [response, blood]
        endpoints:
          response: { of: response, measure: value, at: 1 d, compare: [treated, untreated] }
          of-treated: { of: response, measure: value, at: 1 d, arm: treated }
          of-all: { of: response, measure: value, at: 1 d }
          later: { of: response, measure: time-above, level: 1.2, compare: [treated, untreated], by: difference }
          blood: { of: blood, measure: value, at: 1 d, arm: treated }
        published: [invented]
        """;
}
