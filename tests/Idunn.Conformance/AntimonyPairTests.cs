using System.Text;
using Idunn.Modeling;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Sbml;
using Idunn.Modeling.Simulation;

namespace Idunn.Conformance;

/// <summary>Antimony texts beside the SBML that they stand for (the test data of libAntimony): our reader of the one and our reader of the other give one model.</summary>
public sealed class AntimonyPairTests
{
    [Fact]
    public void Every_Antimony_text_means_the_same_model_as_its_SBML()
    {
        var texts = Directory.GetFiles(Suites.Folder("antimony-cases"), "*.txt").Where(file => File.Exists(Path.ChangeExtension(file, ".xml"))).Order(StringComparer.Ordinal).ToArray();
        var results = new (string? Failure, bool IsSimulated)[texts.Length];
        Parallel.For(0, texts.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i => results[i] = Compare(texts[i]));
        var failed = texts.Zip(results).Where(pair => pair.Second.Failure is not null).Select(pair => $"{Path.GetFileNameWithoutExtension(pair.First)}: {pair.Second.Failure}").ToArray();
        Write(texts.Length, failed, results.Count(result => result is { Failure: null, IsSimulated: true }));
        Assert.True(failed.Length == 0, string.Join('\n', failed));
    }

    private static (string? Failure, bool IsSimulated) Compare(string text)
    {
        try
        {
            var (ours, theirs) = (AntimonyReader.Read(text), SbmlReader.Read(Path.ChangeExtension(text, ".xml")));
            var differences = ModelDifference.Between(ours, theirs);
            return differences.Count > 0 ? (string.Join("; ", differences.Take(6)), false) : CompareCourses(ours, theirs);
        }
        catch (FindingsException exception)
        {
            return ("refused: " + string.Join(" | ", exception.Findings.Take(3)), false);
        }
    }

    /// <summary>To rounding: both are solved at a relative tolerance of 1e-8, by steps that rounding may shift.</summary>
    private static (string? Failure, bool IsSimulated) CompareCourses(Model ours, Model theirs)
    {
        var (one, other) = (Course(ours, ours), Course(theirs, ours));
        if (one.Course is null || other.Course is null)
            return (one.Refusal == other.Refusal ? null : $"simulated differently: {one.Refusal ?? "runs"} and {other.Refusal ?? "runs"}", false);
        for (var row = 0; row < one.Course.Rows.Length; row++)
            for (var column = 0; column < one.Course.Rows[row].Length; column++)
            {
                var (a, b) = (one.Course.Rows[row][column], other.Course.Rows[row][column]);
                if (!a.Equals(b) && !(Math.Abs(a - b) <= 1e-6 * Math.Max(Math.Abs(a), Math.Abs(b)) + 1e-12))
                    return (FormattableString.Invariant($"row {row}, column {column}: {a:R} and {b:R}"), true);
            }
        return (null, true);
    }

    private static (TimeCourse? Course, string? Refusal) Course(Model model, Model names)
    {
        var ids = model.Species.Select(q => q.Id).Concat(model.Parameters.Select(q => q.Id)).Concat(model.Compartments.Select(q => q.Id)).Concat(model.Reactions.Where(r => r.Rate is not null).Select(r => r.Id));
        try
        {
            var course = new Simulator(HybridModel.Compile(model, [.. ids.Order(StringComparer.Ordinal).Select(id => new Observed(id, Measure.Symbol))])).Run(new SimulationOptions(10, 11));
            return course.Outcome.IsComplete ? (course, null) : (null, course.Outcome.Ending.ToString());
        }
        catch (FindingsException exception)
        {
            return (null, string.Join(" ", exception.Findings.Select(finding => finding.Code).Distinct().Order(StringComparer.Ordinal)));
        }
    }

    private static void Write(int count, string[] failed, int simulated)
    {
        var text = new StringBuilder();
        text.AppendLine($"**{count - failed.Length} of {count}** texts mean the same flat model as their SBML: ids and names, kinds, initial values, rules, events and rate laws (by their values at random points), stoichiometry, units of quantities and of time (by dimension and size, not by name), SBO terms, MIRIAM statements, notes and what is said of uncertainty. {simulated} of them have a value for everything and are also simulated from both sides, to the same course; the others cannot be simulated, from either side. What is said of authors is read over on both sides. There is no flux balance among the pairs.");
        if (failed.Length > 0)
        {
            text.AppendLine().AppendLine("Cases that do not pass:").AppendLine();
            foreach (var failure in failed)
                text.AppendLine($"- {failure.ReplaceLineEndings(" ").Replace(Suites.Repository + "/", "", StringComparison.Ordinal)}");
        }
        ConformancePage.WriteSection("Antimony and its SBML", text.ToString());
    }
}
