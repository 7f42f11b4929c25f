using Idunn.Modeling;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Compilation;
using Idunn.Numerics.Ode;
using Idunn.Numerics.Random;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;

namespace Compare;

/// <summary>
/// The models that are compared. Published end values are those of the Test Set for Initial Value Problem Solvers (Mazzia, F. &amp; Magherini, C., release 2.4, University of Bari).
/// </summary>
internal static class Cases
{
    private const ulong Seed = 1;

    /// <summary>By name: how to make the case with so many subjects, and how many are a reasonable load.</summary>
    public static IReadOnlyDictionary<string, (Func<int, Case> Make, int Subjects)> All { get; } = new Dictionary<string, (Func<int, Case>, int)>
    {
        ["delivery-mouse"] = (n => Planned("delivery-mouse", "thousand-mice.yaml", 2, n, "this project: delivery, mouse, 7 days, 7 doses by nose"), 64),
        ["brain-mouse"] = (n => Planned("brain-mouse", "whole-brain-mouse.yaml", 0, n, "this project: whole brain, mouse, 18 months, 24 doses by nose; the burden held, without its diffusion"), 16),
        ["pk-genes"] = (n => PkGenes("pk-genes", n, "pharmacokinetics and genes: 180 days, 28 daily double doses"), 64),
        ["pk-genes-feedback"] = (n => PkGenes("pk-genes-feedback", n, "the same with feedback that sets in at a quarter of the product", ("hold_a", 1.5), ("hold_b", 1.5), ("hold_c", 1.5)), 32),
        ["rober"] = (n => Made("rober", Read("rober"), n, 1e11, Logarithmic(1e-4, 1e11, 31), (0.1, 0.2), "Robertson's reaction to 1e11", [],
            ("a", 0.2083340149701255e-07), ("b", 0.8333360770334713e-13), ("c", 0.9999999791665050)), 512),
        ["hires"] = (n => Made("hires", Read("hires"), n, 321.8122, Even(321.8122, 40), (0.1, 0.2), "high irradiance response", [],
            ("y1", 0.7371312573325668e-3), ("y2", 0.1442485726316185e-3), ("y3", 0.5888729740967575e-4), ("y4", 0.1175651343283149e-2),
            ("y5", 0.2386356198831331e-2), ("y6", 0.6238968252742796e-2), ("y7", 0.2849998395185769e-2), ("y8", 0.2850001604814231e-2)), 256),
        ["pollution"] = (n => Made("pollution", Read("pollution"), n, 60, Even(60, 60), (0.1, 0.2), "air pollution", [],
            ("y1", 0.5646255480022769e-01), ("y2", 0.1342484130422339), ("y4", 0.5523140207484359e-02), ("y7", 0.7784249118997964e-01), ("y8", 0.3245075353396018),
            ("y9", 0.7494013383880406e-02), ("y12", 0.2230505975721359e-02), ("y15", 0.8964884856898295e-02), ("y17", 0.6899219696263405e-02)), 256),
        ["orego"] = (n => Made("orego", Read("orego"), n, 360, Even(360, 60), (0.02, 0.05), "Oregonator", [],
            ("y1", 0.1000814870318523e1), ("y2", 0.1228178521549917e4), ("y3", 0.1320554942846706e3)), 256),
        ["e5"] = (n => Made("e5", Read("e5"), n, 1e13, Logarithmic(1e-3, 1e13, 33), (0.1, 0.2), "pyrolysis to 1e13", [], ("y2", 0.5 * (0.8867655517642120e-22 + 0.8854814626268838e-22))) with { ToleranceScale = 1e-15 }, 128),
        ["vanderpol"] = (n => Made("vanderpol", Read("vanderpol"), n, 2, Even(2, 40), (0.1, 0.2), "van der Pol, epsilon about 1e-6", [],
            ("y1", 0.1706167732170483e1), ("y2", -0.8928097010247975)), 256),
        ["akzo"] = (n => Made("akzo", Parse(GeneratedModels.MedicalAkzoNobel(200)), n, 20, Even(20, 20), (0.05, 0.1), "Medical Akzo Nobel: a diffusion on 200 points; its input ends at 5, as a dose does",
            [("phi", 5, -2)], GeneratedModels.MedicalAkzoNobelPublished), 16),
        ["kholodenko"] = (n => Made("kholodenko", Read("kholodenko"), n, 9000, Even(9000, 60), (0.1, 0.2), "Kholodenko 2000, mitogen-activated protein kinases that oscillate, 150 minutes", []), 128),
        ["sasagawa"] = (n => Made("sasagawa", Read("sasagawa"), n, 3600, Even(3600, 60), (0.1, 0.2), "Sasagawa et al. 2005, ERK activation, one hour", []), 64),
        ["schoeberl"] = (n => Made("schoeberl", Read("schoeberl"), n, 3600, Even(3600, 60), (0.1, 0.2), "Schoeberl et al. 2002, EGF and MAPK, one hour", []), 64),
        ["ung"] = (n => Made("ung", Read("ung"), n, 3600, Even(3600, 60), (0.1, 0.2), "Ung et al. 2008, EGFR endocytosis, one hour", []), 32),
        ["chen"] = (n => Made("chen", Read("chen"), n, 3600, Even(3600, 60), (0.1, 0.2), "Chen et al. 2009, ErbB signalling, half an hour of preparation and half an hour; both programs are told where its ramps begin and end, over which CVODE fails otherwise",
            [("c2", 1799.99, 0), ("c2", 1800, 0), ("c2", 2659.99, 0), ("c2", 2660, 0)]), 16),
        ["coupled-12"] = (n => Coupled(12, n), 32),
        ["coupled-24"] = (n => Coupled(24, n), 16),
        ["coupled-36"] = (n => Coupled(36, n), 16),
        ["coupled-50"] = (n => Coupled(50, n), 8),
        ["coupled-100"] = (n => Coupled(100, n), 8),
        ["coupled-200"] = (n => Coupled(200, n), 8),
        ["brusselator-7"] = (n => Brusselator(7, n), 16),
        ["brusselator-10"] = (n => Brusselator(10, n), 16),
        ["brusselator-14"] = (n => Brusselator(14, n), 8),
        ["brusselator-20"] = (n => Brusselator(20, n), 4),
        ["brusselator-40"] = (n => Brusselator(40, n), 2),
        ["brusselator-70"] = (n => Brusselator(70, n), 1),
        ["chain"] = (n => Chain("chain", 1000, n), 8),
        ["chain-5000"] = (n => Chain("chain-5000", 5000, n), 1),
    };

