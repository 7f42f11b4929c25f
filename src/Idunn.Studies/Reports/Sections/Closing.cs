using System.Text.RegularExpressions;
using System.Xml.Linq;
using Idunn.Studies.Analysis;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>What the model cannot say, how to read the page, and where everything came from.</summary>
static partial class Closing
{
    public static XElement? Limits(RunResults run) => run.Limits.IsEmpty ? null : Parts.Section("limits", "Limits", El("ul", run.Limits.Select(limit => El("li", limit))));

    public static XElement HowToRead(RunResults run) => Parts.Section("how-to-read", "How to read this report",
        El("dl",
            Term("5–95 %", "The range that holds the middle nine tenths of the subjects. Between subjects: they differ as the population file says, at nominal parameters. With parameter uncertainty: each subject also has its own draw of the uncertain parameters from their priors."),
            Term("Independent", "The published number did not go into the model, so that agreement means something. Agreement is: the predicted 5–95 % range and the published range meet. A wide prediction agrees easily; the fold width says how wide it is."),
            Term("Input", "The published number, or one computed from it, is a parameter of the model. It comes back out by construction and is never counted as agreement."),
            Term("Direction only", "The source states a direction or a presence without a number."),
            Term("Copies per cell", "Exogenous copies, mean over all cells of the class in the region, hit or not. Per hit cell: divided by the share of cells that took up at least one vesicle."),
            Term("Assumption", "A number that nobody measured. Its range is part of the light band."),
            Term("Numbers", $"Three significant digits. {(double.IsNaN(run.QuantileError) ? "" : $"Quantiles carry a relative error of at most {Numbers.Format(run.QuantileError)}.")}")));

    public static XElement? References(RunResults run)
    {
        var cited = run.Inputs.Select(input => input.Origin.Reference).Concat(run.Published.Select(row => row.Reference)).ToHashSet();
        if (run.Layout.Stoichiometry?.Threshold is { } threshold) cited.Add(threshold.Reference);
        var entries = run.References.Where(entry => cited.Contains(entry.Key)).ToList();
        if (entries.Count == 0) return null;
        return Parts.Section("references", "References",
            El("ol.references", entries.Select(entry => El("li", At("id", "ref-" + Parts.Fragment(entry.Key)), El("code", entry.Key), " ", WithLinks(entry.Value)))));
    }

    public static XElement Provenance(RunResults run) => Parts.Section("provenance", "Provenance",
        El("dl",
            Term("Made by", $"Idunn {run.Version}"),
            Term("Seed", run.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Term("Particle balance", double.IsNaN(run.BalanceError) ? "The model names no conserved total." : $"Accounted for and given differ by at most {Numbers.Format(run.BalanceError)} of the dose, over all subjects and output times."),
            Term("Quantile error", double.IsNaN(run.QuantileError) ? "not stated" : $"at most {Numbers.Format(run.QuantileError)}, relative")),
        El("p", "The same inputs, version and seed give the same bytes. SHA-256 of each input:"),
        Parts.Table("hashes", ["File", "SHA-256"], run.InputHashes.Select(hash => new object?[] { El("code", hash.Key), El("code.hash", hash.Value) })));

    static XElement Term(string term, string meaning) => El("div", El("dt", term), El("dd", meaning));

    /// <summary>A reference whose DOI or address can be followed.</summary>
    static IEnumerable<object> WithLinks(string text)
    {
        var at = 0;
        foreach (Match match in Address().Matches(text))
        {
            yield return text[at..match.Index];
            var address = match.Value.TrimEnd('.', ',', ';', ')');
            var target = address.StartsWith("http", StringComparison.Ordinal) ? address : "https://doi.org/" + address;
            yield return El("a", At("href", target), At("rel", "noreferrer"), address);
            at = match.Index + address.Length;
        }
        yield return text[at..];
    }

    [GeneratedRegex(@"https?://\S+|\b10\.\d{4,9}/\S+")]
    private static partial Regex Address();
}
