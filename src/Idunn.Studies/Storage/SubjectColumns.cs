using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Storage;

/// <summary>Columns of the subjects table, one row for each subject or draw.</summary>
public static class SubjectColumns
{
    public const string Arm = "arm";

    /// <summary>0 at nominal parameters, else the number of the draw of uncertain parameters.</summary>
    public const string Draw = "draw";

    /// <summary>Number of the task within the arm; subjects of the same number pair across arms of one population and seed.</summary>
    public const string Subject = "subject";

    /// <summary>How the simulation ended; see Ending.</summary>
    public const string Ending = "ending";

    /// <summary>Time reached, in days.</summary>
    public const string Time = "time_d";

    /// <summary>The state at fault, or empty.</summary>
    public const string Culprit = "culprit";

    public const string Steps = "steps";
    public const string Rejected = "rejected";

    /// <summary>Steps tried whose linear systems needed partial pivoting.</summary>
    public const string Pivoted = "pivoted";

    /// <summary>0; 1 when the course left its lane and went on with partial pivoting, 2 when that too found no step and BDF went on.</summary>
    public const string Evicted = "evicted";

    /// <summary>All that was planned to be given.</summary>
    public const string Dose = "dose";

    /// <summary>Largest |conserved − given| / given over the output times.</summary>
    public const string BalanceError = "balance_error";

    /// <summary>Then come the parameters that vary, then the endpoints, each with its extrapolated share behind it where it has one.</summary>
    public static IEnumerable<string> Names(StudyPlan plan, IEnumerable<PlannedEndpoint> endpoints) =>
        new[] { Arm, Draw, Subject, Ending, Time, Culprit, Steps, Rejected, Pivoted, Evicted, Dose, BalanceError }
            .Concat(plan.VaryingParameters)
            .Concat(endpoints.SelectMany(endpoint => endpoint.Measure.Extrapolates() ? [endpoint.Column, endpoint.ExtrapolatedColumn] : new[] { endpoint.Column }));
}

/// <summary>Columns of the time-course table, one row for each subject and output time reached.</summary>
public static class TimeCourseColumns
{
    /// <summary>In days.</summary>
    public const string Time = "time_d";

    /// <summary>Then come the study's readouts.</summary>
    public static IEnumerable<string> Names(StudyPlan plan) => new[] { SubjectColumns.Arm, SubjectColumns.Draw, SubjectColumns.Subject, Time }.Concat(plan.Study.Readouts);
}
