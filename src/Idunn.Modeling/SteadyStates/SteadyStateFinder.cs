using System.Collections.Immutable;
using System.Numerics;
using Idunn.Modeling.Simulation;
using Idunn.Numerics.LinearAlgebra;
using Idunn.Numerics.Ode;

namespace Idunn.Modeling.SteadyStates;

/// <summary>
/// Finds a steady state that belongs to the initial values: Newton's method on the independent states with the conserved sums as constraints (<see cref="ReducedSystem"/>, <see cref="DampedNewton"/>), tried from the start and again
/// from later and later along the course from there (relaxation by time integration, Rodas5P). A stable state near which the course has come is the one that it runs into. Where the equations alone leave the state open, that of the course is taken once it is at rest. Where the course never comes near one, as on a limit cycle,
/// the first that Newton's method found is given and said not to be reached. (Newton's method with integration as fall-back, as in COPASI: Hoops, S. et al. (2006), COPASI, a complex pathway simulator, Bioinformatics 22, 3067–3074.) Events are not followed.
/// </summary>
public static class SteadyStateFinder
{
    /// <summary>States up to which the dense equations are solved.</summary>
    public const int MostStates = 1200;

    private const double Nearness = 1e-2;
    private const double RelativeTolerance = 1e-7;
    private const int MostSteps = 4_000;
    private const double LongestTime = 1e15;

    /// <exception cref="Checking.FindingsException">The model is refused.</exception>
    public static SteadyStateResult Find(Model model, IReadOnlyList<Observed>? observed = null, CancellationToken cancellation = default) => Find(HybridModel.Compile(model, observed), cancellation);

    public static SteadyStateResult Find(HybridModel model, CancellationToken cancellation = default)
    {
        if (model.DelayCount > 0)
            return SteadyStateResult.None("The model has delays, with which a steady state is not looked for.");
        if (model.IsRandom)
            return SteadyStateResult.None("The model draws at random, so that each course has a steady state of its own.");
        if (!model.IsAutonomous)
            return SteadyStateResult.None("A rate depends on time itself, so that the model has no steady state.");
        if (model.StateCount > MostStates)
            return SteadyStateResult.None(FormattableString.Invariant($"The model has {model.StateCount} states; a steady state is looked for in models of up to {MostStates}."));
        var search = new Search(model, cancellation);
        return search.Run();
    }

    private sealed class Search
    {
        private readonly HybridModel model;
        private readonly HybridSystem system;
        private readonly CancellationToken cancellation;
        private readonly ReducedSystem equations;
        private readonly double[] start, scratch, least;

        public Search(HybridModel model, CancellationToken cancellation)
        {
            (this.model, this.cancellation, system) = (model, cancellation, new HybridSystem(model));
            equations = new ReducedSystem(model, system);
            (start, scratch, least) = (new double[model.StateCount], new double[model.StateCount], new double[model.StateCount]);
        }

        public SteadyStateResult Run()
        {
            if (!system.Initialize(0, start) || !system.Settle(0, start))
                return SteadyStateResult.None("The algebraic equations have no solution at the start.");
            var valueless = Array.FindIndex(start, value => !double.IsFinite(value));
            if (valueless >= 0)
                return SteadyStateResult.None($"'{model.StateIds[valueless]}' has no value at the start.");
            system.RightHandSide(0, start, scratch);
            var rateless = Array.FindIndex(scratch, value => !double.IsFinite(value));
            if (rateless >= 0)
                return SteadyStateResult.None($"The rate of '{model.StateIds[rateless]}' is no finite number at the start.");
            return model.StateCount == 0 ? SteadyStateResult.None("Nothing in the model is integrated.") : Relax();
        }

