using Idunn.Modeling.Checking;

namespace Idunn.Studies.Tests.Modules;

/// <summary>
/// Amyloid and tau by themselves, beside microglia and SIRT1 that stay young, against what was published. Numbers that a parameter was fitted to are marked INPUT: that they
/// come out says that the fit is in the tables, and nothing about the truth of the model. The course in people is fitted on the whole brain: HumanCourseTests.
/// </summary>
public class AlzheimerTests
{
    private const double Year = 365.25;

    private static readonly string[] Shared = ["alzheimer.tsv", "effects.tsv", "outcomes.tsv"];
    private static readonly string[] HumanTables = [.. Shared, "human.tsv", "brain_human.tsv"];
    private static readonly string[] ProneTables = [.. HumanTables, "alzheimer_human.tsv"];
    private static readonly string[] MouseTables = [.. Shared, "mouse.tsv", "brain_mouse.tsv"];

    /// <summary>Both regions and the CSF.</summary>
    private const string Text = """
        import "alzheimer.ant"
        model *alone()
          unit time = 86400 second;
          start_age = 25; ageing = 1; pace = 0.0027378507871321013;
          reparative = 0.05; sirt1 = 1; autophagy = 1; tnf = 1; drug_effect = 0;
          human_equivalent_age := start_age + ageing * time * pace;
          kinetics: antibody_kinetics();
          hippocampus_tangles := hippocampus.tangles;
          cortex_tangles := cortex.tangles;
          hippocampus: amyloid_tau(pace, human_equivalent_age, reparative, sirt1, autophagy, tnf, kinetics.antibody, drug_effect, cortex_tangles, hippocampus_tangle_seed_rate);
          cortex: amyloid_tau(pace, human_equivalent_age, reparative, sirt1, autophagy, tnf, kinetics.antibody, drug_effect, hippocampus_tangles, cortex_tangle_seed_rate);
          csf: csf_markers(hippocampus.abeta, cortex.abeta, hippocampus.plaque_load, cortex.plaque_load, hippocampus.phospho_tau, cortex.phospho_tau);
        end
        """;

    private static ModuleHarness Brain(IReadOnlyList<string> tables) => ModuleHarness.FromText(Text, tables).Set("hippocampus.young_human_equivalent_age", 25).Set("cortex.young_human_equivalent_age", 25);

    /// <summary>Natural history of the AD-prone human, from 25 to 100 years, every quarter of a year.</summary>
    private static readonly double[] Quarters = [.. Enumerable.Range(0, 301).Select(i => i * Year / 4)];
    private static readonly Lazy<ModuleHarness.Course> Prone = new(() => Brain(ProneTables).Solve(Quarters));

    /// <summary>Age at which a quantity first reaches a value, by straight lines between quarters.</summary>
    private static double AgeAt(ModuleHarness.Course course, string id, double value)
    {
        var y = course[id];
        var i = Array.FindIndex(y, v => v >= value);
        Assert.True(i > 0, $"{id} never reaches {value}");
        return 25 + (i - 1 + (value - y[i - 1]) / (y[i] - y[i - 1])) / 4;
    }

    private static double At(ModuleHarness.Course course, string id, double age)
    {
        var y = course[id];
        var at = (age - 25) * 4;
        var i = Math.Min((int)at, y.Length - 2);
        return y[i] + (at - i) * (y[i + 1] - y[i]);
    }

    // The one row that another table holds is that of the young age.
    [Theory]
    [InlineData("alzheimer.ant", "human")]
    [InlineData("alzheimer.ant", "mouse")]
    public void Units_origins_and_structure_are_in_order(string file, string who) =>
        Assert.DoesNotContain(Brain(who == "human" ? HumanTables : MouseTables).Check(), finding => finding.Severity == Severity.Error && finding.Location.File.EndsWith(file, StringComparison.Ordinal) && !finding.Message.Contains("young_human_equivalent_age", StringComparison.Ordinal));

    [Theory]
    [InlineData("human")]
    [InlineData("prone")]
    [InlineData("mouse")]
    public void A_young_brain_rests_exactly_for_a_hundred_years_while_age_is_frozen(string who)
    {
        var brain = Brain(who switch { "human" => HumanTables, "prone" => ProneTables, _ => MouseTables }).Set("ageing", 0);
        Assert.All(brain.RightHandSide(0, brain.InitialState()), rate => Assert.Equal(0, rate));
        Assert.Equal(brain.InitialState(), brain.Solve(100 * Year).States[^1]);
        foreach (var one in (string[])["abeta", "oligomers", "tau", "phospho_tau"])
            Assert.Equal(1, brain.Initially($"cortex.{one}"));
    }

