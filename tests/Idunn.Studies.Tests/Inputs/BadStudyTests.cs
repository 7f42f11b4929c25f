using Idunn.Modeling.Checking;
using Idunn.Studies.Inputs;

namespace Idunn.Studies.Tests.Inputs;

/// <summary>What a user reads when a study file is wrong: the code, the place, the thing and the way out.</summary>
public sealed class BadStudyTests
{
    private static void Expect(string piece, string replacement, string code, string at, params string[] words)
    {
        var text = StudyText.With(piece, replacement);
        var finding = Assert.Single(StudyText.Parse(text).Findings);
        Assert.Equal(code, finding.Code);
        Assert.Equal(Severity.Error, finding.Severity);
        Assert.Equal(StudyText.PlaceOf(text, at), finding.Location.ToString());
        foreach (var word in words)
            Assert.Contains(word, $"{finding.Message} {finding.Action}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_empty_is_named_as_such() =>
        Assert.Contains(StudyText.Parse(StudyText.With("mouse-vein:", "'':")).Findings, finding => finding.Code == StudyCodes.WrongForm && finding.Message.Contains("is empty", StringComparison.Ordinal));

    [Fact]
    public void A_tag_that_is_none_is_refused_with_its_place() =>
        Assert.Contains("tag", Assert.Single(StudyText.Parse(StudyText.With("model: delivery", "model: !!eport]")).Findings).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_says_what_was_looked_for_and_what_is_there()
    {
        var directory = Directory.CreateTempSubdirectory("studies").FullName;
        File.WriteAllText(Path.Combine(directory, "where.yaml"), "");
        var file = Path.Combine(directory, "were.yaml");
        var finding = Assert.Single(Assert.Throws<FindingsException>(() => StudyReader.Read(file)).Findings);
        Directory.Delete(directory, true);
        Assert.Equal(StudyCodes.FileNotFound, finding.Code);
        Assert.Contains(file, finding.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'where.yaml'?", finding.Action, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_directory_is_said_to_be_missing()
    {
        var finding = Assert.Single(Assert.Throws<FindingsException>(() => StudyReader.Read("nowhere-at-all/where.yaml")).Findings);
        Assert.Contains("no directory 'nowhere-at-all'", finding.Action, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_field_is_refused_with_the_nearest_one() =>
        Expect("contextOfUse:", "question2: x\ncontextOfUse:", StudyCodes.UnknownField, "question2", "'question2'", "Did you mean 'question'?", "readouts");

    [Fact]
    public void An_unknown_field_deep_inside_names_its_path() =>
        Expect("every: 3.5 d", "evry: 3.5 d, every: 3.5 d", StudyCodes.UnknownField, "evry", "'evry'", "arms.human-nose.doses[0]", "'every'");

    [Fact]
    public void A_duplicate_field_names_the_first() =>
        Expect("until: 7 d", "until: 7 d\nuntil: 8 d", StudyCodes.DuplicateField, "until: 8 d", "'until' is given twice", "line 23");

    [Fact]
    public void A_missing_field_says_what_belongs_there() =>
        Expect("question: Where do vesicles go?\n", "", StudyCodes.MissingField, "contextOfUse", "'question' is missing", "The question in one sentence.");

    [Fact]
    public void An_empty_value_is_refused() =>
        Expect("model: delivery", "model:", StudyCodes.WrongForm, "\nproducts", "model must be text, not nothing");

    [Fact]
    public void A_list_where_a_word_belongs_is_refused() =>
        Expect("model: delivery", "model: [delivery]", StudyCodes.WrongForm, "[delivery]", "model must be text, not a list");

    [Fact]
    public void A_word_where_a_list_belongs_is_refused() =>
        Expect("published: [vesicle-kinetics]", "published: vesicle-kinetics", StudyCodes.WrongForm, "vesicle-kinetics", "published must be a list, not 'vesicle-kinetics'", "[a, b]");

    [Fact]
    public void A_quoted_number_is_not_a_number() =>
        Expect("size: 200", "size: \"200\"", StudyCodes.WrongForm, "\"200\"", "cohort.size must be a whole number");

    [Fact]
    public void Zero_subjects_are_refused() =>
        Expect("size: 200", "size: 0", StudyCodes.OutOfRange, "0, draws", "cohort.size is 0", "at least 1");

    [Fact]
    public void Negative_subjects_are_refused() =>
        Expect("size: 200", "size: -3", StudyCodes.OutOfRange, "-3, draws", "cohort.size is -3", "at least 1");

    [Fact]
    public void A_negative_dose_is_refused() =>
        Expect("amount: 4e8 particles", "amount: -4e8 particles", StudyCodes.OutOfRange, "-4e8 particles", "arms.human-nose.doses[0].amount is '-4e8 particles'", "not negative");

    [Fact]
    public void An_infinite_dose_is_refused() =>
        Expect("amount: 4e8 particles", "amount: 1e999 particles", StudyCodes.OutOfRange, "1e999", "finite");

    [Fact]
    public void A_dose_in_a_unit_of_another_dimension_is_refused() =>
        Expect("amount: 4e8 particles", "amount: 4 mL", StudyCodes.WrongUnit, "4 mL", "'mL' measures length^3, not a dose", "1e10 particles");

    [Fact]
    public void A_dose_without_a_unit_is_refused() =>
        Expect("amount: 4e8 particles", "amount: 4e8", StudyCodes.WrongUnit, "4e8", "the unit is missing", "particles/kg");

    [Fact]
    public void An_unknown_unit_is_refused_with_the_nearest_one() =>
        Expect("until: 91 d", "until: 91 dayz", StudyCodes.WrongUnit, "91 dayz", "'dayz' is not a known unit", "Did you mean 'day'?");

    [Fact]
    public void A_time_that_is_not_a_number_is_refused() =>
        Expect("until: 91 d", "until: soon", StudyCodes.WrongForm, "soon", "arms.human-nose.until must be a duration, not 'soon'", "30 min");

    [Fact]
    public void A_dose_after_the_end_is_refused() =>
        Expect("amount: 1e10 particles, at: 0 h }", "amount: 1e10 particles, at: 8 d }", StudyCodes.AfterTheEnd, "8 d", "Arm 'mouse-vein' ends at 7 d", "given at 8 d");

    [Fact]
    public void A_schedule_that_runs_past_the_end_is_refused() =>
        Expect("until: 91 d", "until: 80 d", StudyCodes.AfterTheEnd, "0 d, every", "the last of its 24 doses is given at 80.5 d");

    [Fact]
    public void An_infusion_that_runs_past_the_end_is_refused() =>
        Expect("over: 30 min", "over: 8 d", StudyCodes.AfterTheEnd, "8 d", "before its last infusion of 8 d is over");

    [Fact]
    public void Infusions_that_overlap_the_next_dose_are_refused() =>
        Expect("every: 3.5 d, times: 24", "every: 3.5 d, times: 24, over: 4 d", StudyCodes.Contradiction, "4 d }", "longer than the interval of 3.5 d");

    [Fact]
    public void A_dose_without_a_time_is_refused() =>
        Expect(", at: 0 h, over: 30 min", ", over: 30 min", StudyCodes.MissingField, "{ give: msc-vesicles, route: intranasal", "does not say when", "'at:'");

    [Fact]
    public void A_dose_with_two_times_is_refused() =>
        Expect("at: 0 h, over", "at: 0 h, from: 1 h, over", StudyCodes.Contradiction, "{ give: msc-vesicles, route: intranasal", "both 'at' and 'from'");

    [Fact]
    public void Several_doses_without_an_interval_are_refused() =>
        Expect("every: 3.5 d, times: 24", "times: 24", StudyCodes.Contradiction, "{ give: msc-vesicles, route: intranasal, amount: 4e8", "several doses but no interval");

    [Fact]
    public void No_arms_are_refused()
    {
        var arms = StudyText.Good[StudyText.Good.IndexOf("arms:", StringComparison.Ordinal)..StudyText.Good.IndexOf("cohort: { population: mouse", StringComparison.Ordinal)];
        var (_, findings) = StudyText.Parse(StudyText.With(arms, "arms: {}\n"));
        Assert.Contains(findings, finding => finding.Code == StudyCodes.MissingField && finding.Message == "arms is empty.");
    }

    [Fact]
    public void An_unknown_measure_is_refused_with_the_nearest_one() =>
        Expect("measure: time-of-peak", "measure: time-of-peek", StudyCodes.UnknownName, "time-of-peek", "cannot be 'time-of-peek'", "Did you mean 'time-of-peak'?", "mean-residence-time");

    [Fact]
    public void An_endpoint_of_an_unknown_readout_is_refused() =>
        Expect("of: liver", "of: livre", StudyCodes.UnknownName, "livre", "'livre', which is not among the readouts", "'liver'");

    [Fact]
    public void An_endpoint_of_an_unknown_arm_is_refused() =>
        Expect("compare: [mouse-nose, mouse-vein]", "compare: [mouse-nose, mouse-vain]", StudyCodes.UnknownName, "mouse-vain", "names the arm 'mouse-vain'", "Did you mean 'mouse-vein'?");

    [Fact]
    public void A_comparison_of_three_arms_is_refused() =>
        Expect("compare: [mouse-nose, mouse-vein]", "compare: [mouse-nose, mouse-vein, human-nose]", StudyCodes.WrongForm, "[mouse-nose", "names 3 arms");

    [Fact]
    public void An_endpoint_after_the_end_is_refused() =>
        Expect("from: 0 h, to: 24 h", "from: 0 h, to: 10 d", StudyCodes.AfterTheEnd, "10 d", "arm 'mouse-vein' ends at 7 d");

    [Fact]
    public void A_window_that_runs_backwards_is_refused() =>
        Expect("from: 0 h, to: 24 h", "from: 2 h, to: 1 h", StudyCodes.OutOfRange, "1 h", "runs from 2 h to 1 h");

    [Fact]
    public void A_value_without_a_time_is_refused() =>
        Expect("measure: value, at: 24 h", "measure: value", StudyCodes.MissingField, "{ of: blood, measure: value", "does not say when");

    [Fact]
    public void A_readout_listed_twice_is_refused() =>
        Expect("readouts: [blood, liver]", "readouts: [blood, liver, blood]", StudyCodes.Contradiction, "blood]", "'blood' is listed twice");

    [Fact]
    public void An_arm_like_an_unknown_arm_is_refused() =>
        Expect("like: mouse-vein", "like: mouse-vain", StudyCodes.UnknownName, "mouse-vain", "'mouse-vain', which is not an arm", "Did you mean 'mouse-vein'?");

    [Fact]
    public void Arms_like_each_other_are_refused() =>
        Expect("    name: Mouse, by vein\n", "    name: Mouse, by vein\n    like: mouse-nose\n", StudyCodes.Contradiction, "mouse-vein\n    doses", "in the end is like");

    [Fact]
    public void Diameters_out_of_order_are_refused() =>
        Expect("within: [30 nm, 150 nm]", "within: [150 nm, 30 nm]", StudyCodes.OutOfRange, "{ median: 105 nm", "do not ascend");

    [Fact]
    public void A_geometric_spread_of_one_is_refused() =>
        Expect("geometricSd: 1.35", "geometricSd: 1", StudyCodes.OutOfRange, "1, within", "geometricSd is 1; it must be above 1");

    [Fact]
    public void Broken_yaml_is_refused_at_its_place()
    {
        var finding = StudyText.OnlyFinding("readouts: [blood, liver]", "readouts: [blood, liver");
        Assert.Equal(StudyCodes.Syntax, finding.Code);
        Assert.InRange(finding.Location.Line, 25, 27);
        Assert.True(finding.Location.Column > 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a remark\n")]
    public void An_empty_file_is_refused(string text)
    {
        var (study, findings) = StudyText.Parse(text);
        Assert.Null(study);
        Assert.Equal(StudyCodes.Syntax, Assert.Single(findings).Code);
    }

    [Fact]
    public void An_alias_is_refused() =>
        Expect("model: delivery", "model: *anchor", StudyCodes.Syntax, "*anchor", "the alias *anchor");

    [Fact]
    public void Endless_nesting_is_refused_without_a_crash()
    {
        var (study, findings) = StudyText.Parse(new string('[', 100_000));
        Assert.Null(study);
        Assert.Equal(StudyCodes.Syntax, Assert.Single(findings).Code);
    }
}
