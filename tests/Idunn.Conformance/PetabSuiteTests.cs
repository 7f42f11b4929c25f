using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Idunn.Modeling;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Petab;
using Idunn.Studies.Inputs;

namespace Idunn.Conformance;

/// <summary>The PEtab test suite: simulations, χ², log-likelihood and priors of every SBML problem within the suite's own tolerances, and its math expressions.</summary>
public sealed class PetabSuiteTests
{
    [Fact]
    public void Every_problem_of_the_PEtab_test_suite_comes_to_what_is_expected_and_every_expression_means_what_is_expected()
    {
        var suite = Suites.Folder("petab-test-suite");
        var problems = PetabCase.All(suite).Select(test => (test.Id, Failure: Failure(test))).ToArray();
        var expressions = MathCases(suite).Select((test, number) => (Id: $"math {number + 1} '{test.Expression}'", Failure: Failure(test.Expression, test.Expected))).ToArray();
        Write(problems, expressions);
        // Counted beforehand, so that a suite that is read by halves does not pass.
        Assert.Equal((51, 98), (problems.Length, expressions.Length));
        Assert.True(problems.Concat(expressions).All(test => test.Failure is null), string.Join('\n', problems.Concat(expressions).Where(test => test.Failure is not null).Select(test => $"{test.Id}: {test.Failure}")));
    }

    /// <summary>Null when the case passes; else why not.</summary>
    private static string? Failure(PetabCase test)
    {
        try
        {
            var result = PetabSimulation.Run(PetabReader.Read(PetabFileReader.Read(test.Problem)));
            if (!result.Failures.IsEmpty)
                return $"a simulation ended early: {result.Failures[0]}";
            if (result.Points.Length != test.Simulations.Length)
                return $"{result.Points.Length} simulations, not {test.Simulations.Length}";
            for (var i = 0; i < test.Simulations.Length; i++)
                if (!IsNear(result.Points[i].Simulation, test.Simulations[i], test["tol_simulations"]))
                    return string.Create(CultureInfo.InvariantCulture, $"row {i + 1}: {result.Points[i].Simulation:R} instead of {test.Simulations[i]:R}");
            return Compare("chi2", result.Chi2) ?? Compare("llh", result.LogLikelihood) ?? Compare("unnorm_log_posterior", result.LogPosterior) ?? Priors(test, result);
        }
        catch (FindingsException exception)
        {
            return "refused: " + string.Join(" | ", exception.Findings.Take(2).Select(finding => $"{finding.Code} {finding.Message}"));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return $"crashed: {exception.GetType().Name} {exception.Message}";
        }

        string? Compare(string name, double ours) => !test.Expected.ContainsKey(name) || IsNear(ours, test[name], test["tol_" + name]) ? null : string.Create(CultureInfo.InvariantCulture, $"{name} is {ours:R} instead of {test[name]:R}");
    }

    private static string? Priors(PetabCase test, PetabResult result)
    {
        if (!result.LogPriors.Keys.ToHashSet().SetEquals(test.LogPriors.Keys))
            return $"priors of {string.Join(", ", result.LogPriors.Keys)} instead of {string.Join(", ", test.LogPriors.Keys)}";
        foreach (var (id, expected) in test.LogPriors)
            if (!IsNear(result.LogPriors[id], expected, test["tol_log_prior"]))
                return string.Create(CultureInfo.InvariantCulture, $"the log-prior of {id} is {result.LogPriors[id]:R} instead of {expected:R}");
        return null;
    }

    private static bool IsNear(double ours, double theirs, double tolerance) => Math.Abs(ours - theirs) <= tolerance;

    private static (string Expression, string Expected)[] MathCases(string suite) =>
        [.. Regex.Matches(File.ReadAllText(Path.Combine(suite, "math", "math_tests.yaml")), @"- expression: (.*)\r?\n  expected: (.*)").Select(match => (Unquoted(match.Groups[1].Value.Trim()), Unquoted(match.Groups[2].Value.Trim())))];

    private static string Unquoted(string text) => text.Length > 1 && text[0] == '"' ? text[1..^1] : text;

    private static string? Failure(string text, string expected)
    {
        try
        {
            var formula = PetabMath.Parse(text, new SourceLocation("math", 1, 1));
            if (ExprTree.Symbols(formula).Any())
                return ExprPrinter.Print(formula) == expected ? null : $"is {ExprPrinter.Print(formula)} instead of {expected}";
            var value = expected switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => double.Parse(expected, CultureInfo.InvariantCulture) };
            var ours = ExprEvaluator.TryConstant(formula);
            return ours is { } number && (number == value || Math.Abs(number - value) <= 1e-12 * Math.Max(1, Math.Abs(value))) ? null : string.Create(CultureInfo.InvariantCulture, $"is {ours:R} instead of {value:R}");
        }
        catch (FindingsException exception)
        {
            return exception.Findings[0].Message;
        }
    }

    private static void Write((string Id, string? Failure)[] problems, (string Id, string? Failure)[] expressions)
    {
        var text = new StringBuilder();
        int Passed(IEnumerable<(string Id, string? Failure)> tests) => tests.Count(test => test.Failure is null);
        text.AppendLine("Every problem by its simulations, χ², log-likelihood and, where it has them, log-priors and log-posterior, within the tolerances that the suite gives with it.").AppendLine();
        text.AppendLine("| cases | passed | cases |").AppendLine("|---|---|---|");
        foreach (var version in new[] { "v1", "v2" })
        {
            var own = problems.Where(test => test.Id.StartsWith(version, StringComparison.Ordinal)).ToArray();
            text.AppendLine($"| PEtab {version[1..]}, SBML | {Passed(own)} | {own.Length} |");
        }
        text.AppendLine($"| math expressions | {Passed(expressions)} | {expressions.Length} |");
        var failed = problems.Concat(expressions).Where(test => test.Failure is not null).ToArray();
        if (failed.Length > 0)
        {
            text.AppendLine().AppendLine("Cases that do not pass:").AppendLine();
            foreach (var (id, failure) in failed)
                text.AppendLine($"- {id}: {failure}");
        }
        ConformancePage.WriteSection("PEtab test suite", text.ToString());
    }
}
