using Idunn.Studies.Planning;

namespace Idunn.Studies.Tests.Planning;

/// <summary>What a plan says went into it.</summary>
public class PlanInputsTests
{
    [Fact]
    public void Every_file_that_a_study_uses_is_locked_by_its_hash()
    {
        var hashes = ProjectScience.Plan(ProjectScience.Text(more: "published: [delivery]")).InputHashes;
        string[] expected =
        [
            "science/models/delivery.ant", "science/models/delivery.yaml", "science/models/disposition.ant", "science/models/uptake.ant", "science/observations/delivery/observations.tsv",
            "science/parameters/mouse.tsv", "science/parameters/vesicle.tsv", "science/populations/mouse.yaml", "science/references.bib", "studies/study.yaml",
        ];
        Assert.Empty(expected.Except(hashes.Keys));
        Assert.DoesNotContain("science/populations/human.yaml", hashes.Keys);
        Assert.All(hashes.Values, hash => Assert.Matches("^[0-9a-f]{64}$", hash));
    }

    [Fact]
    public void The_hash_of_a_text_is_the_published_one() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Science.Hash("abc")); // FIPS 180-2, appendix B.1

    [Fact]
    public void A_number_that_the_study_replaces_is_not_listed_with_the_table_s_value()
    {
        const string product = "products: { msc: { cargo: { miR-21-5p: 5 copies/vesicle } } }\n";
        var input = Assert.Single(ProjectScience.Plan(ProjectScience.Text(products: product)).Inputs, input => input.Id == "mir21_copies_per_vesicle");
        Assert.True(input.SetByStudy);
        Assert.Equal((5, "copies/vesicle"), (input.Value, input.Unit));
    }

    [Fact]
    public void References_are_printable_and_of_two_with_one_key_the_first_counts()
    {
        const string text = """
            % a remark
            @article{one-2020,
              author = {A. Author},
              title = {A title},
              year = {2020},
              doi = {10.1/x},
            }
            @misc{one-2020,
              title = {Another},
            }
            """;
        Assert.Equal("A. Author. A title (2020). doi:10.1/x.", Assert.Single(Bibliography.Parse(text)).Value);
    }

    [Fact]
    public void The_model_s_card_sets_the_error_of_the_integration_unless_the_study_does()
    {
        double Of(string model, string more) => ProjectScience.Plan(ProjectScience.Text(model: model, readouts: model == "brain" ? "[delivery.blood]" : "[blood]", more: more)).OdeOptions.RelativeTolerance;
        Assert.Equal(1e-6, Of("delivery", ""));
        Assert.Equal(1e-4, Of("brain", ""));
        Assert.Equal(1e-8, Of("brain", "tolerance: 1e-8"));
    }
}
