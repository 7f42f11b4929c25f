namespace Idunn.Numerics.Ode;

/// <summary>
/// Integrates many initial-value problems of one system, as many side by side as it has lanes: adaptive steps, each lane with its own time, step size and error test. A lane
/// whose course ends takes the next; a lane that meets a dose, an interruption or an event restarts while the others step on. Owns its buffers, so that steps allocate nothing.
/// What a course returns depends on its problem alone: not on its lane, its neighbours, the width, or those before it.
/// </summary>
public sealed class LaneSolver
{
    private readonly LaneGroup group;
    private readonly LaneCourse[] courses;
    private readonly double[] absolute;
    private readonly LaneSystem system;
    private readonly OdeOptions options;
    private readonly LaneGroup?[][] safer;

    /// <exception cref="ArgumentException">There are neither one nor as many absolute tolerances as states.</exception>
    public LaneSolver(LaneSystem system, OdeOptions options)
    {
        var n = system.Dimension;
        var tolerances = options.AbsoluteTolerance;
        if (tolerances.Length != 1 && tolerances.Length != n)
            throw new ArgumentException($"There are {tolerances.Length} absolute tolerances for {n} states; give one for all, or one for each.", nameof(options));
        (this.system, this.options) = (system, options);
        absolute = tolerances.Length == n ? [.. tolerances] : [.. Enumerable.Repeat(tolerances[0], n)];
        group = new LaneGroup(options.Method.Begin(system, absolute, options.RelativeTolerance), system.Width, system.Subject(0));
        courses = [.. Enumerable.Range(0, system.Width).Select(lane => new LaneCourse(group, lane, system.Subject(lane), options, new WeightedNorm(absolute, options.RelativeTolerance)))];
        safer = [.. Enumerable.Range(0, system.Width).Select(_ => new LaneGroup?[3])];
    }

    /// <summary>Integrates every subject of a cohort.</summary>
    /// <exception cref="ArgumentException">A problem contradicts itself or does not fit the system.</exception>
    /// <exception cref="InvalidOperationException">An interruption asked for a time that is not after the present.</exception>
    public void Solve(LaneCohort cohort, CancellationToken cancellation = default)
    {
        for (var lane = 0; lane < courses.Length; lane++)
            Begin(lane, cohort);
        while (true)
        {
            while (group.HasArrivals)
                foreach (var lane in group.Arrive(cohort))
                    End(lane, group.OutcomeOf(lane), cohort);
            if (!group.IsActive)
                return;
            var ended = group.Stop(cancellation);
            if (ended.IsEmpty)
                ended = group.Advance(cohort);
            foreach (var lane in ended)
                End(lane, Rescued(lane, group.OutcomeOf(lane), cohort, cancellation), cohort);
        }
    }

    private void Begin(int lane, LaneCohort cohort)
    {
        group.Leave(lane);
        if (cohort.Next(lane) is { } problem)
            courses[lane].Begin(problem);
    }

    private void End(int lane, Outcome outcome, LaneCohort cohort)
    {
        cohort.End(lane, outcome);
        Begin(lane, cohort);
    }

    /// <summary>
    /// A course that found no step goes on from there by itself: with partial pivoting, or, where it had only become stiff for an explicit method, as a Rosenbrock method does; and where that finds none either with BDF. What it becomes is its own affair, so that neither the width nor
    /// its neighbours, which wait, change a number. Where nothing helps, the first failure stands, or a later one that came further.
    /// </summary>
    private Outcome Rescued(int lane, Outcome failure, LaneCohort cohort, CancellationToken cancellation)
    {
        var outcome = failure;
        for (var attempt = 0; attempt < 2 && courses[lane].CanGoElsewhere; attempt++)
        {
            var other = Safer(lane, attempt, outcome.Ending == Ending.StepLimit);
            courses[lane].GoTo(other);
            var next = Alone(other, cohort, cancellation);
            outcome = !next.IsFailure || next.Ending == Ending.Cancelled || outcome.Ending == Ending.StepLimit || next.Time > outcome.Time ? next with { Culprit = next.Culprit ?? outcome.Culprit } : outcome with { Statistics = next.Statistics };
        }
        return outcome;
    }

    /// <param name="isStiff">The course left an explicit method: nothing is wrong with pivots on the diagonal.</param>
    private LaneGroup Safer(int lane, int attempt, bool isStiff)
    {
        var subject = system.Subject(lane);
        return attempt > 0 ? safer[lane][2] ??= Group(Ndf.Backward, new OneLane(subject))
            : isStiff ? safer[lane][1] ??= Group(Rodas5P.Tableau, new OneLane(subject))
            : safer[lane][0] ??= Group(Rodas5P.Tableau, new PivotedLane(subject));
    }

    private LaneGroup Group(OdeMethod method, LaneSystem one) => new(method.Begin(one, absolute, options.RelativeTolerance), 1, one.Subject(0));

    /// <summary>Takes the only course of a group to its end.</summary>
    private static Outcome Alone(LaneGroup alone, LaneCohort cohort, CancellationToken cancellation)
    {
        while (true)
        {
            var ended = alone.HasArrivals ? alone.Arrive(cohort) : alone.Stop(cancellation);
            if (ended.IsEmpty && !alone.HasArrivals)
                ended = alone.Advance(cohort);
            if (ended.IsEmpty)
                continue;
            alone.Leave(0);
            return alone.OutcomeOf(0);
        }
    }
}
