using System.Globalization;
using Idunn.Modeling;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Sbml;
using Idunn.Modeling.Simulation;

namespace Idunn.Conformance;

/// <summary>The semantic cases of the SBML Test Suite: |ours − expected| ≤ absolute + relative · |expected| for every value.</summary>
public sealed class SemanticSuiteTests
{
    /// <summary>Runs of each case whose events are random by design: with the seeds 1, 2, ….</summary>
    private const int Seeds = 5;

    [Fact]
    public void Every_time_course_of_the_SBML_Test_Suite_is_as_expected_and_every_flux_balance_is_refused()
    {
        var cases = SemanticCase.All(Suites.Folder("sbml-test-suite"));
        var failures = new string?[cases.Length];
        Parallel.For(0, cases.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i => failures[i] = Failure(cases[i]));
        ConformancePage.WriteSemantic(cases, failures, Seeds);
        Assert.True(failures.All(failure => failure is null), string.Join('\n', cases.Zip(failures).Where(pair => pair.Second is not null).Select(pair => $"{pair.First.Id}: {pair.Second}")));
    }

    /// <summary>Null when the case passes; else why not.</summary>
    private static string? Failure(SemanticCase test)
    {
        try
        {
            var model = SbmlReader.Read(test.ModelFile);
            return test.IsTimeCourse ? Enumerable.Range(1, test.IsRandom ? Seeds : 1).Select(seed => Simulated(test, model, (ulong)seed)).FirstOrDefault(failure => failure is not null) : "a flux-balance problem was read as if it were a time course";
        }
        catch (FindingsException exception)
        {
            return test.IsTimeCourse || exception.Findings.All(finding => finding.Code != FindingCodes.Package.Code) ? Refusal(exception) : null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Crash(exception);
        }
    }

    internal static string Refusal(FindingsException exception) => "refused: " + string.Join(" | ", exception.Findings.Take(2).Select(finding => $"{finding.Code} {finding.Message}"));

    internal static string Crash(Exception exception) => $"crashed: {exception.GetType().Name} {exception.Message} {exception.StackTrace?.Split('\n').FirstOrDefault()}";

    /// <summary>Null when the model's course is as the case expects; else why not.</summary>
    internal static string? Simulated(SemanticCase test, Model model, ulong seed = 1)
    {
        var ids = model.Compartments.Select(q => q.Id).Concat(model.Species.Select(q => q.Id)).Concat(model.Parameters.Select(q => q.Id)).Concat(model.Reactions.Select(q => q.Id)).ToHashSet(StringComparer.Ordinal);
        var (columns, expected) = test.Expected();
        var observed = columns.Select(name => new Observed(
            ids.Contains(name) ? name : name.Replace("__", ".", StringComparison.Ordinal),
            test.Amounts.Contains(name) ? Measure.Amount : test.Concentrations.Contains(name) ? Measure.Concentration : Measure.Symbol)).ToArray();
        var course = new Simulator(HybridModel.Compile(model, observed)).Run(new SimulationOptions(test.Duration, test.Steps + 1) { Seed = seed });
        return course.Outcome.IsComplete ? Difference(test, columns, expected, course) : $"ended early: {course.Outcome.Ending} at {course.Outcome.Time} ({course.Outcome.Culprit})";
    }

    private static string? Difference(SemanticCase test, string[] columns, double[][] expected, TimeCourse course)
    {
        for (var row = 0; row < expected.Length; row++)
        {
            if (row >= course.Rows.Length)
                return $"has {course.Rows.Length} rows, not {expected.Length}";
            for (var column = 0; column < columns.Length; column++)
            {
                var (ours, theirs) = (course.Rows[row][column], expected[row][column + 1]);
                var isNear = double.IsFinite(theirs) ? Math.Abs(ours - theirs) <= test.Absolute + test.Relative * Math.Abs(theirs) : ours.Equals(theirs);
                if (!isNear)
                    return string.Create(CultureInfo.InvariantCulture, $"{columns[column]} at {expected[row][0]}: {ours:R} instead of {theirs:R}");
            }
        }
        return null;
    }
}
