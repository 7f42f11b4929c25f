using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Planning;

/// <summary>
/// What a study needs to know about a model, science/models/NAME.yaml: which Antimony file and tables make it up, where doses enter, what must balance.
/// </summary>
public sealed record ModelCard
{
    public required string Name { get; init; }
    public required SourceLocation Location { get; init; }
    public required Phrase Title { get; init; }

    /// <summary>Antimony file beside the card; its last module is the whole model.</summary>
    public required string Antimony { get; init; }

    /// <summary>Parameter tables under science/parameters that hold for every population.</summary>
    public required ImmutableArray<string> Parameters { get; init; }

    /// <summary>Populations that the model is made for; empty: all.</summary>
    public ImmutableArray<string> Populations { get; init; } = [];

    /// <summary>Route name to the state that a dose is added to.</summary>
    public required ImmutableSortedDictionary<string, string> Routes { get; init; }

    /// <summary>State that counts all particles given; each dose adds to it too. Null: the model keeps no count.</summary>
    public string? Given { get; init; }

    /// <summary>Quantity that must equal <see cref="Given"/> at all times; null: no balance is checked.</summary>
    public string? Conserved { get; init; }

    /// <summary>Body mass, for doses per kg.</summary>
    public string? BodyMass { get; init; }

    /// <summary>Particles per µg of vesicle protein, for doses by protein mass.</summary>
    public string? ParticlesPerMicrogram { get; init; }

    public DiameterParameters? Diameter { get; init; }

    /// <summary>Cargo name to the parameter that holds its copies per vesicle.</summary>
    public ImmutableSortedDictionary<string, string> Cargo { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What else than products can be given, by name.</summary>
    public ImmutableSortedDictionary<string, Treatment> Treatments { get; init; } = ImmutableSortedDictionary<string, Treatment>.Empty;

    /// <summary>Rival hypotheses of how vesicles act, in the order of the card; empty: the model has none.</summary>
    public ImmutableArray<Hypothesis> Hypotheses { get; init; } = [];

    /// <summary>Parameters without evidence: they stay at their value in the table, and are not drawn, unless a study turns them on.</summary>
    public ImmutableArray<string> Effects { get; init; } = [];

    /// <summary>Mechanisms that share out what a therapy does; together they hold each of the <see cref="Effects"/> once. Empty: nothing can be attributed.</summary>
    public ImmutableArray<Mechanism> Mechanisms { get; init; } = [];

    /// <summary>Cargoes, pathways and couplings that can be taken out of the model, each by parameters at which its young rest stays what it is.</summary>
    public ImmutableArray<Knockout> Knockouts { get; init; } = [];

    /// <summary>Parameter that holds the age at which the model rests, young; null: subjects have no age.</summary>
    public string? YoungAge { get; init; }

    /// <summary>The state that is a diffusion; null: none.</summary>
    public DiffusionParameters? Diffusion { get; init; }

    /// <summary>Relative error that the integration aims at, unless a study sets its own.</summary>
    public double RelativeTolerance { get; init; } = 1e-6;

    /// <summary>Unit of a state, as the model writes it, to the absolute error that is too small to matter in such a state.</summary>
    public ImmutableArray<(string Unit, double Error)> Tolerances { get; init; } = [];

    /// <summary>Parameters that a study reads or sets itself, beside the model's formulas.</summary>
    public IReadOnlySet<string> ComputedIds => new[] { BodyMass, ParticlesPerMicrogram, Diameter?.Median, Diameter?.GeometricSd, Diameter?.From, Diameter?.To }
        .Concat([YoungAge, Diffusion?.Noise, Diffusion?.Exit, Diffusion?.Step, Diffusion?.Coupling]).Concat(MomentIds).Concat(Cargo.Values).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>Parameters that take the diameter distribution's moments.</summary>
    public IReadOnlySet<string> MomentIds => new[] { Diameter?.Mean, Diameter?.MeanSquare, Diameter?.MeanCube, Diameter?.MeanInverse }.OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>What the model cannot say, in sentences for the report.</summary>
    public ImmutableArray<Phrase> Limits { get; init; } = [];

    /// <summary>Where readouts stand in the report.</summary>
    public ReportLayout Report { get; init; } = ReportLayout.Empty;
}

/// <summary>Something that a study can give beside vesicles: an insult, a drug, exercise.</summary>
/// <param name="State">State that a dose is added to.</param>
/// <param name="IsLevel">True: the amount holds from the start of the dose to its end. False: the amount is added and the model removes it.</param>
public sealed record Treatment(string Name, Phrase Title, string State, bool IsLevel, SourceLocation Location);

/// <summary>A rival hypothesis of how vesicles act.</summary>
/// <param name="Title">Label wherever a result under it is shown.</param>
/// <param name="Statement">What it says, in a sentence.</param>
/// <param name="Sets">Switches of the model, by parameter.</param>
public sealed record Hypothesis(string Name, Phrase Title, Phrase Statement, ImmutableSortedDictionary<string, double> Sets);

/// <summary>What a therapy may do to a cell, on or off as a whole.</summary>
/// <param name="Parameters">The effects that it consists of.</param>
public sealed record Mechanism(string Name, string Title, ImmutableArray<string> Parameters, SourceLocation Location);

/// <summary>A cargo, a pathway or a coupling taken out of the model.</summary>
/// <param name="Title">What is taken out.</param>
/// <param name="Sets">Values, in the unit of the table, by parameter.</param>
public sealed record Knockout(string Name, string Title, ImmutableSortedDictionary<string, double> Sets, SourceLocation Location);

/// <summary>
/// A state that is an Itô diffusion with additive noise, dX = f dt + √(2ε) dW, reflected at 0; reaching the exit level ends the subject's course. The rate of the state in the
/// model is f.
/// </summary>
/// <param name="Noise">Parameter ε, in the state's unit squared over time.</param>
/// <param name="Exit">Parameter: level whose first passage ends the course.</param>
/// <param name="Step">Parameter: step of its own time grid.</param>
/// <param name="Coupling">Parameter: macro-step over which the rest of the model sees its mean.</param>
/// <param name="Ending">What an exit means, in a word: death.</param>
public sealed record DiffusionParameters(string State, string Noise, string Exit, string Step, string Coupling, string Ending);

/// <summary>
/// Parameters by which the diameter distribution enters a model. The first four come from the tables (a product may override them); the moments are computed
/// from them and set before a run.
/// </summary>
/// <param name="Mean">E[d], in the unit of the median.</param>
/// <param name="MeanSquare">E[d²].</param>
/// <param name="MeanCube">E[d³].</param>
/// <param name="MeanInverse">E[1/d].</param>
public sealed record DiameterParameters(string Median, string GeometricSd, string From, string To, string Mean, string MeanSquare, string MeanCube, string MeanInverse);
