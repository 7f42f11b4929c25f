using System.Collections.Immutable;
using Idunn.Studies.Attribution;
using Idunn.Studies.Planning;
using Idunn.Studies.Tests.Planning;

namespace Idunn.Studies.Tests.Attribution;

/// <summary>The mechanisms and knock-outs of the whole brain's card.</summary>
public sealed class BrainKnockoutTests
{
    private static readonly Lazy<StudyPlan> plan = new(() => ProjectScience.Plan(ProjectScience.Text(
        model: "brain", until: "12 d", readouts: "[outcomes.cognition, dopamine.th_neurons]", cohort: "{ population: mouse, size: 1 }",
        arms: """
            young: {}
              person: { cohort: { population: human, size: 1 } }
              ill: { protocols: [5xfad] }
              treated: { like: ill, doses: [{ give: msc, route: intravenous, amount: 1e12 particles, from: 0 d, every: 2 d, times: 4 }] }
            """,
        more: """
            hypotheses: [surface]
            endpoints:
              cognition: { of: outcomes.cognition, measure: value, at: 12 d, compare: [treated, ill], relativeTo: young }
            attribution: { endpoint: cognition, effects: { survival_gain: 0.5, microglia_gain: 3, sirt1_gain: 1, oskm_gain: 1, epigenome_gain: 1 } }
            """)));

    private static ModelCard Card => plan.Value.Card;

    [Fact]
    public void Every_effect_belongs_to_exactly_one_mechanism() =>
        Assert.Equal(Card.Effects.Order(StringComparer.Ordinal), Card.Mechanisms.SelectMany(mechanism => mechanism.Parameters).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_knock_out_sets_parameters_that_have_a_row_in_both_species() => Assert.All(Card.Knockouts, knockout => Assert.All(knockout.Sets.Keys, parameter =>
    {
        Assert.True(plan.Value.Compiled.IndexOfParameter(parameter) >= 0, parameter);
        Assert.All(plan.Value.Arms, arm => Assert.Contains(arm.Bindings, binding => binding.Id == parameter));
    }));

    [Fact]
    public void No_two_knock_outs_take_out_the_same() =>
        Assert.Equal(Card.Knockouts.Length, Card.Knockouts.Select(knockout => string.Join(' ', knockout.Sets.Select(entry => FormattableString.Invariant($"{entry.Key}={entry.Value}")))).Distinct().Count());

    [Fact]
    public void No_coupling_of_the_safety_module_can_be_taken_out()
    {
        var rows = new Science(ProjectScience.Root).Table("safety.tsv", Card.Location, [])!.Rows.Select(row => row.Id).ToHashSet();
        Assert.DoesNotContain(Card.Knockouts.SelectMany(knockout => knockout.Sets.Keys), rows.Contains);
    }

    /// <summary>With age held, nothing moves from the state at which the model starts: the young rest is exact with each of them out, and it is the same rest.</summary>
    [Theory]
    [InlineData("young")]
    [InlineData("person")]
    public void The_young_rest_stays_with_each_knock_out(string id)
    {
        var arm = plan.Value.Arms.First(arm => arm.Arm.Id == id);
        var rest = Rest(arm, null);
        Assert.True(rest.Speed < 1e-12, $"The rest itself moves by {rest.Speed} ({rest.Fastest}).");
        Assert.All(Card.Knockouts, knockout =>
        {
            var (state, speed, fastest) = Rest(arm, knockout);
            Assert.True(speed < 1e-12, $"Without '{knockout.Title}' the young {fastest} moves by {speed} a day.");
            for (var i = 0; i < state.Length; i++) Assert.True(Math.Abs(state[i] - rest.State[i]) < 1e-12, $"Without '{knockout.Title}' the young {plan.Value.Compiled.StateIds[i]} is {state[i]}, not {rest.State[i]}.");
        });
    }

    private static (double[] State, double Speed, string Fastest) Rest(ArmPlan arm, Knockout? knockout)
    {
        var model = plan.Value.Compiled;
        var parameters = new double[model.ParameterIds.Length];
        arm.SetTypicalParameters(parameters);
        parameters[model.IndexOfParameter("ageing")] = 0;
        foreach (var (parameter, value) in knockout?.Sets ?? ImmutableSortedDictionary<string, double>.Empty)
            parameters[model.IndexOfParameter(parameter)] = arm.Bindings.First(binding => binding.Id == parameter).ToModel(value);
        var system = model.CreateSystem();
        system.SetParameters(parameters);
        var (state, rates) = (new double[system.Dimension], new double[system.Dimension]);
        system.InitialState(state);
        system.RightHandSide(0, state, rates);
        var speeds = rates.Select(rate => double.IsNaN(rate) ? double.PositiveInfinity : Math.Abs(rate)).ToArray();
        return (state, speeds.Max(), model.StateIds[Array.IndexOf(speeds, speeds.Max())]);
    }

    [Fact]
    public void What_has_no_path_to_the_endpoint_indeed_changes_nothing()
    {
        var all = Assert.Single(AttributionAnalysis.Of(plan.Value, 2, skipsWithoutPath: false, cancellationToken: TestContext.Current.CancellationToken).Hypotheses);
        var surface = Assert.Single(AttributionAnalysis.Of(plan.Value, 2, cancellationToken: TestContext.Current.CancellationToken).Hypotheses);
        Assert.True(surface.Standing == AttributionStanding.Shared, surface.ToString());
        var without = surface.Knockouts.Where(one => one.Standing == KnockoutStanding.NoPath).ToList();
        Assert.InRange(without.Count, 20, Card.Knockouts.Length - 10);
        Assert.All(without, one => Assert.InRange(all.Knockouts.Single(other => other.Knockout == one.Knockout).Change, -1e-7, 1e-7));
        Assert.All(surface.Knockouts.Except(without), one => Assert.InRange(all.Knockouts.Single(other => other.Knockout == one.Knockout).Change - one.Change, -1e-7, 1e-7));
        Assert.Equal(["epigenome", "oskm"], surface.Shares.Where(share => !share.HasPath).Select(share => share.Mechanism).Order(StringComparer.Ordinal));
        Assert.All(surface.Shares, share => Assert.InRange(all.Shares.Single(other => other.Mechanism == share.Mechanism).Share - share.Share, -1e-7, 1e-7));
        Assert.InRange(surface.Shares.Sum(share => share.Share) - (surface.Effect - surface.WithoutMechanisms), -1e-9, 1e-9);
    }
}
