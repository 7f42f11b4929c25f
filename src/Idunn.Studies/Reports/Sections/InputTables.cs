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

    public static XElement Section(RunResults run) => Parts.Section("inputs", run.Words["Inputs"], Counts(run), groups.Select(group => Group(run, group)));

    static XElement Counts(RunResults run)
    {
        var counts = string.Join(run.Words.Comma, groups.Select(group => run.Words["{0} {1}", Numbers.Count(run.Inputs.Count(input => input.Origin.Status == group.Status)), run.Words[group.Title].ToLowerInvariant()]));
        var overridden = run.Inputs.Count(input => input.SetByStudy);
        return El("p", El("b", run.Words.Count(run.Inputs.Length, "{0} number went in: ", "{0} numbers went in: ")), run.Words["{0}.", counts],
            overridden == 0 ? null : run.Words.Space + run.Words.Count(overridden, "{0} of them was set by the study file.", "{0} of them were set by the study file."));
    }

    static XElement? Group(RunResults run, (OriginStatus Status, string Title, string Meaning) group)
    {
        var inputs = run.Inputs.Where(input => input.Origin.Status == group.Status).ToList();
        if (inputs.Count == 0) return null;
        return El("details." + group.Title.ToLowerInvariant(), At("open", "open"),
            El("summary", El("b", run.Words["{0} ({1})", run.Words[group.Title], Numbers.Count(inputs.Count)]), " ", El("span.note", run.Words[group.Meaning])),
            Parts.Table("inputs", run.Words.Each(heads), inputs.Select(input => Row(run, input))));
    }

    static object?[] Row(RunResults run, InputNumber input) =>
    [
        new object[] { El("b", run.Words.Of(input.Name)), " ", El("code", input.Id) },
        input.Population.IsEmpty ? run.Words["all"] : run.Words.Of(input.Population),
        new object?[] { El("b", Parts.WithUnit(Numbers.Format(input.Value), run.Words.Name(input.Unit))), input.SetByStudy ? El("span.tag", run.Words["set by the study"]) : null },
        input.Uncertainty.IsEmpty ? run.Words["none"] : run.Words.Of(input.Uncertainty),
        input.Variability.IsEmpty ? run.Words["none"] : run.Words.Of(input.Variability),
        Origin(run, input.Origin),
        run.Words.Name(input.Origin.Note),
    ];

    static object?[] Origin(RunResults run, Origin origin)
    {
        var details = new[] { origin.Locator, origin.Method, origin.Species, origin.Tissue }.Where(part => part.Length > 0).Select(run.Words.Name);
        var text = string.Join(run.Words.Comma, details);
        return
        [
            origin.Reference.Length == 0 ? origin.IsAssumption ? run.Words["assumption"] : null : Parts.Cite(run, origin.Reference),
            text.Length == 0 ? null : El("span.detail", text),
            origin.Conversion.Length == 0 ? null : El("span.detail", run.Words["Conversion: {0}", run.Words.Name(origin.Conversion)]),
        ];
    }
}
