using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Idunn.Studies.Analysis;
using Idunn.Studies.Planning;
using Idunn.Studies.Reports.Drawing;
using Idunn.Studies.Wording;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>Small multiples: a panel per readout, arms that belong together in it. Where many arms share a panel, letters stand for their names.</summary>
static class OverTime
{
    const int MostNames = 3;

    public static XElement? Section(RunResults run, Gallery gallery)
    {
        if (run.Courses.IsEmpty) return Parts.Section("over-time", run.Words["Over time"], El("p.missing", run.Words["This study stored no readout over time."]));
        return Parts.Section("over-time", run.Words["Over time"],
            El("p", run.Words["Line: median between subjects. Dark band: 5–95 % between subjects, at nominal parameters. Light band: 5–95 % over draws of the uncertain parameters and subjects together."]),
            Facets(run).Select(facet => Facet(run, facet, gallery)));
    }

    /// <summary>
    /// Arms that share axes: same species, same time span, and the same diseases, beside those that have none. In a model of delivery alone: the same kind of time axis.
    /// </summary>
    static IEnumerable<IReadOnlyList<ArmResult>> Facets(RunResults run)
    {
        var stored = run.Arms.Where(arm => run.Courses.Any(course => course.Arm == arm.Id)).ToList();
        double End(ArmResult arm) => run.Courses.First(course => course.Arm == arm.Id).Times[^1];
        if (IsOfDeliveryAlone(run))
            return stored.GroupBy(arm => (arm.Population, End(arm), TimeCourses.IsLogTime(run.Courses.First(course => course.Arm == arm.Id).Times, arm.DoseTimes))).Select(group => group.ToList());
        return stored.GroupBy(arm => (arm.Population, End: End(arm))).SelectMany(group =>
        {
            var healthy = group.Where(arm => arm.Protocols.IsEmpty).ToList();
            var reference = healthy.Where(arm => arm.Doses.Length == 0).Take(1);
            var diseased = group.Where(arm => !arm.Protocols.IsEmpty).GroupBy(arm => string.Join(' ', arm.Protocols.Take(1))).Select(disease => (IReadOnlyList<ArmResult>)[.. reference, .. disease]).ToList();
            return healthy.Count > 1 || diseased.Count == 0 ? diseased.Prepend(healthy) : diseased;
        });
    }

    /// <summary>Vesicles that come and go within days, in subjects without an age: times over several decades, and nothing that lasts.</summary>
    static bool IsOfDeliveryAlone(RunResults run) => run.Hypotheses.IsEmpty && run.Arms.All(arm => double.IsNaN(arm.AgeAtStart));

    static XElement Facet(RunResults run, IReadOnlyList<ArmResult> arms, Gallery gallery)
    {
        var stored = run.Courses.Where(course => arms.Any(arm => arm.Id == course.Arm)).Select(course => course.Readout).Distinct().ToList();
        var still = stored.Where(readout => IsStill(run, arms, readout)).ToHashSet();
        var grouped = run.Layout.Groups.Select(group => group with { Readouts = [.. group.Readouts.Where(readout => stored.Contains(readout) && !still.Contains(readout))] }).Where(group => !group.Readouts.IsEmpty).ToList();
        var rest = stored.Except(grouped.SelectMany(group => group.Readouts)).Except(ShownElsewhere(run.Layout)).Except(still).ToImmutableArray();
        return El("div.facet", El("h3", Title(run, arms)), arms.Count > MostNames ? Key(arms) : null, Survival(run, arms, gallery),
            grouped.Select(group => El("div.group", El("h4", run.Words.Of(group.Title)), Grid(run, arms, group.Readouts, gallery))),
            rest.IsEmpty ? null : grouped.Count == 0 ? Grid(run, arms, rest, gallery)
                : El("details", El("summary", run.Words["Other readouts ({0})", rest.Length]), Grid(run, arms, rest, gallery)),
            still.Count == 0 ? null : El("p.note", run.Words["The same in every arm at all times, and not drawn: {0}.", string.Join(run.Words.Comma, stored.Where(still.Contains).Select(readout => Still(run, arms, readout)))]));
    }

