using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Compilation;
using Idunn.Modeling.Petab;
using Idunn.Numerics.Ode;
using Idunn.Studies.Analysis;
using Idunn.Studies.Analysis.Published;
using Idunn.Studies.Claims;
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

    /// <summary>Claims that the study decides.</summary>
    public ImmutableArray<Claim> Claims { get; init; } = [];

    /// <summary>Protocols of the arms, by name.</summary>
    public ImmutableSortedDictionary<string, Protocol> Protocols { get; init; } = ImmutableSortedDictionary<string, Protocol>.Empty;

    /// <summary>Ids of the parameters that differ between subjects or draws.</summary>
    public required ImmutableArray<string> VaryingParameters { get; init; }

    /// <summary>Rows of the parameter tables, by id, tied to the model; of the first arm's population where several have one.</summary>
    public ImmutableSortedDictionary<string, ParameterBinding> Bindings { get; init; } = ImmutableSortedDictionary<string, ParameterBinding>.Empty;

    /// <summary>5 and 95 % quantiles of a parameter's prior, in its table's unit; NaN when it has none.</summary>
    public (double Low, double High) PriorBounds(string parameter) => Bindings.GetValueOrDefault(parameter) is { Row: { Prior.IsNone: false } row }
        ? (PriorSampling.Draw(row, 0.05), PriorSampling.Draw(row, 0.95))
        : (double.NaN, double.NaN);

    /// <summary>All numbers that went in, assumptions first.</summary>
    public required ImmutableArray<InputNumber> Inputs { get; init; }

    /// <summary>SHA-256 of every input file, by its path in the project.</summary>
    public required ImmutableSortedDictionary<string, string> InputHashes { get; init; }

    /// <summary>Bibliography key to a printable reference.</summary>
    public required ImmutableSortedDictionary<string, string> References { get; init; }

    /// <summary>Names that the data use, English to Traditional Chinese. No number depends on them: they are none of the inputs.</summary>
    public ImmutableDictionary<string, string> Names { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>By which method the plan is integrated, and why.</summary>
    public MethodChoice Method { get; init; } = new(Rodas5P.Tableau, MethodReason.Usual);

    /// <summary>Tolerances and method of the integration.</summary>
    public required OdeOptions OdeOptions { get; init; }

    /// <summary>Relative tolerance to which steps are held where no pilot picks one: the study's, or a part of it by a method that errs more at the same one.</summary>
    public double StepTolerance => OdeOptions.RelativeTolerance * Method.ToleranceShare;

    /// <summary>True when a parameter of that name goes into the model.</summary>
    public bool IsParameter(string id) => Compiled.IndexOfParameter(id) >= 0;

    /// <summary>Loads what a study names and checks it.</summary>
    /// <exception cref="FindingsException">Something is missing or wrong; nothing was run.</exception>
    public static StudyPlan Create(Study study, Science science) => MethodSelection.Apply(new StudyPlanning(study, science).Run());
}
