using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Planning;

/// <summary>A species' physiology and how much its members differ, science/populations/NAME.yaml.</summary>
/// <param name="Parameters">Tables under science/parameters that hold for this population only.</param>
public sealed record Population(string Name, Phrase Title, ImmutableArray<string> Parameters, ImmutableArray<Variability> Variability, ImmutableArray<Correlation> Correlations, SourceLocation Location)
{
    /// <summary>What holds for one model only, by the model's name.</summary>
    public ImmutableSortedDictionary<string, PopulationPart> Models { get; init; } = ImmutableSortedDictionary<string, PopulationPart>.Empty;

    /// <summary>The population as a model sees it: what holds for all models, and what holds for this one.</summary>
    public Population For(string model) => Models.GetValueOrDefault(model) is { } part
        ? this with { Parameters = [.. Parameters, .. part.Parameters], Variability = [.. Variability, .. part.Variability], Correlations = [.. Correlations, .. part.Correlations] }
        : this;
}

/// <summary>Tables, variability and correlations that a population has for one model.</summary>
public sealed record PopulationPart(ImmutableArray<string> Parameters, ImmutableArray<Variability> Variability, ImmutableArray<Correlation> Correlations);

/// <summary>Between-subject variability: the individual value is log-normal about the typical one, its median.</summary>
/// <param name="Cv">Coefficient of variation; ln-scale variance is ln(1 + Cv²).</param>
public sealed record Variability(string Parameter, double Cv, Origin Origin, SourceLocation Location);

/// <summary>Correlation of two individual values on the ln scale.</summary>
public sealed record Correlation(string First, string Second, double R, Origin Origin, SourceLocation Location);
