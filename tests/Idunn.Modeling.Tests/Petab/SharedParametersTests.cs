using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Petab;

namespace Idunn.Modeling.Tests.Petab;

/// <summary>One row of a table for a constant that every instance of a submodel has.</summary>
public class SharedParametersTests
{
    private const string Text = """
        model part(x)
          unit per_day = 1 / day;
          x has dimensionless;
          decay_rate has per_day; start has dimensionless;
          species s; s = start; s has dimensionless;
          loss: s => ; decay_rate * x * s;
        end
        model *whole()
          k has dimensionless;
          a: part(k);
          b: part(k);
        end
        """;

    private static Model Unified(params string[] rows) => SharedParameters.Unify(AntimonyReader.Parse(Text, "m.ant"), rows);

    private static IEnumerable<string> Ids(Model model) => model.Parameters.Select(parameter => parameter.Id);

    [Fact]
    public void A_row_under_the_local_name_makes_one_parameter_of_all_instances()
    {
        var model = Unified("decay_rate", "k");
        Assert.Equal(["k", "decay_rate", "a.start", "b.start"], Ids(model));
        Assert.All(model.Reactions, reaction => Assert.Contains("decay_rate *", Idunn.Modeling.Expressions.ExprPrinter.Print(reaction.Rate!), StringComparison.Ordinal));
        Assert.All(model.Reactions, reaction => Assert.DoesNotContain(".decay_rate", Idunn.Modeling.Expressions.ExprPrinter.Print(reaction.Rate!), StringComparison.Ordinal));
    }

    [Fact]
    public void Initial_values_follow() => Assert.Equal("start", Idunn.Modeling.Expressions.ExprPrinter.Print(Unified("start").Species[1].Initial!));

    [Fact]
    public void A_row_under_the_full_id_sets_one_instance_apart() => Assert.Equal(["k", "decay_rate", "a.start", "b.decay_rate", "b.start"], Ids(Unified("decay_rate", "b.decay_rate", "k")));

    [Fact]
    public void Without_a_row_nothing_is_shared() => Assert.Equal(["k", "a.decay_rate", "a.start", "b.decay_rate", "b.start"], Ids(Unified("k")));

    [Fact]
    public void A_local_name_to_which_the_whole_model_gives_a_value_is_not_shared()
    {
        var model = SharedParameters.Unify(AntimonyReader.Parse(Text.Replace("k has dimensionless;", "k has dimensionless; decay_rate has dimensionless; decay_rate = 0; y := decay_rate;", StringComparison.Ordinal), "m.ant"), ["decay_rate"]);
        Assert.Contains("a.decay_rate", Ids(model));
    }

    [Fact]
    public void The_whole_models_own_parameter_of_that_name_is_the_same_one()
    {
        var model = SharedParameters.Unify(AntimonyReader.Parse(Text.Replace("k has dimensionless;", "k has dimensionless; decay_rate has per_day; y := decay_rate;", StringComparison.Ordinal), "m.ant"), ["decay_rate"]);
        Assert.Equal(["a.start", "b.start", "decay_rate", "k", "y"], Ids(model).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Two_units_under_one_row_are_refused()
    {
        const string two = "model p()\n  unit per_day = 1 / day;\n  q has per_day; y := q;\nend\nmodel r()\n  unit per_day = 1 / day;\n  q has dimensionless; y := q;\nend\nmodel *w()\n  a: p();\n  b: r();\nend";
        var refused = Assert.Throws<FindingsException>(() => SharedParameters.Unify(AntimonyReader.Parse(two, "m.ant"), ["q"]));
        Assert.Contains("'q' is in 'dimensionless' here and in 'per_day'", refused.Message, StringComparison.Ordinal);
    }
}
