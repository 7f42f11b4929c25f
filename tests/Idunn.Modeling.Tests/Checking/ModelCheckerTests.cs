using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Petab;

namespace Idunn.Modeling.Tests.Checking;

public sealed class ModelCheckerTests
{
    /// <summary>One region's cells take vesicles up and open some of them.</summary>
    private const string Uptake = """
        model uptake(vesicles_interstitial, cells)
          unit time = 86400 second
          unit particle = item; unit copy = item; unit cell = item; unit copy_per_cell = copy / cell
          compartment region = 1;
          substanceOnly species vesicles_interstitial in region = 0, vesicles_endosomal in region = 0, cargo_copies in region = 0;
          vesicles_interstitial has particle; vesicles_endosomal has particle; cargo_copies has copy_per_cell;

          endocytosis: vesicles_interstitial -> vesicles_endosomal;  uptake_rate * vesicles_interstitial;
          escape:      vesicles_endosomal -> ;                       escape_rate * vesicles_endosomal;
          degradation: vesicles_endosomal -> ;                       lysosomal_rate * vesicles_endosomal;
          release:     => cargo_copies;                              copies_per_vesicle * escape_rate * vesicles_endosomal / cells;
          turnover:    cargo_copies -> ;                             mirna_loss_rate * cargo_copies;

          escape_rate := lysosomal_rate * escape_fraction / (1 - escape_fraction);
          hit_fraction := 1 - exp(-vesicles_endosomal / cells / 1 particle * 1 cell);   // Poisson: the share of cells hit at all
        end

        """;

    private static ParameterTable Table(params string[] rows)
        => ParameterTableReader.Parse("parameterId\tnominalValue\tunit\tstatus\treference\tlocator\tnote\n" + string.Concat(rows.Select(row => row.Replace(' ', '\t') + "\tassumption\tsmith\t\ttest\n")), "t.tsv");

    private static ParameterTable UptakeTable(params string[] more)
        => Table([.. more, "uptake_rate 0.3 1/d", "lysosomal_rate 1 1/h", "copies_per_vesicle 0.00825 copies/vesicle", "cells 5e6 cells", "mirna_loss_rate 1.5 1/d", "escape_fraction 0.05 1"]);

    private static string[] Check(string text, ParameterTable table, params string[] computed)
        => [.. ModelChecker.Check(AntimonyReader.Parse(text, "m.ant"), [table], computed.ToHashSet(), null).Select(finding => finding.ToString())];

    private static string[] Errors(string text, params string[] rows) => [.. Check(text, Table(rows)).Where(finding => !finding.Contains("warning", StringComparison.Ordinal))];

    [Fact]
    public void A_model_in_one_scale_of_time_with_all_its_rows_passes()
        => Assert.Empty(Check(Uptake, Table("uptake_rate 0.3 1/d", "lysosomal_rate 24 1/d", "copies_per_vesicle 0.00825 copies/vesicle", "cells 5e6 cells", "mirna_loss_rate 1.5 1/d", "escape_fraction 0.05 1")));

    [Fact]
    public void A_rate_per_hour_in_a_model_per_day_is_found_at_its_formula()
        => Assert.Equal(
            [
                "m.ant:9:74: error IDN203: Both the rate of 'escape' and the change of 'vesicles_endosomal' measure particle/time, in units that differ by a factor of 24. Use one unit, or multiply by a conversion factor that has a unit.",
                "m.ant:10:77: error IDN203: Both the rate of 'degradation' and the change of 'vesicles_endosomal' measure particle/time, in units that differ by a factor of 24. Use one unit, or multiply by a conversion factor that has a unit.",
                "m.ant:11:116: error IDN203: Both the rate of 'release' and the change of 'cargo_copies' measure copy/cell/time, in units that differ by a factor of 24. Use one unit, or multiply by a conversion factor that has a unit.",
            ],
            Check(Uptake, UptakeTable()));

    [Fact]
    public void A_declared_unit_makes_the_tables_unit_fit_by_conversion()
        => Assert.Empty(Check(Uptake.Replace("compartment region", "unit per_day = 1 / d; lysosomal_rate has per_day; compartment region", StringComparison.Ordinal), UptakeTable()));

    [Fact]
    public void An_unknown_id_is_guessed()
        => Assert.Equal(
            "m.ant:10:62: error IDN110: 'lysosmal_rate' stands in a formula, and nothing defines it. Did you mean 'lysosomal_rate'?",
            Check(Uptake.Replace("   lysosomal_rate * vesicles", "   lysosmal_rate * vesicles", StringComparison.Ordinal), UptakeTable()).Single(finding => finding.Contains("IDN110", StringComparison.Ordinal)));

