using System.Text.Json.Serialization;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Numerics.Ode;

/// <summary>Why a method was taken.</summary>
public enum MethodReason
{
    /// <summary>Nothing speaks for another.</summary>
    [JsonStringEnumMemberName("usual")]
    Usual,

    /// <summary>The user named it.</summary>
    [JsonStringEnumMemberName("asked")]
    Asked,

    /// <summary>The system's matrix fills up so much that a factorisation costs more than all the solutions of a Rosenbrock step, which needs one for each step.</summary>
    [JsonStringEnumMemberName("filled")]
    Filled,

    /// <summary>Typical courses are not stiff, and the explicit method evaluates no more right-hand sides on them.</summary>
    [JsonStringEnumMemberName("not-stiff")]
    NotStiff,
}

/// <summary>Which method a run takes, and why.</summary>
public sealed record MethodChoice(OdeMethod Method, MethodReason Reason)
{
    private const double Lead = 10;

    private const double Tight = 1e-6;

    /// <summary>Multiplications for each entry of L and U from which NDF at a tenth of the tolerance is the faster one.</summary>
    private const int Fill = 6, FillAtTightTolerance = 4, FillOverLanes = 16;

    /// <summary>Part of a run's tolerance to which steps are held where no pilot picks it: a formula of variable order errs about ten times as much as a Rosenbrock method at the same one (docs/benchmarks.md), and nobody asked for it.</summary>
    public double ToleranceShare => Reason == MethodReason.Filled ? 1 / Lead : 1;

    /// <summary>
    /// Chooses for courses one by one: a formula of variable order where a factorisation has more than so many multiplications for each entry of L and U, because a Rosenbrock method needs one for each step and the formula one
    /// for six to twenty. Neither size nor tolerance alone decides: chains of any length, with less than one multiplication for an entry, gain nothing at the same error. Measured in docs/benchmarks.md.
    /// </summary>
    /// <param name="relativeTolerance">Of the run. The tighter it is, the more of the steps are the formula's for the same error.</param>
    public static MethodChoice ByFill(LuPattern factors, double relativeTolerance) => ByFill(factors, relativeTolerance <= Tight ? FillAtTightTolerance : Fill);

    /// <summary>Chooses for many courses, which a Rosenbrock method can follow side by side and the formula cannot: where the algebra is straight-line code over all lanes, it takes more fill to outweigh them.</summary>
    /// <param name="isStraightLine">Whether it is.</param>
    public static MethodChoice ByFillOverLanes(LuPattern factors, double relativeTolerance, bool isStraightLine) => isStraightLine ? ByFill(factors, FillOverLanes) : ByFill(factors, relativeTolerance);

    private static MethodChoice ByFill(LuPattern factors, int fill) => factors.Work > (long)fill * factors.Count ? new(Ndf.Variable, MethodReason.Filled) : new(Rodas5P.Tableau, MethodReason.Usual);

    /// <summary>
    /// Whether an explicit method serves a course as well: it is not stiff by the criterion of Hairer and Wanner (<see cref="SolverStatistics.MetStiffness"/>), and takes no more right-hand sides than the
    /// Rosenbrock method, which solves linear systems besides, does at ten times its tolerance: so much less the latter errs at the same one (docs/benchmarks.md).
    /// </summary>
    /// <param name="system">One subject.</param>
    /// <param name="course">A problem that begins anew each time.</param>
    public static bool IsBetterExplicit(LaneSystem system, OdeOptions options, Func<OdeProblem> course, CancellationToken cancellation = default)
    {
        static void Ignore(int index, double t, ReadOnlySpan<double> y) { }
        var looser = options with { RelativeTolerance = Lead * options.RelativeTolerance, AbsoluteTolerance = [.. options.AbsoluteTolerance.Select(tolerance => Lead * tolerance)] };
        var usual = new OdeSolver(system, looser with { Method = Rodas5P.Tableau }).Solve(course(), Ignore, cancellation);
        if (usual.IsFailure || usual.Statistics.Evictions > 0)
            return false;
        var most = usual.Statistics.RightHandSides;
        var outcome = new OdeSolver(system, options with { Method = Tsit5.Tableau, MaxSteps = Math.Max(1, most / (Tsit5.Tableau.Stages - 1)) }).Solve(course(), Ignore, cancellation);
        return !outcome.IsFailure && !outcome.Statistics.MetStiffness && outcome.Statistics.RightHandSides <= most;
    }
}
