using System.Collections.Immutable;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Petab;

/// <summary>A parameter of a PEtab problem, whether a model has it or only formulas of tables.</summary>
/// <param name="Id">The model's id where a mapping table gives one.</param>
/// <param name="Nominal">Null where the table gives none: then it has to be given to a simulation.</param>
/// <param name="Prior">Null: none is stated.</param>
/// <param name="PriorScale">The scale on which the prior holds (version 1: <c>parameterScaleNormal</c> and its like); linear otherwise.</param>
public sealed record PetabParameter(string Id, double? Nominal, double Lower, double Upper, bool IsEstimated, PriorDensity? Prior, PetabScale PriorScale, SourceLocation Location);

/// <summary>Target = Value, once, at the start of a period.</summary>
public sealed record PetabChange(string Target, Expr Value, SourceLocation Location);

/// <summary>A stretch of an experiment. Its changes are made at once, from the state before.</summary>
/// <param name="Start">−∞: simulated until a steady state, from the model's own start.</param>
public sealed record PetabPeriod(double Start, ImmutableArray<PetabChange> Changes);

/// <param name="Id">In version 1 the ids of preequilibration and simulation condition, with a bar between.</param>
/// <param name="Periods">By ascending start; none: the model as it is, from 0.</param>
public sealed record PetabExperiment(string Id, ImmutableArray<PetabPeriod> Periods)
{
    /// <summary>Start of what measurements may be taken in.</summary>
    public double Start => Periods.Select(period => period.Start).FirstOrDefault(double.IsFinite, 0);
}

/// <summary>What is measured, and how it scatters.</summary>
/// <param name="Formula">With placeholders for what a measurement gives.</param>
/// <param name="Noise">σ of normal noise, or the scale of Laplace noise; the observable's own id stands for its formula and is replaced already.</param>
public sealed record PetabObservable(
    string Id, Expr Formula, Expr Noise, NoiseModel NoiseModel, ImmutableArray<string> Placeholders, ImmutableArray<string> NoisePlaceholders, SourceLocation Location);

/// <param name="Time">Infinity: in the steady state at the end.</param>
/// <param name="Overrides">In place of the observable's placeholders.</param>
/// <param name="Row">As written.</param>
public sealed record PetabMeasurement(
    PetabObservable Observable, PetabExperiment Experiment, double Time, double Value, ImmutableArray<Expr> Overrides, ImmutableArray<Expr> NoiseOverrides, TsvRow Row);

/// <summary>A model with what was measured of it.</summary>
public sealed record PetabPart(string Id, Model Model, ImmutableArray<PetabMeasurement> Measurements);

/// <summary>A parameter estimation problem in the PEtab format, version 1 or 2: models, experiments, observables, measurements, priors.</summary>
public sealed record PetabProblem(int Version, ImmutableArray<PetabParameter> Parameters, ImmutableArray<PetabPart> Parts);
