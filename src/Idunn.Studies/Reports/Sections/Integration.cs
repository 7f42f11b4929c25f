using Idunn.Numerics.Ode;
using Idunn.Studies.Analysis;

namespace Idunn.Studies.Reports.Sections;

/// <summary>How exactly the equations were solved, in a sentence or two.</summary>
static class Integration
{
    public static string Error(RunResults run)
    {
        var words = run.Words;
        if (run.Accuracy is not { Error: { } error, LargestError: { } largest } accuracy) return words["not measured"];
        var achieved = words["{0} relative, root mean square over readouts, times and {1} subjects simulated again at a tolerance of {2}; at most {3}. Aimed at: {4}.",
            Numbers.Format(error), Numbers.Count(accuracy.AuditedSubjects), Numbers.Format(accuracy.ReferenceTolerance), Numbers.Format(largest), Numbers.Format(accuracy.Target)];
        return achieved + words.Space + (accuracy.PilotSubjects == 0
            ? accuracy.StepTolerance < accuracy.Target
                ? words["Each step was held to {0}, because the method errs more than others at the same tolerance; with so few subjects no pilot was made.", Numbers.Format(accuracy.StepTolerance)]
                : words["Each step was held to the error aimed at; with so few subjects no pilot was made."]
            : words["Each step was held to {0}, which a pilot of {1} other subjects picked.", Numbers.Format(accuracy.StepTolerance), Numbers.Count(accuracy.PilotSubjects)]);
    }

    /// <summary>The method and why it was taken; null when it is not known.</summary>
    public static string? Method(RunResults run) => run.Method is not { } choice ? null : run.Words[choice.Reason switch
    {
        MethodReason.Asked => "{0}, which the study asks for.",
        MethodReason.Filled => "{0}, because the system is so densely coupled that factorising it for every step would cost more than all else.",
        MethodReason.NotStiff => "{0}, because typical courses are not stiff.",
        _ => "{0}, the usual method: nothing speaks for another.",
    }, choice.Method.Name];

    /// <summary>Subjects that left their lane; null when there were none.</summary>
    public static string? Eviction(RunResults run)
    {
        var evicted = run.Arms.Sum(arm => arm.Evicted);
        return evicted == 0 ? null : run.Words.Count(evicted, "For {0} subject no step was found with it; partial pivoting, or then BDF, went on from there.", "For {0} subjects no step was found with it; partial pivoting, or then BDF, went on from there.");
    }

    /// <summary>Subjects whose linear systems had to be solved more carefully; null when there were none.</summary>
    public static string? Pivoting(RunResults run)
    {
        var pivoted = run.Arms.Sum(arm => arm.Pivoted);
        return pivoted == 0 ? null : run.Words.Count(pivoted, "In {0} subject partial pivoting took over at times, because pivots on the diagonal were not safe.", "In {0} subjects partial pivoting took over at times, because pivots on the diagonal were not safe.");
    }
}
