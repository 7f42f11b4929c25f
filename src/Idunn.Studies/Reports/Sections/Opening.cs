using System.Xml.Linq;
using Idunn.Studies.Analysis;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>Title, question, context of use, and what a reader must know before reading on.</summary>
static class Opening
{
    public static XElement Header(RunResults run) => El("header",
        El("p.kicker", run.Words["Idunn {0} · study {1} · model {2}", run.Version.Split('+')[0], run.StudyId, run.Model]),
        El("h1", run.Title),
        El("p.question", run.Question),
        El("p.context", El("b", run.Words["Context of use: "]), run.Words["{0}. This is a computation from published and assumed numbers, not medical advice.", run.ContextOfUse.TrimEnd('.', '。')]),
        Warnings(run),
        Assumed(run),
        Partial(run),
        Failures(run));

    public static XElement Contents(RunResults run, IEnumerable<XElement> sections) => El("nav", At("aria-label", run.Words["Contents"]),
        El("ol", sections.Select(section => El("li", El("a", At("href", "#" + section.Attribute("id")!.Value), section.Element("h2")!.Value)))));

    static XElement? Warnings(RunResults run)
    {
        var warned = run.Arms.SelectMany(arm => arm.Warnings.Select(warning => (arm.Name, Warning: warning))).GroupBy(entry => entry.Warning).ToList();
        return warned.Count == 0 ? null : El("div.banner.failures", At("role", "note"), warned.Select(group => El("p", El("b", run.Words["{0}: {1}", string.Join(run.Words.Comma, group.Select(entry => entry.Name)), ""]), group.Key)));
    }

    /// <summary>Said before anything else: what here rests on no evidence.</summary>
    static XElement? Assumed(RunResults run)
    {
        if (run.AssumedEffects.IsEmpty) return null;
        var drawn = run.AssumedEffects.All(effect => double.IsNaN(effect.Value));
        return El("p.banner", At("role", "note"), El("b", run.Words["Effects without evidence are turned on. "]),
            run.Words.Count(run.AssumedEffects.Length, "This study assumes {0} effect of vesicles that nobody measured", "This study assumes {0} effects of vesicles that nobody measured"),
            drawn ? run.Words[": in the draws they come from their priors, in the subjects at nominal parameters they are off"] : null, run.Words[". "],
            El("a", At("href", "#hypotheses"), run.Words["Hypotheses and assumed effects"]), run.Words[" lists them."]);
    }

    static XElement? Partial(RunResults run)
    {
        if (!run.IsPartial) return null;
        var (done, planned) = (run.Arms.Sum(arm => arm.Completed), run.Arms.Sum(arm => arm.Subjects + arm.Draws));
        return El("p.banner.partial", At("role", "note"), El("b", run.Words["Partial run. "]),
            run.Words["It was stopped before the end: {0} of {1} subjects are in these figures. Run the study again with the same output directory to complete it.", Numbers.Count(done), Numbers.Count(planned)]);
    }

    static XElement? Failures(RunResults run)
    {
        var failed = run.Arms.Where(arm => arm.Failures.Values.Sum() > 0).ToList();
        if (failed.Count == 0) return null;
        return El("div.banner.failures", At("role", "note"),
            El("p", El("b", run.Words.Count(failed.Sum(arm => arm.Failures.Values.Sum()), "{0} subject failed. ", "{0} subjects failed. ")), run.Words["The figures below are without them."]),
            El("ul", failed.SelectMany(arm => arm.Failures.Select(failure => El("li", run.Words["{0}: {1}, {2}", arm.Name, run.Words.Count(failure.Value, "{0} subject", "{0} subjects"), FailureReason.In(run.Words, failure.Key)])))));
    }
}
