using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Tests.Antimony;

/// <summary>What users write most often by mistake: one line each, that says what, where, and what to do next.</summary>
public sealed class AntimonySlipTests
{
    [Theory]
    [InlineData("S -> P k*S", "1:9: error IDN101: ';' is expected here, not '*'. Between a reaction and its rate stands ';'.")]
    [InlineData("J1: S + E P; k*S", "1:12: error IDN101: '->' or '=>' is expected in a reaction, not ';'. A reaction is written name: A + 2 B -> C; rate.")]
    [InlineData("S --> P; k*S", "1:3: error IDN101: This is no arrow of the language. Write -> for a reaction that can run back, => for one that cannot.")]
    [InlineData("S ==> P; k*S", "1:5: error IDN101: This is no arrow of the language. Write -> for a reaction that can run back, => for one that cannot.")]
    [InlineData("S <-> P; k*S", "1:4: error IDN101: This is no arrow of the language. A reaction that can run back is written ->, not <->, and one that cannot is written =>.")]
    [InlineData("S <=> P; k*S", "1:5: error IDN101: This is no arrow of the language. A reaction that can run back is written ->, not <->, and one that cannot is written =>.")]
    [InlineData("S → P; k*S", "1:3: error IDN101: '→' is no sign of the language. Write ->.")]
    [InlineData("2*S -> P; k*S", "1:1: error IDN101: A stoichiometry is no factor of its species. Write the number before the species, without '*': 2 A -> B.")]
    [InlineData("at (x ! = 3): y = 1", "1:7: error IDN101: '! =' has a blank inside. Not equal is written != in one piece.")]
    [InlineData("y := x ! = 3", "1:8: error IDN101: '! =' has a blank inside. Not equal is written != in one piece.")]
    [InlineData("x : = y + 1", "1:5: error IDN101: ': =' has a blank inside. A rule is written x := formula, with := in one piece.")]
    [InlineData("x += 1", "1:4: error IDN101: '+=' is no sign of the language. What a value becomes with time is said by a rate rule (x' = …), a reaction or an event.")]
    [InlineData("at (x => 1): y = 3", "1:7: error IDN101: '=>' is the arrow of a reaction. At least is written >=.")]
    [InlineData("at (x =< 1): y = 3", "1:7: error IDN101: '=<' is no sign of the language. At most is written <=.")]
    [InlineData("at (x = 1): y = 3", "1:7: error IDN101: '=' gives a value and cannot stand inside of brackets. Equal is written ==.")]
    [InlineData("at x = 1: y = 3", "1:6: error IDN101: '=' gives a value and is no comparison. Equal is written ==: at x == 3: y = 1.")]
    [InlineData("at x > 3 => y = 1", "1:10: error IDN101: ':' is expected here, not '=>'. An event is written at (trigger): x = formula.")]
    [InlineData("at (x > 1 & y > 2): y = 1", "1:11: error IDN101: '&' is no sign of the language. Write &&.")]
    [InlineData("at x > 1 AND y > 2: y = 1", "1:10: error IDN101: 'AND' is no word of the language. Write && or and.")]
    [InlineData("if (x > 3) y = 1", "1:1: error IDN101: There is no 'if' in Antimony. An event is written at (condition): x = formula; a formula with cases x := piecewise(value, condition, otherwise).")]
    [InlineData("x := if(y > 3, 1, 0)", "1:6: error IDN104: There is no function 'if'. Write piecewise(value, condition, otherwise).")]
    [InlineData("k = 0,1", "1:6: error IDN101: '0,1' is no number. Write it with a point: 0.1.")]
    [InlineData("x := y**2", "1:8: error IDN101: '**' is no sign of the language. A power is written ^.")]
    [InlineData("x := 2 − y", "1:8: error IDN101: '−' is no sign of the language. Write -.")]
    [InlineData("x := (a + b]*2", "1:12: error IDN101: ')' is expected here, not ']'. Brackets are round: write ).")]
    [InlineData("x := (a + b\ny = 2", "1:6: error IDN101: The bracket that opens here is not closed. Close it with ).")]
    [InlineData("model m\n x = 5%\nend", "3:1: error IDN101: A number, an id or '(' is expected here, not 'end'. Complete the formula.")]
    [InlineData("dx/dt = -k*x", "1:1: error IDN101: 'dx/dt' is no rate rule. Write x' = formula.")]
    [InlineData("EGF-R = 2", "1:4: error IDN101: An id has no '-' inside ('EGF-R'). Write EGF_R, and its name by: EGF_R is \"EGF-R\".")]
    [InlineData("α = 5", "1:1: error IDN101: 'α' is no letter of an id: those have a to z, A to Z, digits and underscores. Give it such an id, and its own name by: id is \"name\".")]
    [InlineData("x = 1\nx is 'name'", "2:6: error IDN101: A name stands between double quotation marks. Write x is \"name\".")]
    [InlineData("x = 1\nx is name of x", "2:11: error IDN101: 'of' is not expected behind 'x is name'. A name stands between quotation marks: x is \"name\".")]
    [InlineData("S -> ; k*S.\nk = 1", "1:11: error IDN101: '.' is not expected here. End the statement with ';' or a new line.")]
    [InlineData("Model m\n x = 0\nend", "1:1: error IDN101: 'Model' is no word of the language. Did you mean 'model'?")]
    [InlineData("model m\n x = 0\nEnd", "3:1: error IDN101: A model does not end with 'End'. Did you mean 'end'?")]
    [InlineData("model m\n x = 0\nendmodel", "3:1: error IDN101: A model does not end with 'endmodel'. Did you mean 'end'?")]
    [InlineData("model m\n x = 0\nend m", "3:5: error IDN101: 'm' is not expected behind 'end'. Remove it.")]
    [InlineData("model m() {\n x = 0\n}", "1:11: error IDN101: A model has no braces. Remove them: it ends with 'end'.")]
    [InlineData("J0: A -> ; A\nJ0: B -> ; B", "2:1: error IDN106: A reaction 'J0' exists already, at model.ant:1:1. Rename one of them.")]
    [InlineData("x = 1\nx.range = {1, 2*x}", "2:16: error IDN101: A bound of an interval is an id or a number. Name the formula first: x := formula.")]
    [InlineData("function f(x, y)\n x + y\nend\nz := f(1)", "4:6: error IDN105: 'f' takes 2 arguments, not 1. Write f(x, y), as it is defined at model.ant:1:10.")]
    [InlineData("model a(x)\n x = 1\nend\nmodel b\n A: a(x = 3)\nend", "5:9: error IDN101: The arguments of a submodel have no names. Write them in the order of the ports, or behind the submodel: A.x is y.")]
    public void A_slip_is_one_line_that_says_what_was_meant(string text, string message)
    {
        var exception = Assert.Throws<FindingsException>(() => AntimonyReader.Parse(text, "model.ant"));
        Assert.Equal("model.ant:" + message, Assert.Single(exception.Findings).ToString());
    }

