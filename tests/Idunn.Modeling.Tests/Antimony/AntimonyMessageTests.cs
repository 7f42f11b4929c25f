using CsCheck;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Tests.Antimony;

public sealed class AntimonyMessageTests
{
    [Theory]
    [InlineData("x = 3 +\n", "model.ant:2:1: error IDN101: A number, an id or '(' is expected here, not the end of the text. Complete the formula.")]
    [InlineData("A + B; k", "model.ant:1:6: error IDN101: '->' or '=>' is expected in a reaction, not ';'. A reaction is written name: A + 2 B -> C; rate.")]
    [InlineData("A -> B\nk = 0", "model.ant:1:7: error IDN101: The reaction ends here without ';' and a rate. Write its rate behind it: ; rate. (A ';' alone leaves the rate to another statement.)")]
    [InlineData("speces A, B", "model.ant:1:8: error IDN101: 'A' cannot follow 'speces'. Did you mean 'species'?")]
    [InlineData("A -> B;\n k*A", "model.ant:2:3: error IDN101: A formula cannot stand alone ('k * …'). A rate stands behind the ';' of its reaction, on the same line; for a rule write x := formula.")]
    [InlineData("model m\n x = 0", "model.ant:1:7: error IDN101: The model 'm' has no end. Write 'end' behind its last statement.")]
    [InlineData("x := a^b^c", "model.ant:1:9: error IDN101: a^b^c can be read in two ways. Write (a^b)^c or a^(b^c).")]
    [InlineData("x := a > 1 && b > 1 || c > 1", "model.ant:1:21: error IDN101: The order of && and || is not clear here. Write brackets.")]
    [InlineData("x := ...*3", "model.ant:1:6: error IDN108: 'x' is in no DNA strand, so that nothing is upstream of it. Put it into a strand (--x--), or write the formula instead of '...'.")]
    [InlineData("at (x > ...): y = 1", "model.ant:1:9: error IDN101: '...' stands for what is upstream in a DNA strand, and cannot stand here. Use it in the formula of a part of a strand: RBS1 = ...*3.")]
    [InlineData("s: --a--t--\nt: --b--s--", "model.ant:1:1: error IDN109: The DNA strand 's' contains itself. Break the circle.")]
    [InlineData("s: --a--\nt: b--s\nu: c--s", "model.ant:3:7: error IDN106: The strand 's' is a part of 't' already, and a strand may be in one other strand only. Write out its parts here.")]
    [InlineData("--P--G\nG: A -> B;", "model.ant:1:6: error IDN108: The gene 'G' consumes something, and genes only produce. Take it out of the strand, or write its reaction without a strand.")]
    [InlineData("model m\n --P--G\n --Q--H\nend\nmodel n\n A: m()\n X--A\nend", "model.ant:7:5: error IDN107: The submodel 'A' has 2 strands that are open upstream. Name the strand: A._dna0.")]
    [InlineData("model m\n y = 1\nend\nmodel n\n A: m()\n A.y * f is x\n f = 2\n z = A.y\nend", "model.ant:8:6: error IDN102: 'A.y' has a conversion factor, and readers differ in whether it is meant here as its submodel measures it, or as 'x'. Write 'x', with the factor where it is needed.")]
    [InlineData("x * f is y", "model.ant:1:1: error IDN102: 'x' and 'y' are no parts of submodels, so there is nothing to convert between them. Write a rule: y := x * f.")]
    [InlineData("model m\n y = 1\nend\nmodel n\n A: m()\n A.y is x / 60\nend", "model.ant:6:13: error IDN101: A conversion factor is an id, not a number. Name the number first: f = 1000.")]
    [InlineData("const reaction J", "model.ant:1:16: error IDN101: A reaction cannot be const: its rate follows from its formula. Remove 'const'.")]
    [InlineData("J0: A -> ;\nJ0 <= 1000", "model.ant:2:1: error IDN102: 'J0' has no rate law: bounds on it are a flux balance problem, which is not supported. Give the reaction a rate law; flux balance is another kind of analysis.")]
    [InlineData("J0: A -> ;\nmaximize J0", "model.ant:2:1: error IDN102: Objectives are not supported. Remove this line; flux balance is another kind of analysis.")]
    [InlineData("A -> ;\nB -o J7", "model.ant:2:6: error IDN110: There is no reaction 'J7' to modify. An interaction is written species -o reaction.")]
    [InlineData("x := expp(y)", "model.ant:1:6: error IDN104: There is no function 'expp'. Did you mean 'exp'?")]
    [InlineData("x := exp(y, z)", "model.ant:1:6: error IDN105: exp takes one argument, not 2. Give it as many arguments as it takes.")]
    [InlineData("import \"nowhere.ant\"\nx = 0", "model.ant:1:8: error IDN103: The file 'nowhere.ant' is not beside this one. Correct the path, which starts from this file's folder.")]
    [InlineData("x = 1\nx = 2", "model.ant:2:1: error IDN106: 'x' has a value already, at model.ant:1:1. Keep one of them.")]
    [InlineData("A -> B; k*A\ncompartment A", "model.ant:2:13: error IDN108: 'A' is used as a compartment and as a species. Rename one of them.")]
    [InlineData("model a(x)\n x = 0\nend\nmodel b\n p: a(y, z)\nend", "model.ant:5:2: error IDN105: 'a' takes one argument (x), not 2. Give at most one for each, in this order.")]
    [InlineData("model part(x)\n k = 0\nend\nmodel b\n p: prat(y)\nend", "model.ant:5:5: error IDN104: There is no model 'prat'. Did you mean 'part'?")]
    [InlineData("model part(x)\n rate = 0\nend\nmodel b\n p: part(y)\n p.rtae = 0\nend", "model.ant:6:2: error IDN107: 'p.rtae': the model 'part' has no 'rtae'. Did you mean 'rate'?")]
    [InlineData("model a\n p: a()\nend", "model.ant:2:2: error IDN109: The model 'a' contains itself: a → a. Break the circle.")]
    [InlineData("function f(x)\n f(x)\nend\nmodel m\n y := f(1)\nend", "model.ant:2:2: error IDN109: The function 'f' calls itself: f → f. Write it without calling itself.")]
    [InlineData("x is \"open\ny = 0", "model.ant:1:6: error IDN101: The text that starts here has no end. Close it with \".")]
    public void Each_slip_is_named_with_its_place_and_what_to_do(string text, string message)
    {
        var exception = Assert.Throws<FindingsException>(() => AntimonyReader.Parse(text, "model.ant"));
        Assert.Equal(message, exception.Findings[0].ToString());
    }

