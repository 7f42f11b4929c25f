using Idunn.Modeling.Checking;
using Idunn.Studies.Analysis.Published;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Tests.Inputs;

public sealed class HostileInputTests
{
    private const int Many = 100_000;

    [Fact]
    public void Arms_that_are_like_each_other_without_end_are_completed_without_the_stack()
    {
        var findings = new List<Finding>();
        StudyReader.Parse("s.yaml", "arms:\n" + string.Concat(Enumerable.Range(0, Many).Select(i => $"  a{i}: {{ like: a{i + 1} }}\n")) + $"  a{Many}: {{ until: 1 d }}\n", findings);
        Assert.DoesNotContain(findings, finding => finding.Message.Contains("is like", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData('1', "x")]
    [InlineData('(', "")]
    public void An_amount_of_a_hundred_thousand_signs_is_refused(char sign, string behind)
    {
        var text = StudyText.With("until: 7 d", $"until: 4 {new string(sign, Many)}{behind}");
        Assert.NotEmpty(StudyText.Parse(text).Findings);
    }

    [Fact]
    public void Entries_of_a_bibliography_without_an_end_are_looked_through_once() =>
        Assert.Empty(Bibliography.Parse(string.Concat(Enumerable.Range(0, Many).Select(i => $"@a{{b{i},\n"))));

    [Fact]
    public void A_hundred_thousand_observations_are_each_looked_at_once()
    {
        var rows = string.Concat(Enumerable.Range(0, Many).Select(i => string.Join('\t', PublishedTable.Columns.Select(column => column switch { "observationId" => $"o{i}", "kind" => "none", "what" or "reference" => "x", _ => "" })) + "\n"));
        var findings = new List<Finding>();
        Assert.Equal(Many, PublishedTable.Parse("t", "t.tsv", string.Join('\t', PublishedTable.Columns) + "\n" + rows, findings).Length);
        Assert.Empty(findings);
    }

    [Fact]
    public void A_word_of_a_hundred_thousand_letters_is_not_guessed_at() =>
        Assert.Null(Spelling.Closest(new string('a', Many), [new string('a', Many - 1) + "b"]));

    [Fact]
    public void A_file_that_never_ends_is_refused()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "There is no device without an end here.");
        Assert.Equal(FindingCodes.TooLarge.Code, Assert.Single(Assert.Throws<FindingsException>(() => StudyReader.Read("/dev/zero")).Findings).Code);
    }
}
