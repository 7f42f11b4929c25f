using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Tests.Antimony;

/// <summary>The examples of Antimony's reference (github.com/sys-bio/antimony, doc/AntimonyTutorial.md, DNA Strands), with the rates that it gives for them.</summary>
public sealed class DnaStrandTests
{
    private static Model Parse(string text) => AntimonyReader.Parse(text, "model.ant");

    [Theory]
    [InlineData("dna1: --P1--G1--\nP1 = S1*k\nG1: -> prot1;\nS1 = 2; k = 3", "G1", "S1 * k")]
    [InlineData("dna1: --P1--RBS1--G1--\nP1 = S1*k + ...\nRBS1 = ...*3\nG1: -> prot1;\nS1 = 2; k = 3", "G1", "(S1 * k + 0) * 3")]
    [InlineData("--P1--G1--stop--P2--G2--\nP1 = k; stop = 0; P2 = 2*k\nG1: -> A;\nG2: -> B;\nk = 1", "G2", "2 * k")]
    public void A_gene_produces_at_the_rate_of_what_is_upstream(string text, string gene, string rate) =>
        Assert.Equal(rate, ExprPrinter.Print(Parse(text).Reactions.Single(reaction => reaction.Id == gene).Rate!));

    [Fact]
    public void A_strand_of_a_submodel_may_stand_in_another_strand()
    {
        var model = Parse("""
            model strand1()
              dna1: --P1--RBS1--G1--
              P1 = S1*k + ...;
              RBS1 = ...*3;
              G1: -> prot1;
              S1 = 2; k = 3
            end
            model fullstrand()
              A: strand1();
              fulldna: P2--A.dna1
              P2 = S2*k2;
              S2 = 5; k2 = 7
            end
            """);
        Assert.Equal("(A.S1 * A.k + S2 * k2) * 3", ExprPrinter.Print(model.Reactions.Single().Rate!));
    }

    [Fact]
    public void What_stands_in_several_strands_has_the_sum_of_what_it_is_in_each()
    {
        var model = Parse("dna1: --P1--RBS1--G1--\ndna2: P2--dna1\ndna3: P2--RBS2--G1\nP1 = ...+0.3; P2 = ...+1.2; RBS1 = ...*0.8; RBS2 = ...*1.1\nG1: -> prot1;");
        Assert.Equal((1.2 + 0.3) * 0.8 + 1.2 * 1.1, ExprEvaluator.TryConstant(model.Reactions.Single().Rate!)!.Value, 12);
    }

    [Fact]
    public void A_rate_without_an_ellipsis_counts_once_for_each_strand() =>
        Assert.Equal("k1 * S1 + k1 * S1", ExprPrinter.Print(Parse("dna1: P1--G1\ndna2: P2--G1\nP1 = 1; P2 = 2\nG1: -> prot1; k1*S1\nk1 = 1; S1 = 1").Reactions.Single().Rate!));

    [Fact]
    public void The_name_of_a_submodel_stands_for_its_strand_that_is_open_on_that_side()
    {
        var model = Parse("""
            model twostrands()
              --P1--RBS1--G1
              P2--RBS2--G2--
              P1 = ... + 1; RBS1 = ...*2; P2 = 5; RBS2 = ...*3
              G1: -> x;
              G2: -> y;
            end
            model long()
              A: twostrands();
              P3--A
              A--G3
              P3 = 10
              G3: -> z;
            end
            """);
        Assert.Equal([22, 15, 15], new[] { "A.G1", "A.G2", "G3" }.Select(id => ExprEvaluator.TryConstant(model.Reactions.Single(reaction => reaction.Id == id).Rate!)!.Value));
    }

    [Theory]
    [InlineData("a: b--P1\nb: a--P1\nP1 = 1", "contains itself")]
    [InlineData("species S\nS--G\nG: -> A;", "is a species and no part of DNA")]
    [InlineData("P--G\nP = 1\nG: B -> A;", "genes only produce")]
    [InlineData("x := ... + 1", "in no DNA strand")]
    public void What_is_no_strand_is_refused_in_words(string text, string reason) =>
        Assert.Contains(reason, string.Join('\n', Assert.Throws<FindingsException>(() => Parse(text)).Findings.Select(finding => finding.Message)), StringComparison.Ordinal);

    [Fact]
    public void Parts_that_double_what_is_upstream_are_refused_before_they_fill_the_memory()
    {
        var parts = Enumerable.Range(0, 60).Select(i => $"P{i}").ToArray();
        var text = $"{string.Join("--", parts)}--G\n{string.Join('\n', parts.Select(part => $"{part} = ... + ... + 1"))}\nG: -> A;";
        Assert.Equal("IDN156", Assert.Throws<FindingsException>(() => Parse(text)).Findings[0].Code);
    }
}
