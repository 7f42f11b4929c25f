using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Compilation;
using Idunn.Modeling.Simulation;
using Idunn.Numerics.Ode;

namespace Idunn.Modeling.Petab;

/// <summary>
/// A PEtab problem made ready for one set of parameters after the other: each model is compiled once for each structure of its experiments, and a set of parameters only exchanges numbers. What a set comes to
/// depends on it alone, not on those before it. Any number of threads may run it.
/// </summary>
public sealed class PetabSimulator
{
    private readonly PetabProblem problem;
    private readonly ImmutableArray<Course> courses;

    /// <param name="tier">Machine code is worth its making where many sets of parameters follow.</param>
    /// <exception cref="FindingsException">A model cannot be compiled.</exception>
    public PetabSimulator(PetabProblem problem, CompilationTier tier = CompilationTier.Interpreter)
    {
        this.problem = problem;
        var compiled = new Dictionary<(PetabPart Part, string Structure), HybridModel>();
        ImmutableArray<string> table = [.. problem.Parameters.Select(parameter => parameter.Id)];
        courses = [.. problem.Parts.SelectMany(part => part.Measurements.GroupBy(measurement => measurement.Experiment, ReferenceEqualityComparer.Instance).Select(group => CourseOf(part, [.. group])))];
        CompilationCount = compiled.Count;

        Course CourseOf(PetabPart part, PetabMeasurement[] measurements)
        {
            var experiment = new ExperimentModel(part.Model, table, measurements[0].Experiment, measurements);
            var structure = (part, experiment.Structure);
            if (!compiled.TryGetValue(structure, out var model))
                compiled.Add(structure, model = HybridModel.Compile(experiment.Open(), experiment.Observed, tier));
            if (model.IsRandom)
                throw new FindingsException(FindingCodes.Draw.At(part.Model.Location, "The model draws at random, so that a measurement has no one value to be compared with.", "Give what is drawn values, or parameters to estimate."));
            return new Course(part, measurements, experiment, model);
        }
    }

    /// <summary>How many models were compiled: no more than there are experiments.</summary>
    public int CompilationCount { get; }

    /// <param name="values">In place of nominal values, by the parameters' ids.</param>
    /// <exception cref="FindingsException">A parameter has no value.</exception>
    public PetabResult Run(IReadOnlyDictionary<string, double>? values = null, CancellationToken cancellation = default)
    {
        var all = Values(problem, values);
        var failures = ImmutableArray.CreateBuilder<PetabFailure>();
        var points = new Dictionary<PetabMeasurement, PetabPoint>(ReferenceEqualityComparer.Instance);
        foreach (var course in courses)
            course.Run(all, points, failures, cancellation);
        return new PetabResult([.. problem.Parts.SelectMany(part => part.Measurements).Select(measurement => points[measurement])], LogPriors(problem, all), failures.ToImmutable());
    }

    /// <summary>Nominal values, with those given in their place.</summary>
    internal static Dictionary<string, double> Values(PetabProblem problem, IReadOnlyDictionary<string, double>? given)
    {
        var findings = problem.Parameters.Where(parameter => parameter.Nominal is null && given?.ContainsKey(parameter.Id) != true)
            .Select(parameter => FindingCodes.PetabCell.At(parameter.Location, $"'{parameter.Id}' has no nominal value to simulate with.", "Write a number into the column nominalValue.")).ToArray();
        return findings.Length > 0 ? throw new FindingsException(findings)
            : problem.Parameters.ToDictionary(parameter => parameter.Id, parameter => given is not null && given.TryGetValue(parameter.Id, out var value) ? value : parameter.Nominal!.Value, StringComparer.Ordinal);
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

    /// <summary>One experiment with one model.</summary>
    private sealed class Course
    {
        private readonly PetabPart part;
        private readonly ExperimentModel experiment;
        private readonly HybridModel model;
        private readonly ImmutableArray<double> times;
        private readonly ImmutableArray<Stage> stages;
        private readonly ImmutableArray<(PetabMeasurement Measurement, int Row, int Column, int NoiseColumn)> measurements;

        public Course(PetabPart part, PetabMeasurement[] measurements, ExperimentModel experiment, HybridModel model)
        {
            (this.part, this.experiment, this.model) = (part, experiment, model);
            times = [.. measurements.Select(measurement => measurement.Time).Distinct().Order()];
            stages = experiment.Stages(times[^1]);
            this.measurements = [.. measurements.Select(measurement => (measurement, times.BinarySearch(measurement.Time), experiment.ColumnOf(measurement, false), experiment.ColumnOf(measurement, true)))];
        }

        public void Run(Dictionary<string, double> values, Dictionary<PetabMeasurement, PetabPoint> points, ImmutableArray<PetabFailure>.Builder failures, CancellationToken cancellation)
        {
            var course = new Simulator(model.With(experiment.Values(values))!).Run(SimulationOptions.At(times), stages, cancellation);
            if (!course.Outcome.IsComplete)
                failures.Add(new PetabFailure(part.Id, measurements[0].Measurement.Experiment.Id, course.Outcome, course.Outcome.Ending == Ending.StepLimit && stages.Any(stage => double.IsPositiveInfinity(stage.End)) && course.Rows.Length == 0));
            foreach (var (measurement, row, column, noise) in measurements)
                points[measurement] = row < course.Rows.Length ? new PetabPoint(measurement, course.Rows[row][column], course.Rows[row][noise]) : new PetabPoint(measurement, double.NaN, double.NaN);
        }
    }
}