    static string Title(RunResults run, IReadOnlyList<ArmResult> arms)
    {
        if (arms.Count <= MostNames) return string.Join(" · ", arms.Select(arm => arm.Heading(run.Words)));
        var disease = arms.SelectMany(arm => arm.Protocols.Take(1)).FirstOrDefault();
        return disease is null ? arms[0].Population : run.Words["{0}: {1}", arms[0].Population, disease];
    }

    /// <summary>What the letters in the panels mean, each with the line of its arm.</summary>
    static XElement Key(IReadOnlyList<ArmResult> arms) => El("ul.key", arms.Select((arm, i) => El("li",
        El("svg", At("viewBox", "0 0 34 10"), At("aria-hidden", "true"), Sample(i)), El("b", Letter(i)), " ", arm.Name)));

    static XElement Sample(int style)
    {
        var line = El("line", At("x1", "0"), At("x2", "34"), At("y1", "5"), At("y2", "5"), At("stroke", Ink.Arm(style).Hex), At("stroke-width", "2.5"));
        if (!TimeCourses.Dashes(style).IsEmpty) line.Add(At("stroke-dasharray", string.Join(' ', TimeCourses.Dashes(style).Select(dash => dash.ToString(CultureInfo.InvariantCulture)))));
        return line;
    }

    static string Letter(int index) => ((char)('A' + index)).ToString();

    /// <summary>One value in all arms at all times: nothing to see.</summary>
    static bool IsStill(RunResults run, IReadOnlyList<ArmResult> arms, string readout)
    {
        if (IsOfDeliveryAlone(run)) return false;
        var values = arms.Select(arm => run.Course(arm.Id, readout)).OfType<ReadoutCourse>().SelectMany(course => new[] { course.Variability, course.Uncertainty }).OfType<Band>()
            .SelectMany(band => band.Low.Concat(band.High)).Where(double.IsFinite).ToList();
        return values.Count == 0 || values.Max() - values.Min() <= 1e-6 * Math.Abs(values.Max());
    }

    static string Still(RunResults run, IReadOnlyList<ArmResult> arms, string readout)
    {
        var course = arms.Select(arm => run.Course(arm.Id, readout)).OfType<ReadoutCourse>().First();
        return run.Words["{0} ({1})", course.Label, Parts.WithUnit(Numbers.Format(course.Variability.Median[^1]), course.Unit)];
    }

    /// <summary>Readouts that the pictures of body, brain and cells are made of; a group of the layout shows them over time too.</summary>
    static IEnumerable<string> ShownElsewhere(ReportLayout layout) =>
    [
        .. layout.Body.Concat(layout.Brain).Select(place => place.Readout),
        .. (layout.Stoichiometry?.Rows ?? []).SelectMany(row => new[] { row.VesiclesPerCell, row.HitFraction, row.Copies }),
    ];

    static XElement? Survival(RunResults run, IReadOnlyList<ArmResult> arms, Gallery gallery)
    {
        if (arms.All(arm => arm.Surviving.IsEmpty)) return null;
        var curves = Merged([.. arms.Select((arm, i) =>
        {
            var times = run.Courses.First(course => course.Arm == arm.Id).Times;
            ImmutableArray<double> alive = arm.Surviving.IsEmpty ? [.. times.Select(_ => 100.0)] : [.. arm.Surviving.Select(share => 100 * share)];
            return Named(run, arms, i, new ReadoutCourse(arm.Id, "", run.Words["Subjects alive"], "%", times, new(alive, alive, alive), null));
        })], run.Words);
        return El("div.group", El("h4", run.Words["Survival"]), El("div.grid", gallery.Hang(TimeCourses.Panel($"survival-{arms[0].Id}", curves, run.Words, false))));
    }

