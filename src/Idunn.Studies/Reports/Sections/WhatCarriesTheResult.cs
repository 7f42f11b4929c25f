using System.Globalization;
using System.Xml.Linq;
using Idunn.Studies.Analysis;
using Idunn.Studies.Attribution;
using Idunn.Studies.Reports.Drawing;
using Idunn.Studies.Wording;
using static Idunn.Studies.Reports.Markup;

namespace Idunn.Studies.Reports.Sections;

/// <summary>Shares of the mechanisms, and what knock-outs change: which assumption carries the result.</summary>
static class WhatCarriesTheResult
{
    const int MostBars = 12;

    static readonly string[] shareHeads = ["Mechanism", "Share", "Of the whole"];

    public static XElement? Section(RunResults run, Gallery gallery) => run.Attribution is not { } attribution ? null : Parts.Section("what-carries-the-result", "What carries the result",
        El("p", $"{attribution.Label}. Read off each arm: {attribution.Quantity}{(Unit(attribution).Length == 0 ? "" : $" ({attribution.Unit})")}. In the typical subject, without chance: the senescent burden stands at its mean and nobody dies. ",
            $"From {run.Words.Count(attribution.Simulations, "{0} simulation", "{0} simulations")}."),
        El("div.banner", El("p", El("b", "This tells which assumption carries the result, not which mechanism is real. "), Levels(attribution), " No effect was measured; other values would share the result out differently.")),
        El("details", El("summary", $"The values of {run.Words.Count(attribution.Effects.Length, "{0} assumed effect", "{0} assumed effects")}"),
            Parts.Table(run.Words, "places", ["Effect", "Mechanism", "Value"], attribution.Effects.Select(effect => new object?[] { effect.Name, effect.Mechanism, Parts.WithUnit(Numbers.Format(effect.Value), effect.Unit) }))),
        attribution.Hypotheses.Select(under => Under(run.Words, attribution, under, gallery)),
        Deficit(run, attribution, gallery));

    static string Unit(AttributionResult attribution) => attribution.Unit is "" or "1" ? "" : attribution.Unit;

    static string Levels(AttributionResult attribution) => attribution.Level switch
    {
        "ceiling" => "The assumed effects stand at their ceilings, the largest values that the model's author allows.",
        "median" => "The assumed effects stand at the medians of their priors.",
        _ => "The assumed effects stand at values that the study gives; those that it does not name are off.",
    };

    static XElement Under(Words words, AttributionResult attribution, HypothesisAttribution under, Gallery gallery) => El("div.facet",
        El("h3", under.Title.Length == 0 ? "The effect of the therapy" : $"The effect of the therapy, if the hypothesis “{under.Title}” holds"),
        under.Standing switch
        {
            AttributionStanding.Nothing => El("p", El("b", "Nothing to share out. "), $"Treated minus untreated is {Value(attribution, under.Effect)}, within the error of the integration ({Plain(attribution, under.Resolution)})."),
            AttributionStanding.Failed => El("p.missing", "Not computed: a simulation failed, or the number does not exist in the typical subject."),
            _ => El("p", $"Treated minus untreated: {Value(attribution, under.Effect)}. ", Rest(words, attribution, under)),
        },
        under.Standing == AttributionStanding.Shared ? Shared(words, attribution, under, gallery) : null);

    static string Rest(Words words, AttributionResult attribution, HypothesisAttribution under) =>
        (Math.Abs(under.WithoutMechanisms) > under.Resolution ? $"Of that, {Value(attribution, under.WithoutMechanisms)} is there with every mechanism off and is not shared out. " : "")
        + (under.Censored > 0 ? $"In {words.Count(under.Censored, "{0} simulation", "{0} simulations")} the level was not crossed before the end; the end was taken, so that the shares are of what shows until then. " : "");

    static object?[] Shared(Words words, AttributionResult attribution, HypothesisAttribution under, Gallery gallery)
    {
        var active = under.Shares.Where(share => share.HasPath).ToList();
        var idle = under.Shares.Where(share => !share.HasPath).Select(share => share.Title).ToList();
        var whole = under.Effect - under.WithoutMechanisms;
        var shown = active.Select(share => (Share: share, Bar: new BarRow(share.Title, share.Share, share.Error, Visible(share, under) ? Signed(share.Share) : "≈ 0"))).ToList();
        return
        [
            active.Count == 0 ? El("p", "No mechanism has a path to this endpoint.") : El("div.grid.wide",
                gallery.Hang(Bars.Draw($"shares-{under.Hypothesis}", "Share of each mechanism in the effect", Axis(attribution, "share of treated minus untreated"), "share", [.. shown.Select(one => one.Bar)], Range(attribution))),
                Parts.Table(words, "places", shareHeads, active.Select(share => new object?[]
                {
                    El("b", share.Title), Visible(share, under) ? Value(attribution, share.Share) + (share.Error > 0 ? $" ± {Numbers.Format(share.Error)}" : "") : $"≈ 0, within {Plain(attribution, under.Resolution)}",
                    Visible(share, under) ? Percent(share.Share, whole) : "≈ 0",
                }).Append([El("b", "All together"), Value(attribution, whole), Percent(whole, whole)]))),
            El("p.note", Method(under, active.Count), attribution.Hypotheses.Length > 1 ? " The axis is the same under every hypothesis." : null, idle.Count == 0 ? null : $" No path of equations leads to this endpoint from: {Listed(idle)}. Their shares are 0."),
            Knockouts(words, attribution, under.Knockouts, $"effect-{under.Hypothesis}", "What taking one thing out changes in the effect", "effect", under.Effect, under.Resolution, gallery),
        ];
    }

