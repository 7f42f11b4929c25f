using System.Collections.Immutable;
using System.Xml.Linq;
using Idunn.Studies.Analysis;
using Idunn.Studies.Planning;
using Idunn.Studies.Reports.Drawing;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>Small multiples: a panel per readout, arms of the same species and time span together.</summary>
static class OverTime
{
    public static XElement? Section(RunResults run, Gallery gallery)
    {
        if (run.Courses.IsEmpty) return Parts.Section("over-time", run.Words["Over time"], El("p.missing", run.Words["This study stored no readout over time."]));
        return Parts.Section("over-time", run.Words["Over time"],
            El("p", run.Words["Line: median between subjects. Dark band: 5–95 % between subjects, at nominal parameters. Light band: 5–95 % over draws of the uncertain parameters and subjects together."]),
            Facets(run).Select(facet => Facet(run, facet, gallery)));
    }

    /// <summary>Arms that share axes: same species, same time span, same kind of time axis.</summary>
    static IEnumerable<IReadOnlyList<ArmResult>> Facets(RunResults run) => run.Arms
        .Where(arm => run.Courses.Any(course => course.Arm == arm.Id))
        .GroupBy(arm =>
        {
            var times = run.Courses.First(course => course.Arm == arm.Id).Times;
            return (arm.Population, times[^1], TimeCourses.IsLogTime(times, arm.DoseTimes));
        })
        .Select(group => group.ToList());

    static XElement Facet(RunResults run, IReadOnlyList<ArmResult> arms, Gallery gallery)
    {
        var stored = run.Courses.Where(course => arms.Any(arm => arm.Id == course.Arm)).Select(course => course.Readout).Distinct().ToList();
        var grouped = run.Layout.Groups.Select(group => group with { Readouts = [.. group.Readouts.Where(stored.Contains)] }).Where(group => !group.Readouts.IsEmpty).ToList();
        var rest = stored.Except(grouped.SelectMany(group => group.Readouts)).Except(ShownElsewhere(run.Layout)).ToImmutableArray();
        return El("div.facet", El("h3", string.Join(" · ", arms.Select(arm => arm.Heading(run.Words)))),
            grouped.Select(group => El("div.group", El("h4", run.Words.Of(group.Title)), Grid(run, arms, group.Readouts, gallery))),
            rest.IsEmpty ? null : grouped.Count == 0 ? Grid(run, arms, rest, gallery)
                : El("details", El("summary", run.Words["Other readouts ({0})", rest.Length]), Grid(run, arms, rest, gallery)));
    }

    /// <summary>Readouts that the pictures of body, brain and cells are made of; a group of the layout shows them over time too.</summary>
    static IEnumerable<string> ShownElsewhere(ReportLayout layout) =>
    [
        .. layout.Body.Concat(layout.Brain).Select(place => place.Readout),
        .. (layout.Stoichiometry?.Rows ?? []).SelectMany(row => new[] { row.VesiclesPerCell, row.HitFraction, row.Copies }),
    ];

    static XElement Grid(RunResults run, IReadOnlyList<ArmResult> arms, ImmutableArray<string> readouts, Gallery gallery) =>
        El("div.grid", readouts.Select(readout => gallery.Hang(TimeCourses.Panel($"over-time-{arms[0].Id}-{readout}", Curves(run, arms, readout), run.Words))));

    static IReadOnlyList<Curve> Curves(RunResults run, IReadOnlyList<ArmResult> arms, string readout) =>
        [.. from arm in arms let course = run.Course(arm.Id, readout) where course is not null select new Curve(arm.Name, run.Arms.IndexOf(arm), course, arm.DoseTimes)];
}
