using System.Xml.Linq;
using Idunn.Studies.Analysis;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>Title, question, context of use, and what a reader must know before reading on.</summary>
static class Opening
{
    public static XElement Header(RunResults run) => El("header",
        El("p.kicker", $"Idunn {run.Version.Split('+')[0]} · study {run.StudyId} · model {run.Model}"),
        El("h1", run.Title),
        El("p.question", run.Question),
        El("p.context", El("b", "Context of use: "), run.ContextOfUse.TrimEnd('.'), ". This is a computation from published and assumed numbers, not medical advice."),
        Warnings(run),
        Assumed(run),
        Partial(run),
        Failures(run));

    public static XElement Contents(IEnumerable<XElement> sections) => El("nav", At("aria-label", "Contents"),
        El("ol", sections.Select(section => El("li", El("a", At("href", "#" + section.Attribute("id")!.Value), section.Element("h2")!.Value)))));

    static XElement? Warnings(RunResults run)
    {
        var warned = run.Arms.SelectMany(arm => arm.Warnings.Select(warning => (arm.Name, Warning: warning))).GroupBy(entry => entry.Warning).ToList();
        return warned.Count == 0 ? null : El("div.banner.failures", At("role", "note"), warned.Select(group => El("p", El("b", string.Join(", ", group.Select(entry => entry.Name)) + ": "), group.Key)));
    }

    /// <summary>Said before anything else: what here rests on no evidence.</summary>
    static XElement? Assumed(RunResults run)
    {
        if (run.AssumedEffects.IsEmpty) return null;
        var drawn = run.AssumedEffects.All(effect => double.IsNaN(effect.Value));
        return El("p.banner", At("role", "note"), El("b", "Effects without evidence are turned on. "),
            $"This study assumes {Parts.Plural(run.AssumedEffects.Length, "effect", "effects")} of vesicles that nobody measured{(drawn ? ": in the draws they come from their priors, in the subjects at nominal parameters they are off" : "")}. ",
            El("a", At("href", "#hypotheses"), "Hypotheses and assumed effects"), " lists them.");
    }

    static XElement? Partial(RunResults run)
    {
        if (!run.IsPartial) return null;
        var (done, planned) = (run.Arms.Sum(arm => arm.Completed), run.Arms.Sum(arm => arm.Subjects + arm.Draws));
        return El("p.banner.partial", At("role", "note"), El("b", "Partial run. "),
            $"It was stopped before the end: {Numbers.Count(done)} of {Numbers.Count(planned)} subjects are in these figures. Run the study again with the same output directory to complete it.");
    }

    static XElement? Failures(RunResults run)
    {
        var failed = run.Arms.Where(arm => arm.Failures.Values.Sum() > 0).ToList();
        if (failed.Count == 0) return null;
        return El("div.banner.failures", At("role", "note"),
            El("p", El("b", $"{Parts.Plural(failed.Sum(arm => arm.Failures.Values.Sum()), "subject", "subjects")} failed. "), "The figures below are without them."),
            El("ul", failed.SelectMany(arm => arm.Failures.Select(failure => El("li", $"{arm.Name}: {Parts.Plural(failure.Value, "subject", "subjects")}, {failure.Key}")))));
    }
}
