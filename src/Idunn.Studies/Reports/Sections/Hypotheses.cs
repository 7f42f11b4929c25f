using System.Xml.Linq;
using Idunn.Studies.Analysis;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>The rival hypotheses of how vesicles act, and what was assumed of their effects.</summary>
static class Hypotheses
{
    static readonly string[] heads = ["Effect", "Value", "Why this range"];

    public static XElement? Section(RunResults run)
    {
        if (run.Hypotheses.IsEmpty) return null;
        return Parts.Section("hypotheses", "Hypotheses and assumed effects",
            El("p", "Each arm with vesicles was run under each hypothesis apart. They are rivals: nothing here adds them up."),
            El("dl", run.Hypotheses.Select(hypothesis => El("div", El("dt", hypothesis.Title), El("dd", hypothesis.Statement)))),
            run.AssumedEffects.IsEmpty
                ? El("p", "Every effect of a vesicle on a cell is off: none was ever measured, and this study turns none on.")
                : El("p", "Effects that this study turns on. None was ever measured; each range is a convention whose reason stands beside it."),
            run.AssumedEffects.IsEmpty ? null : El("details", At("open", "open"), El("summary", $"Assumed effects ({run.AssumedEffects.Length})"), Parts.Table("effects", heads, run.AssumedEffects.Select(effect => new object?[]
            {
                new object?[] { El("b", effect.Name), El("span.detail", effect.Id) },
                double.IsNaN(effect.Value) ? $"drawn, {Numbers.Range(effect.Low, effect.High)}" : Numbers.Format(effect.Value),
                effect.Note,
            }))));
    }
}
