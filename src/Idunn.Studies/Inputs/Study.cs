using System.Collections.Immutable;
using System.Globalization;
using Idunn.Modeling;
using Idunn.Modeling.Units;
using Idunn.Studies.Inputs.Yaml;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Inputs;

/// <summary>A number with a unit as people write it: <c>7 d</c>, <c>1e9 particles</c>, <c>40 mg/kg</c>.</summary>
/// <param name="Unit">Unit expression; empty when the number is pure.</param>
public sealed record Amount(double Value, string Unit, SourceLocation Location)
{
    /// <summary>The number in another unit of the same dimension.</summary>
    /// <exception cref="ArgumentException">The units measure different things.</exception>
    public double In(Unit unit) => double.IsNaN(Value) ? double.NaN : Value * UnitParser.Parse(Unit).ConversionFactor(unit);

    public double In(string unit) => In(UnitParser.Parse(unit));

    /// <summary>As people write it, its unit in the language of the report.</summary>
    public string In(Words words) => Unit.Length == 0 ? ToString() : $"{this with { Unit = "" }} {words.Name(Unit)}";

    /// <summary>As people write it: 1e10 particles, not ten digits.</summary>
    public override string ToString()
    {
        var number = Value.ToString(Math.Abs(Value) >= 1e6 ? "0.##########e0" : "G15", CultureInfo.InvariantCulture);
        return Unit.Length == 0 ? number : $"{number} {Unit}";
    }
}

/// <summary>A study: one question asked of one model over virtual cohorts.</summary>
public sealed record Study
{
    /// <summary>File name without directory and extension.</summary>
    public required string Id { get; init; }
    public required SourceLocation Location { get; init; }

    /// <summary>Where each field stands in the file, for findings.</summary>
    public Places Places { get; init; } = Places.None;

    /// <summary>Heading of the report; null: the id in words.</summary>
    public Phrase? Title { get; init; }

    /// <summary>The question in one sentence.</summary>
    public required Phrase Question { get; init; }

    /// <summary>What the answer may be used for, and what not.</summary>
    public required Phrase ContextOfUse { get; init; }

    /// <summary>Name of a model card, science/models/NAME.yaml.</summary>
    public required string Model { get; init; }

    /// <summary>Names of the rival hypotheses of how vesicles act that each arm with a product is run under, apart from each other; empty: all that the model has.</summary>
    public ImmutableArray<string> Hypotheses { get; init; } = [];

    /// <summary>True: arms under a hypothesis are run also with the priors of effects without evidence halved and doubled.</summary>
    public bool ScalesPriors { get; init; }

    /// <summary>Effects without evidence that this study turns on, by parameter.</summary>
    public ImmutableArray<Assumption> Assumptions { get; init; } = [];

    public ImmutableArray<Product> Products { get; init; } = [];
    public required ImmutableArray<Arm> Arms { get; init; }

    /// <summary>The cohort of every arm that does not set its own.</summary>
    public required CohortPlan Cohort { get; init; }

    /// <summary>End of the simulation, counted from 0.</summary>
    public required Amount Until { get; init; }

    /// <summary>Relative error that the integration aims at; null: the model's.</summary>
    public double? RelativeTolerance { get; init; }

    /// <summary>Name of the method of integration; null: the program chooses.</summary>
    public string? Method { get; init; }

    /// <summary>In place of a readout: all that the model's report shows.</summary>
    public const string ReportReadouts = "report";

    /// <summary>Model quantities to store over time, by id.</summary>
    public required ImmutableArray<string> Readouts { get; init; }

    public ImmutableArray<Endpoint> Endpoints { get; init; } = [];

    /// <summary>What the study asks to be shared out over mechanisms; null: nothing.</summary>
    public AttributionRequest? Attribution { get; init; }

    /// <summary>Names of observation tables, science/observations/NAME/observations.tsv, whose rows are held against the prediction.</summary>
    public ImmutableArray<string> Published { get; init; } = [];
}

/// <summary>An effect without evidence that a study turns on.</summary>
/// <param name="Parameter">Parameter id, or <see cref="All"/>.</param>
/// <param name="Value">In the unit of the table; null: drawn from its prior.</param>
public sealed record Assumption(string Parameter, double? Value, SourceLocation Location)
{
    /// <summary>In place of a parameter: every effect of the model.</summary>
    public const string All = "all";
}

/// <summary>Which effects without evidence an attribution is made with.</summary>
public enum EffectLevel
{
    /// <summary>All at the largest value that their priors allow.</summary>
    Ceiling,

    /// <summary>All at the median of their priors.</summary>
    Median,

    /// <summary>Those named at the values given, the others off.</summary>
    Given,
}

/// <summary>Asks which mechanisms, cargoes, pathways and couplings carry an endpoint.</summary>
/// <param name="Endpoint">Id of an endpoint that compares a treated arm with an untreated one.</param>
/// <param name="Values">Effects in the unit of the table, for <see cref="EffectLevel.Given"/>.</param>
public sealed record AttributionRequest(string Endpoint, EffectLevel Effects, ImmutableSortedDictionary<string, double> Values, SourceLocation Location);

/// <summary>What is given. Numbers left out come from the parameter tables; numbers set here are reported as set by the study.</summary>
public sealed record Product
{
    public required string Id { get; init; }
    public required SourceLocation Location { get; init; }
    public Phrase? Name { get; init; }

