namespace Idunn.Numerics.Ode;

/// <summary>
/// Integrates many initial-value problems of one system, as many side by side as it has lanes: adaptive steps, each lane with its own time, step size and error test. A lane
/// whose course ends takes the next; a lane that meets a dose, an interruption or an event restarts while the others step on. Owns its buffers, so that steps allocate nothing.
/// What a course returns depends on its problem alone: not on its lane, its neighbours, the width, or those before it.
/// </summary>
public sealed class LaneSolver
{
    private readonly LaneStep step;
    private readonly LaneCourse[] courses;
    private readonly bool[] isArriving;
    private readonly double[] absolute;
    private readonly LaneSystem system;
    private readonly OdeOptions options;
    private readonly LaneStep?[][] safer;

    /// <exception cref="ArgumentException">There are neither one nor as many absolute tolerances as states.</exception>
    public LaneSolver(LaneSystem system, OdeOptions options)
    {
        var n = system.Dimension;
        var tolerances = options.AbsoluteTolerance;
        if (tolerances.Length != 1 && tolerances.Length != n)
            throw new ArgumentException($"There are {tolerances.Length} absolute tolerances for {n} states; give one for all, or one for each.", nameof(options));
        (this.system, this.options) = (system, options);
        absolute = tolerances.Length == n ? [.. tolerances] : [.. Enumerable.Repeat(tolerances[0], n)];
        step = options.Method.Begin(system, absolute, options.RelativeTolerance);
        courses = [.. Enumerable.Range(0, system.Width).Select(lane => new LaneCourse(step, lane, system.Subject(lane), options, new WeightedNorm(absolute, options.RelativeTolerance)))];
        isArriving = new bool[system.Width];
        safer = [.. Enumerable.Range(0, system.Width).Select(_ => new LaneStep?[3])];
    }

    /// <summary>Integrates every subject of a cohort.</summary>
    /// <exception cref="ArgumentException">A problem contradicts itself or does not fit the system.</exception>
    /// <exception cref="InvalidOperationException">An interruption asked for a time that is not after the present.</exception>
    public void Solve(LaneCohort cohort, CancellationToken cancellation = default)
    {
        for (var lane = 0; lane < courses.Length; lane++)
            Begin(lane, cohort);
        for (ArriveAll(cohort); step.IsActive.Contains(true); ArriveAll(cohort))
        {
            if (StopSome(cohort, cancellation))
                continue;
            foreach (var course in courses)
                course.Propose();
            step.Try();
            for (var lane = 0; lane < courses.Length; lane++)
                if (step.IsActive[lane] && courses[lane].Judge(cohort) is { } failure)
                    End(lane, Rescued(lane, failure, cohort, cancellation), cohort);
            step.Accept();
            foreach (var course in courses)
                course.Settle();
        }
    }

    private void Begin(int lane, LaneCohort cohort)
    {
        step.IsAccepted[lane] = false;
        step.IsActive[lane] = cohort.Next(lane) is { } problem && courses[lane].Begin(problem);
    }

    private void End(int lane, Outcome outcome, LaneCohort cohort)
    {
        cohort.End(lane, outcome);
        Begin(lane, cohort);
    }

    /// <summary>Lets everything happen that is due at the present times of lanes that got to a stop.</summary>
    private void ArriveAll(LaneCohort cohort)
    {
        while (true)
        {
            for (var lane = 0; lane < courses.Length; lane++)
                while ((isArriving[lane] = step.IsActive[lane] && courses[lane].IsArriving) && courses[lane].Arrive() is { } outcome)
                    End(lane, outcome, cohort);
            if (!isArriving.AsSpan().Contains(true))
                return;
            step.Restart(isArriving);
            for (var lane = 0; lane < courses.Length; lane++)
                if (isArriving[lane] && courses[lane].Depart(cohort) is { } outcome)
                    End(lane, outcome, cohort);
        }
    }

    /// <summary>Ends the courses that used up their steps or were cancelled. True when there were any.</summary>
    private bool StopSome(LaneCohort cohort, CancellationToken cancellation)
    {
        var any = false;
        for (var lane = 0; lane < courses.Length; lane++)
            if (step.IsActive[lane] && courses[lane].Stopped(cancellation) is { } outcome)
            {
                End(lane, Rescued(lane, outcome, cohort, cancellation), cohort);
                any = true;
            }
        return any;
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
            var next = Alone(courses[lane], other, cohort, cancellation);
            outcome = !next.IsFailure || next.Ending == Ending.Cancelled || outcome.Ending == Ending.StepLimit || next.Time > outcome.Time ? next with { Culprit = next.Culprit ?? outcome.Culprit } : outcome with { Statistics = next.Statistics };
        }
        return outcome;
    }

    /// <param name="isStiff">The course left an explicit method: nothing is wrong with pivots on the diagonal.</param>
    private LaneStep Safer(int lane, int attempt, bool isStiff)
    {
        var (subject, relative) = (system.Subject(lane), options.RelativeTolerance);
        return attempt > 0 ? safer[lane][2] ??= Ndf.Backward.Begin(new OneLane(subject), absolute, relative)
            : isStiff ? safer[lane][1] ??= Rodas5P.Tableau.Begin(new OneLane(subject), absolute, relative)
            : safer[lane][0] ??= Rodas5P.Tableau.Begin(new PivotedLane(subject), absolute, relative);
    }

    private static Outcome Alone(LaneCourse course, LaneStep step, LaneCohort cohort, CancellationToken cancellation)
    {
        ReadOnlySpan<bool> only = [true];
        while (true)
        {
            if (course.IsArriving)
            {
                if (course.Arrive() is { } cascade)
                    return cascade;
                step.Restart(only);
                if (course.Depart(cohort) is { } end)
                    return end;
                continue;
            }
            if (course.Stopped(cancellation) is { } stopped)
                return stopped;
            course.Propose();
            step.Try();
            if (course.Judge(cohort) is { } failure)
                return failure;
            step.Accept();
            course.Settle();
        }
    }
}
