using Idunn.Modeling.Compilation;
using Idunn.Modeling.Petab;
using Idunn.Numerics.Random;

namespace Idunn.Modeling.Tests.Petab;

/// <summary>Many sets of parameters of one problem.</summary>
public sealed class PetabSimulatorTests
{
    private const string Measured = "observableId|experimentId|time|measurement";

    /// <summary>s, which a table parameter gives, grows by one whenever A falls below a half.</summary>
    private const string Happening = """
        <listOfEvents><event id="e" useValuesFromTriggerTime="true"><trigger initialValue="true" persistent="true"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><lt/><ci>A</ci><cn>0.5</cn></apply></math></trigger>
        <listOfEventAssignments><eventAssignment variable="s"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><plus/><ci>s</ci><cn>1</cn></apply></math></eventAssignment></listOfEventAssignments></event></listOfEvents></model>
        """;

    /// <summary>A bit of everything: a parameter that an event moves, initial values, doses and sizes from conditions, a preequilibration, formulas, placeholders.</summary>
    private static PetabFolder Everything()
    {
        var folder = new PetabFolder();
        var text = File.ReadAllText(folder.At("model.xml")).Replace("id=\"s\" value=\"0\" constant=\"true\"", "id=\"s\" value=\"0\" constant=\"false\"", StringComparison.Ordinal).Replace("</model>", Happening, StringComparison.Ordinal);
        return folder.Write("model.xml", text)
            .Write("parameters.tsv", "parameterId|lowerBound|upperBound|nominalValue|estimate", "k|0|10|0.25|true", "s|0|10|0.5|true", "dose|0|10|3|true", "scale|0|10|2|true", "sigma|0|10|0.3|true")
            .Write("conditions.tsv", "conditionId|targetId|targetValue", "on|A|2", "given|A|dose", "more|A|A + dose * k", "grow|V|4", "some|B|0.125")
            .Write("experiments.tsv", "experimentId|time|conditionId", "low|0|on", "high|0|given", "pre|-inf|on", "pre|0|given", "pre|2|more", "pre|3|grow", "pre|3|some")
            .Write("observables.tsv", "observableId|observableFormula|observablePlaceholders|noiseFormula|noisePlaceholders", "a|A + s + time||n * 2|n", "b|p * B^2|p|n + 0.1 * b|n")
            .Write("measurements.tsv", Measured + "|observableParameters|noiseParameters", "a|low|1|0.4||sigma", "b|low|4|0.3|scale|0.25", "a|high|1|0.4||0.5", "b|high|4|0.3|1.5|sigma", "a|pre|3|1||sigma", "b|pre|6|2|scale|0.5", "b|pre|6|2|0.5|sigma");
    }

    private static IEnumerable<Dictionary<string, double>> Sets(PetabProblem problem, int count)
    {
        var random = new Philox(7, 0, 0);
        for (var i = 0; i < count; i++)
        {
            var set = new Dictionary<string, double>();
            foreach (var parameter in problem.Parameters)
                set.Add(parameter.Id, 0.05 + 2 * random.NextUniform());
            yield return set;
        }
    }

    private static long[] Bits(PetabResult result) => [.. result.Points.SelectMany(point => new[] { point.Simulation, point.Sigma }).Append(result.Chi2).Append(result.LogLikelihood).Append(result.LogPosterior).Select(BitConverter.DoubleToInt64Bits)];

