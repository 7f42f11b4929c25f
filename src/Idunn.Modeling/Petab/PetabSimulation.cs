using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Simulation;
using Idunn.Numerics.Ode;

namespace Idunn.Modeling.Petab;

/// <summary>Simulates what a PEtab problem measures.</summary>
public static class PetabSimulation
{
    /// <param name="values">In place of nominal values, by the parameters' ids.</param>
    /// <exception cref="FindingsException">A parameter has no value, or a model cannot be compiled.</exception>
    public static PetabResult Run(PetabProblem problem, IReadOnlyDictionary<string, double>? values = null, CancellationToken cancellation = default)
    {
        var findings = problem.Parameters.Where(parameter => parameter.Nominal is null && values?.ContainsKey(parameter.Id) != true)
            .Select(parameter => FindingCodes.PetabCell.At(parameter.Location, $"'{parameter.Id}' has no nominal value to simulate with.", "Write a number into the column nominalValue.")).ToArray();
        if (findings.Length > 0)
            throw new FindingsException(findings);
        var all = problem.Parameters.ToDictionary(parameter => parameter.Id, parameter => values is not null && values.TryGetValue(parameter.Id, out var given) ? given : parameter.Nominal!.Value, StringComparer.Ordinal);
        var failures = ImmutableArray.CreateBuilder<PetabFailure>();
        // Compiled before any is run: what is refused is refused before work starts.
        var courses = problem.Parts.SelectMany(part => part.Measurements.GroupBy(measurement => measurement.Experiment, ReferenceEqualityComparer.Instance).Select(group => new Course(part, [.. group], all))).ToArray();
        var points = new Dictionary<PetabMeasurement, PetabPoint>(ReferenceEqualityComparer.Instance);
        foreach (var course in courses)
            course.Run(points, failures, cancellation);
        return new PetabResult([.. problem.Parts.SelectMany(part => part.Measurements).Select(measurement => points[measurement])], LogPriors(problem, all), failures.ToImmutable());
    }

    /// <summary>Where one parameter has a prior, the others of version 2 have a uniform one between their bounds; version 1 says nothing of them.</summary>
    private static ImmutableSortedDictionary<string, double> LogPriors(PetabProblem problem, Dictionary<string, double> values)
    {
        var estimated = problem.Parameters.Where(parameter => parameter.IsEstimated).ToArray();
        if (estimated.All(parameter => parameter.Prior is null))
            return ImmutableSortedDictionary<string, double>.Empty;
        return estimated.Where(parameter => parameter.Prior is not null || problem.Version == 2).ToImmutableSortedDictionary(
            parameter => parameter.Id,
            parameter => (parameter.Prior ?? new PriorDensity(new Prior("uniform", [parameter.Lower, parameter.Upper]), parameter.Lower, parameter.Upper)).LogDensity(parameter.PriorScale switch
            {
                PetabScale.Linear => values[parameter.Id],
                PetabScale.Log => Math.Log(values[parameter.Id]),
                _ => Math.Log10(values[parameter.Id]),
            }),
            StringComparer.Ordinal);
    }

    /// <summary>One experiment with one model, compiled.</summary>
    private sealed class Course
    {
        private readonly PetabPart part;
        private readonly PetabMeasurement[] measurements;
        private readonly ExperimentModel experiment;
        private readonly HybridModel model;

        public Course(PetabPart part, PetabMeasurement[] measurements, Dictionary<string, double> values)
        {
            (this.part, this.measurements) = (part, measurements);
            experiment = new ExperimentModel(measurements[0].Experiment, measurements);
            model = HybridModel.Compile(experiment.Of(part.Model, values), experiment.Observed);
            if (model.IsRandom)
                throw new FindingsException(FindingCodes.Draw.At(part.Model.Location, "The model draws at random, so that a measurement has no one value to be compared with.", "Give what is drawn values, or parameters to estimate."));
        }

        public void Run(Dictionary<PetabMeasurement, PetabPoint> points, ImmutableArray<PetabFailure>.Builder failures, CancellationToken cancellation)
        {
            ImmutableArray<double> times = [.. measurements.Select(measurement => measurement.Time).Distinct().Order()];
            var stages = experiment.Stages(part.Model.Events.Length, times[^1]);
            var course = new Simulator(model).Run(SimulationOptions.At(times), stages, cancellation);
            if (!course.Outcome.IsComplete)
                failures.Add(new PetabFailure(part.Id, measurements[0].Experiment.Id, course.Outcome, course.Outcome.Ending == Ending.StepLimit && stages.Any(stage => double.IsPositiveInfinity(stage.End)) && course.Rows.Length == 0));
            foreach (var measurement in measurements)
            {
                var row = times.IndexOf(measurement.Time);
                double At(bool isNoise) => row < course.Rows.Length ? course.Rows[row][experiment.ColumnOf(measurement, isNoise)] : double.NaN;
                points[measurement] = new PetabPoint(measurement, At(false), At(true));
            }
        }
    }
}
