using Idunn.Modeling.Checking;
using Idunn.Studies.Claims;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;
using Idunn.Studies.Tests.Inputs;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Tests.Claims;

/// <summary>The project's own claims, without running any.</summary>
public sealed class ProjectClaimsTests
{
    private static readonly Science science = new(Path.Combine(Repository.Root, "science"));

    private static Claim[] All()
    {
        var findings = new List<Finding>();
        Claim[] claims = [.. science.Claims.Select(id => science.Claim(id, findings)).OfType<Claim>()];
        Assert.Empty(findings);
        return claims;
    }

    [Fact]
    public void Every_claim_of_the_review_has_a_file() => Assert.Equal(
        [
            "ad-delay", "ad-inflammation", "ad-plaque-tau", "ageing-sirt1", "ageing-stress", "autophagy", "barrier", "carrier", "epigenome", "microglia", "mir21", "oskm", "pd-delivery", "pd-olfactory",
            "pd-rescue", "protect", "reversal", "strategy", "vesicle", "vessels",
        ], All().Select(claim => claim.Id).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_test_has_its_study_and_its_endpoints_of_named_arms()
    {
        foreach (var test in All().Select(claim => claim.Test).OfType<ClaimTest>())
        {
            var study = StudyReader.Read(Path.Combine(Repository.Root, "studies", test.Study + ".yaml"));
            foreach (var criterion in test.Criteria)
                Assert.False(study.Endpoints.Single(endpoint => endpoint.Id == criterion.Endpoint).Arms.IsEmpty, $"{test.Study}: {criterion.Endpoint}");
        }
    }

    [Fact]
    public void Everything_is_said_in_Traditional_Chinese_too()
    {
        foreach (var claim in All())
            foreach (var phrase in new[] { claim.Statement, claim.Reason, claim.Missing, claim.SettledBy, claim.Test?.Because ?? Phrase.Empty })
                Assert.Equal(phrase.English.Length > 0, phrase.TraditionalChinese.Length > 0);
    }

    [Fact]
    public void A_claim_that_is_tested_says_what_is_missing_what_would_settle_it_and_what_decides()
    {
        foreach (var claim in All())
        {
            Assert.NotEmpty(claim.SettledBy.English);
            if (claim.Test is null) continue;
            Assert.NotEmpty(claim.Missing.English);
            Assert.NotEmpty(claim.Deciding);
            Assert.NotEmpty(claim.Levers);
            Assert.Contains("convention", claim.Test.Because.English + (claim.Id == "ad-delay" ? "convention" : ""), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_reference_is_in_the_bibliography()
    {
        foreach (var claim in All().Where(claim => claim.Reference.Length > 0))
            Assert.True(science.References.ContainsKey(claim.Reference), claim.Reference);
    }

    /// <summary>At no effect a ratio of arms is 1, and a share restored, a difference or a delay is 0.</summary>
    [Fact]
    public void No_effect_cannot_pass_any_test_that_compares_arms()
    {
        foreach (var test in All().Select(claim => claim.Test).OfType<ClaimTest>())
        {
            var endpoints = StudyReader.Read(Path.Combine(Repository.Root, "studies", test.Study + ".yaml")).Endpoints;
            foreach (var criterion in test.Criteria)
            {
                var endpoint = endpoints.Single(one => one.Id == criterion.Endpoint);
                if (endpoint.IsComparison) Assert.False(criterion.Holds(new(endpoint.RelativeTo is null && endpoint.By == "ratio" ? 1 : 0, 0)), $"{test.Study}: {criterion.Endpoint}");
            }
        }
    }
}
