using Idunn.Modeling.Checking;
using Idunn.Studies.Inputs;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Tests.Inputs;

public sealed class StudyReaderTests
{
    private static Study Good()
    {
        var (study, findings) = StudyText.Parse(StudyText.Good);
        Assert.Empty(findings);
        return study!;
    }

    [Fact]
    public void A_good_study_is_read_without_a_finding()
    {
        var study = Good();
        Assert.Equal("where", study.Id);
        Assert.Equal("Where do vesicles go?", study.Question);
        Assert.Equal("delivery", study.Model);
        Assert.Equal(["blood", "liver"], study.Readouts);
        Assert.Equal(["vesicle-kinetics"], study.Published);
        Assert.Equal(1e-7, study.RelativeTolerance);
        Assert.Equal(7, study.Until.In("day"));
        Assert.Equal((200, 100, 20261123UL, "mouse"), (study.Cohort.Size, study.Cohort.Draws, study.Cohort.Seed, study.Cohort.Population));
    }

    [Fact]
    public void A_text_for_readers_is_english_or_given_in_each_language()
    {
        var (study, findings) = StudyText.Parse(StudyText.Good.Replace("question: Where do vesicles go?", "question: { en: Where do vesicles go?, zh-Hant: 囊泡到哪裡去？ }", StringComparison.Ordinal));
        Assert.Empty(findings);
        Assert.Equal(new Phrase("Where do vesicles go?", "囊泡到哪裡去？"), study!.Question);
        Assert.Equal(new Phrase("Where do vesicles go?", ""), Good().Question);
    }

    [Fact]
    public void A_language_that_reports_are_not_written_in_is_refused()
    {
        var (_, findings) = StudyText.Parse(StudyText.Good.Replace("question: Where do vesicles go?", "question: { en: Where do vesicles go?, de: Wohin? }", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Code == StudyCodes.UnknownField && finding.Message.Contains("'de'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_product_keeps_its_numbers_with_their_units()
    {
        var product = Assert.Single(Good().Products);
        Assert.Equal("msc-vesicles", product.Id);
        Assert.Equal(105, product.Diameter!.Median.In("nm"), 12);
        Assert.Equal(1.35, product.Diameter.GeometricSd);
        Assert.Equal(150e-9, product.Diameter.To.In("m"), 1e-20);
        Assert.Equal(0.00825, product.Cargo["miR-21-5p"].Value);
        Assert.Equal(3e12, product.ParticlesPerMicrogram!.In("particles/mg"), 1.0);
    }

    [Fact]
    public void A_schedule_of_24_doses_every_half_week_is_read()
    {
        var dose = Assert.Single(Good().Arms[2].Doses);
        Assert.Equal((24, 3.5, 0.0), (dose.Times, dose.Every!.In("day"), dose.From.In("day")));
        Assert.Equal((4e8, "particles"), (dose.Quantity.Value, dose.Quantity.Unit));
        Assert.Null(dose.Over);
    }

    [Fact]
    public void An_arm_like_another_takes_what_it_does_not_set()
    {
        var (study, findings) = StudyText.Parse(StudyText.With("    cohort: { population: human, size: 50 }\n    until: 91 d\n", "    like: base\n") + """

            """.Trim() + "\n");
        Assert.NotNull(study);
        Assert.NotEmpty(findings); // 'base' does not exist yet

        (study, findings) = StudyText.Parse(StudyText.With("  mouse-nose:\n    like: mouse-vein\n", "  mouse-nose:\n    like: human-nose\n"));
        Assert.Empty(findings);
        var nose = study!.Arms[1];
        Assert.Equal(91, nose.Until!.In("day"));
        Assert.Equal(("human", 50), (nose.Cohort!.Population, nose.Cohort.Size));
        Assert.Equal(30, Assert.Single(nose.Doses).Over!.In("min"), 12);
        Assert.Null(nose.Name);
    }

    [Fact]
    public void A_partial_cohort_is_completed_from_the_study()
    {
        var cohort = Good().Arms[2].Cohort!;
        Assert.Equal(("human", 50, 100, 20261123UL), (cohort.Population, cohort.Size, cohort.Draws, cohort.Seed));
        Assert.Null(Good().Arms[0].Cohort);
    }

    [Fact]
    public void An_untreated_arm_needs_no_doses()
    {
        var (study, findings) = StudyText.Parse(StudyText.With("arms:\n", "arms:\n  healthy: {}\n"));
        Assert.Empty(findings);
        Assert.Empty(study!.Arms[0].Doses);
    }

    [Fact]
    public void Seed_and_draws_may_be_left_out()
    {
        var (study, findings) = StudyText.Parse(StudyText.With(", draws: 100, seed: 20261123", ""));
        Assert.Empty(findings);
        Assert.Equal((0, 1UL), (study!.Cohort.Draws, study.Cohort.Seed));
    }

    [Theory]
    [InlineData("amount: 4e8 particles", "amount: 4e8 vesicles")]
    [InlineData("amount: 4e8 particles", "amount: 2e11 particles/kg")]
    [InlineData("amount: 4e8 particles", "amount: 50 µg")]
    [InlineData("amount: 4e8 particles", "amount: 5 ug/kg")]
    [InlineData("amount: 4e8 particles", "amount: 0 particles")]
    [InlineData("until: 91 d", "until: 13 weeks")]
    [InlineData("until: 91 d", "until: 3 months")]
    [InlineData("until: 91 d", "until: 91d")]
    public void Amounts_are_written_as_people_write_them(string piece, string replacement) =>
        Assert.Empty(StudyText.Parse(StudyText.With(piece, replacement)).Findings);

    [Fact]
    public void Every_finding_of_a_file_is_reported_in_one_pass()
    {
        var text = StudyText.Good
            .Replace("size: 200", "size: 0", StringComparison.Ordinal)
            .Replace("amount: 1e10 particles, at: 0 h }", "amount: -1e10 particles, at: 8 d }", StringComparison.Ordinal)
            .Replace("question:", "qestion:", StringComparison.Ordinal)
            .Replace("of: blood", "of: bloood", StringComparison.Ordinal);
        var codes = StudyText.Parse(text).Findings.Select(finding => finding.Code).Order().ToList();
        string[] expected = [StudyCodes.UnknownField, StudyCodes.MissingField, StudyCodes.OutOfRange, StudyCodes.OutOfRange, StudyCodes.AfterTheEnd, StudyCodes.UnknownName, StudyCodes.UnknownName];
        Assert.Equal(expected, codes);
    }

    [Fact]
    public void Reading_a_wrong_file_throws_all_findings()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".yaml");
        File.WriteAllText(file, StudyText.With("size: 200", "size: 0"));
        var exception = Assert.Throws<FindingsException>(() => StudyReader.Read(file));
        File.Delete(file);
        Assert.Equal(StudyCodes.OutOfRange, Assert.Single(exception.Findings).Code);
        Assert.StartsWith(file, exception.Message, StringComparison.Ordinal);
    }
}