    // model.md 15.5: ageing at the human pace times 28 must not grow plaque in a wild-type mouse (the earlier design reached 16 Centiloid).
    [Fact]
    public void A_wild_type_mouse_has_no_plaque_and_no_tangles_at_any_age()
    {
        var course = Mouse(MouseTables).Solve(1 * Year, 3 * Year);
        foreach (var region in (string[])["hippocampus", "cortex"])
        {
            Assert.Equal([0, 0], course[$"{region}.plaque"]);
            Assert.Equal([0, 0], course[$"{region}.tangles"]);
        }
        Assert.True(course.Last("cortex.abeta") > 1);
    }

    // Bateman 2006, abstract: 7.6 %/h synthesis, 8.3 %/h clearance. Patterson 2015: 3.8 h at 30 (not read at the source).
    [Fact]
    public void Amyloid_beta_has_one_turnover_and_the_contradiction_is_shown()
    {
        var brain = Brain(HumanTables);
        Assert.InRange(brain.Initially("cortex.abeta_turnover_per_hour"), 7.6, 8.3);
        Assert.Equal(18.24, brain.Initially("cortex.abeta_turnover_of_half_life"), 0.01);

        // The one number is both: what is made per hour at rest, and what is lost per hour once making stops.
        brain.Set("abeta_production_drive", 0).Set("ageing", 0);
        var state = Brain(HumanTables).InitialState();
        var after = brain.SolveFrom(state, 1.0 / 24).Last("cortex.abeta");
        Assert.Equal(Math.Exp(-0.0795), after, 1e-6);
    }

    // Cirrito 2003, abstract: with plaque the half-life of interstitial amyloid-beta after a block of synthesis doubles (2 h to 4 h) at an unchanged level.
    [Fact]
    public void Plaque_doubles_the_half_life_of_soluble_amyloid_beta_and_leaves_its_level()
    {
        double[] hours = [.. Enumerable.Range(0, 1201).Select(i => i * 0.01 / 24)];
        double HalfLife(double load)
        {
            var mouse = Brain(MouseTables).Set("plaque_initial_load", load).Set("pace", 0);
            var level = mouse.Solve(0, 2, 30)["cortex.abeta"];
            Assert.All(level, value => Assert.Equal(1, value, 1e-9));
            var blocked = mouse.Set("abeta_production_drive", 0).SolveFrom(Brain(MouseTables).Set("plaque_initial_load", load).Set("pace", 0).InitialState(), hours)["cortex.abeta"];
            return Array.FindIndex(blocked, value => value <= 0.5) * 0.01;
        }
        var without = HalfLife(0);
        Assert.Equal(2, without, 0.02);
        Assert.InRange(HalfLife(0.5) / without, 1.6, 2.2);
    }

    // alfa-ptau-2020, Table 1: amyloid-positive against negative people, mean 17 Centiloid: CSF 42/40 0.051 / 0.087 = 0.586 (INPUT of the sequestration),
    // p-tau181 19.8 / 14.5 = 1.37 (mid-region) and 477 / 278 = 1.72 (N-terminal). Against the same person without plaque.
    [Fact]
    public void CSF_amyloid_beta_42_falls_at_positivity_and_phosphorylated_tau_rises()
    {
        var bare = Brain(HumanTables).Set("plaque_seed_rate", 0).Solve(Quarters);
        var age = AgeAt(Prone.Value, "cortex.plaque", 16.83);
        Assert.Equal(0.586, At(Prone.Value, "csf.csf_abeta42", age) / At(bare, "csf.csf_abeta42", age), 0.02);
        Assert.InRange(At(Prone.Value, "csf.csf_phospho_tau", age) / At(bare, "csf.csf_phospho_tau", age), 1.37, 1.72);

        // It falls in absolute terms too, through and beyond the threshold of PET, and lies below that of a young person there.
        var positive = AgeAt(Prone.Value, "cortex.plaque", 25);
        double[] course = [.. new double[] { -15, -10, -5, 0, 5 }.Select(years => At(Prone.Value, "csf.csf_abeta42", positive + years))];
        Assert.Equal(course.OrderDescending(), course);
        Assert.True(course[3] < 0.8, $"{course[3]}");
        double[] tau = [.. new double[] { -15, -10, -5, 0, 5, 15 }.Select(years => At(Prone.Value, "csf.csf_phospho_tau", positive + years))];
        Assert.Equal(tau.Order(), tau);
    }

