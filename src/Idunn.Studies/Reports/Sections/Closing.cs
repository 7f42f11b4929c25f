using System.Text.RegularExpressions;
using System.Xml.Linq;
using Idunn.Studies.Analysis;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>What the model cannot say, how to read the page, and where everything came from.</summary>
static partial class Closing
{
    public static XElement? Limits(RunResults run) => run.Limits.IsEmpty ? null : Parts.Section("limits", run.Words["Limits"], El("ul", run.Limits.Select(limit => El("li", limit))));

    public static XElement HowToRead(RunResults run)
    {
        var words = run.Words;
        return Parts.Section("how-to-read", words["How to read this report"],
            El("dl",
                Term("5–95 %", words["The range that holds the middle nine tenths of the subjects. Between subjects: they differ as the population file says, at nominal parameters. With parameter uncertainty: each subject also has its own draw of the uncertain parameters from their priors."]),
                Term(words["Independent"], words["The published number did not go into the model, so that agreement means something. Agreement is: the predicted 5–95 % range and the published range meet. A wide prediction agrees easily; the fold width says how wide it is."]),
                Term(words["Input"], words["The published number, or one computed from it, is a parameter of the model. It comes back out by construction and is never counted as agreement."]),
                Term(words["Direction only"], words["The source states a direction or a presence without a number."]),
                Term(words["Copies per cell"], words["Exogenous copies, mean over all cells of the class in the region, hit or not. Per hit cell: divided by the share of cells that took up at least one vesicle."]),
                Term(words["Assumption"], words["A number that nobody measured. Its range is part of the light band."]),
                Term(words["Numbers"], words["Three significant digits."] + words.Space + (double.IsNaN(run.QuantileError) ? "" : words["Quantiles carry a relative error of at most {0}.", Numbers.Format(run.QuantileError)]))));
    }

    public static XElement? References(RunResults run)
    {
        var cited = run.Inputs.Select(input => input.Origin.Reference).Concat(run.Published.Select(row => row.Reference)).ToHashSet();
        if (run.Layout.Stoichiometry?.Threshold is { } threshold) cited.Add(threshold.Reference);
        var entries = run.References.Where(entry => cited.Contains(entry.Key)).ToList();
        if (entries.Count == 0) return null;
        return Parts.Section("references", run.Words["References"],
            El("ol.references", entries.Select(entry => El("li", At("id", "ref-" + Parts.Fragment(entry.Key)), El("code", entry.Key), " ", WithLinks(entry.Value)))));
    }

    /// <param name="letters">Letters that the fonts of the pictures lack.</param>
    public static XElement Provenance(RunResults run, string letters)
    {
        var words = run.Words;
        return Parts.Section("provenance", words["Provenance"],
            El("dl",
                Term(words["Made by"], $"Idunn {run.Version}"),
                Term(words["Seed"], run.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                Term(words["Particle balance"], double.IsNaN(run.BalanceError) ? words["The model names no conserved total."] : words["Accounted for and given differ by at most {0} of the dose, over all subjects and output times.", Numbers.Format(run.BalanceError)]),
                Term(words["Quantile error"], double.IsNaN(run.QuantileError) ? words["not stated"] : words["at most {0}, relative", Numbers.Format(run.QuantileError)]),
                Integration.Method(run) is { } method ? Term(words["Method of integration"], Integration.Eviction(run) is { } eviction ? method + words.Space + eviction : method) : null,
                Term(words["Error of the integration"], Integration.Error(run)),
                Integration.Pivoting(run) is { } pivoting ? Term(words["Linear systems"], pivoting) : null,
                letters.Length == 0 ? null : Term(words["Letters"], words["The fonts of the PNG pictures lack: {0}. Boxes stand in their place; the page and the SVG pictures use the reader's own fonts.", letters]),
                words.IsEnglish ? null : Term(words["Language"], words["Names, notes and statements of sources are translated by their sense; their own words stand in the tables of the science folder. What has no translation stands in English."])),
            El("p", words["The same inputs, version and seed give the same bytes. SHA-256 of each input:"]),
            Parts.Table("hashes", words.Each("File", "SHA-256"), run.InputHashes.Select(hash => new object?[] { El("code", hash.Key), El("code.hash", hash.Value) })));
    }

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
