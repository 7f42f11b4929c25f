using System.IO.Compression;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Omex;
using Idunn.Studies.Archives;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;
using Idunn.Studies.Tests.Execution;
using Idunn.Studies.Tests.Planning;

namespace Idunn.Studies.Tests.Archives;

public sealed class StudyArchiveTests
{
    /// <summary>What the two integrations may differ by, each with a relative tolerance of 10⁻⁸ or below.</summary>
    private const double Tolerance = 1e-6;

    private static string ProjectFolder => Path.GetDirectoryName(Path.GetFullPath(ProjectScience.Root))!;

    private static (StudyPlan Plan, Science Science) OfText(string text, TemporaryFolder folder)
    {
        var science = new Science(ProjectScience.Root);
        return (StudyPlan.Create(StudyReader.Read(folder.Write("study.yaml", text)), science), science);
    }

    private static void AssertSameCourses(StudyPlan plan, Science science)
    {
        var result = ArchiveRun.Result(ArchiveRun.Bytes(plan, science));
        foreach (var arm in plan.Arms)
        {
            var reports = result.Reports.Where(report => report.Name == (arm.Arm.Name?.English ?? arm.Arm.Id) || report.Name.StartsWith((arm.Arm.Name?.English ?? arm.Arm.Id) + ": after", StringComparison.Ordinal)).ToArray();
            Assert.NotEmpty(reports);
            foreach (var report in reports)
            {
                var (error, where) = ArchiveRun.Difference(plan, arm, report);
                Assert.True(error < Tolerance, $"{where} ({error:G3})");
            }
        }
    }

    [Fact]
    public void Boluses_that_depend_on_body_mass_and_protein_give_the_courses_of_the_study()
    {
        using var folder = new TemporaryFolder();
        var (plan, science) = OfText(ProjectScience.Text(
            arms: """
            vein: { doses: [{ give: msc, route: intravenous, amount: 1e10 particles, at: 0 h }] }
              nose: { doses: [{ give: msc, route: intranasal, amount: 30 ug/kg, from: 6 h, every: 12 h, times: 3 }] }
              both: { doses: [{ give: msc, route: intravenous, amount: 1e9 particles/kg, at: 3 h }, { give: msc, route: intranasal, amount: 1e9 particles, at: 3 h }] }
              nothing: {}
            """, readouts: "[blood, blood_concentration, body.pid_nasal_cavity, pid_brain, hippocampus.microglia_mir21.copies]"), folder);
        AssertSameCourses(plan, science);
    }

