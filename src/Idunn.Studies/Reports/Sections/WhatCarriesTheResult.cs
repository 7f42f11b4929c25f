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

    public static XElement? Section(RunResults run, Gallery gallery) => Readable(run) is not { } attribution ? null : Parts.Section("what-carries-the-result", run.Words["What carries the result"],
        El("p", run.Words["{0}. Read off each arm: {1}. In the typical subject, without chance: the senescent burden stands at its mean and nobody dies.", run.Attributed?.Label ?? attribution.Label, Read(run, attribution)] + run.Words.Space,
            run.Words.Count(attribution.Simulations, "From {0} simulation.", "From {0} simulations.")),
        El("div.banner", El("p", El("b", run.Words["This tells which assumption carries the result, not which mechanism is real. "]), Levels(run.Words, attribution) + run.Words.Space + run.Words["No effect was measured; other values would share the result out differently."])),
        El("details", El("summary", run.Words.Count(attribution.Effects.Length, "The values of {0} assumed effect", "The values of {0} assumed effects")),
            Parts.Table("places", run.Words.Each("Effect", "Mechanism", "Value"), attribution.Effects.Select(effect => new object?[] { run.Words.Name(effect.Name), run.Words.Name(effect.Mechanism), Parts.WithUnit(Numbers.Format(effect.Value), run.Words.Name(effect.Unit)) }))),
        attribution.Hypotheses.Select(under => Under(run.Words, attribution, under, gallery)),
        Deficit(run, attribution, gallery));

    /// <summary>Days are stored; years are read more easily where the study lasts for years.</summary>
    static AttributionResult? Readable(RunResults run) =>
        run.Attribution is { Unit: "d" } inDays && Numbers.IsToldInYears(run.Courses.Select(course => course.Times[^1]).DefaultIfEmpty(0).Max()) ? inDays.In("years", 1 / Numbers.DaysPerYear) : run.Attribution;

    static string Unit(AttributionResult attribution) => attribution.Unit is "" or "1" ? "" : attribution.Unit;

    static string Read(RunResults run, AttributionResult attribution)
    {
        var quantity = run.Attributed?.Quantity ?? attribution.Quantity;
        return Unit(attribution).Length == 0 ? quantity : run.Words["{0} ({1})", quantity, run.Words.Name(attribution.Unit)];
    }

    static string Levels(Words words, AttributionResult attribution) => attribution.Level switch
    {
        "ceiling" => words["The assumed effects stand at their ceilings, the largest values that the model's author allows."],
        "median" => words["The assumed effects stand at the medians of their priors."],
        _ => words["The assumed effects stand at values that the study gives; those that it does not name are off."],
    };

    static XElement Under(Words words, AttributionResult attribution, HypothesisAttribution under, Gallery gallery) => El("div.facet",
        El("h3", under.Title.Length == 0 ? words["The effect of the therapy"] : words["The effect of the therapy, if the hypothesis “{0}” holds", words.Name(under.Title)]),
        under.Standing switch
        {
            AttributionStanding.Nothing => El("p", El("b", words["Nothing to share out. "]), words["Treated minus untreated is {0}, within the error of the integration ({1}).", Value(words, attribution, under.Effect), Plain(words, attribution, under.Resolution)]),
            AttributionStanding.Failed => El("p.missing", words["Not computed: a simulation failed, or the number does not exist in the typical subject."]),
            _ => El("p", words["Treated minus untreated: {0}.", Value(words, attribution, under.Effect)] + words.Space, Rest(words, attribution, under)),
        },
        under.Standing == AttributionStanding.Shared ? Shared(words, attribution, under, gallery) : null);

    static string Rest(Words words, AttributionResult attribution, HypothesisAttribution under) =>
        (Math.Abs(under.WithoutMechanisms) > under.Resolution ? words["Of that, {0} is there with every mechanism off and is not shared out.", Value(words, attribution, under.WithoutMechanisms)] + words.Space : "")
        + (under.Censored > 0 ? words.Count(under.Censored, "In {0} simulation the level was not crossed before the end; the end was taken, so that the shares are of what shows until then.", "In {0} simulations the level was not crossed before the end; the end was taken, so that the shares are of what shows until then.") + words.Space : "");

    static object?[] Shared(Words words, AttributionResult attribution, HypothesisAttribution under, Gallery gallery)
    {
        var active = under.Shares.Where(share => share.HasPath).ToList();
        var idle = under.Shares.Where(share => !share.HasPath).Select(share => words.Name(share.Title)).ToList();
        var whole = under.Effect - under.WithoutMechanisms;
        var shown = active.Select(share => (Share: share, Bar: new BarRow(words.Name(share.Title), share.Share, share.Error, Visible(share, under) ? Signed(share.Share) : "≈ 0"))).ToList();
        return
        [
            active.Count == 0 ? El("p", words["No mechanism has a path to this endpoint."]) : El("div.grid.wide",
                gallery.Hang(Bars.Draw($"shares-{under.Hypothesis}", words["Share of each mechanism in the effect"], Axis(words, attribution, words["Share of treated minus untreated"]), words["share"], [.. shown.Select(one => one.Bar)], Range(attribution), words)),
                Parts.Table("places", words.Each(shareHeads), active.Select(share => new object?[]
                {
                    El("b", words.Name(share.Title)), Visible(share, under) ? Value(words, attribution, share.Share) + (share.Error > 0 ? $" ± {Numbers.Format(share.Error)}" : "") : words["≈ 0, within {0}", Plain(words, attribution, under.Resolution)],
                    Visible(share, under) ? Percent(share.Share, whole) : "≈ 0",
                }).Append([El("b", words["All together"]), Value(words, attribution, whole), Percent(whole, whole)]))),
            El("p.note", Method(words, under, active.Count), attribution.Hypotheses.Length > 1 ? words.Space + words["The axis is the same under every hypothesis."] : null, idle.Count == 0 ? null : words.Space + words["No path of equations leads to this endpoint from: {0}. Their shares are 0.", Listed(words, idle)]),
            Knockouts(words, attribution, under.Knockouts, $"effect-{under.Hypothesis}", effect, under.Effect, under.Resolution, gallery),
        ];
    }

    /// <summary>Beyond the error of the integration.</summary>
    static bool Visible(MechanismShare share, HypothesisAttribution under) => Math.Abs(share.Share) > under.Resolution;

    static string Method(Words words, HypothesisAttribution under, int players) => under.Orders == 0
        ? words["Shapley shares, exact: the mean of what a mechanism adds over all orders in which the {0} could join, from all {1} combinations. Shares may be negative, and one may exceed the whole.", players, 1 << players]
        : words["Shapley shares, estimated from {0} random orders in which the {1} mechanisms join; ± is the standard error of that estimate.", under.Orders, players];

    /// <summary>What a knock-out is held against, with the phrases that speak of it.</summary>
    sealed record Target(string Title, string None, string Axis, string Then, string Share);

    static readonly Target effect = new(
        "What taking one thing out changes in the effect", "No knock-out changes the effect by more than the error of the integration ({0}).", "Change of the effect when it is taken out", "Effect then", "Of the effect");

    static readonly Target deficit = new(
        "What taking one thing out changes in the deficit", "No knock-out changes the deficit by more than the error of the integration ({0}).", "Change of the deficit when it is taken out", "Deficit then", "Of the deficit");

    static readonly Target value = new(
        "What taking one thing out changes in the value", "No knock-out changes the value by more than the error of the integration ({0}).", "Change of the value when it is taken out", "Value then", "Of the value");

    static XElement? Deficit(RunResults run, AttributionResult attribution, Gallery gallery)
    {
        var words = run.Words;
        var (untreated, untreatedValue) = (run.ArmName(attribution.Untreated), Plain(words, attribution, attribution.UntreatedValue));
        var (title, text) = attribution.Healthy is { } arm
            ? (words["The deficit itself: {0} minus {1}", run.ArmName(arm), untreated],
                words["{0}: {1}. {2}: {3}. Deficit: {4}.", run.ArmName(arm), Plain(words, attribution, attribution.HealthyValue), untreated, untreatedValue, Plain(words, attribution, attribution.Deficit)])
            : (words["The untreated arm itself: {0}", untreated], words["{0}: {1}.", untreated, untreatedValue]);
        return El("div.facet", El("h3", title), El("p", text),
            Knockouts(words, attribution, attribution.DeficitKnockouts, "deficit", attribution.Healthy is null ? value : deficit, attribution.Deficit, attribution.DeficitResolution, gallery));
    }

    static object?[] Knockouts(Words words, AttributionResult attribution, IReadOnlyList<KnockoutEffect> all, string id, Target target, double whole, double resolution, Gallery gallery)
    {
        var seen = all.Where(one => one.Standing == KnockoutStanding.Simulated && Math.Abs(one.Change) > resolution).ToList();
        string? Names(string phrase, Func<KnockoutEffect, bool> which) => all.Where(which).Select(one => words.Name(one.Title)).ToList() is { Count: > 0 } names ? words["{0}: {1}.", phrase, Listed(words, names)] + words.Space : null;
        var shown = seen.Take(MostBars).ToList();
        return
        [
            seen.Count == 0 ? El("p", words[target.None, Plain(words, attribution, resolution)]) : El("div.grid.wide",
                gallery.Hang(Bars.Draw($"knock-outs-{id}", words[target.Title], Axis(words, attribution, words[target.Axis]), words["change"], [.. shown.Select(one => new BarRow(words.Name(one.Title), one.Change, 0, Signed(one.Change)))], (0, 0), words)),
                Parts.Table("places", words.Each("Taken out", target.Then, "Change", target.Share), seen.Select(one => new object?[]
                {
                    El("b", words.Name(one.Title)), (Math.Abs(one.Value) > resolution ? Plain(words, attribution, one.Value) : "≈ 0") + (one.IsCensored ? words[" (not crossed before the end)"] : ""), Value(words, attribution, one.Change), Percent(one.Change, whole),
                }))),
            El("details", El("summary", words["Knock-outs that change nothing"]),
                El("p.note", Names(words["Simulated, change below {0}", Plain(words, attribution, resolution)], one => one.Standing == KnockoutStanding.Simulated && !seen.Contains(one)),
                    Names(words["No path of equations to this endpoint"], one => one.Standing == KnockoutStanding.NoPath), Names(words["Out already"], one => one.Standing == KnockoutStanding.AlreadyOut),
                    Names(words["The number does not exist without it"], one => one.Standing == KnockoutStanding.Failed))),
        ];
    }

    /// <summary>The same axis for the shares under every hypothesis.</summary>
    static (double Low, double High) Range(AttributionResult attribution)
    {
        var shares = attribution.Hypotheses.SelectMany(under => under.Shares).Select(share => share.Share).Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        return (shares.Min(), shares.Max());
    }

    static string Axis(Words words, AttributionResult attribution, string what) => words["{0}, {1}", what, Unit(attribution) is { Length: > 0 } unit ? words.Name(unit) : words["in the units of the readout"]];

    static string Signed(double value) => (value > 0 ? "+" : "") + Numbers.Format(value);

    static string Value(Words words, AttributionResult attribution, double value) => Parts.WithUnit(Signed(value), words.Name(attribution.Unit));

    static string Plain(Words words, AttributionResult attribution, double value) => Parts.WithUnit(Numbers.Format(value), words.Name(attribution.Unit));

    static string Percent(double part, double whole) => double.IsFinite(part / whole) ? $"{Signed(100 * part / whole)}\u00A0%".TrimStart('+') : Numbers.Missing;

    static string Listed(Words words, IReadOnlyList<string> names) => string.Join(words.Semicolon, names);
}
