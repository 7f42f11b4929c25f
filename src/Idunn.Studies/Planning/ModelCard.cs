using System.Collections.Immutable;
using Idunn.Modeling;

namespace Idunn.Studies.Planning;

/// <summary>
/// What a study needs to know about a model, science/models/NAME.yaml: which Antimony file and tables make it up, where doses enter, what must balance.
/// </summary>
public sealed record ModelCard
{
    public required string Name { get; init; }
    public required SourceLocation Location { get; init; }
    public required string Title { get; init; }

    /// <summary>Antimony file beside the card; its last module is the whole model.</summary>
    public required string Antimony { get; init; }

    /// <summary>Parameter tables under science/parameters that hold for every population.</summary>
    public required ImmutableArray<string> Parameters { get; init; }

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

    /// <summary>Unit of a state, as the model writes it, to the absolute error that is too small to matter in such a state.</summary>
    public ImmutableArray<(string Unit, double Error)> Tolerances { get; init; } = [];

    /// <summary>Parameters that a study reads or sets itself, beside the model's formulas.</summary>
    public IReadOnlySet<string> ComputedIds => new[] { BodyMass, ParticlesPerMicrogram, Diameter?.Median, Diameter?.GeometricSd, Diameter?.From, Diameter?.To }
        .Concat(MomentIds).Concat(Cargo.Values).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>Parameters that take the diameter distribution's moments.</summary>
    public IReadOnlySet<string> MomentIds => new[] { Diameter?.Mean, Diameter?.MeanSquare, Diameter?.MeanCube, Diameter?.MeanInverse }.OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>What the model cannot say, in sentences for the report.</summary>
    public ImmutableArray<string> Limits { get; init; } = [];

    /// <summary>Where readouts stand in the report.</summary>
    public ReportLayout Report { get; init; } = ReportLayout.Empty;
}

/// <summary>
/// Parameters by which the diameter distribution enters a model. The first four come from the tables (a product may override them); the moments are computed
/// from them and set before a run.
/// </summary>
/// <param name="Mean">E[d], in the unit of the median.</param>
/// <param name="MeanSquare">E[d²].</param>
/// <param name="MeanCube">E[d³].</param>
/// <param name="MeanInverse">E[1/d].</param>
public sealed record DiameterParameters(string Median, string GeometricSd, string From, string To, string Mean, string MeanSquare, string MeanCube, string MeanInverse);
