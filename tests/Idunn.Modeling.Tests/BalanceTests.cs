using Idunn.Modeling.Antimony;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Tests;

public sealed class BalanceTests
{
    private static readonly Dictionary<string, Balance> Balances = Balance.Of(AntimonyReader.Parse(
        """
        model known()
          compartment vessel = 2;
          species substrate in vessel = 5;
          substanceOnly species dimer in vessel = 0, enzyme in vessel = 1, waste in vessel = 0;
          species $reservoir in vessel = 9;
          dimerise: 2 substrate + enzyme -> dimer + enzyme; k * substrate^2 * enzyme;
          decay:    dimer => waste; d * dimer;
          feed:     reservoir => substrate; f * reservoir;
          memory = 0;
          memory' = r * (dimer - memory);
          level = 1;
          at (dimer > 1): level = 0;
          total := dimer + waste;
        end
        """, "known.ant")).ToDictionary(balance => balance.State.Id);

    private static string Flows(string state) => string.Join(" ", Balances[state].Flows.Select(flow => FormattableString.Invariant($"{flow.Coefficient:+0;-0}*{flow.Reaction.Id}")));

    [Fact]
    public void Each_state_has_an_equation_and_nothing_else_has() =>
        Assert.Equal(["dimer", "enzyme", "level", "memory", "reservoir", "substrate", "waste"], Balances.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Flows_carry_the_stoichiometry_and_a_catalyst_has_none()
    {
        Assert.Equal("-2*dimerise +1*feed", Flows("substrate"));
        Assert.Equal("+1*dimerise -1*decay", Flows("dimer"));
        Assert.Equal("", Flows("enzyme"));
        Assert.Equal("+1*decay", Flows("waste"));
    }

    [Fact]
    public void A_boundary_species_is_left_alone() => Assert.Empty(Balances["reservoir"].Flows);

    [Fact]
    public void Only_flows_of_a_concentration_are_over_the_size_of_its_compartment()
    {
        Assert.Equal("vessel", Balances["substrate"].Size);
        Assert.Null(Balances["dimer"].Size);
        Assert.Null(Balances["memory"].Size);
    }

    [Fact]
    public void A_rate_rule_is_the_equation() => Assert.Equal("r * (dimer - memory)", ExprPrinter.Print(Balances["memory"].RateRule!));

    [Fact]
    public void What_only_events_change_has_no_flow_and_no_rule() => Assert.Equal((null, 0), (Balances["level"].RateRule, Balances["level"].Flows.Length));
}
