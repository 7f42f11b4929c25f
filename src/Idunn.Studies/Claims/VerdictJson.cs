using System.Text.Json.Nodes;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Claims;

/// <summary>Verdicts for scripts. A number that does not exist is null.</summary>
public static class VerdictJson
{
    public static JsonArray Of(IEnumerable<ClaimVerdict> verdicts, Words words) => [.. verdicts.Select(verdict => (JsonNode)Of(verdict, words))];

    private static JsonObject Of(ClaimVerdict verdict, Words words) => new()
    {
        ["claim"] = verdict.Claim.Id,
        ["statement"] = words.Of(verdict.Claim.Statement),
        ["source"] = verdict.Claim.Reference,
        ["verdict"] = VerdictText.Word(verdict.Standing, Words.English),
        ["study"] = verdict.Claim.Test?.Study,
        ["criteria"] = new JsonArray([.. (verdict.Claim.Test?.Criteria ?? []).Select(criterion => new JsonObject { ["endpoint"] = criterion.Endpoint, ["atLeast"] = Number(criterion.AtLeast), ["atMost"] = Number(criterion.AtMost) })]),
        ["reason"] = words.Of(verdict.Claim.Reason),
        ["missing"] = words.Of(verdict.Claim.Missing),
        ["settledBy"] = words.Of(verdict.Claim.SettledBy),
        ["evidence"] = new JsonArray([.. verdict.Evidence.Select(id => JsonValue.Create(id))]),
        ["hypotheses"] = new JsonArray([.. verdict.Hypotheses.Select(Of)]),
    };

    private static JsonObject Of(HypothesisVerdict verdict) => new()
    {
        ["hypothesis"] = verdict.Hypothesis,
        ["vesiclesDoNothing"] = verdict.IsInert,
        ["verdict"] = VerdictText.Word(verdict.Standing, Words.English),
        ["probability"] = Number(verdict.Probability),
        ["label"] = verdict.IsPriorOnly ? "prior only" : "weighed by data",
        ["priorHalved"] = Number(verdict.Halved),
        ["priorDoubled"] = Number(verdict.Doubled),
        ["draws"] = verdict.Draws,
        ["drawsUndecided"] = verdict.Undecided,
        ["effectiveDraws"] = Number(verdict.EffectiveDraws),
        ["misfit"] = Number(verdict.Misfit),
        ["relativeEvidence"] = Number(verdict.RelativeEvidence),
        ["numbers"] = new JsonArray([.. verdict.Numbers.Select(number => new JsonObject
        {
            ["endpoint"] = number.Endpoint,
            ["unit"] = number.Unit,
            ["p5"] = Number(number.Low),
            ["median"] = Number(number.Median),
            ["p95"] = Number(number.High),
        })]),
        ["owners"] = new JsonArray([.. verdict.Owners.Select(owner => new JsonObject { ["parameter"] = owner.Parameter, ["share"] = Number(owner.Share), ["isAssumption"] = owner.IsAssumption })]),
        ["wouldHaveToBeTrue"] = new JsonArray([.. verdict.Requirements.Select(Of)]),
    };

    private static JsonObject Of(Requirement requirement) => new()
    {
        ["lever"] = requirement.Lever,
        ["value"] = Number(requirement.Value),
        ["usual"] = Number(requirement.Usual),
        ["unit"] = requirement.Unit,
        ["range"] = requirement.Range switch { LeverRange.Measured => "measured", LeverRange.Assumed => "assumed", _ => null },
        ["rangeLow"] = Number(requirement.Low),
        ["rangeHigh"] = Number(requirement.High),
        ["isInsideRange"] = requirement.IsInside,
        ["limit"] = Number(requirement.Limit),
        ["unmet"] = requirement.Unmet,
        ["bestReached"] = Number(requirement.Reached),
        ["doesNothing"] = requirement.DoesNothing,
    };

    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
