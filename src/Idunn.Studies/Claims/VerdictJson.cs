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
        ["endpoint"] = verdict.Claim.Test?.Endpoint,
        ["atLeast"] = Number(verdict.Claim.Test?.AtLeast ?? double.NaN),
        ["atMost"] = Number(verdict.Claim.Test?.AtMost ?? double.NaN),
        ["unit"] = verdict.Unit,
        ["reason"] = verdict.Claim.Reason.In(language),
        ["missing"] = verdict.Claim.Missing.In(language),
        ["settledBy"] = verdict.Claim.SettledBy.In(language),
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
        ["verdict"] = VerdictText.Word(verdict.Standing, "en"),
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
            ["range"] = requirement.Range,
            ["isInsideRange"] = requirement.IsInside,
        })]),
    };

    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
