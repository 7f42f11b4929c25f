using System.Collections.Immutable;
using Idunn.Modeling.Petab;
using Idunn.Numerics.Ode;
using Idunn.Studies.Inputs;

namespace Idunn.Studies.Planning;

/// <summary>
/// The work of one arm: tasks 0 … Size − 1 are subjects at nominal parameters; tasks Size … Size + Draws − 1 are subjects with a draw each of all that is
/// uncertain. Safe to use from any number of threads.
/// </summary>
public sealed class ArmPlan
{
    private readonly SubjectSampling sampling;
    private readonly DoseSchedule schedule;
    private readonly int[] diameter;

    internal ArmPlan(Arm arm, CohortPlan cohort, Population population, double start, double ageAtStart, double end, double[] outputTimes, SubjectSampling sampling, DoseSchedule schedule, int[] diameter)
    {
        (Arm, Cohort, Population, Start, AgeAtStart, End, OutputTimes) = (arm, cohort, population, start, ageAtStart, end, outputTimes);
        (this.sampling, this.schedule, this.diameter) = (sampling, schedule, diameter);
    }

    public Arm Arm { get; }

    /// <summary>Rows of its parameters, tied to the model.</summary>
    public ImmutableArray<ParameterBinding> Bindings { get; init; } = [];

    public CohortPlan Cohort { get; }

    public Population Population { get; }

    public int Size => Cohort.Size;

    public int Draws => Cohort.Draws;

    public int TaskCount => Size + Draws;

    public ulong Seed => Cohort.Seed;

    /// <summary>Start of the simulation in model time: 0, or before it, when subjects first age from the young state of the model.</summary>
    public double Start { get; }

    /// <summary>Age at time 0, in model time; NaN when subjects have none.</summary>
    public double AgeAtStart { get; }

    /// <summary>End of the simulation in model time.</summary>
    public double End { get; }

    /// <summary>In model time, ascending, from 0 to <see cref="End"/>.</summary>
    public ReadOnlyMemory<double> OutputTimes { get; }

    /// <summary>Writes a task's parameter values, in the order and units of the compiled model.</summary>
    public void SetParameters(int task, Span<double> values)
    {
        sampling.Sample(Seed, task < Size ? task : task - Size, task >= Size, values);
        SetMoments(values);
    }

    /// <summary>The same for a subject of which nothing differs from the typical.</summary>
    public void SetTypicalParameters(Span<double> values)
    {
        sampling.Typical(values);
        SetMoments(values);
    }

    private void SetMoments(Span<double> values)
    {
        if (diameter.Length == 0)
            return;
        var moments = DiameterMoments.Of(values[diameter[0]], values[diameter[1]], values[diameter[2]], values[diameter[3]]);
        (values[diameter[4]], values[diameter[5]], values[diameter[6]], values[diameter[7]]) = (moments.Mean, moments.MeanSquare, moments.MeanCube, moments.MeanInverse);
    }

    /// <summary>Time of the first dose of a product, in model time; NaN when there is none.</summary>
    public double FirstDose => schedule.Times.DefaultIfEmpty(double.NaN).First();

    /// <summary>Times of all doses of products, ascending, in model time.</summary>
    public IEnumerable<double> DoseTimes => schedule.Times;

    /// <summary>What a subject with these parameters is given.</summary>
    public InputSchedule Inputs(ReadOnlySpan<double> parameters) => schedule.For(parameters);
}