        private SteadyStateResult Relax()
        {
            var newton = new DampedNewton(equations, [.. start.Select((value, i) => value < 0 || !IsAmount(i))]);
            var totals = equations.SumsOf(start);
            var largest = start.Select(Math.Abs).Concat(totals.Select(Math.Abs)).Max() is > 0 and var size ? size : 1;
            // Each state is measured by the most that was seen of it: units differ, and what is small beside its past is near 0.
            var tolerances = new double[start.Length];
            void See(ReadOnlySpan<double> y)
            {
                for (var i = 0; i < least.Length; i++)
                {
                    least[i] = Math.Max(least[i], 1e-9 * Math.Abs(y[i]) + 1e-18 * largest);
                    tolerances[i] = RelativeTolerance * least[i];
                }
            }
            See(start);
            var norm = new WeightedNorm(tolerances, RelativeTolerance);
            var step = new SingleStep(system, Rodas5P.Tableau, new LuPattern(system.JacobianPattern), RelativeTolerance, RelativeTolerance);
            var controller = step.Control;
            var first = default(double[]);
            start.CopyTo(step.Start);
            if (!step.Restart(0))
                return SteadyStateResult.None("The rates at the start are not finite.");
            var (t, h) = (0.0, step.FirstSize(norm, Rodas5P.Tableau.FirstOrder, LongestTime, scratch, new double[start.Length]));
            var next = 0.0;
            for (var tried = 0; tried < MostSteps && t < LongestTime; tried++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (t >= next)
                {
                    double[] candidate = [.. step.Start];
                    // A start at rest stays there, stable or not.
                    if (IsAtRest(t, step.Start))
                        return new(Told(newton.Solve(candidate, totals, least) && Distance(candidate, step.Start) < Nearness ? candidate : [.. step.Start], true, t), null);
                    if (newton.Solve(candidate, totals, least))
                    {
                        first ??= candidate;
                        // Where it starts may lie near a state that the course then leaves.
                        if (Distance(candidate, step.Start) < Nearness && StabilityOf(candidate).Stability != Stability.Unstable)
                            return new(Told(candidate, true, t), null);
                    }
                    next = t == 0 ? 10 * h : 3 * t;
                }
                var isFinite = step.Try(h);
                var error = isFinite ? norm.Of(step.Error, step.Start, step.End) : double.NaN;
                if (!(error <= 1))
                {
                    h = isFinite && double.IsFinite(error) ? controller.AfterRejection(0, h, error) : controller.AfterNotFinite(0, h);
                    if (!(t + h > t))
                        break;
                    continue;
                }
                t += h;
                h = controller.AfterAcceptance(h, error);
                step.Accept(t);
                See(step.Start);
            }
            return first is not null ? new(Told(first, false, double.NaN), null) : SteadyStateResult.None(NothingFound(t, step.Start));
        }

        /// <summary>Nothing would move by more than a billionth in all the time that has passed. So a model comes to rest whose equations alone leave its state open, as counters of what passed by do.</summary>
        private bool IsAtRest(double t, ReadOnlySpan<double> y)
        {
            system.RightHandSide(t, y, scratch);
            for (var i = 0; i < y.Length; i++)
                if (!(Math.Abs(scratch[i]) * t <= 1e-9 * Math.Abs(y[i]) + least[i]) || t == 0 && scratch[i] != 0)
                    return false;
            return true;
        }

        /// <summary>Amounts of species cannot be negative; what rate rules move can.</summary>
        private bool IsAmount(int state) => model.Source.Species.Any(species => species.Id == model.StateIds[state]) && !model.Source.RateRules.Any(rule => rule.Variable == model.StateIds[state]);

        private double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
        {
            var longest = 0.0;
            for (var i = 0; i < a.Length; i++)
                longest = Math.Max(longest, Math.Abs(a[i] - b[i]) / (Math.Max(Math.Abs(a[i]), Math.Abs(b[i])) + least[i]));
            return longest;
        }

        private string NothingFound(double t, ReadOnlySpan<double> y)
        {
            system.RightHandSide(t, y, scratch);
            var fastest = 0;
            for (var i = 1; i < scratch.Length; i++)
                if (Math.Abs(scratch[i]) / (Math.Abs(y[i]) + least[i]) > Math.Abs(scratch[fastest]) / (Math.Abs(y[fastest]) + least[fastest]))
                    fastest = i;
            return FormattableString.Invariant($"Newton's method found none, and the course from the start still moved at time {t:G3}: '{model.StateIds[fastest]}' by {Math.Abs(scratch[fastest]) / (Math.Abs(y[fastest]) + least[fastest]):G2} of itself per unit of time.");
        }

        private (Stability Stability, ImmutableArray<Complex> Values) StabilityOf(double[] y)
        {
            var free = equations.FreeJacobian(y);
            var values = Eigenvalues.Of(free, equations.Free.Length);
            if (values.IsEmpty)
                return (equations.Free.Length == 0 ? Stability.Marginal : Stability.Unknown, values);
            var blur = 1e-12 * free.Max(Math.Abs) * equations.Free.Length;
            return (values[0].Real > blur ? Stability.Unstable : values[0].Real < -blur ? Stability.Stable : Stability.Marginal, values);
        }

        private SteadyState Told(double[] y, bool isReached, double t)
        {
            // What is 10⁻¹⁵ of the most that was seen of it is rounding.
            for (var i = 0; i < y.Length; i++)
                if (Math.Abs(y[i]) < 1e-6 * least[i])
                    y[i] = 0;
            var (stability, eigenvalues) = StabilityOf(y);
            system.RightHandSide(0, y, scratch);
            var residual = scratch.Select(Math.Abs).Max();
            system.Complete(0, y);
            var values = new double[model.Observed.Length];
            system.Run(model.Observations, 0, values);
            return new(model.Observed, [.. values], stability, eigenvalues, residual, isReached, t);
        }
    }
}
