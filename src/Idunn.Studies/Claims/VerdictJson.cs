using System.Text.Json.Nodes;

namespace Idunn.Studies.Claims;

/// <summary>Verdicts for scripts. A number that does not exist is null.</summary>
public static class VerdictJson
{
    /// <param name="language">en, or zh-Hant.</param>
    public static JsonArray Of(IEnumerable<ClaimVerdict> verdicts, string language) => [.. verdicts.Select(verdict => (JsonNode)Of(verdict, language))];

    private static JsonObject Of(ClaimVerdict verdict, string language) => new()
    {
        ["claim"] = verdict.Claim.Id,
        ["statement"] = verdict.Claim.Statement.In(language),
        ["source"] = verdict.Claim.Reference,
        ["verdict"] = VerdictText.Word(verdict.Standing, "en"),
        ["study"] = verdict.Claim.Test?.Study,
        ["criteria"] = new JsonArray([.. (verdict.Claim.Test?.Criteria ?? []).Select(criterion => new JsonObject { ["endpoint"] = criterion.Endpoint, ["atLeast"] = Number(criterion.AtLeast), ["atMost"] = Number(criterion.AtMost) })]),
        ["reason"] = verdict.Claim.Reason.In(language),
        ["missing"] = verdict.Claim.Missing.In(language),
        ["settledBy"] = verdict.Claim.SettledBy.In(language),
        ["evidence"] = new JsonArray([.. verdict.Evidence.Select(id => JsonValue.Create(id))]),
        ["hypotheses"] = new JsonArray([.. verdict.Hypotheses.Select(Of)]),
    };

    private static JsonObject Of(HypothesisVerdict verdict) => new()
    {
        ["hypothesis"] = verdict.Hypothesis,
        ["vesiclesDoNothing"] = verdict.IsInert,
        ["verdict"] = VerdictText.Word(verdict.Standing, "en"),
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