    private static Case Coupled(int states, int subjects) =>
        Made($"coupled-{states}", Parse(GeneratedModels.Coupled(states)), subjects, 100, Even(100, 20), (0.1, 0.2), $"{states} species of which each binds to every other: a full Jacobian", []);

    private static Case Brusselator(int side, int subjects) =>
        Made($"brusselator-{side}", Parse(GeneratedModels.Brusselator(side)), subjects, 11.5, Even(11.5, 10), (0.02, 0.05), $"Brusselator with diffusion on {side} by {side} points", [("phi", 1.1, 5)]);

    private static Case Chain(string name, int states, int subjects) =>
        Made(name, Parse(GeneratedModels.Chain(states)), subjects, 100, Even(100, 20), (0.1, 0.2), $"{states} states in a row, mass action and saturated steps", []);

    private static double[] Even(double end, int count) => [.. Enumerable.Range(1, count).Select(i => end * i / count)];

    private static double[] Logarithmic(double from, double to, int count) => [.. Enumerable.Range(0, count).Select(i => i == count - 1 ? to : from * Math.Pow(to / from, i / (count - 1.0)))];

    private static Model Read(string name) => AntimonyReader.Read(Path.Combine(AppContext.BaseDirectory, "models", name + ".ant"));

    private static Model Parse(string text) => AntimonyReader.Parse(text, "generated.ant");