    /// <summary>Beyond the error of the integration.</summary>
    static bool Visible(MechanismShare share, HypothesisAttribution under) => Math.Abs(share.Share) > under.Resolution;

    static string Method(HypothesisAttribution under, int players) => under.Orders == 0
        ? string.Create(CultureInfo.InvariantCulture, $"Shapley shares, exact: the mean of what a mechanism adds over all orders in which the {players} could join, from all {1 << players} combinations. Shares may be negative, and one may exceed the whole.")
        : $"Shapley shares, estimated from {under.Orders} random orders in which the {players} mechanisms join; ± is the standard error of that estimate.";

    static XElement? Deficit(RunResults run, AttributionResult attribution, Gallery gallery)
    {
        var name = attribution.Healthy is null ? "value" : "deficit";
        return El("div.facet",
            El("h3", attribution.Healthy is null ? $"The untreated arm itself: {run.ArmName(attribution.Untreated)}" : $"The deficit itself: {run.ArmName(attribution.Healthy)} minus {run.ArmName(attribution.Untreated)}"),
            El("p", attribution.Healthy is null
                ? $"{run.ArmName(attribution.Untreated)}: {Plain(attribution, attribution.UntreatedValue)}."
                : $"{run.ArmName(attribution.Healthy)}: {Plain(attribution, attribution.HealthyValue)}. {run.ArmName(attribution.Untreated)}: {Plain(attribution, attribution.UntreatedValue)}. Deficit: {Plain(attribution, attribution.Deficit)}."),
            Knockouts(run.Words, attribution, attribution.DeficitKnockouts, "deficit", $"What taking one thing out changes in the {name}", name, attribution.Deficit, attribution.DeficitResolution, gallery));
    }

    static object?[] Knockouts(Words words, AttributionResult attribution, IReadOnlyList<KnockoutEffect> all, string id, string title, string what, double whole, double resolution, Gallery gallery)
    {
        var seen = all.Where(one => one.Standing == KnockoutStanding.Simulated && Math.Abs(one.Change) > resolution).ToList();
        string? Names(string words, Func<KnockoutEffect, bool> which) => all.Where(which).Select(one => one.Title).ToList() is { Count: > 0 } names ? $"{words}: {Listed(names)}. " : null;
        var shown = seen.Take(MostBars).ToList();
        return
        [
            seen.Count == 0 ? El("p", $"No knock-out changes the {what} by more than the error of the integration ({Plain(attribution, resolution)}).") : El("div.grid.wide",
                gallery.Hang(Bars.Draw($"knock-outs-{id}", title, Axis(attribution, $"change of the {what} when it is taken out"), "change", [.. shown.Select(one => new BarRow(one.Title, one.Change, 0, Signed(one.Change)))], (0, 0))),
                Parts.Table(words, "places", ["Taken out", $"{char.ToUpperInvariant(what[0])}{what[1..]} then", "Change", $"Of the {what}"], seen.Select(one => new object?[]
                {
                    El("b", one.Title), (Math.Abs(one.Value) > resolution ? Plain(attribution, one.Value) : "≈ 0") + (one.IsCensored ? " (not crossed before the end)" : ""), Value(attribution, one.Change), Percent(one.Change, whole),
                }))),
            El("details", El("summary", "Knock-outs that change nothing"),
                El("p.note", Names($"Simulated, change below {Plain(attribution, resolution)}", one => one.Standing == KnockoutStanding.Simulated && !seen.Contains(one)),
                    Names("No path of equations to this endpoint", one => one.Standing == KnockoutStanding.NoPath), Names("Out already", one => one.Standing == KnockoutStanding.AlreadyOut),
                    Names("The number does not exist without it", one => one.Standing == KnockoutStanding.Failed))),
        ];
    }

    /// <summary>The same axis for the shares under every hypothesis.</summary>
    static (double Low, double High) Range(AttributionResult attribution)
    {
        var shares = attribution.Hypotheses.SelectMany(under => under.Shares).Select(share => share.Share).Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        return (shares.Min(), shares.Max());
    }

    static string Axis(AttributionResult attribution, string what) => $"{char.ToUpperInvariant(what[0])}{what[1..]}, {(Unit(attribution) is { Length: > 0 } unit ? unit : "in the units of the readout")}";

    static string Signed(double value) => (value > 0 ? "+" : "") + Numbers.Format(value);

    static string Value(AttributionResult attribution, double value) => Parts.WithUnit(Signed(value), attribution.Unit);

    static string Plain(AttributionResult attribution, double value) => Parts.WithUnit(Numbers.Format(value), attribution.Unit);

    static string Percent(double part, double whole) => double.IsFinite(part / whole) ? $"{Signed(100 * part / whole)}\u00A0%".TrimStart('+') : Numbers.Missing;

    static string Listed(IReadOnlyList<string> names) => string.Join("; ", names);
}
