using CsCheck;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Tests.RoundTrips;

/// <summary>Whatever a model holds, it means the same when it was written and read again, and a second writing gives the same bytes.</summary>
public sealed class RoundTripTests
{
    [Fact]
    public void Any_model_comes_back_from_Antimony() => AnyModel.Gen.Sample(model => Assert.Null(RoundTrip.ThroughAntimony(model)), iter: 3_000);

    [Fact]
    public void Any_model_comes_back_from_SBML() => AnyModel.Gen.Sample(model => Assert.Null(RoundTrip.ThroughSbml(model)), iter: 1_500);

    [Fact]
    public void Any_model_comes_back_from_Antimony_by_way_of_SBML() => AnyModel.Gen.Sample(model => Assert.Null(RoundTrip.ThroughBoth(model)), iter: 1_000);

    [Fact]
    public void Any_text_with_submodels_that_is_read_comes_back_flat_from_both()
    {
        var (read, texts) = (0, 0);
        AnyText.Gen.Sample(text =>
        {
            Interlocked.Increment(ref texts);
            try
            {
                var model = AntimonyReader.Parse(text, "model.ant");
                Assert.Null(RoundTrip.ThroughAntimony(model));
                if (RoundTrip.InWordsOfSbml(model) is { } plain)
                    Assert.Null(RoundTrip.ThroughSbml(plain) ?? RoundTrip.ThroughBoth(plain));
                Interlocked.Increment(ref read);
            }
            catch (FindingsException)
            {
            }
        }, iter: 4_000);
        Assert.True(read > texts / 3, $"Only {read} of {texts} texts were read: the property is about nothing.");
    }

    [Fact]
    public void Random_models_hold_all_that_a_model_can_hold()
    {
        var held = new HashSet<string>(StringComparer.Ordinal);
        AnyModel.Gen.Sample(model =>
        {
            string[] parts =
            [
                .. model.Events.Select(happening => happening.Delay is null ? "event" : "delayed event"), .. model.Constraints.Select(_ => "constraint"), .. model.AlgebraicRules.Select(_ => "algebraic rule"), .. model.RateRules.Select(_ => "rate rule"),
                .. model.AssignmentRules.Select(_ => "assignment rule"), .. model.Units.Select(_ => "unit"), .. model.Species.Select(species => species.IsAmount ? "amount" : "concentration"), .. model.Parameters.Where(parameter => parameter.IsDrawn).Select(_ => "draw"),
                .. model.Reactions.SelectMany(reaction => reaction.Modifiers).Select(_ => "modifier"), .. model.Reactions.SelectMany(reaction => reaction.Products).Select(term => term.Variable is null ? term.Coefficient < 0 ? "negative stoichiometry" : "stoichiometry" : "variable stoichiometry"),
                .. model.Parameters.SelectMany(parameter => parameter.Annotation.Uncertainties).Select(_ => "uncertainty"), .. model.Parameters.SelectMany(parameter => parameter.Annotation.References).Select(_ => "reference"),
            ];
            held.UnionWith(parts);
        }, iter: 2_000, threads: 1);
        Assert.Equal(
            ["algebraic rule", "amount", "assignment rule", "concentration", "constraint", "delayed event", "draw", "event", "modifier", "negative stoichiometry", "rate rule", "reference", "stoichiometry", "uncertainty", "unit", "variable stoichiometry"],
            held.Order(StringComparer.Ordinal));
    }
}