    /// <summary>Parent cell or tissue.</summary>
    public string? Source { get; init; }

    public DiameterDistribution? Diameter { get; init; }

    /// <summary>Cargo name (miR-21-5p) to copies per vesicle.</summary>
    public ImmutableSortedDictionary<string, Amount> Cargo { get; init; } = ImmutableSortedDictionary<string, Amount>.Empty;

    /// <summary>Particles per µg of protein, for doses given in µg.</summary>
    public Amount? ParticlesPerMicrogram { get; init; }
}

/// <summary>Log-normal diameters cut off outside <paramref name="From"/> … <paramref name="To"/>.</summary>
public sealed record DiameterDistribution(Amount Median, double GeometricSd, Amount From, Amount To);

/// <summary>A group of subjects treated alike.</summary>
public sealed record Arm
{
    public required string Id { get; init; }
    public required SourceLocation Location { get; init; }
    public Phrase? Name { get; init; }
    public CohortPlan? Cohort { get; init; }
    public Amount? Until { get; init; }

    /// <summary>Names of diseases, insults and standard treatments that this arm has, science/protocols/NAME.yaml.</summary>
    public ImmutableArray<string> Protocols { get; init; } = [];

    /// <summary>Its own doses, then those of its protocols.</summary>
    public ImmutableArray<Dose> Doses { get; init; } = [];

    /// <summary>Id of the arm in the study file, before it was run under several hypotheses; null: its own.</summary>
    public string? Origin { get; init; }

    /// <summary>True when the arm gets treatments beside those of its protocols.</summary>
    public bool HasTreatments { get; init; }

    /// <summary>Name of the hypothesis that the arm is run under; null where none acts.</summary>
    public string? Hypothesis { get; init; }

    /// <summary>Factor on the draws of effects without evidence: a prior halved, or doubled.</summary>
    public double EffectScale { get; init; } = 1;

    /// <summary>Parameters that the arm sets, in the unit of the table, by id: an in-silico knock-out.</summary>
    public ImmutableSortedDictionary<string, double> Settings { get; init; } = ImmutableSortedDictionary<string, double>.Empty;
}

/// <summary>A dose or a schedule of equal doses.</summary>
public sealed record Dose
{
    public required SourceLocation Location { get; init; }

    /// <summary>Id of a product of the study, or of a treatment of the model.</summary>
    public required string Give { get; init; }

    /// <summary>A route that the model card knows: intravenous, intranasal; empty for a treatment, which has its own.</summary>
    public required string Route { get; init; }

    /// <summary>True for a product, false for a treatment of the model.</summary>
    public bool IsProduct => Route.Length > 0;

    /// <summary>Of a product particles, particles/kg, µg (of vesicle protein) or µg/kg, for each dose; of a treatment what the model counts it in.</summary>
    public required Amount Quantity { get; init; }

    /// <summary>Time of the first dose.</summary>
    public required Amount From { get; init; }

    /// <summary>Interval of a schedule; null for a single dose.</summary>
    public Amount? Every { get; init; }

    /// <summary>Number of doses.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Duration of an infusion or of a treatment's level; null for a bolus, or a level that stays to the end.</summary>
    public Amount? Over { get; init; }
}

/// <summary>Who is simulated.</summary>
public sealed record CohortPlan
{
    public required SourceLocation Location { get; init; }

    /// <summary>Name of a population, science/populations/NAME.yaml.</summary>
    public required string Population { get; init; }

    /// <summary>Subjects drawn from between-subject variability, all at nominal parameters.</summary>
    public required int Size { get; init; }

    /// <summary>Further subjects, each with its own draw of the uncertain parameters from their priors; 0 leaves uncertainty out.</summary>
    public int Draws { get; init; }

    public ulong Seed { get; init; } = 1;

    /// <summary>Age at time 0; before it a subject ages from the model's young rest. Null: the young age.</summary>
    public Amount? Age { get; init; }
}

/// <summary>A number read off each subject's time course.</summary>
public sealed record Endpoint
{
    public required string Id { get; init; }
    public required SourceLocation Location { get; init; }
    public Phrase? Name { get; init; }

    /// <summary>Readout it is read from.</summary>
    public required string Of { get; init; }

    /// <summary>value, peak, minimum, mean, time-of-peak, fold, slope, time-above, time-below, survival, half-life, area, clearance, volume-at-steady-state, mean-residence-time.</summary>
    public required string Measure { get; init; }

    /// <summary>For <c>time-above</c> and <c>time-below</c>: the level, in the readout's unit; else NaN.</summary>
    public double Level { get; init; } = double.NaN;

    /// <summary>For <c>value</c>: the time; for the others the window's start. Null: the start of the simulation.</summary>
    public Amount? From { get; init; }

    /// <summary>The window's end; null: the end of the simulation.</summary>
    public Amount? To { get; init; }

    /// <summary>The arm, or the two arms of a comparison (first to second); empty: every arm.</summary>
    public ImmutableArray<string> Arms { get; init; } = [];

    /// <summary>True when the first of the two arms is compared to the second; under rival hypotheses one arm alone may stand for two.</summary>
    public bool IsComparison { get; init; }

    /// <summary>How two arms are compared: ratio, or difference.</summary>
    public string By { get; init; } = "ratio";

    /// <summary>The healthy arm: the comparison is then the share of the deficit that is restored, (first − second)/(healthy − second). Null: none.</summary>
    public string? RelativeTo { get; init; }
}