    private static Case PkGenes(string name, int subjects, string note, params (string Parameter, double Value)[] changes)
    {
        (string, double, double)[] doses = [.. Enumerable.Range(0, 28).SelectMany(day => new[] { ("blood", 24.0 * day, 50.0), ("depot", 24.0 * day, 5.0) })];
        var made = Made(name, Read("pk-genes"), subjects, 180 * 24, Even(180 * 24, 60), (0.15, 0.4), note, doses);
        var factors = changes.Select(change => (Index: made.Model.IndexOfParameter(change.Parameter), Factor: change.Value / made.Model.ParameterDefaults[made.Model.IndexOfParameter(change.Parameter)])).ToArray();
        foreach (var subject in made.Subjects)
            foreach (var (index, factor) in factors)
                subject.Parameters[index] *= factor;
        return made;
    }

    /// <summary>The first subject has the model's own numbers; every number of the others is log-normal about them, with a coefficient of variation that differs between parameters within the range.</summary>
    private static Case Made(
        string name, Model model, int subjects, double end, double[] outputs, (double Low, double High) spread, string note, (string State, double Time, double Amount)[] doses, params (string, double)[] published)
    {
        var compiled = CompiledModel.Compile(model, []);
        Bolus[] given = [.. doses.Select(dose => new Bolus(dose.Time, compiled.IndexOfState(dose.State), dose.Amount))];
        var made = new Subject[subjects];
        for (var s = 0; s < subjects; s++)
        {
            double[] parameters = [.. compiled.ParameterDefaults];
            for (var p = 0; s > 0 && p < parameters.Length; p++)
            {
                var variation = spread.Low + (spread.High - spread.Low) * (p * 0.61803398875 % 1);
                parameters[p] *= Math.Exp(Math.Sqrt(Math.Log(1 + variation * variation)) * new Philox(Seed, (ulong)s, (uint)p).NextNormal());
            }
            made[s] = new Subject(parameters, given);
        }
        return new Case(name, compiled, made, 0, end, outputs) { Note = note, Published = published };
    }

    /// <summary>Subjects of a study in bench/, sampled and dosed as the study says.</summary>
    private static Case Planned(string name, string file, int armIndex, int subjects, string note)
    {
        var plan = StudyPlan.Create(StudyReader.Read(Path.Combine(Root, "bench", file)), new Science(Path.Combine(Root, "science")));
        var arm = plan.Arms[armIndex];
        // Events that change nothing here (an insult of strength 0 begins and ends) are no part of the export, so neither program has them.
        var compiled = CompiledModel.Compile(plan.Model with { Events = [] }, [], diffusion: plan.Card.Diffusion?.State);
        var made = new Subject[subjects];
        for (var s = 0; s < subjects; s++)
        {
            var parameters = new double[plan.Compiled.ParameterIds.Length];
            arm.SetParameters(s, parameters);
            if (plan.Compiled.IndexOfParameter("parkinson_insult_strength") is >= 0 and var insult && parameters[insult] != 0)
                throw new NotSupportedException("The model's events change something: they cannot be left out.");
            var inputs = arm.Inputs(parameters);
            if (inputs.Infusions.Count > 0)
                throw new NotSupportedException("The driver in C knows no infusions.");
            made[s] = new Subject(
                [.. compiled.ParameterIds.Select((id, i) => plan.Compiled.IndexOfParameter(id) is >= 0 and var index ? parameters[index] : compiled.ParameterDefaults[i])],
                [.. inputs.Boluses.Select(bolus => bolus with { State = compiled.IndexOfState(plan.Compiled.StateIds[bolus.State]) })]);
        }
        return new Case(name, compiled, made, arm.Start, arm.End, arm.OutputTimes.ToArray()) { Note = note };
    }

    private static string Root
    {
        get
        {
            for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
                if (File.Exists(Path.Combine(folder, "Idunn.slnx")))
                    return folder;
            throw new DirectoryNotFoundException("Run the comparison from within the project.");
        }
    }
}