    [Fact]
    public void All_errors_of_a_file_are_reported_in_one_reading()
    {
        var exception = Assert.Throws<FindingsException>(() => AntimonyReader.Parse("x = (1\ny = 2\nz := * 3; A -> ; k*A\nspeces Q\n", "model.ant"));
        Assert.Equal(["model.ant:1:5", "model.ant:3:6", "model.ant:4:8"], exception.Findings.Select(finding => finding.Location.ToString()));
    }

    [Fact]
    public void An_error_in_a_function_does_not_blame_its_end()
        => Assert.Single(Assert.Throws<FindingsException>(() => AntimonyReader.Parse("function f(x)\n x +* 2\nend\nmodel m\n y := 1\nend", "model.ant")).Findings);

    [Fact]
    public void Any_text_is_either_a_model_or_findings_inside_the_text()
    {
        string[] pieces =
        [
            "A", "B", "A.x", "p", "k", "3", "1e9", "mL", "model ", "end", "function ", "species ", "compartment ", "const ", "unit ", "delete ", "at ", "after ", "in ", "is ", "has ",
            "->", "=>", "=", ":=", "'", ":", ";", ",", "(", ")", "+", "-", "*", "/", "^", "$", "<", "==", "&&", ".", "\"t\"", "\n", "\n", " ", "// c\n", "/*", "*/", "exp(", "piecewise(", "µ", "{", "@", "!",
        ];
        Gen.Int[0, pieces.Length - 1].Array[0, 40].Sample(picks =>
        {
            var text = string.Join(" ", picks.Select(pick => pieces[pick]));
            var lines = text.Count(c => c == '\n') + 1;
            try
            {
                Assert.NotNull(AntimonyReader.Parse(text, "model.ant"));
            }
            catch (FindingsException exception)
            {
                Assert.All(exception.Findings, finding => Assert.InRange(finding.Location.Line, 0, lines));
            }
        }, iter: 20_000);
    }
}
