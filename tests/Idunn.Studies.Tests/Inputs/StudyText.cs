using Idunn.Modeling.Checking;
using Idunn.Studies.Inputs;

namespace Idunn.Studies.Tests.Inputs;

/// <summary>A good study to spoil.</summary>
internal static class StudyText
{
    public const string Good = """
        question: Where do vesicles go?
        contextOfUse: choose a route; not for dosing people
        model: delivery
        products:
          msc-vesicles:
            name: MSC vesicles
            source: bone-marrow mesenchymal stem cells
            diameter: { median: 105 nm, geometricSd: 1.35, within: [30 nm, 150 nm] }
            cargo: { miR-21-5p: 0.00825 copies/vesicle }
            particlesPerMicrogram: 3e9 particles/ug
        arms:
          mouse-vein:
            name: Mouse, by vein
            doses: [{ give: msc-vesicles, route: intravenous, amount: 1e10 particles, at: 0 h }]
          mouse-nose:
            like: mouse-vein
            doses: [{ give: msc-vesicles, route: intranasal, amount: 1e10 particles, at: 0 h, over: 30 min }]
          human-nose:
            cohort: { population: human, size: 50 }
            until: 91 d
            doses: [{ give: msc-vesicles, route: intranasal, amount: 4e8 particles, from: 0 d, every: 3.5 d, times: 24 }]
        cohort: { population: mouse, size: 200, draws: 100, seed: 20261123 }
        until: 7 d
        tolerance: 1e-7
        readouts: [blood, liver]
        endpoints:
          liver-peak: { name: Time of the liver's peak, of: liver, measure: time-of-peak, from: 0 h, to: 24 h, arm: mouse-vein }
          ratio: { of: blood, measure: area, compare: [mouse-nose, mouse-vein] }
          late: { of: blood, measure: value, at: 24 h }
        published: [vesicle-kinetics]
        """;

    public static (Study? Study, List<Finding> Findings) Parse(string text)
    {
        var findings = new List<Finding>();
        return (StudyReader.Parse("studies/where.yaml", text, findings), findings);
    }

    /// <summary>The good study with one piece replaced; the piece must be there.</summary>
    public static string With(string piece, string replacement)
    {
        Assert.Contains(piece, Good, StringComparison.Ordinal);
        return Good.Replace(piece, replacement, StringComparison.Ordinal);
    }

    /// <summary>The only finding of the good study with one piece replaced.</summary>
    public static Finding OnlyFinding(string piece, string replacement) => Assert.Single(Parse(With(piece, replacement)).Findings);

    /// <summary>The place of the first occurrence of a piece, as an editor counts.</summary>
    public static string PlaceOf(string text, string piece)
    {
        var index = text.IndexOf(piece, StringComparison.Ordinal);
        Assert.True(index >= 0, $"'{piece}' is not in the text");
        var line = text.AsSpan(0, index).Count('\n') + 1;
        var column = index - text.LastIndexOf('\n', Math.Max(0, index - 1));
        return FormattableString.Invariant($"studies/where.yaml:{line}:{column}");
    }
}