    // The same equations, with the rows of the first fit, written down by hand in Python and solved by SciPy 1.10 (Radau, relative tolerance 3e-13; LSODA agrees to 1e-9).
    // Age; cortex: amyloid-beta, bound, load, oligomers, phosphorylated tau; tangles of hippocampus and cortex; CSF amyloid-beta 42 and phosphorylated tau.
    private static readonly double[,] Scipy =
    {
        { 40, 1.17752515793, 0.0127053856538, 0.00539511762638, 1.75906331254, 1.18705278567, 0.00169110222753, 0.000557188574906, 1.07705721167, 1.18703717797 },
        { 50, 1.26358809636, 0.0773373698071, 0.0306029199216, 3.23455065164, 1.45212043839, 0.0182180009661, 0.00638881683473, 0.915990662693, 1.45210063746 },
        { 60, 1.33266806052, 0.293860583572, 0.110254502796, 5.08909511411, 1.67540932755, 0.0897331407334, 0.035941375994, 0.773912340946, 1.67539775576 },
        { 63, 1.3508024253, 0.412030651793, 0.152515542503, 5.54649718745, 1.71841522529, 0.1284073975, 0.0546926938532, 0.75097157501, 1.71840612669 },
        { 70, 1.38931652098, 0.801783128496, 0.288556305154, 6.34632786644, 1.78528596471, 0.245924162725, 0.125835370855, 0.724022374404, 1.78528093983 },
        { 80, 1.43673864145, 1.47701758581, 0.514020419403, 7.00435707866, 1.83361775913, 0.416901693695, 0.287093790667, 0.721151684151, 1.83361539166 },
        { 90, 1.47706602331, 1.94260228197, 0.657589646895, 7.37924358497, 1.8588520846, 0.514690499071, 0.435149804898, 0.733058651532, 1.8588506695 },
    };

    private static readonly (string Id, double Value)[] FirstFit =
    [
        ("plaque_growth_rate", 0.1214), ("plaque_seed_rate", 0.0211), ("oligomer_plaque_yield", 3.84), ("kinase_oligomer_half", 5), ("tangle_growth_rate", 0.11), ("tangle_clearance_rate", 0.1),
        ("hippocampus_tangle_seed_rate", 0.0122), ("cortex_tangle_seed_rate", 0.00366),
    ];

    [Fact]
    public void The_course_from_25_to_90_is_that_of_another_solver_to_a_millionth()
    {
        double[] ages = [.. Enumerable.Range(0, Scipy.GetLength(0)).Select(i => Scipy[i, 0])];
        var brain = Brain(ProneTables);
        foreach (var (id, value) in FirstFit)
            brain.Set(id, value);
        brain.Tolerance = 1e-10;
        var course = brain.Solve([.. ages.Select(age => (age - 25) * Year)]);
        string[] ids = ["cortex.abeta", "cortex.bound_abeta", "cortex.plaque_load", "cortex.oligomers", "cortex.phospho_tau", "hippocampus.tangles", "cortex.tangles", "csf.csf_abeta42", "csf.csf_phospho_tau"];
        for (var i = 0; i < ages.Length; i++)
            for (var j = 0; j < ids.Length; j++)
                Assert.Equal(1, course[ids[j]][i] / Scipy[i, j + 1], 1e-6);
    }

    // Label: accumulation 1.4 at 14 days, half-life 5-7 days. For one compartment these contradict each other; the model lies with the half-life.
    [Fact]
    public void The_antibody_leaves_with_a_half_life_of_5_to_7_days()
    {
        var kinetics = ModuleHarness.FromText("import \"alzheimer.ant\"\nmodel *alone()\n  unit time = 86400 second;\n  part: antibody_kinetics();\nend", Shared);
        var left = kinetics.SolveFrom([10], 14).Last("antibody");
        Assert.InRange(14 * Math.Log(2) / Math.Log(10 / left), 5, 7);
        Assert.Equal(1.25, 1 / (1 - left / 10), 0.02);
    }

    private static ModuleHarness Mouse(IReadOnlyList<string> tables, double ageInMonths = 0) =>
        Brain(tables).Set("pace", 28 / Year).Set("start_age", 25 + 28 * (ageInMonths / 12 - 0.33));

    // oakley-2006, abstract: 5xFAD deposits begin at 2 months and reach a very large burden. appswe-ps1de9, abstract: deposits by 4 months, more and more to 12 months.
    // The first date of each is INPUT (1 % of a full load); what follows is not.
    [Theory]
    [InlineData("5xfad.tsv", 2)]
    [InlineData("appps1.tsv", 4)]
    public void Transgenic_mice_form_plaque_from_the_month_reported_and_go_on(string table, double onset)
    {
        double[] months = [onset / 2, onset, 6, 9, 12, 18];
        var mouse = Mouse([.. MouseTables, table]).Set("plaque_initial_load", 0);
        var load = mouse.Solve([.. months.Select(month => month * Year / 12)])["cortex.plaque_load"];
        Assert.True(load[0] < 0.005);
        Assert.Equal(0.01, load[1], 0.0005);
        Assert.Equal(load.Order(), load);
        Assert.InRange(load[5], 0.6, 1);
        Assert.Equal(0, mouse.Solve(1.5 * Year).Last("hippocampus.tangles"));

        // The row for a run that starts at four months is what a run from birth has by then.
        var row = Mouse([.. MouseTables, table]).Parameter("plaque_initial_load");
        Assert.Equal(1, mouse.Solve(0.33 * Year).Last("cortex.plaque_load") / row, 1e-3);
    }

