using Idunn.Modeling.Checking;
using Idunn.Modeling.Compilation;
using Idunn.Modeling.Expressions;
using static Idunn.Modeling.Tests.Compilation.Sketch;

namespace Idunn.Modeling.Tests.Compilation;

public sealed class RefusalTests
{
    [Fact]
    public void A_cyclic_rule_names_its_circle()
    {
        var model = Model(Variable("a"), Variable("b"), Variable("c"), Rule("a", (Formula)"b" + 1.0), Rule("b", (Formula)"c" * 2.0), Rule("c", "a"));
        AssertRefused(model, "IDN111", "a → b → c → a");
    }

    [Fact]
    public void A_cyclic_initial_value_names_its_circle() =>
        AssertRefused(Model(Constant("a", (Formula)"b" + 1.0), Constant("b", (Formula)"a" * 2.0), Amount("x", "a")), "IDN111", "a → b → a");

    [Fact]
    public void An_unknown_observed_id_is_answered_with_the_nearest_known_one()
    {
        var finding = Assert.Single(Assert.Throws<FindingsException>(() => CompiledModel.Compile(Model(Amount("hippocampus", 1.0)), ["hipocampus"])).Findings);
        Assert.Equal(("IDN128", "Did you mean 'hippocampus'?"), (finding.Code, finding.Action));
        Assert.Contains("hipocampus", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_unknown_symbols_are_found_at_once_each_where_it_stands()
    {
        var model = Model(
            Amount("x", 1.0), Constant("rate", 1.0),
            Rate("x", new Formula(new SymbolExpr("raet") { Location = At(20) }) + new Formula(new SymbolExpr("nothing_like_it") { Location = At(21) })));
        var findings = Assert.Throws<FindingsException>(() => CompiledModel.Compile(model, [])).Findings;
        Assert.Equal([("IDN110", 20, "Did you mean 'rate'?"), ("IDN110", 21, "Declare it, or correct the name.")], findings.Select(finding => (finding.Code, finding.Location.Line, finding.Action)));
    }

    [Fact]
    public void An_unknown_function_and_a_wrong_number_of_arguments_are_refused()
    {
        AssertRefused(Model(Amount("x", 1.0), Rate("x", Formula.Call("sqrtt", "x"))), "IDN104", "sqrtt");
        AssertRefused(Model(Amount("x", 1.0), Rate("x", Formula.Call("sqrt", "x", "x"))), "IDN105", "does not take 2 arguments");
    }

    [Fact]
    public void Delays_priorities_and_firing_at_the_start_are_refused_by_name()
    {
        var happening = When((Formula)"x" > 1.0, ("x", 0.0));
        AssertRefused(Model(Amount("x", 1.0), happening with { Delay = new NumberExpr(2) }), "IDN120", "delay: not supported yet");
        AssertRefused(Model(Amount("x", 1.0), happening with { Priority = new NumberExpr(2) }), "IDN121", "priority: not supported yet");
        AssertRefused(Model(Amount("x", 1.0), happening with { TriggerInitially = false }), "IDN122", "t0 = false");
    }

    [Fact]
    public void A_trigger_that_asks_for_equality_is_refused() =>
        AssertRefused(Model(Amount("x", 1.0), When(Formula.Of(BinaryOperator.Equal, "x", 1.0), ("x", 0.0))), "IDN123", "not a comparison by size");

    [Fact]
    public void A_reaction_without_a_rate_is_refused() =>
        AssertRefused(Model(Amount("x", 1.0), Flow("loss", ["x"], [], null)), "IDN124", "'loss' has no rate");

    [Fact]
    public void A_constant_that_an_event_changes_is_refused() =>
        AssertRefused(Model(Amount("x", 1.0), Constant("k", 1.0), When((Formula)"x" > 1.0, ("k", 0.0))), "IDN126", "'k' is constant, yet event 'jump' changes it");

    [Fact]
    public void A_variable_that_two_rules_set_is_refused()
    {
        AssertRefused(Model(Variable("v"), Rule("v", 1.0), Rate("v", 1.0)), "IDN127", "'v' is changed in two ways: a rate rule beside an assignment rule");
        AssertRefused(Model(Variable("v"), Rule("v", 1.0), Rule("v", 2.0)), "IDN127", "'v' is changed in two ways: a second assignment rule");
    }

    [Fact]
    public void A_reaction_may_not_change_what_a_rule_sets_or_what_is_no_species()
    {
        AssertRefused(Model(Amount("x", 1.0), Rate("x", 1.0), Flow("loss", ["x"], [], "x")), "IDN112", "changes 'x', which a rule sets already");
        AssertRefused(Model(Variable("x", 1.0), Flow("loss", ["x"], [], "x")), "IDN108", "changes 'x', which is no species");
    }

    [Fact]
    public void A_rule_for_nothing_is_refused() => AssertRefused(Model(Amount("x", 1.0), Rule("xx_missing", 1.0)), "IDN110", "'xx_missing'");

    private static void AssertRefused(Model model, string code, string words)
    {
        var findings = Assert.Throws<FindingsException>(() => CompiledModel.Compile(model, [])).Findings;
        Assert.All(findings, finding => Assert.Equal(code, finding.Code));
        Assert.Contains(findings, finding => finding.Message.Contains(words, StringComparison.Ordinal));
        Assert.All(findings, finding => Assert.True(finding.Action.Length > 0 && finding.Location.File == "model.ant"));
    }
}