    [Fact]
    public void Infusions_that_overlap_give_the_courses_of_the_study_and_leave_no_rate_behind()
    {
        using var folder = new TemporaryFolder();
        var (plan, science) = OfText(ProjectScience.Text(
            arms: "slow: { doses: [{ give: msc, route: intravenous, amount: 1e10 particles, at: 0 h, over: 10 h }, { give: msc, route: intravenous, amount: 3e9 particles, from: 5 h, every: 3 h, times: 4, over: 2 h }] }"), folder);
        AssertSameCourses(plan, science);
        Assert.Contains("the infusion into Blood plasma ends", ArchiveRun.Text(ArchiveRun.Bytes(plan, science), "models/slow.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_aged_brain_with_its_burden_its_treatments_and_a_disease_gives_the_courses_of_the_study_under_each_hypothesis()
    {
        using var folder = new TemporaryFolder();
        var (plan, science) = OfText(ProjectScience.Text(
            arms: """
            old: { doses: [{ give: senolytic, amount: 100 %, from: 0 d, every: 14 d, times: 2, over: 2 d }] }
              treated: { protocols: [d-galactose], doses: [{ give: msc, route: intravenous, amount: 1e10 particles, from: 3 d, every: 7 d, times: 2 }, { give: exercise, amount: 100 %, at: 5 d }] }
            """, cohort: "{ population: mouse, size: 3, draws: 2, seed: 7, age: 18 months }", until: "30 d", model: "brain",
            readouts: "[senescence.burden, hippocampus.stress.sirt1, hippocampus.inflammation.tnf, outcomes.cognition, delivery.blood, age]", more: "assume: { all: prior }\nhypotheses: [none, cargo]"), folder);
        Assert.Equal(["old", "treated.none", "treated.cargo"], plan.Arms.Select(arm => arm.Arm.Id));
        Assert.True(plan.Arms[0].Start < -300);
        AssertSameCourses(plan, science);
    }

    [Fact]
    public void The_ready_delivery_study_gives_the_courses_of_the_study_in_every_species()
    {
        var science = new Science(ProjectScience.Root);
        AssertSameCourses(StudyPlan.Create(StudyReader.Read(Path.Combine(ProjectFolder, "studies", "where-do-vesicles-go.yaml")), science), science);
    }

    [Fact]
    public void The_same_study_gives_the_same_bytes_and_no_time_of_writing()
    {
        using var project = new TinyProject();
        MemoryStream Once()
        {
            var science = new Science(project.Path("science"));
            return ArchiveRun.Bytes(StudyPlan.Create(StudyReader.Read(project.StudyFile), science), science);
        }
        var first = Once();
        Assert.Equal(first.ToArray(), Once().ToArray());
        using var zip = new ZipArchive(first);
        Assert.All(zip.Entries, entry => Assert.Equal(1980, entry.LastWriteTime.Year));
    }

    [Fact]
    public void The_manifest_lists_every_file_once_and_nothing_else()
    {
        using var project = new TinyProject();
        var science = new Science(project.Path("science"));
        var bytes = ArchiveRun.Bytes(project.Plan(), science);
        var plan = StudyPlan.Create(StudyReader.Read(project.StudyFile), science);
        bytes = ArchiveRun.Bytes(plan, science);
        using var zip = new ZipArchive(new MemoryStream(bytes.ToArray()));
        using var archive = OmexArchive.Open(bytes, "a.omex");
        Assert.Equal(zip.Entries.Select(entry => entry.FullName).Where(name => name != "manifest.xml").Order(StringComparer.Ordinal), archive.Contents.Select(content => content.Location).Order(StringComparer.Ordinal));
        Assert.Equal("simulation.sedml", archive.Runnable.Single().Location);
        Assert.Equal(plan.InputHashes.Keys.Select(path => "inputs/" + path).Order(StringComparer.Ordinal), archive.Contents.Select(content => content.Location).Where(location => location.StartsWith("inputs/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_other_tools_are_not_told_stands_in_words_in_metadata_and_read_me()
    {
        using var folder = new TemporaryFolder();
        var (plan, science) = OfText(ProjectScience.Text(
            arms: "old: { doses: [{ give: msc, route: intravenous, amount: 1e10 particles, at: 0 d }] }", cohort: "{ population: mouse, size: 30, draws: 20, seed: 7 }", until: "2 d", model: "brain", readouts: "[outcomes.cognition, delivery.blood]",
            more: "assume: { all: prior }\nhypotheses: [none, surface]\nendpoints: { peak-blood: { of: delivery.blood, measure: peak } }"), folder);
        var bytes = ArchiveRun.Bytes(plan, science);
        foreach (var text in new[] { ArchiveRun.Text(bytes, "metadata.rdf"), ArchiveRun.Text(bytes, "README.md"), ArchiveRun.Text(bytes, "simulation.sedml") })
            Assert.All(["60 subjects", "40 draws", "senescence.burden is a diffusion", "Rival hypotheses (none, surface)", "peak-blood", "no author and no date", "median of their priors"], said => Assert.Contains(said, text, StringComparison.Ordinal));
        var model = ArchiveRun.Text(bytes, "models/old.surface.xml");
        Assert.Contains("Switched by the hypothesis 'surface'", model, StringComparison.Ordinal);
        Assert.Contains("here the median of its prior", model, StringComparison.Ordinal);
        Assert.Contains("it answers to no change of the model", model, StringComparison.Ordinal);
        Assert.DoesNotContain("dcterms:created", ArchiveRun.Text(bytes, "metadata.rdf"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_study_can_be_planned_again_from_the_archive_alone()
    {
        using var folder = new TemporaryFolder();
        var science = new Science(ProjectScience.Root);
        var plan = StudyPlan.Create(StudyReader.Read(Path.Combine(ProjectFolder, "studies", "where-do-vesicles-go.yaml")), science);
        using (var zip = new ZipArchive(ArchiveRun.Bytes(plan, science)))
            zip.ExtractToDirectory(folder.Path);
        var again = StudyPlan.Create(StudyReader.Read(folder.File("inputs", "studies", "where-do-vesicles-go.yaml")), new Science(folder.File("inputs", "science")));
        Assert.Equal(plan.InputHashes, again.InputHashes);
        Assert.Equal(plan.Compiled.ParameterIds, again.Compiled.ParameterIds);
    }

    [Fact]
    public void An_arm_whose_typical_subject_fails_is_refused_by_name()
    {
        using var project = new TinyProject(trouble: "1");
        var science = new Science(project.Path("science"));
        var plan = StudyPlan.Create(StudyReader.Read(project.StudyFile), science);
        var findings = Assert.Throws<FindingsException>(() => StudyArchive.Of(plan, science, TestContext.Current.CancellationToken)).Findings;
        Assert.All(findings, finding => Assert.Equal(ArchiveCodes.NoTypicalCourse, finding.Code));
        Assert.Equal(["vein", "untreated", "twice"], findings.Select(finding => finding.Message.Split('\'')[1]));
    }
}
