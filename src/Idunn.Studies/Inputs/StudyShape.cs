using System.Collections.Immutable;
using Idunn.Numerics.Ode;
using Idunn.Studies.Inputs.Yaml;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Inputs;

/// <summary>
/// The fields of a study file: one definition each, from which the strict reader and the editors' schema are both made.
/// </summary>
internal static class StudyShape
{
    /// <summary>Measures an endpoint can take; see <see cref="Endpoint.Measure"/>.</summary>
    public static ImmutableArray<string> Measures { get; } =
        ["value", "peak", "minimum", "mean", "time-of-peak", "fold", "slope", "time-above", "time-below", "survival", "half-life", "area", "clearance", "volume-at-steady-state", "mean-residence-time"];

    private static Field<T> Required<T>(string name, Shape<T> shape, string description) => new(name, shape, true, description);

    private static Field<T> Optional<T>(string name, Shape<T> shape, string description) => new(name, shape, false, description);

    private static readonly Field<Amount> Median = Required("median", Shapes.Amount(AmountKind.Length), "Median diameter by number.");
    private static readonly Field<double> GeometricSd = Required("geometricSd", Shapes.NumberBetween(1, double.PositiveInfinity), "Geometric standard deviation: above 1.");
    private static readonly Field<ImmutableArray<Amount>> Bounds = Required("within", Shapes.List(Shapes.Amount(AmountKind.Length), 1), "Smallest and largest diameter: [30 nm, 150 nm].");

    private static readonly Shape<DiameterDistribution?> Diameter = Shapes.Group<DiameterDistribution?>([Median, GeometricSd, Bounds], at =>
    {
        var bounds = at.Get(Bounds);
        if (bounds.Length == 2)
            return new(at.Get(Median), at.Get(GeometricSd), bounds[0], bounds[1]);
        if (bounds.Length > 0)
            at.Reading.Error(StudyCodes.WrongForm, $"{at.Reading.Path}.within has {bounds.Length} entries.", "Write two: the smallest and the largest diameter.", at.PlaceOf(Bounds));
        return null;
    }, null);

    private static readonly Field<Phrase> ProductName = Optional("name", Shapes.Phrase, "Name for the report.");
    private static readonly Field<string> Source = Optional("source", Shapes.Text, "Parent cell or tissue.");
    private static readonly Field<DiameterDistribution?> DiameterField = Optional("diameter", Diameter, "Log-normal diameter distribution, cut off outside its bounds. Left out: from the parameter tables.");
    private static readonly Field<ImmutableArray<(string Name, Amount Value)>> Cargo =
        Optional("cargo", Shapes.Map(Shapes.Amount(AmountKind.Cargo), isId: false), "Copies of each cargo per vesicle. Left out: from the parameter tables.");
    private static readonly Field<Amount> ParticlesPerMicrogram =
        Optional("particlesPerMicrogram", Shapes.Amount(AmountKind.ParticlesPerMass), "Particles per µg of vesicle protein, for doses in µg. Left out: from the parameter tables.");

