using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Tests.Antimony;

/// <summary>The examples of the Antimony Reference, section DNA strands, with the rates that it gives.</summary>
public sealed class StrandTests
{
    private static Model Parse(string text) => AntimonyReader.Parse(text, "model.ant");

    private static string Rate(Model model, string gene) => ExprPrinter.Print(model.Reactions.Single(reaction => reaction.Id == gene).Rate!);

    private static string Rule(Model model, string id) => ExprPrinter.Print(model.AssignmentRules.Single(rule => rule.Variable == id).Formula);

    [Fact]
    public void A_gene_has_the_rate_of_what_is_upstream()
    {
        var model = Parse("dna1: --P1--G1--\nP1 = S1*k\nG1: -> prot1;");
        Assert.Equal("S1 * k", Rate(model, "G1"));
        Assert.Equal("S1 * k", Rule(model, "P1"));
        Assert.DoesNotContain(model.Parameters, parameter => parameter.Id == "dna1");
    }

    [Fact]
    public void Parts_change_the_rate_that_they_inherit_and_nothing_upstream_is_0()
        => Assert.Equal("(S1 * k + 0) * 3", Rate(Parse("dna1: --P1--RBS1--G1--\nP1 = S1*k + ...\nRBS1 = ...*3\nG1: -> prot1;"), "G1"));

    [Fact]
    public void The_strand_of_a_submodel_can_be_a_part_of_a_strand()
    {
        var model = Parse("""
            model strand1()
              dna1: --P1--RBS1--G1--
              P1 = S1*k + ...;
              RBS1 = ...*3;
              G1: -> prot1;
            end
            model fullstrand()
              A: strand1();
              fulldna:  P2--A.dna1
              P2 = S2*k2;
            end
            """);
        Assert.Equal("(A.S1 * A.k + S2 * k2) * 3", Rate(model, "A.G1"));
    }

    [Fact]
    public void A_part_in_several_strands_has_the_sum()
    {
        var model = Parse("""
            dna1:  --P1--RBS1--G1--
            dna2:  P2--dna1
            dna3:  P2--RBS2--G1
            P1 = ...+0.3;
            P2 = ...+1.2;
            RBS1 = ...*0.8;
            RBS2 = ...*1.1;
            G1: -> prot1;
            """);
        Assert.Equal((((0 + 1.2) + 0.3) * 0.8) + ((0 + 1.2) * 1.1), ExprEvaluator.TryConstant(model.Reactions.Single().Rate!)!.Value, 1e-15);
        Assert.Equal(2.4, ExprEvaluator.TryConstant(model.AssignmentRules.Single(rule => rule.Variable == "P2").Formula)!.Value, 1e-15);
    }

    [Fact]
    public void A_gene_with_a_rate_of_its_own_has_it_once_for_each_strand()
        => Assert.Equal("k1 * S1 + k1 * S1", Rate(Parse("P1--G1\nP2--G1\nG1: -> prot1; k1*S1"), "G1"));

    [Fact]
    public void A_submodel_stands_for_its_strand_that_is_open_on_that_side()
    {
        var model = Parse("""
            model twostrands
              --P1--RBS1--G1
              P2--RBS2--G2--
              G1: -> a;
              G2: -> b;
            end
            model long
              A: twostrands();
              P3--A
              A--G3
              P3 = 7
              A.P2 = 11
              G3: -> c;
            end
            """);
        Assert.Equal(["7", "11", "11"], new[] { "A.G1", "A.G2", "G3" }.Select(gene => Rate(model, gene)));
    }

    [Fact]
    public void A_submodel_in_the_middle_is_open_on_both_sides()
    {
        string Text(string strand) => $"model one\n {strand}\n G1: -> a;\nend\nmodel full\n A: one()\n P2--A--G2\n P2 = 5\n G2: -> b;\nend";
        Assert.Equal("5", Rate(Parse(Text("--P1--G1--")), "G2"));
        Assert.Equal("IDN107", Assert.Throws<FindingsException>(() => Parse(Text("--P1--G1"))).Findings[0].Code);
    }

    [Fact]
    public void What_a_gene_makes_is_where_its_strand_is()
        => Assert.Equal("C", Assert.Single(Parse("dna1 in C: --P1--G1\nP1 = 1\nG1: -> a;\nC = 2").Species).Compartment);

    [Fact]
    public void A_deleted_part_is_skipped()
        => Assert.Equal("2", Rate(Parse("model m\n P--R--G\n P = 2\n R = ...*3\n G: -> a;\nend\nmodel n\n A: m()\n delete A.R\nend"), "A.G"));

    [Fact]
    public void A_strand_that_starts_a_line_does_not_go_on_with_the_line_before()
        => Assert.Equal("3", Rate(Parse("P1 = 3\n--P1--G1\nG1: -> a;"), "G1"));

    [Fact]
    public void A_strand_is_written_as_the_rates_that_it_gives()
    {
        var model = Parse("dna1: --P1--RBS1--G1--\nP1 = S1*k + ...\nRBS1 = ...*3\nG1: -> prot1;");
        Assert.Equal("(S1 * k + 0) * 3", Rate(AntimonyReader.Parse(AntimonyWriter.Write(model), "again.ant"), "G1"));
    }

    [Theory]
    [InlineData("... + ...")]
    [InlineData("...*...")]
    public void Parts_that_double_what_is_upstream_are_refused_before_they_fill_the_memory(string formula)
    {
        var text = "--" + string.Join("--", Enumerable.Range(0, 60).Select(i => $"p{i}")) + "\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"p{i} = {(i == 0 ? "k" : formula)}\n"));
        Assert.Equal("IDN156", Assert.Single(Assert.Throws<FindingsException>(() => Parse(text)).Findings).Code);
    }

    [Fact]
    public void Strands_inside_each_other_without_measure_are_refused()
    {
        var text = "s0: --a--\n" + string.Concat(Enumerable.Range(1, 20_000).Select(i => $"s{i}: --s{i - 1}--\n"));
        Assert.Equal("IDN156", Assert.Single(Assert.Throws<FindingsException>(() => Parse(text)).Findings).Code);
    }
}