    [Theory]
    [InlineData("S -> P; kcat*S\nS = 1; P = 0; kcta = 1", "1:9: error IDN110: 'kcat' stands in a formula, and nothing defines it. Did you mean 'kcta'?")]
    [InlineData("S -> P; K*S\nS = 1; P = 0; k = 1; x := k", "1:9: error IDN110: 'K' stands in a formula, and nothing defines it. Did you mean 'k'?")]
    [InlineData("x := sin(t)", "1:10: error IDN110: 't' stands in a formula, and nothing defines it. Did you mean 'time'?")]
    [InlineData("k = 3 moel", "1:1: error IDN201: The unit of 'k': 'moel' is not a known unit. Did you mean 'mol'? Correct it, or declare the unit in the model.")]
    [InlineData("J1: S -> ;\nS = 1", "1:1: error IDN124: The reaction 'J1' has no rate. Write it behind the ';' of the reaction, or J1 = rate.")]
    [InlineData("S -> ; S\nS = 1; total = 2*S", "2:8: warning IDN116: 'total' is computed once, at the start, from 'S', which changes. Write total := formula if it is to follow.")]
    [InlineData("x := x + 1", "1:8: error IDN111: These depend on each other in a circle: x → x. Make one of them a rate rule, or solve the equations by hand.")]
    public void What_the_words_allow_and_the_model_does_not_mean_is_said_when_it_is_checked_alone(string text, string message)
    {
        var findings = new List<Finding>();
        ModelChecker.CheckAlone(AntimonyReader.Parse(text, "model.ant"), findings);
        Assert.Equal("model.ant:" + message, Assert.Single(findings, finding => finding.Code != FindingCodes.NoUnit.Code).ToString());
    }

    [Fact]
    public void A_model_whose_values_stand_in_tables_is_not_blamed_for_it()
    {
        var findings = new List<Finding>();
        ModelChecker.CheckAlone(AntimonyReader.Parse("A -> ; ka*A\nB -> ; kb*B + Vmax*B/(Km + B)", "model.ant"), findings);
        Assert.DoesNotContain(findings, finding => finding.Severity == Severity.Error);
    }
}
