using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Compilation;
using Idunn.Numerics.Ode;
using Idunn.Studies.Analysis;
using Idunn.Studies.Analysis.Published;
using Idunn.Studies.Inputs;

namespace Idunn.Studies.Planning;

/// <summary>A study with everything that it names, checked, compiled and numbered. Nothing in it changes any more.</summary>
public sealed record StudyPlan
{
    public required Study Study { get; init; }
    public required ModelCard Card { get; init; }
    public required Model Model { get; init; }
    public required CompiledModel Compiled { get; init; }
    public required ImmutableArray<ArmPlan> Arms { get; init; }

    /// <summary>Rows of the observation tables that the study names.</summary>
    public required ImmutableArray<PublishedRow> Published { get; init; }

    /// <summary>Protocols of the arms, by name.</summary>
    public ImmutableSortedDictionary<string, Protocol> Protocols { get; init; } = ImmutableSortedDictionary<string, Protocol>.Empty;

    /// <summary>Ids of the parameters that differ between subjects or draws.</summary>
    public required ImmutableArray<string> VaryingParameters { get; init; }

    /// <summary>5 and 95 % quantiles of the priors, in the table's unit, by parameter.</summary>
    public ImmutableSortedDictionary<string, (double Low, double High)> PriorBounds { get; init; } = ImmutableSortedDictionary<string, (double, double)>.Empty;

    /// <summary>All numbers that went in, assumptions first.</summary>
    public required ImmutableArray<InputNumber> Inputs { get; init; }

    /// <summary>SHA-256 of every input file, by its path in the project.</summary>
    public required ImmutableSortedDictionary<string, string> InputHashes { get; init; }

    /// <summary>Bibliography key to a printable reference.</summary>
    public required ImmutableSortedDictionary<string, string> References { get; init; }

    /// <summary>Names that the data use, English to Traditional Chinese. No number depends on them: they are none of the inputs.</summary>
    public ImmutableDictionary<string, string> Names { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Tolerances of the integration.</summary>
    public required OdeOptions OdeOptions { get; init; }

    /// <summary>True when a parameter of that name goes into the model.</summary>
    public bool IsParameter(string id) => Compiled.IndexOfParameter(id) >= 0;

    /// <summary>Loads what a study names and checks it.</summary>
    /// <exception cref="FindingsException">Something is missing or wrong; nothing was run.</exception>
    public static StudyPlan Create(Study study, Science science) => new StudyPlanning(study, science).Run();
}
