using Idunn.Numerics.Ode;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Analysis;

/// <summary>Why a subject failed, as the manifest keeps it in English and as a report says it.</summary>
public static class FailureReason
{
    /// <param name="culprit">The state at fault, or empty.</param>
    public static string Of(string ending, string culprit)
    {
        var what = ending switch
        {
            nameof(Ending.NotFinite) => "a value became infinite or not a number",
            nameof(Ending.StepLimit) => "the allowed number of steps was used up",
            nameof(Ending.StepTooSmall) => "the tolerance could not be met at the smallest step",
            _ => ending,
        };
        return culprit.Length == 0 ? what : $"{what}: {culprit}";
    }

    public static string In(Words words, string reason)
    {
        var cut = reason.IndexOf(": ", StringComparison.Ordinal);
        return cut < 0 ? words[reason] : words["{0}: {1}", words[reason[..cut]], reason[(cut + 2)..]];
    }
}