    [Fact]
    public void A_set_of_parameters_comes_to_the_same_bits_after_any_others_as_in_a_fresh_problem()
    {
        using var folder = Everything();
        var problem = folder.Read();
        var simulator = new PetabSimulator(problem);
        var sets = Sets(problem, 12).ToArray();
        var fresh = sets.Select(set => Bits(PetabFolder.Run(folder.Read(), set))).ToArray();
        Assert.DoesNotContain(fresh[0], bits => double.IsNaN(BitConverter.Int64BitsToDouble(bits)));
        Assert.Equal(12, fresh.Select(bits => bits[^1]).Distinct().Count());
        foreach (var number in Enumerable.Range(0, 12).Concat(Enumerable.Range(0, 12).Reverse()).Concat([5, 0, 11, 5]))
            Assert.Equal(fresh[number], Bits(simulator.Run(sets[number], TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void Machine_code_and_threads_change_no_bit()
    {
        using var folder = Everything();
        var problem = folder.Read();
        var sets = Sets(problem, 16).ToArray();
        var (interpreted, generated) = (new PetabSimulator(problem), new PetabSimulator(problem, CompilationTier.MachineCode));
        var expected = sets.Select(set => Bits(interpreted.Run(set, TestContext.Current.CancellationToken))).ToArray();
        var found = new long[sets.Length][];
        Parallel.For(0, sets.Length, number => found[number] = Bits(generated.Run(sets[number], TestContext.Current.CancellationToken)));
        Assert.Equal(expected, found);
    }

    [Fact]
    public void Numbers_left_open_give_the_known_answer()
    {
        // s is 0.5 by the table, and 1.5 once A has fallen below a half: at ln(4)/k. Before that B = s/k (1 − e^(−kt)).
        using var folder = Everything();
        var k = 0.25;
        var points = new PetabSimulator(folder.Read()).Run(new Dictionary<string, double> { ["dose"] = 8 }, TestContext.Current.CancellationToken).Points;
        Assert.Equal(2 * Math.Exp(-k) + 0.5 + 1, points[0].Simulation, 7);
        Assert.Equal(0.6, points[0].Sigma, 12);
        Assert.Equal(8 * Math.Exp(-k) + 0.5 + 1, points[2].Simulation, 7);
        Assert.Equal(1, points[2].Sigma, 12);
        var b = 0.5 / k * (1 - Math.Exp(-4 * k));
        Assert.Equal(2 * b * b, points[1].Simulation, 6);
        Assert.Equal(1.5 * b * b, points[3].Simulation, 6);
        Assert.Equal(0.3 + 0.1 * 1.5 * b * b, points[3].Sigma, 6);
    }

    [Fact]
    public void Experiments_that_differ_in_numbers_only_are_compiled_once_and_others_once_each()
    {
        using var folder = Everything();
        Assert.Equal(2, new PetabSimulator(folder.Read()).CompilationCount);
        folder.Write("measurements.tsv", Measured + "|observableParameters|noiseParameters", "b|low|4|0.3|scale|0.25", "b|high|2|0.3|1.5|sigma");
        Assert.Equal(1, new PetabSimulator(folder.Read()).CompilationCount);
        // Other formulas are other models.
        folder.Write("conditions.tsv", "conditionId|targetId|targetValue", "on|A|2", "given|A|2 * dose");
        folder.Write("experiments.tsv", "experimentId|time|conditionId", "low|0|on", "high|0|given");
        Assert.Equal(2, new PetabSimulator(folder.Read()).CompilationCount);
    }

    [Fact]
    public void Values_of_one_experiment_do_not_reach_another_that_shares_its_model()
    {
        using var folder = new PetabFolder().Write("conditions.tsv", "conditionId|targetId|targetValue", "one|A|1", "two|A|2", "three|A|3")
            .Write("experiments.tsv", "experimentId|time|conditionId", "x|0|one", "y|0|two", "z|0|three")
            .Write("measurements.tsv", Measured, "a|x|4|0", "a|y|4|0", "a|z|0|0");
        var simulator = new PetabSimulator(folder.Read());
        Assert.Equal(1, simulator.CompilationCount);
        Assert.Equal([Math.Exp(-1), 2 * Math.Exp(-1), 3], simulator.Run(cancellation: TestContext.Current.CancellationToken).Points.Select(point => point.Simulation), (x, y) => Math.Abs(x - y) < 1e-7);
    }
}
