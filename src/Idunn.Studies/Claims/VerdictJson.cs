using System.Text.Json.Nodes;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Claims;

/// <summary>Verdicts for scripts. A number that does not exist is null.</summary>
public static class VerdictJson
{
    /// <param name="words">The language of the sentences; verdicts stay English.</param>
    public static JsonArray Of(IEnumerable<ClaimVerdict> verdicts, Words words) => [.. verdicts.Select(verdict => (JsonNode)Of(verdict, words))];

    private static JsonObject Of(ClaimVerdict verdict, Words words) => new()
    {
        ["claim"] = verdict.Claim.Id,
        ["statement"] = words.Of(verdict.Claim.Statement),
        ["source"] = verdict.Claim.Reference,
        ["verdict"] = VerdictText.Word(verdict.Standing, Words.English),
        ["study"] = verdict.Claim.Test?.Study,
        ["endpoint"] = verdict.Claim.Test?.Endpoint,
        ["atLeast"] = Number(verdict.Claim.Test?.AtLeast ?? double.NaN),
        ["atMost"] = Number(verdict.Claim.Test?.AtMost ?? double.NaN),
        ["unit"] = verdict.Unit,
        ["reason"] = words.Of(verdict.Claim.Reason),
        ["missing"] = words.Of(verdict.Claim.Missing),
        ["settledBy"] = words.Of(verdict.Claim.SettledBy),
        ["evidence"] = new JsonArray([.. verdict.Evidence.Select(id => JsonValue.Create(id))]),
        ["hypotheses"] = new JsonArray([.. verdict.Hypotheses.Select(Of)]),
    };

    private static JsonObject Of(HypothesisVerdict verdict) => new()
    {
        ["hypothesis"] = verdict.Hypothesis,
        ["probability"] = Number(verdict.Probability),
        ["label"] = verdict.IsPriorOnly ? "prior only" : "weighed by data",
        ["priorHalved"] = Number(verdict.Halved),
        ["priorDoubled"] = Number(verdict.Doubled),
        ["draws"] = verdict.Draws,
        ["effectiveDraws"] = Number(verdict.EffectiveDraws),
        ["verdict"] = VerdictText.Word(verdict.Standing, Words.English),
        ["p5"] = Number(verdict.Low),
        ["median"] = Number(verdict.Median),
        ["p95"] = Number(verdict.High),
        ["owners"] = new JsonArray([.. verdict.Owners.Select(owner => new JsonObject { ["parameter"] = owner.Parameter, ["share"] = Number(owner.Share), ["isAssumption"] = owner.IsAssumption })]),
        ["wouldHaveToBeTrue"] = new JsonArray([.. verdict.Requirements.Select(requirement => new JsonObject
        {
            ["lever"] = requirement.Lever,
            ["value"] = Number(requirement.Value),
            ["usual"] = Number(requirement.Usual),
            ["unit"] = requirement.Unit,
            ["range"] = requirement.Range.English,
            ["isInsideRange"] = requirement.IsInside,
        })]),
    };

    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