    [Fact]
    public void A_5xFAD_mouse_is_ahead_of_an_APP_PS1_mouse_and_its_growth_slows()
    {
        double[] months = [3, 6, 9, 12, 15, 18];
        double[] Load(string table) => Mouse([.. MouseTables, table]).Set("plaque_initial_load", 0).Solve([.. months.Select(month => month * Year / 12)])["cortex.plaque_load"];
        var (fast, slow) = (Load("5xfad.tsv"), Load("appps1.tsv"));
        Assert.All(fast.Zip(slow), pair => Assert.True(pair.First > pair.Second));
        Assert.True(fast[5] - fast[4] < fast[2] - fast[1]);
        Assert.InRange(fast[3], 0.5, 1);
    }

    [Fact]
    public void Reparative_microglia_and_the_antibody_clear_plaque_and_autophagy_clears_tau()
    {
        double Rate(string of, params (string Id, double Value)[] inputs)
        {
            var brain = Brain(ProneTables).Set("start_age", 75);
            var state = Brain(ProneTables).Solve(50 * Year).States[^1];
            foreach (var (id, value) in inputs)
                if (id == "kinetics.antibody")
                    state[brain.IndexOfState(id)] = value;
                else
                    brain.Set(id, value);
            return brain.RightHandSide(0, state)[brain.IndexOfState(of)];
        }
        var plaque = Rate("cortex.plaque_load");
        Assert.True(Rate("cortex.plaque_load", ("reparative", 0.1)) < plaque);
        Assert.True(Rate("cortex.plaque_load", ("reparative", 0)) > plaque);
        Assert.True(Rate("cortex.plaque_load", ("kinetics.antibody", 10)) < 0);
        Assert.True(Rate("hippocampus.tau", ("autophagy", 1.3)) < Rate("hippocampus.tau"));
        Assert.True(Rate("hippocampus.tangles", ("autophagy", 1.3)) < Rate("hippocampus.tangles"));
    }

    // No vesicle with a measured inhibition is known: the gain is 0 until a study turns it on.
    [Fact]
    public void A_loaded_drug_does_nothing_unless_its_gain_is_turned_on_and_then_inhibits_the_kinase()
    {
        double Tau(double gain, double effect) => Brain(ProneTables).Set("drug_kinase_gain", gain).Set("drug_effect", effect).Solve(50 * Year).Last("cortex.phospho_tau");
        var without = Tau(0, 0);
        Assert.Equal(0, Brain(ProneTables).Parameter("drug_kinase_gain"));
        Assert.Equal(without, Tau(0, 1));
        Assert.Equal(0.5, Tau(0.5, 1) / without, 0.01);
        Assert.Equal(0, Tau(1, 1), 1e-9);
    }

    [Theory]
    [InlineData(100, 0, 0, 0, 0)]
    [InlineData(100, 0, 1, 3, 50)]
    [InlineData(0, 1, 5, 5, 1)]
    [InlineData(1, 0.05, 1, 1, 20)]
    public void Nothing_leaves_its_bounds_whatever_comes_in(double tnf, double reparative, double autophagy, double sirt1, double drive)
    {
        foreach (var gain in (double[])[0, 1])
        {
            var brain = Brain(ProneTables).Set("tnf", tnf).Set("reparative", reparative).Set("autophagy", autophagy).Set("sirt1", sirt1).Set("abeta_production_drive", drive).Set("drug_kinase_gain", gain).Set("drug_effect", 1);
            var course = brain.Solve([.. Enumerable.Range(0, 31).Select(i => i * 4 * Year)]);
            foreach (var region in (string[])["hippocampus", "cortex"])
            {
                foreach (var share in (string[])["plaque_load", "tangles"])
                    Assert.All(course[$"{region}.{share}"], value => Assert.InRange(value, -1e-12, 1 + 1e-12));
                Assert.All(course[$"{region}.phospho_tau"], value => Assert.InRange(value, -1e-12, (1 + 2 + 0.3) / 0.64));
                Assert.All(course[$"{region}.oligomers"], value => Assert.InRange(value, -1e-12, Math.Pow(2 * drive + 1, 2) + 4 * (2 * drive + 1)));
                Assert.All(course[$"{region}.abeta"], value => Assert.True(value >= -1e-12));
                Assert.All(course[$"{region}.bound_abeta"], value => Assert.True(value >= -1e-12));
            }
            Assert.All(course["csf.csf_abeta42"], value => Assert.True(value >= -1e-12));
        }
    }
}
