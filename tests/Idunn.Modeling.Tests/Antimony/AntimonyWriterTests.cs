using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Sbml;

namespace Idunn.Modeling.Tests.Antimony;

public sealed class AntimonyWriterTests
{
    private static Model Parse(string text) => AntimonyReader.Parse(text, "model.ant");

    private static Model Again(Model model) => AntimonyReader.Parse(AntimonyWriter.Write(model), "written.ant");

    [Fact]
    public void A_second_writing_gives_the_same_text()
    {
        var once = AntimonyWriter.Write(Parse("""
            model inner(k)
              substanceOnly species A in C = 3/C
              C = 2
              J: A -> 2 B; k*A
              E: at 2 after (B > 1), priority=3, t0=false, persistent=false, fromTrigger=false: A = 0, k2 = k2 + 1
              k2 = 1
            end
            model *whole()
              P: inner(k)
              k = 0.5 per_day
              unit per_day = 1 / day
              unit time_unit = day
              0 = x - 2*k
              constraint bound: P.B < 10
              bound notes "B stays small"
              P.J is "growth"
            end
            whole is "The whole"
            """));
        Assert.Equal(once, AntimonyWriter.Write(AntimonyReader.Parse(once, "written.ant")));
        Assert.Contains("P__J is \"growth\"", once, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("volume", "volume_")]
    [InlineData("end", "end_")]
    [InlineData("pi", "pi_")]
    public void An_id_that_is_a_reserved_word_comes_back_as_it_was(string id, string written)
    {
        var model = SbmlReader.Parse($"""<sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model><listOfParameters><parameter id="{id}" value="4" constant="true"/></listOfParameters></model></sbml>""", "m.xml");
        Assert.Contains($"const {written};", AntimonyWriter.Write(model), StringComparison.Ordinal);
        Assert.Equal(id, Assert.Single(Again(model).Parameters).Id);
    }

    [Fact]
    public void An_amount_stays_the_amount_whatever_the_size_of_its_compartment()
    {
        var model = Parse("substanceOnly species A in C, B in C; compartment C = 4; A = 3/C; B = 3");
        string Initial(Model read, string id) => ExprPrinter.Print(read.Species.Single(species => species.Id == id).Initial!);
        Assert.Equal("3", Initial(model, "A"));
        Assert.Equal("3 * C", Initial(model, "B"));
        Assert.Equal("3", Initial(Again(model), "A"));
        Assert.Equal("3 * C", Initial(Again(model), "B"));
    }

    [Fact]
    public void A_fast_reaction_is_refused_for_Antimony_has_no_word_for_it()
    {
        var model = Parse("J: A -> B; k*A");
        var fast = model with { Reactions = [model.Reactions[0] with { IsFast = true }] };
        Assert.Equal(FindingCodes.Unsupported.Code, Assert.Throws<FindingsException>(() => AntimonyWriter.Write(fast)).Findings.Single().Code);
    }

    [Fact]
    public void What_Antimony_has_no_word_for_is_a_comment_and_said()
    {
        var model = Parse("compartment C = 1; species A in C; A = 2");
        var odd = model with
        {
            Compartments = [model.Compartments[0] with { Dimensions = 2, Annotation = Annotation.None with { References = [new Reference("isRelatedTo", false, ["urn:x"])] } }],
            Events = [new ModelEvent("E", null, new SymbolExpr("A"), null, null, true, true, true, [], SourceLocation.None)],
        };
        var remarks = new List<Finding>();
        var text = AntimonyWriter.Write(odd, remarks);
        Assert.Equal(3, remarks.Count);
        Assert.All(remarks, remark => Assert.Equal(("IDN115", Severity.Warning), (remark.Code, remark.Severity)));
        Assert.Contains("// C bqbiol:isRelatedTo urn:x\n", text, StringComparison.Ordinal);
        Assert.Equal("2", ExprPrinter.Print(AntimonyReader.Parse(text, "written.ant").Species.Single().Initial!));
    }
}
