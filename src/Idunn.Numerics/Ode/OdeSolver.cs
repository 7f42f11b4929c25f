namespace Idunn.Numerics.Ode;

/// <summary>
/// Integrates initial-value problems of one system, one at a time: the only lane of a <see cref="LaneSolver"/>. One instance serves many subjects; what a solve returns depends on its
/// problem alone, never on the solves before it.
/// </summary>
public sealed class OdeSolver
{
    private readonly LaneSolver solver;
    private readonly Single single = new();

    /// <exception cref="ArgumentException">There are neither one nor as many absolute tolerances as states.</exception>
    public OdeSolver(OdeSystem system, OdeOptions options)
        : this(new OneLane(system), options)
    {
    }

    /// <param name="system">Of one lane.</param>
    /// <exception cref="ArgumentException">There are more lanes, or neither one nor as many absolute tolerances as states.</exception>
    public OdeSolver(LaneSystem system, OdeOptions options) =>
        solver = system.Width == 1 ? new LaneSolver(system, options) : throw new ArgumentException($"One problem needs one lane, not {system.Width}.", nameof(system));

    /// <summary>Integrates from start to end and hands each output over as it is reached.</summary>
    /// <exception cref="ArgumentException">The problem contradicts itself or does not fit the system.</exception>
    /// <exception cref="InvalidOperationException">The interruption asked for a time that is not after the present.</exception>
    public Outcome Solve(OdeProblem problem, OutputHandler output, CancellationToken cancellation = default)
    {
        single.Take(problem, output);
        solver.Solve(single, cancellation);
        return single.Outcome;
    }

    private sealed class Single : LaneCohort
    {
        private OdeProblem? problem;
        private OutputHandler handler = null!;

        public Outcome Outcome { get; private set; }

        public void Take(OdeProblem next, OutputHandler output) => (problem, handler) = (next, output);

        public override OdeProblem? Next(int lane)
        {
            var next = problem;
            problem = null;
            return next;
        }

        public override void Output(int lane, int index, double t, ReadOnlySpan<double> y) => handler(index, t, y);

        public override void End(int lane, Outcome outcome) => Outcome = outcome;
    }
}
