using System.Xml.Linq;
using Idunn.Modeling;
using Idunn.Studies.Analysis;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>Every number that went in; those that nobody measured stand first.</summary>
static class InputTables
{
    static readonly string[] heads = ["Quantity", "Holds for", "Value", "Uncertainty", "Between subjects", "Origin", "Note"];

    static readonly (OriginStatus Status, string Title, string Meaning)[] groups =
    [
        (OriginStatus.Assumption, "Assumptions", "Nobody measured these; each is a placeholder with a range."),
        (OriginStatus.Secondary, "Secondary", "Read in somebody's summary of the source."),
        (OriginStatus.Derived, "Derived", "Computed from measured numbers."),
        (OriginStatus.Measured, "Measured", "Read in the source itself."),
    ];

    public static XElement Section(RunResults run) => Parts.Section("inputs", "Inputs", Counts(run), groups.Select(group => Group(run, group)));

    static XElement Counts(RunResults run)
    {
        var counts = string.Join(", ", groups.Select(group => $"{Numbers.Count(run.Inputs.Count(input => input.Origin.Status == group.Status))} {group.Title.ToLowerInvariant()}"));
        var overridden = run.Inputs.Count(input => input.SetByStudy);
        return El("p", El("b", $"{Parts.Plural(run.Inputs.Length, "number", "numbers")} went in: "), counts, ".",
            overridden == 0 ? null : $" {Numbers.Count(overridden)} of them {(overridden == 1 ? "was" : "were")} set by the study file.");
    }

    static XElement? Group(RunResults run, (OriginStatus Status, string Title, string Meaning) group)
    {
        var inputs = run.Inputs.Where(input => input.Origin.Status == group.Status).ToList();
        if (inputs.Count == 0) return null;
        return El("details." + group.Title.ToLowerInvariant(), At("open", "open"),
            El("summary", El("b", $"{group.Title} ({Numbers.Count(inputs.Count)})"), " ", El("span.note", group.Meaning)),
            Parts.Table("inputs", heads, inputs.Select(input => Row(run, input))));
    }

    static object?[] Row(RunResults run, InputNumber input) =>
    [
        new object[] { El("b", input.Name), " ", El("code", input.Id) },
        input.Population.Length == 0 ? "all" : input.Population,
        new object?[] { El("b", Parts.WithUnit(Numbers.Format(input.Value), input.Unit)), input.SetByStudy ? El("span.tag", "set by the study") : null },
        input.Uncertainty.Length == 0 ? "none" : input.Uncertainty,
        input.Variability.Length == 0 ? "none" : input.Variability,
        Origin(run, input.Origin),
        input.Origin.Note,
    ];

    static object?[] Origin(RunResults run, Origin origin)
    {
        var details = new[] { origin.Locator, origin.Method, origin.Species, origin.Tissue }.Where(part => part.Length > 0);
        var text = string.Join(", ", details);
        return
        [
            origin.Reference.Length == 0 ? origin.IsAssumption ? "assumption" : null : Parts.Cite(run, origin.Reference),
            text.Length == 0 ? null : El("span.detail", text),
            origin.Conversion.Length == 0 ? null : El("span.detail", $"Conversion: {origin.Conversion}"),
        ];
    }
}
