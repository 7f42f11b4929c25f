using System.Xml.Linq;
using Idunn.Studies.Analysis;
using Idunn.Studies.Wording;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>What several sections are made of.</summary>
static class Parts
{
    public static XElement Section(string id, string title, params object?[] content) => El("section", At("id", id), El("h2", title), content);

    /// <summary>A table whose cells carry their heading, so that a narrow page can show each row as a card.</summary>
    /// <param name="heads">In the page's language: a head may be a name from the data as well as a phrase.</param>
    public static XElement Table(string classes, IReadOnlyList<string> heads, IEnumerable<object?[]> rows) => El("table." + classes,
        El("thead", El("tr", heads.Select(head => El("th", At("scope", "col"), head)))),
        El("tbody", rows.Select(row => El("tr", row.Take(heads.Count).Select((cell, i) => El("td", At("data-label", heads[i]), IsEmpty(cell) ? null : El("div", cell)))))));

    static bool IsEmpty(object? cell) => cell is null or "";

    /// <summary>Median over its 5–95 % range.</summary>
    public static object[] Interval(Words words, double median, double low, double high) =>
        double.IsNaN(median) ? [Numbers.Missing] : [El("b", Numbers.Format(median)), " ", El("span.range", Numbers.Range(low, high, words))];

    public static object[] Interval(Words words, Spread spread) => Interval(words, spread.Median, spread.Low, spread.High);

    /// <summary>A reference as a link into the list of references.</summary>
    public static object? Cite(RunResults run, string key) =>
        key.Length == 0 ? null : run.References.ContainsKey(key) ? El("a", At("href", "#ref-" + Fragment(key)), key) : key;

    public static string Fragment(string key) => Uri.EscapeDataString(key);

    /// <summary>Text with its unit, when it has one.</summary>
    public static string WithUnit(string number, string unit) => unit is "" or "1" ? number : $"{number}\u00A0{unit}";

    public static ReadoutCourse? Course(this RunResults run, string arm, string readout) => run.Courses.FirstOrDefault(course => course.Arm == arm && course.Readout == readout);

    public static string ArmName(this RunResults run, string id) => run.Arms.FirstOrDefault(arm => arm.Id == id)?.Name ?? id;

    /// <summary>Arms in which a dose goes somewhere: under rival hypotheses it goes the same way, and one of them stands for all.</summary>
    public static IReadOnlyList<ArmResult> Delivered(this RunResults run) =>
        run.Hypotheses.IsEmpty ? run.Arms : [.. run.Arms.Where(arm => arm.DosedParticles > 0).DistinctBy(arm => arm.Origin).Select(arm => arm with { Name = arm.Hypothesis is null ? arm.Name : WithoutHypothesis(run, arm) })];

    /// <summary>The name of an arm that was run under a hypothesis, without it.</summary>
    public static string WithoutHypothesis(RunResults run, ArmResult arm) =>
        arm.Name[..Math.Max(0, arm.Name.Length - 3 - run.Words.Of(run.Hypotheses.First(hypothesis => hypothesis.Name == arm.Hypothesis).Title).Length)];

    /// <summary>The arm's name, with its species where the name does not begin with it.</summary>
    public static string Heading(this ArmResult arm, Words words)
    {
        var species = words.Name(arm.Species).Split([' ', ','])[0];
        return arm.Name.StartsWith(species, StringComparison.OrdinalIgnoreCase) ? arm.Name : words["{0} ({1})", arm.Name, arm.Population];
    }
}
