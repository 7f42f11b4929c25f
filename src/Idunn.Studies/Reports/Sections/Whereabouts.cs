using System.Collections.Immutable;
using System.Xml.Linq;
using Idunn.Studies.Analysis;
using Idunn.Studies.Planning;
using Idunn.Studies.Reports.Drawing;
using Idunn.Studies.Wording;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>Where the dose went: body and brain at a few times, arm by arm, with the numbers in a table.</summary>
static class Whereabouts
{
    public static XElement? Section(RunResults run, Gallery gallery)
    {
        if (run.Layout.Body.IsEmpty && run.Layout.Brain.IsEmpty) return null;
        var arms = run.Delivered().Select(arm => Arm(run, arm, gallery)).OfType<XElement>().ToList();
        return Parts.Section("where-the-dose-went", run.Words["Where the dose went"],
            arms.Count == 0 ? El("p.missing", run.Words["This study stored none of the readouts that the pictures of body and brain need."])
            : El("p", run.Words["Schematic, not to scale. The darker a place, the more of the given dose it holds; each step is a factor of ten. Brain regions have a scale of their own."] + run.Words.Space + Widest(run)),
            arms);
    }

    static string Widest(RunResults run) => run.Courses.Any(course => course.Uncertainty is not null) ? run.Words["Tables: median and 5–95 % with parameter uncertainty."] : run.Words["Tables: median and 5–95 % between subjects."];

    static XElement? Arm(RunResults run, ArmResult arm, Gallery gallery)
    {
        var (body, brain) = (Map(run, arm, gallery, "body", run.Layout.Body, Anatomy.Body(arm.Species), 1.06), Map(run, arm, gallery, "brain", run.Layout.Brain, Anatomy.Brain(arm.Species), 0.98));
        return body is null && brain is null ? null : El("div.facet", El("h3", arm.Heading(run.Words)), body, brain);
    }

    static XElement? Map(RunResults run, ArmResult arm, Gallery gallery, string what, ImmutableArray<MapPlace> places, Anatomy anatomy, double scale)
    {
        var stored = (from place in places let course = run.Course(arm.Id, place.Readout) where course is not null select (place, course)).ToList();
        if (stored.Count == 0) return null;
        var times = run.Layout.Times.Select(arm.MapTime).Where(time => time <= stored[0].course.Times[^1] * 1.0001).Select(time => Reading.At(stored[0].course, time).Time).Distinct().ToList();
        var maps = times.Select(time => stored.Select(entry => new MapEntry(entry.place, Reading.At(entry.course, time), arm.DosedParticles > 0 ? 100 / arm.DosedParticles : 0)).ToList()).ToList();
        var top = Maps.TopOf(maps.SelectMany(map => map));
        var isOneLine = maps.SelectMany(map => map).All(entry => Maps.Fits(entry, run.Words));
        var title = what == "body" ? run.Words["Body"] : run.Words["Brain"];
        return El("div.group", El("h4", title),
            El("div.grid", maps.Select((map, i) => gallery.Hang(Maps.Draw($"{what}-{arm.Id}-{i + 1}", run.Words["{0}, {1}", title, arm.Name], run.Words["{0} after the first dose", Numbers.Duration(times[i] - arm.FirstDose, run.Words)], anatomy, scale, map, top, isOneLine, run.Words)))),
            El("details.numbers", At("open", "open"), El("summary", run.Words["{0}, % of dose: numbers", title]), Table(run.Words, stored.Select(entry => entry.place).ToList(), [.. times.Select(time => time - arm.FirstDose)], maps)));
    }

    static XElement Table(Words words, List<MapPlace> places, List<double> times, List<List<MapEntry>> maps) =>
        Parts.Table("places", [words["Place"], .. times.Select(time => Numbers.Duration(time, words))], places.Select((place, row) => new object?[]
        {
            El("b", words.Of(place.Title)),
        }.Concat(maps.Select(map => map[row].IsBelowOne || map[row].IsNothing ? (object)map[row].Text(words) : Parts.Interval(words, map[row].Reading.Median, map[row].Reading.Low, map[row].Reading.High))).ToArray()));
}
