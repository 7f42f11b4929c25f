using System.Globalization;

namespace Idunn.EndToEnd;

public sealed class PetabTests : IDisposable
{
    private const string Decay = """
        <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model id="decay">
        <listOfParameters><parameter id="x" value="1" constant="false"/><parameter id="k" value="1" constant="true"/></listOfParameters>
        <listOfRules><rateRule variable="x"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><minus/><apply><times/><ci>k</ci><ci>x</ci></apply></apply></math></rateRule></listOfRules>
        </model></sbml>
        """;

    private const string Problem = """
        format_version: 2.0.0
        parameter_files: [parameters.tsv]
        model_files: { decay: { language: sbml, location: decay.xml } }
        measurement_files: [measurements.tsv]
        observable_files: [observables.tsv]
        condition_files: [conditions.tsv]
        experiment_files: [experiments.tsv]
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("idunn-petab-").FullName;

    public PetabTests()
    {
        Write("decay.xml", Decay);
        Write("problem.yaml", Problem);
        Write("parameters.tsv", "parameterId\tlowerBound\tupperBound\tnominalValue\testimate\nk\t0\t10\t0.5\ttrue\n");
        Write("observables.tsv", "observableId\tobservableFormula\tnoiseFormula\nseen\t2 * x\t0.1\n");
        Write("conditions.tsv", "conditionId\ttargetId\ttargetValue\nrefill\tx\tx + 1\n");
        Write("experiments.tsv", "experimentId\ttime\tconditionId\ne\t0\t\ne\t2\trefill\n");
        Write("measurements.tsv", "observableId\texperimentId\ttime\tmeasurement\nseen\te\t2\t2.7\nseen\te\t4\t1\n");
    }

    [Fact]
    public void A_problem_is_simulated_and_its_table_written()
    {
        var ended = Shell.Run(folder, "petab", "problem.yaml", "--out", "out");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        var (first, second) = (2 * (Math.Exp(-1) + 1), 2 * (Math.Exp(-1) + 1) * Math.Exp(-1));
        var chi2 = Math.Pow((2.7 - first) / 0.1, 2) + Math.Pow((1 - second) / 0.1, 2);
        var rows = ended.Output.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(row => row.Length == 2).ToDictionary(row => row[0], row => double.Parse(row[1], CultureInfo.InvariantCulture));
        Assert.Equal(2, rows["measurements"]);
        Assert.Equal(chi2, rows["chi2"], 5);
        Assert.Equal(-0.5 * chi2 - 2 * Math.Log(0.1 * Math.Sqrt(2 * Math.PI)), rows["log-likelihood"], 5);
        var table = File.ReadAllLines(Path.Combine(folder, "out", "simulations.tsv"));
        Assert.Equal("observableId\texperimentId\ttime\tsimulation", table[0]);
        Assert.Equal(second, double.Parse(table[2].Split('\t')[3], CultureInfo.InvariantCulture), 6);
    }

    [Fact]
    public void Everything_wrong_is_told_with_its_place_and_nothing_is_written()
    {
        Write("measurements.tsv", "observableId\texperimentId\ttime\tmeasurement\nsean\te\t2\t2.7\nseen\te\t4\tx\n");
        var ended = Shell.Run(folder, "petab", "problem.yaml", "--out", "out");
        Assert.Equal((1, ""), (ended.ExitCode, ended.Output));
        Assert.Contains("measurements.tsv:2:1: error IDN324", ended.Error, StringComparison.Ordinal);
        Assert.Contains("measurements.tsv:3:10: error IDN322", ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder, "out")));
    }

    [Fact]
    public void A_search_for_rest_that_fails_is_told_and_its_numbers_are_none()
    {
        Write("conditions.tsv", "conditionId\ttargetId\ttargetValue\nrefill\tx\t1\n");
        Write("experiments.tsv", "experimentId\ttime\tconditionId\ne\t-inf\trefill\ne\t2\t\n");
        Write("decay.xml", Decay.Replace("<minus/>", "<plus/>", StringComparison.Ordinal));
        var ended = Shell.Run(folder, "petab", "problem.yaml");
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("NaN", ended.Output, StringComparison.Ordinal);
        Assert.Contains("experiment 'e' of model 'decay'", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_required_extension_and_another_language_are_refused()
    {
        Write("problem.yaml", Problem.Replace("sbml,", "bngl,", StringComparison.Ordinal) + "\nextensions: { more: { version: 1.0.0, required: true } }\n");
        var ended = Shell.Run(folder, "petab", "problem.yaml");
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("problem.yaml:3:35: error IDN329", ended.Error, StringComparison.Ordinal);
        Assert.Contains("problem.yaml:8:15: error IDN329", ended.Error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, true);

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(folder, file), text);
}
