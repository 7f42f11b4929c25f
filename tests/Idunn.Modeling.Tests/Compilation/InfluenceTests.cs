using Idunn.Modeling.Antimony;
using Idunn.Modeling.Compilation;

namespace Idunn.Modeling.Tests.Compilation;

/// <summary>A "no" of the structure is certain: each case says why nothing can come through, or what opens the way.</summary>
public sealed class InfluenceTests
{
    private const string Text = """
        model *chain()
          var x; x = 0; var y; y = 1; var z; z = 1; var still; still = 0; var later; later = 0;
          dose_rate = 0; gain = 0; turnover = 1; weight = 0; start = 2; level = 1; exponent = 2; strength = 0; branch = 1;
          x' = dose_rate - turnover * x;
          still' = -still;
          engaged := either_switch * x;
          either_switch = 0;
          y' = turnover * (1 + gain * engaged - y);
          z' = weight * (y - z) + exponent * still;
          read := z + start;
          powered := level^exponent;
          piece := piecewise(gain, branch > 0, weight);
          kick: at (y > 3): later = strength;
        end
        """;

    private static bool Reaches(string from, string to, params (string Id, double Value)[] values)
    {
        var model = AntimonyReader.Parse(Text, "chain.ant");
        string[] observed = ["y", "z", "read", "powered", "piece", "later", "engaged"];
        var compiled = CompiledModel.Compile(model, observed, CompilationTier.Interpreter);
        var parameters = compiled.ParameterDefaults.ToArray();
        foreach (var (id, value) in values) parameters[compiled.IndexOfParameter(id)] = value;
        return new Influence(model, observed).Reaches(to, new HashSet<int> { compiled.IndexOfParameter(from) }, new HashSet<int>(), parameters, new HashSet<int>());
    }

    [Fact]
    public void A_gain_reaches_what_it_multiplies_only_while_that_is_not_zero()
    {
        Assert.False(Reaches("gain", "y"));
        Assert.False(Reaches("gain", "y", ("either_switch", 1)));
        Assert.False(Reaches("gain", "y", ("dose_rate", 1)));
        Assert.True(Reaches("gain", "y", ("either_switch", 1), ("dose_rate", 1)));
    }

    [Fact]
    public void A_dose_moves_a_state_that_would_rest()
    {
        var model = AntimonyReader.Parse(Text, "chain.ant");
        var compiled = CompiledModel.Compile(model, ["y"], CompilationTier.Interpreter);
        var parameters = compiled.ParameterDefaults.ToArray();
        parameters[compiled.IndexOfParameter("either_switch")] = 1;
        var influence = new Influence(model, ["y"]);
        HashSet<int> gain = [compiled.IndexOfParameter("gain")], nothing = [], x = [compiled.IndexOfState("x")];
        Assert.False(influence.Reaches("y", gain, nothing, parameters, nothing));
        Assert.True(influence.Reaches("y", gain, nothing, parameters, x));
    }

    [Fact]
    public void A_parameter_left_open_counts_as_any_value()
    {
        var model = AntimonyReader.Parse(Text, "chain.ant");
        var compiled = CompiledModel.Compile(model, ["y"], CompilationTier.Interpreter);
        HashSet<int> gain = [compiled.IndexOfParameter("gain")], free = [compiled.IndexOfParameter("either_switch"), compiled.IndexOfParameter("dose_rate")];
        Assert.True(new Influence(model, ["y"]).Reaches("y", gain, free, compiled.ParameterDefaults.AsSpan(), new HashSet<int>()));
    }

    [Fact]
    public void A_change_goes_down_the_chain_through_couplings_that_are_on()
    {
        Assert.True(Reaches("gain", "read", ("either_switch", 1), ("dose_rate", 1), ("weight", 1)));
        Assert.False(Reaches("gain", "read", ("either_switch", 1), ("dose_rate", 1)));
        Assert.False(Reaches("weight", "y"));
        Assert.True(Reaches("start", "read"));
    }

    [Fact]
    public void One_to_any_power_is_one_and_a_branch_not_taken_is_closed()
    {
        Assert.False(Reaches("exponent", "powered"));
        Assert.True(Reaches("exponent", "powered", ("level", 2)));
        Assert.True(Reaches("gain", "piece"));
        Assert.False(Reaches("weight", "piece"));
    }

    [Fact]
    public void A_coupling_to_a_state_at_rest_carries_nothing() => Assert.False(Reaches("exponent", "z"));

    [Fact]
    public void An_event_carries_what_triggers_it_and_what_it_sets()
    {
        Assert.True(Reaches("strength", "later"));
        Assert.True(Reaches("gain", "later", ("either_switch", 1), ("dose_rate", 1), ("strength", 1)));
        // An event that sets what is there already changes nothing, whenever it comes.
        Assert.False(Reaches("gain", "later", ("either_switch", 1), ("dose_rate", 1)));
    }
}
