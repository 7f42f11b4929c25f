using Idunn.Modeling.Compilation;
using Idunn.Numerics.Ode;
using Idunn.Numerics.Random;
using Idunn.Numerics.Sde;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Execution;

/// <summary>
/// Couples the model's diffusion to its differential equations by macro-steps (Lie splitting): over each, the diffusion steps on a grid of its own with the rest of the model held
/// where it is, and the rest sees the diffusion's mean. Its first passage of the exit level ends the subject's course. One thread uses an instance at a time.
/// </summary>
internal sealed class DiffusionCoupling
{
    private const uint PathPurpose = 4;
    private const uint StartPurpose = 5;

    // Attempts and layers of a subject have streams of their own.
    private const uint PurposesPerAttempt = 16;

    private const int CellsOfTypicalLaw = 200;

    private readonly ModelSystem system;
    private readonly DiffusionParameters card;
    private readonly int state, noise, exit, step, coupling;
    private readonly Drift drift;
    private readonly Interruption interruption;
    private ReflectedDiffusion? path;
    private FokkerPlanck? survivors;
    private Philox stream = null!;
    private double start, macroStep, epsilon, level, x, exitTime;

    public DiffusionCoupling(CompiledModel model, ModelSystem system, DiffusionParameters card)
    {
        (this.system, this.card) = (system, card);
        state = model.IndexOfState(card.State);
        (noise, exit, step, coupling) = (model.IndexOfParameter(card.Noise), model.IndexOfParameter(card.Exit), model.IndexOfParameter(card.Step), model.IndexOfParameter(card.Coupling));
        drift = Drift;
        interruption = Interrupt;
    }

    /// <summary>Sets a subject up: draws where the diffusion starts from its law at rest and writes it into the initial state.</summary>
    /// <param name="parameters">The subject's, in the order of the model.</param>
    /// <param name="initial">The initial state.</param>
    /// <param name="start">Model time at which the course starts.</param>
    /// <param name="attempt">0, or more when earlier paths of the subject ended before the study began.</param>
    public Interruption Begin(ReadOnlySpan<double> parameters, Span<double> initial, double start, ulong seed, int number, bool isDraw, uint attempt)
    {
        Prepare(parameters, initial, start);
        survivors = null;
        var purposes = (PurposesPerAttempt * attempt) + (isDraw ? PurposesPerAttempt / 2 : 0);
        stream = new Philox(seed, (ulong)number, PathPurpose + purposes);
        x = Math.Min(new StationaryDensity(drift, 0, epsilon, level).Quantile(new Philox(seed, (ulong)number, StartPurpose + purposes).NextUniform()), Math.BitDecrement(level));
        path = new ReflectedDiffusion(drift, epsilon, level, parameters[step]);
        initial[state] = x;
        return interruption;
    }

    /// <summary>The same without chance: the diffusion stands at the mean of the law of those who have not exited, which starts at rest and moves with the model; nobody exits.</summary>
    public Interruption BeginTypical(ReadOnlySpan<double> parameters, Span<double> initial, double start)
    {
        Prepare(parameters, initial, start);
        survivors = new FokkerPlanck(drift, epsilon, level, CellsOfTypicalLaw).FromRest(0);
        initial[state] = survivors.Mean;
        return interruption;
    }

    private void Prepare(ReadOnlySpan<double> parameters, Span<double> initial, double start)
    {
        (this.start, macroStep, epsilon, level, exitTime) = (start, parameters[coupling], parameters[noise], parameters[exit], double.NaN);
        system.HoldDrift(initial);
    }

    private double Drift(double t, double value) => system.HeldDrift(start + t, value);

    private Continuation Interrupt(double t, Span<double> y)
    {
        system.HoldDrift(y);
        if (survivors is not null)
        {
            var before = survivors.Mean;
            y[state] = 0.5 * (before + survivors.Advance(0, macroStep, macroStep).Mean);
            return Continuation.Until(t + macroStep);
        }
        if (t >= exitTime)
        {
            y[state] = level;
            return Continuation.Exit(card.Ending);
        }
        // Whole macro-steps from the start: doses and events in between leave the grid alone.
        var k = Math.Round((t - start) / macroStep);
        var span = path!.Advance(stream, k * macroStep, (k + 1) * macroStep, x);
        (x, y[state]) = (span.End, span.Mean);
        exitTime = start + span.ExitTime;
        return Continuation.Until(span.HasExited ? Math.Max(exitTime, Math.BitIncrement(t)) : start + ((k + 1) * macroStep));
    }
}
