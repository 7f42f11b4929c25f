using Idunn.Modeling.Checking;
using Idunn.Modeling.Petab;

namespace Idunn.Modeling.Tests.Petab;

public sealed class HostilePetabTests
{
    private static readonly SourceLocation Start = new("cell", 1, 1);

    /// <summary>sign(x) is written with x twice: 60 of them inside each other would be 2⁶⁰ parts.</summary>
    [Fact]
    public void Signs_inside_each_other_are_refused_before_they_fill_the_memory()
    {
        var finding = Assert.Single(Assert.Throws<FindingsException>(() => PetabMath.Parse(string.Concat(Enumerable.Repeat("sign(", 60)) + "x" + new string(')', 60), Start)).Findings);
        Assert.Contains("parts", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_noise_formula_that_holds_a_long_observable_thousands_of_times_is_refused_before_it_fills_the_memory()
    {
        static string Long(string part) => $"piecewise({string.Concat(Enumerable.Repeat(part + ", A > 0, ", 20_000))}1)";
        using var folder = new PetabFolder().Write("observables.tsv", "observableId|observableFormula|noiseFormula", $"a|{Long("1")}|{Long("a")}").Write("measurements.tsv", "observableId|experimentId|time|measurement", "a||0|1");
        Assert.Contains(Assert.Throws<FindingsException>(() => folder.Read()).Findings, finding => finding.Code == FindingCodes.TooLarge.Code);
    }

    [Fact]
    public void A_table_of_a_hundred_thousand_columns_is_looked_through_once()
    {
        var findings = new List<Finding>();
        Assert.NotNull(TsvTable.Parse(string.Join('\t', Enumerable.Range(0, 100_000).Select(i => $"c{i}")) + "\n" + new string('\t', 99_999) + "1", "t.tsv", ["c0"], findings));
        Assert.Empty(findings);
    }

    [Fact]
    public void After_a_thousand_wrong_rows_the_rest_is_not_looked_at()
    {
        string[] rows = [.. Enumerable.Range(0, 20_000).Select(i => $"p{i}||0|1")];
        using var folder = new PetabFolder().Write("observables.tsv", ["observableId|observableFormula|noiseFormula", .. Enumerable.Range(0, 20_000).Select(i => $"o{i}|A|1")])
            .Write("measurements.tsv", ["observableId|experimentId|time|measurement", .. rows]);
        Assert.Equal(1_000, Assert.Throws<FindingsException>(() => folder.Read()).Findings.Count);
    }

    [Fact]
    public void A_file_that_never_ends_is_refused()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "There is no device without an end here.");
        var findings = new List<Finding>();
        Assert.Null(TsvTable.Read("/dev/zero", ["a"], SourceLocation.None, findings));
        Assert.Equal(FindingCodes.TooLarge.Code, Assert.Single(findings).Code);
    }
}
