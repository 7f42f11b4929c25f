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
        return Parts.Section("hypotheses", run.Words["Hypotheses and assumed effects"],
            El("p", run.Words["Each arm with vesicles was run under each hypothesis apart. They are rivals: nothing here adds them up."]),
            El("dl", run.Hypotheses.Select(hypothesis => El("div", El("dt", run.Words.Of(hypothesis.Title)), El("dd", run.Words.Of(hypothesis.Statement))))),
            run.AssumedEffects.IsEmpty
                ? El("p", run.Words["Every effect of a vesicle on a cell is off: none was ever measured, and this study turns none on."])
                : El("p", run.Words["Effects that this study turns on. None was ever measured; each range is a convention whose reason stands beside it."]),
            run.AssumedEffects.IsEmpty ? null : El("details", At("open", "open"), El("summary", run.Words["Assumed effects ({0})", run.AssumedEffects.Length]), Parts.Table("effects", run.Words.Each(heads), run.AssumedEffects.Select(effect => new object?[]
            {
                new object?[] { El("b", run.Words.Of(effect.Name)), El("span.detail", effect.Id) },
                double.IsNaN(effect.Value) ? run.Words["drawn, {0}", Numbers.Range(effect.Low, effect.High, run.Words)] : Numbers.Format(effect.Value),
                run.Words.Name(effect.Note),
            }))));
    }
}