    private static readonly Shape<Product?> ProductShape = Shapes.Group<Product?>([ProductName, Source, DiameterField, Cargo, ParticlesPerMicrogram], at => new()
    {
        Id = "",
        Location = at.Location,
        Name = at.Find(ProductName),
        Source = at.Find(Source),
        Diameter = at.Get(DiameterField),
        Cargo = at.Get(Cargo).ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal),
        ParticlesPerMicrogram = at.Find(ParticlesPerMicrogram),
    }, null);

    private static readonly Field<string> Give = Required("give", Shapes.Text, "Id of a product, or of a treatment of the model.");
    private static readonly Field<string> Route = Optional("route", Shapes.Text, "For a product: a route that the model knows, such as intravenous or intranasal.");
    private static readonly Field<Amount> Quantity = Required("amount", Shapes.Amount(AmountKind.Given), "Amount of each dose. Of a product: particles, particles/kg, ug or ug/kg (of vesicle protein); of a treatment what the model counts it in, 100 % for a full level.");
    private static readonly Field<Amount> At = Optional("at", Shapes.Amount(AmountKind.Time), "Time of a single dose.");
    private static readonly Field<Amount> From = Optional("from", Shapes.Amount(AmountKind.Time), "Time of the first dose of a schedule.");
    private static readonly Field<Amount> Every = Optional("every", Shapes.Amount(AmountKind.Duration), "Interval between the doses of a schedule.");
    private static readonly Field<int> Times = Optional("times", Shapes.Integer(1, 100_000), "Number of doses of a schedule.");
    private static readonly Field<Amount> Over = Optional("over", Shapes.Amount(AmountKind.Duration), "Duration of an infusion, or of a treatment's level. Left out: a bolus, or a level to the end.");

    internal static readonly Shape<Dose?> DoseShape = Shapes.Group<Dose?>([Give, Route, Quantity, At, From, Every, Times, Over], at =>
    {
        if (at.Has(At) == at.Has(From))
            at.Reading.Error(at.Has(At) ? StudyCodes.Contradiction : StudyCodes.MissingField, $"{at.Reading.Path} {(at.Has(At) ? "has both 'at' and 'from'" : "does not say when")}.",
                "Write 'at:' for a single dose, or 'from:', 'every:' and 'times:' for a schedule.", at.Location);
        if (at.Has(Every) != (at.Has(Times) && at.Get(Times) > 1) || (at.Has(At) && at.Has(Every)))
            at.Reading.Error(StudyCodes.Contradiction, $"{at.Reading.Path} has {(at.Has(Every) ? "an interval but is not a schedule of several doses" : "several doses but no interval")}.",
                "A schedule needs 'from:', 'every:' and 'times:' together.", at.Location);
        return new()
        {
            Location = at.Location,
            Give = at.Get(Give),
            Route = at.Find(Route) ?? "",
            Quantity = at.Get(Quantity),
            From = at.Find(At) ?? at.Get(From),
            Every = at.Find(Every),
            Times = at.FindNumber(Times) ?? 1,
            Over = at.Find(Over),
        };
    }, null);

    private static CohortText ReadCohort(Entries at) =>
        new(at.Location, at.Find(Population), at.FindNumber(Size), at.FindNumber(Draws), at.FindNumber(SeedField), at.Find(Age));

    private static readonly Field<string> Population = Required("population", Shapes.Text, "Name of a population: science/populations/NAME.yaml.");
    private static readonly Field<int> Size = Required("size", Shapes.Integer(1, 10_000_000), "Number of subjects drawn from between-subject variability.");
    private static readonly Field<int> Draws = Optional("draws", Shapes.Integer(0, 10_000_000), "Number of further subjects, each with its own draw of the uncertain parameters. Left out: 0.");
    private static readonly Field<ulong> SeedField = Optional("seed", Shapes.Seed, "Random seed. Left out: 1.");

    private static readonly Field<Amount> Age = Optional("age", Shapes.Amount(AmountKind.Age), "Age at time 0; before it subjects age from the young state of the model. Left out: the model's young age.");

    private static readonly ImmutableArray<Field> CohortFields = [Population, Size, Draws, SeedField, Age];
    private static readonly Shape<CohortText> WholeCohort = Shapes.Group(CohortFields, ReadCohort, CohortText.Nothing);
    private static readonly Shape<CohortText> PartialCohort = Shapes.Group([.. CohortFields.Select(field => field with { IsRequired = false })], ReadCohort, CohortText.Nothing);

    private static readonly Field<string> Like = Optional("like", Shapes.Text, "Id of another arm whose fields are taken where this one does not set its own.");
    private static readonly Field<Phrase> ArmName = Optional("name", Shapes.Phrase, "Name for the report.");
    private static readonly Field<CohortText> ArmCohort = Optional("cohort", PartialCohort, "Who is in this arm. What is left out comes from the study's cohort.");
    private static readonly Field<Amount> ArmUntil = Optional("until", Shapes.Amount(AmountKind.Duration), "End of this arm. Left out: the study's.");
    private static readonly Field<ImmutableArray<Dose?>> Doses = Optional("doses", Shapes.List(DoseShape), "What is given and when. Left out: nothing, an untreated arm.");

    private static readonly Field<ImmutableArray<string>> Protocols = Optional("protocols", Shapes.List(Shapes.Text), "Diseases, insults and standard treatments of this arm: science/protocols/NAME.yaml.");
    private static readonly Field<ImmutableArray<(string Name, double Value)>> Settings =
        Optional("set", Shapes.Map(Shapes.NumberBetween(double.NegativeInfinity, double.PositiveInfinity)), "Parameters that this arm sets, in the unit of their table: an in-silico knock-out. The report says so.");

    private static readonly Shape<ArmText?> ArmShape = Shapes.Group<ArmText?>([Like, ArmName, ArmCohort, ArmUntil, Protocols, Doses, Settings], at => new(
        at.Location, at.Find(Like), at.Find(ArmName), at.Find(ArmCohort), at.Find(ArmUntil), at.Has(Protocols) ? at.Get(Protocols) : null, at.Has(Doses) ? [.. at.Get(Doses).Select(dose => dose!)] : null,
        at.Has(Settings) ? at.Get(Settings).ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal) : null), null);

    private static readonly Field<Phrase> EndpointName = Optional("name", Shapes.Phrase, "Name for the report.");
    private static readonly Field<string> Of = Required("of", Shapes.Text, "Readout that it is read from.");
    private static readonly Field<string> Measure = Required("measure", Shapes.OneOf(Measures), "What is read off each subject's time course.");
    private static readonly Field<Amount> WindowFrom = Optional("from", Shapes.Amount(AmountKind.Time), "Start of the window. Left out: the start of the arm.");
    private static readonly Field<Amount> WindowTo = Optional("to", Shapes.Amount(AmountKind.Time), "End of the window. Left out: the end of the arm.");
    private static readonly Field<Amount> WhenField = Optional("at", Shapes.Amount(AmountKind.Time), "For the measure 'value': when.");
    private static readonly Field<string> ArmField = Optional("arm", Shapes.Text, "The arm. Left out: every arm.");
    private static readonly Field<ImmutableArray<string>> Compare = Optional("compare", Shapes.List(Shapes.Text, 1), "Two arms: the first is compared to the second, subject by subject.");
    private static readonly Field<string> ByField = Optional("by", Shapes.OneOf("ratio", "difference"), "How the two arms are compared. Left out: ratio.");
    private static readonly Field<string> RelativeTo = Optional("relativeTo", Shapes.Text, "The healthy arm: the comparison is the share of the deficit that is restored.");
    private static readonly Field<double> Level = Optional("level", Shapes.NumberBetween(double.NegativeInfinity, double.PositiveInfinity), "For 'time-above' and 'time-below': the level, in the readout's unit.");

    private static readonly Shape<Endpoint?> EndpointShape = Shapes.Group<Endpoint?>([EndpointName, Of, Measure, Level, WhenField, WindowFrom, WindowTo, ArmField, Compare, ByField, RelativeTo], at =>
    {
        if (at.Has(Level) != (at.Get(Measure) is "time-above" or "time-below"))
            at.Reading.Error(at.Has(Level) ? StudyCodes.Contradiction : StudyCodes.MissingField, $"{at.Reading.Path} {(at.Has(Level) ? "has a level, which its measure does not use" : "looks for the time of crossing a level, but names none")}.", "Write 'level:' with the measures 'time-above' and 'time-below', and with no other.", at.Location);
        if ((at.Has(ByField) || at.Has(RelativeTo)) && !at.Has(Compare))
            at.Reading.Error(StudyCodes.Contradiction, $"{at.Reading.Path} says how to compare, but not what.", "Name two arms under 'compare:'.", at.Location);
        if (at.Has(ByField) && at.Has(RelativeTo))
            at.Reading.Error(StudyCodes.Contradiction, $"{at.Reading.Path} has both 'by' and 'relativeTo'.", "Keep one of them.", at.PlaceOf(ByField));
        if (at.Has(WhenField) && (at.Has(WindowFrom) || at.Has(WindowTo) || at.Get(Measure) is not ("value" or "")))
            at.Reading.Error(StudyCodes.Contradiction, $"{at.Reading.Path} has 'at', which belongs to the measure 'value' alone.", "Write 'from:' and 'to:' for a window.", at.PlaceOf(WhenField));
        if (at.Has(ArmField) && at.Has(Compare))
            at.Reading.Error(StudyCodes.Contradiction, $"{at.Reading.Path} has both 'arm' and 'compare'.", "Keep one of them.", at.PlaceOf(Compare));
        if (at.Has(Compare) && at.Get(Compare).Length != 2)
            at.Reading.Error(StudyCodes.WrongForm, $"{at.Reading.Path}.compare names {at.Get(Compare).Length} arms.", "Name two: the first is compared to the second.", at.PlaceOf(Compare));
        return new()
        {
            Id = "",
            Location = at.Location,
            Name = at.Find(EndpointName),
            Of = at.Get(Of),
            Measure = at.Get(Measure),
            From = at.Find(WhenField) ?? at.Find(WindowFrom),
            To = at.Find(WindowTo),
            Arms = at.Has(ArmField) ? [at.Get(ArmField)] : at.Get(Compare),
            Level = at.Has(Level) ? at.Get(Level) : double.NaN,
            IsComparison = at.Has(Compare),
            By = at.Find(ByField) ?? "ratio",
            RelativeTo = at.Find(RelativeTo),
        };
    }, null);

    private static readonly Shape<(EffectLevel Level, ImmutableArray<(string Name, double Value)> Values)> EffectsShape =
        Shapes.OneOfOr(Shapes.Map(Shapes.NumberBetween(double.NegativeInfinity, double.PositiveInfinity), 1), ("ceiling", "median"), word => (word == "median" ? EffectLevel.Median : EffectLevel.Ceiling, []), map => (EffectLevel.Given, map));
    private static readonly Field<string> AttributedEndpoint = Required("endpoint", Shapes.Text, "Id of an endpoint that compares a treated arm with an untreated one.");
    private static readonly Field<(EffectLevel Level, ImmutableArray<(string Name, double Value)> Values)> EffectsField =
        Optional("effects", EffectsShape, "Values of the effects without evidence: 'ceiling' (the largest that their priors allow), 'median' (of their priors), or some of them by name with the others off. Left out: ceiling.");
    private static readonly Shape<AttributionRequest?> AttributionShape = Shapes.Group<AttributionRequest?>([AttributedEndpoint, EffectsField], at =>
    {
        var (level, values) = at.Has(EffectsField) ? at.Get(EffectsField) : (EffectLevel.Ceiling, []);
        return new(at.Get(AttributedEndpoint), level, values.ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal), at.Location);
    }, null);

    private static readonly Field<Phrase> Title = Optional("title", Shapes.Phrase, "Heading of the report. Left out: the file's name.");
    private static readonly Field<Phrase> Question = Required("question", Shapes.Phrase, "The question in one sentence.");
    private static readonly Field<Phrase> ContextOfUse = Required("contextOfUse", Shapes.Phrase, "What the answer may be used for, and what not.");
    private static readonly Field<string> Model = Required("model", Shapes.Text, "Name of a model: science/models/NAME.yaml.");
    private static readonly Field<ImmutableArray<string>> Hypotheses = Optional("hypotheses", Shapes.List(Shapes.Text, 1), "Rival hypotheses of how vesicles act: each arm with a product is run under each of them, apart. Left out: all that the model has.");
    private static readonly Field<ImmutableArray<(string Name, Assumption? Value)>> Assume =
        Optional("assume", Shapes.Map(Shapes.NumberOr("prior", (value, place) => (Assumption?)new("", value, place))), "Effects without evidence that this study turns on: a number in the unit of the table, or 'prior' to draw it. 'all: prior' turns on every effect of the model.");
    private static readonly Field<ImmutableArray<(string Name, Product? Value)>> Products = Optional("products", Shapes.Map(ProductShape), "What is given, by id.");
    private static readonly Field<ImmutableArray<(string Name, ArmText? Value)>> Arms = Required("arms", Shapes.Map(ArmShape, 1), "Groups of subjects treated alike, by id.");
    private static readonly Field<CohortText> Cohort = Required("cohort", WholeCohort, "Who is simulated, in every arm that does not set its own.");
    private static readonly Field<Amount> Until = Required("until", Shapes.Amount(AmountKind.Duration), "End of the simulation, counted from 0.");
    private static readonly Field<double> Tolerance = Optional("tolerance", Shapes.NumberBetween(1e-13, 0.1), "Relative error that the integration aims at. Left out: the model's own.");
    private static readonly Field<string> Method = Required("method", Shapes.OneOf([OdeMethods.Automatic, .. OdeMethods.Names]), "How the equations are integrated: rodas5p (stiff, over lanes), ndf or bdf (variable order, one subject at a time: large full systems), tsit5 (explicit, for what is not stiff), or auto.");
    private static readonly Field<string> Solver = Optional("solver", Shapes.Group([Method], at => at.Get(Method), OdeMethods.Automatic), "How the equations are solved. Left out: the program chooses, and the manifest says what and why.");
    private static readonly Field<ImmutableArray<string>> Readouts = Required("readouts", Shapes.List(Shapes.Text, 1), "Model quantities to store over time, by id; 'report' stands for all that the model's report shows.");
    private static readonly Field<ImmutableArray<(string Name, Endpoint? Value)>> Endpoints = Optional("endpoints", Shapes.Map(EndpointShape), "Numbers read off each subject's time course, by id.");
    private static readonly Field<AttributionRequest?> Attribution = Optional("attribution", AttributionShape, "What carries an endpoint: knock-outs of cargoes, pathways and couplings, and the share of each mechanism.");
    private static readonly Field<ImmutableArray<string>> Published = Optional("published", Shapes.List(Shapes.Text), "Observation tables to hold the prediction against: science/observations/NAME.");

    public static Shape<StudyText?> Whole { get; } = Shapes.Group<StudyText?>(
        [Title, Question, ContextOfUse, Model, Hypotheses, Assume, Products, Arms, Cohort, Until, Tolerance, Solver, Readouts, Endpoints, Attribution, Published],
        at => new(
            new()
            {
                Id = Path.GetFileNameWithoutExtension(at.Location.File),
                Location = at.Location,
                Title = at.Find(Title),
                Question = at.Get(Question),
                ContextOfUse = at.Get(ContextOfUse),
                Model = at.Get(Model),
                Hypotheses = at.Get(Hypotheses),
                Assumptions = [.. at.Get(Assume).Select(entry => entry.Value! with { Parameter = entry.Name })],
                Products = [.. at.Get(Products).Select(product => product.Value! with { Id = product.Name })],
                Arms = [],
                Cohort = new() { Location = at.Location, Population = "", Size = 1 },
                Until = at.Get(Until),
                RelativeTolerance = at.Has(Tolerance) ? at.Get(Tolerance) : null,
                Method = at.Find(Solver) is { } method && method != OdeMethods.Automatic ? method : null,
                Readouts = at.Get(Readouts),
                Endpoints = [.. at.Get(Endpoints).Select(endpoint => endpoint.Value! with { Id = endpoint.Name })],
                Attribution = at.Get(Attribution),
                Published = at.Get(Published),
                Places = at.Reading.Places,
            },
            at.Get(Cohort),
            [.. at.Get(Arms).Select(arm => (arm.Name, arm.Value!))]),
        null);
}