    static XElement Grid(RunResults run, IReadOnlyList<ArmResult> arms, ImmutableArray<string> readouts, Gallery gallery) =>
        El("div.grid", readouts.Select(readout => gallery.Hang(TimeCourses.Panel($"over-time-{arms[0].Id}-{readout}", Curves(run, arms, readout), run.Words, IsOfDeliveryAlone(run) ? null : false))));

    static IReadOnlyList<Curve> Curves(RunResults run, IReadOnlyList<ArmResult> arms, string readout) => Merged(
        [.. Enumerable.Range(0, arms.Count).Select(i => (i, Course: run.Course(arms[i].Id, readout))).Where(entry => entry.Course is not null).Select(entry => Named(run, arms, entry.i, entry.Course!))], run.Words);

    static Curve Named(RunResults run, IReadOnlyList<ArmResult> arms, int i, ReadoutCourse course) =>
        new(arms[i].Name, IsOfDeliveryAlone(run) ? run.Arms.IndexOf(arms[i]) : i, course, arms[i].DoseTimes) { Letter = arms.Count > MostNames ? Letter(i) : null, Age = arms[i].AgeAtStart };

    /// <summary>Curves that lie on each other are drawn once, under all their letters.</summary>
    static IReadOnlyList<Curve> Merged(IReadOnlyList<Curve> curves, Words words)
    {
        if (curves.All(curve => curve.Letter is null)) return curves;
        var merged = new List<Curve>();
        foreach (var curve in curves)
        {
            var same = merged.FindIndex(other => IsSame(other.Course, curve.Course));
            if (same < 0) merged.Add(curve);
            else merged[same] = merged[same] with { Letter = merged[same].Letter + curve.Letter, Name = words["{0}; {1}", merged[same].Name, curve.Name] };
        }
        return [.. merged.Select(curve => curve with { Letter = Runs(curve.Letter!) })];
    }

    /// <summary>ABCF as A–C F.</summary>
    static string Runs(string letters)
    {
        var parts = new List<string>();
        for (int i = 0, j; i < letters.Length; i = j)
        {
            for (j = i + 1; j < letters.Length && letters[j] == letters[j - 1] + 1; j++) { }
            parts.Add(j - i < 3 ? letters[i..j] : $"{letters[i]}–{letters[j - 1]}");
        }
        return string.Join(' ', parts);
    }

    /// <summary>Within half a pixel of each other on a panel that shows them both, at the output times of either.</summary>
    static bool IsSame(ReadoutCourse one, ReadoutCourse other)
    {
        var (wide, otherWide) = (one.Uncertainty ?? one.Variability, other.Uncertainty ?? other.Variability);
        return one.Times[^1] == other.Times[^1] && Near(one.Variability.Median, other.Variability.Median) && Near(wide.High, otherWide.High) && Near(wide.Low, otherWide.Low);

        bool Near(ImmutableArray<double> a, ImmutableArray<double> b)
        {
            var values = a.Concat(b).Where(double.IsFinite).ToList();
            if (values.Count == 0) return true;
            var tolerance = 0.003 * Math.Max(values.Max() - values.Min(), 0.1 * values.Max(Math.Abs));
            return one.Times.Select((time, i) => (a[i], Sampled(other.Times, b, time))).Concat(other.Times.Select((time, i) => (Sampled(one.Times, a, time), b[i])))
                .All(pair => double.IsNaN(pair.Item1) || double.IsNaN(pair.Item2) || Math.Abs(pair.Item1 - pair.Item2) <= tolerance);
        }
    }

    static double Sampled(ImmutableArray<double> times, ImmutableArray<double> values, double time)
    {
        var i = times.BinarySearch(time);
        if (i >= 0) return values[i];
        i = ~i;
        if (i == 0 || i == times.Length) return double.NaN;
        return values[i - 1] + ((values[i] - values[i - 1]) * (time - times[i - 1]) / (times[i] - times[i - 1]));
    }
}