    [Theory]
    [InlineData("k has mL; x := k", "m.ant:1:1: error IDN307: 'k' has no value. Give it a row in a parameter table.")]
    [InlineData("k = 3; x := k", "m.ant:1:1: error IDN308: 'k' has the value 3 in the model file, without an origin. Move it to a parameter table.")]
    [InlineData("k = 2 * 3; x := k", "m.ant:1:1: error IDN308: 'k' has the value 6 in the model file, without an origin. Move it to a parameter table.")]
    [InlineData("k = 0; x := 0.37 * k", "m.ant:1:13: error IDN309: The formula hides the number 0.37. Move it to a parameter table and use its name.")]
    [InlineData("k = 0", "m.ant:1:1: error IDN114: The parameter 'k' is in no formula. Remove it, or use it.")]
    [InlineData("a := b + 1\nb := c\nc := 2 * a", "m.ant:1:8: error IDN111: These depend on each other in a circle: a → b → c → a. Make one of them a rate rule, or solve the equations by hand.")]
    [InlineData("a = b\nb = a", "m.ant:1:5: error IDN111: These depend on each other in a circle: a → b → a. Make one of them a rate rule, or solve the equations by hand.")]
    [InlineData("compartment c = 0\nspecies A in c = 0\nA => ; A", "m.ant:1:13: error IDN113: The compartment 'c' has the size 0. Give it a positive size.")]
    [InlineData("species A := 0\nspecies B = 0\nA => B; A", "m.ant:3:1: error IDN112: The reaction '_J0' changes 'A', which is set by a rule. Write $A if the reaction is meant to leave it alone.")]
    [InlineData("species B = 0\nA := time\nA => B; A", "m.ant:3:1: error IDN112: The reaction '_J0' changes 'A', which is set by a rule. Write $A if the reaction is meant to leave it alone.")]
    [InlineData("A => ; A", "m.ant:1:1: error IDN307: 'A' has no value. Write A = 0, or give it a row in a parameter table.")]
    public void Each_fault_of_a_model_is_named_with_its_place_and_what_to_do(string text, string message) => Assert.Equal([message], Errors(text));

    [Theory]
    [InlineData("k has mL; x := k", "k 1 mg", "t.tsv:2:1: error IDN207: 'k' is in 'mg' (mass) here and in 'mL' (length^3) in the model. Correct one of them.")]
    [InlineData("k has mL; x := k; l = 0; y := l", "k 1 mL|l 1 mL", "t.tsv:3:1: error IDN312: 'l' has a value here and in the model, at m.ant:1:19. Keep the one in the table.")]
    [InlineData("x := k", "k 1 mL|old 1 mL", "t.tsv:3:1: error IDN310: The model 'm' has no 'old'. Remove the row.")]
    [InlineData("x := k", "k 1 mililiters", "t.tsv:2:1: error IDN201: The unit of 'k': 'mililiters' is not a known unit. Did you mean 'milliliter'? Correct it, or declare the unit in the model.")]
    [InlineData("compartment c; c has mL\nspecies A in c = 0\nA => ; A * 0", "c -2 mL", "t.tsv:2:1: error IDN113: The compartment 'c' has the size -2. Give it a positive size.")]
    public void Each_fault_between_model_and_table_is_named(string text, string rows, string message) => Assert.Contains(message, Errors(text, rows.Split('|')));

    [Fact]
    public void What_a_study_computes_needs_no_row_and_may_have_one()
        => Assert.Empty(Check("x := mean; mean has nm", Table("median 100 nm"), "mean", "median"));

    [Fact]
    public void A_reference_that_the_bibliography_lacks_is_guessed()
    {
        var model = AntimonyReader.Parse("x := k", "m.ant");
        var finding = Assert.Single(ModelChecker.Check(model, [Table("k 1 mL")], new HashSet<string>(), new HashSet<string> { "smiths" }));
        Assert.Equal("t.tsv:2:1: error IDN311: The reference 'smith' of 'k' is not in the bibliography. Did you mean 'smiths'?", finding.ToString());
    }

    [Fact]
    public void One_fault_in_a_submodel_used_three_times_is_said_once()
    {
        var findings = Errors("model part(x)\n x => ; k*x\n k = 4\nend\nmodel whole\n species x = 0\n a: part(x)\n b: part(x)\n c: part(x)\nend");
        Assert.Equal("m.ant:3:2: error IDN308: 'a.k' has the value 4 in the model file, without an origin. (And 2 more like it, from the same place.) Move it to a parameter table.", Assert.Single(findings));
    }

    [Fact]
    public void The_page_of_findings_lists_every_code_with_its_words()
    {
        var page = File.ReadAllText(Path.Combine(Repository(), "docs", "findings.md"));
        Assert.All(FindingCodes.All, code => Assert.Contains($"| {code.Code} | {code.Meaning} | {code.Remedy} |", page, StringComparison.Ordinal));
        Assert.Equal(FindingCodes.All.Length, FindingCodes.All.Select(code => code.Code).Distinct().Count());
    }

    [Theory]
    [InlineData("mouse")]
    [InlineData("macaque")]
    [InlineData("human")]
    public void The_delivery_model_with_its_own_tables_passes_and_a_wrong_unit_in_it_does_not(string population)
    {
        var science = Path.Combine(Repository(), "science");
        var model = AntimonyReader.Read(Path.Combine(science, "models", "delivery.ant"));
        var tables = new[] { "vesicle", "disposition", "uptake", population }.Select(name => ParameterTableReader.Read(Path.Combine(science, "parameters", name + ".tsv"))).ToArray();
        HashSet<string> computed = ["diameter_mean", "diameter_mean_square", "diameter_mean_cube", "diameter_mean_inverse", "diameter_median", "diameter_geometric_sd", "diameter_from", "diameter_to", "particles_per_ug"];
        Assert.Empty(ModelChecker.Check(model, tables, computed, null));

        var wrong = model with { Parameters = [.. model.Parameters.Select(parameter => parameter.Id == "lysosomal_rate" ? parameter with { Unit = "cell" } : parameter)] };
        Assert.Contains(ModelChecker.Check(wrong, tables, computed, null), finding => finding.Code == FindingCodes.TableUnit.Code);
        Assert.Contains(ModelChecker.Check(wrong, tables, computed, null), finding => finding.Code == FindingCodes.Dimension.Code && finding.Location.File.EndsWith("uptake.ant", StringComparison.Ordinal));
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Idunn.slnx")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
