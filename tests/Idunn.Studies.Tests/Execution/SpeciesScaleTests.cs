using Idunn.Studies.Execution;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Tests.Execution;

/// <summary>A number that is read on another scale in another species, or on none.</summary>
public sealed class SpeciesScaleTests
{
    /// <summary>The one compartment in mice, with its wear on a scale of the card's.</summary>
    private static (TinyProject Project, RunSummary Summary) Run(string wear, string endpoints, string language = "en")
    {
        var project = new TinyProject(size: 3, draws: 2);
        var (card, study) = (project.Path("science", "models", "one.yaml"), project.StudyFile);
        File.WriteAllText(card, File.ReadAllText(card) + $$"""

            report:
              groups:
                - title: Wear
                  readouts: [{{wear}}]
            """);
        File.WriteAllText(study, File.ReadAllText(study).Replace("endpoints:\n", "endpoints:\n" + endpoints, StringComparison.Ordinal));
        return (project, StudyRunner.Run(project.Plan(), new RunOptions { Directory = project.Path("run"), Threads = 1, Language = language }, null, CancellationToken.None));
    }

    private const string Worn = "  worn: { name: Worn, of: wear, measure: value, at: 1 d }\n";

    private static double[] Stored(TinyProject project, string column) => ParquetFile.Read(Directory.EnumerateFiles(project.Path("run", "tables", "timecourse"), "*.parquet").First()).Numbers(column);

    [Theory]
    [InlineData("en", "points")]
    [InlineData("zh-Hant", "分")]
    public void An_axis_and_an_endpoint_name_the_scale_of_the_arm(string language, string unit)
    {
        var (project, summary) = Run("{ id: wear, scale: { mouse: { en: points, zh-Hant: 分 } } }", Worn + "  worn-more: { of: wear, measure: value, at: 1 d, compare: [twice, vein], by: difference }\n", language);
        using (project)
        {
            Assert.Equal(unit, Assert.Single(summary.Results!.Courses, course => course is { Readout: "wear", Arm: "vein" }).Unit);
            Assert.All(summary.Results.Courses, course => Assert.Equal(course.Readout == "wear", course.IsPlain));
            Assert.All(summary.Results.Endpoints.Where(endpoint => endpoint.Id.StartsWith("worn", StringComparison.Ordinal)), endpoint => Assert.Equal(unit, endpoint.Unit));
            // Points are no unit of physics: their rounding is that of a ratio.
            Assert.Equal(1e-5, summary.Results.Endpoints.Single(endpoint => endpoint.Id == "worn-more").Rounding);
            Assert.DoesNotContain(Stored(project, "wear"), double.IsNaN);
        }
    }

    [Fact]
    public void A_scale_of_another_species_is_neither_shown_nor_stored()
    {
        var (project, summary) = Run("{ id: wear, for: human, scale: { human: points } }", Worn);
        using (project)
        {
            Assert.DoesNotContain(summary.Results!.Courses, course => course.Readout == "wear");
            Assert.DoesNotContain(summary.Results.Endpoints, endpoint => endpoint.Id == "worn");
            Assert.All(Stored(project, "wear"), value => Assert.Equal(double.NaN, value));
            Assert.DoesNotContain(Stored(project, "blood"), double.IsNaN);
        }
    }
}
