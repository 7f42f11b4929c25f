using System.Text;
using Idunn.Modeling;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Sbml;

namespace Idunn.Conformance;

/// <summary>What is written as Antimony means what was read.</summary>
public sealed class AntimonyWritingTests
{
    [Fact]
    public void Every_project_model_means_the_same_when_it_was_written_and_read_again()
    {
        var files = Directory.GetFiles(Path.Combine(Suites.Repository, "science", "models"), "*.ant").Order(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Null(Failure(() => AntimonyReader.Read(file))));
    }

    [Fact]
    public void Every_pair_means_the_same_when_it_was_written_and_read_again()
    {
        var files = Directory.GetFiles(Suites.Folder("antimony-cases")).Where(file => Path.GetExtension(file) == ".xml" || File.Exists(Path.ChangeExtension(file, ".xml"))).Order(StringComparer.Ordinal).ToArray();
        var failures = files.Select(file => (file, Failure: Failure(() => Path.GetExtension(file) == ".xml" ? SbmlReader.Read(file) : AntimonyReader.Read(file)))).Where(pair => pair.Failure is not null).ToArray();
        Assert.True(failures.Length == 0, string.Join('\n', failures.Select(pair => $"{Path.GetFileName(pair.file)}: {pair.Failure}")));
    }

    /// <summary>By its meaning where Antimony has words for all of it; by its course where stoichiometries had to become quantities of their own. Fast reactions are refused.</summary>
    [Fact]
    public void Every_time_course_of_the_SBML_Test_Suite_means_the_same_as_Antimony()
    {
        SemanticCase[] cases = [.. SemanticCase.All(Suites.Folder("sbml-test-suite")).Where(test => test.IsTimeCourse)];
        var (failures, refused, simulated) = (new string?[cases.Length], new bool[cases.Length], new bool[cases.Length]);
        Parallel.For(0, cases.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i => (failures[i], refused[i], simulated[i]) = Failure(cases[i]));
        Write(cases, failures, refused.Count(one => one), simulated.Count(one => one));
        Assert.True(failures.All(failure => failure is null), string.Join('\n', cases.Zip(failures).Where(pair => pair.Second is not null).Select(pair => $"{pair.First.Id}: {pair.Second}")));
    }

    private static string? Failure(Func<Model> read)
    {
        try
        {
            var model = Sayable(read());
            var again = AntimonyReader.Parse(AntimonyWriter.Write(model), "written.ant");
            var differences = ModelDifference.Between(again, model);
            return differences.Count == 0 ? null : string.Join("; ", differences.Take(5));
        }
        catch (FindingsException exception)
        {
            return SemanticSuiteTests.Refusal(exception);
        }
    }

    private static (string? Failure, bool IsRefused, bool IsSimulated) Failure(SemanticCase test)
    {
        try
        {
            var model = SbmlReader.Read(test.ModelFile);
            if (model.Reactions.Any(reaction => reaction.IsFast))
                return (Assert.Throws<FindingsException>(() => AntimonyWriter.Write(model)).Findings.All(finding => finding.Code == FindingCodes.Unsupported.Code) ? null : "refused otherwise", true, false);
            if (!model.Species.Any(species => species.ConversionFactor is not null) && !model.Reactions.SelectMany(reaction => reaction.Reactants.Concat(reaction.Products)).Any(NeedsName))
                return (Failure(() => model), false, false);
            return (SemanticSuiteTests.Simulated(test, AntimonyReader.Parse(AntimonyWriter.Write(model), "written.ant")), false, true);
        }
        catch (FindingsException exception)
        {
            return (SemanticSuiteTests.Refusal(exception), false, false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return (SemanticSuiteTests.Crash(exception), false, false);
        }
    }

    private static bool NeedsName(Stoichiometry term) => term.Variable is null ? !(term.Coefficient is >= 0 and < double.PositiveInfinity) : !term.Coefficient.Equals(1.0);

    /// <summary>Without what Antimony has no words for and no result depends on: the dimensions of compartments, and events that assign nothing.</summary>
    private static Model Sayable(Model model) => model with
    {
        Compartments = [.. model.Compartments.Select(compartment => compartment with { Dimensions = 3 })],
        Events = [.. model.Events.Where(happening => !happening.Assignments.IsEmpty)],
    };

    private static void Write(SemanticCase[] cases, string?[] failures, int refused, int simulated)
    {
        var text = new StringBuilder();
        text.AppendLine($"The time courses above, each model read from SBML, written as Antimony and read again: **{failures.Count(failure => failure is null) - refused} of {cases.Length - refused}** mean the same (compared part by part; {simulated}, whose stoichiometries become quantities of their own, by the expected results). {refused} more have fast reactions, for which Antimony has no word, and are refused by name.");
        var failed = cases.Zip(failures).Where(pair => pair.Second is not null).ToArray();
        if (failed.Length > 0)
        {
            text.AppendLine().AppendLine("Cases that do not pass:").AppendLine();
            foreach (var (test, failure) in failed)
                text.AppendLine($"- {test.Id} ({string.Join(", ", test.Tags)}): {failure!.ReplaceLineEndings(" ")}");
        }
        ConformancePage.WriteSection("SBML Test Suite, semantic cases written as Antimony", text.ToString());
    }
}
