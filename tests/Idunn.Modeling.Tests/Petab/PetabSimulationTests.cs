using Idunn.Modeling.Petab;
using Idunn.Numerics.Ode;

namespace Idunn.Modeling.Tests.Petab;

/// <summary>Known answers: everything decays exponentially.</summary>
public sealed class PetabSimulationTests
{
    private const string Measured = "observableId|experimentId|time|measurement";

    [Fact]
    public void Without_an_experiment_the_model_runs_as_it_is_with_the_tables_parameters()
    {
        using var folder = new PetabFolder().Write("measurements.tsv", Measured, "a||0|1", "a||4|0.3");
        var result = PetabFolder.Run(folder.Read());
        Assert.Equal(1, result.Points[0].Simulation, 12);
        Assert.Equal(Math.Exp(-1), result.Points[1].Simulation, 7);
        var residual = (0.3 - Math.Exp(-1)) / 0.5;
        Assert.Equal(residual * residual, result.Chi2, 7);
        Assert.Equal(-0.5 * residual * residual - 2 * Math.Log(0.5 * Math.Sqrt(2 * Math.PI)), result.LogLikelihood, 7);
        Assert.Empty(result.LogPriors);
    }

    [Fact]
    public void Values_given_to_a_simulation_stand_before_nominal_ones()
    {
        using var folder = new PetabFolder().Write("measurements.tsv", Measured, "a||4|0.3");
        Assert.Equal(Math.Exp(-4), PetabFolder.Run(folder.Read(), new Dictionary<string, double> { ["k"] = 1 }).Points[0].Simulation, 7);
    }

    [Fact]
    public void A_period_changes_values_from_the_state_before_it_and_is_seen_at_its_start()
    {
        using var folder = new PetabFolder().Write("conditions.tsv", "conditionId|targetId|targetValue", "more|A|A + 5 * time", "faster|B|A")
            .Write("experiments.tsv", "experimentId|time|conditionId", "e|0|", "e|2|more", "e|2|faster")
            .Write("measurements.tsv", Measured, "a|e|2|0", "b|e|2|0", "a|e|6|0");
        var before = Math.Exp(-0.5);
        var values = folder.Simulate();
        Assert.Equal(before + 10, values[0], 7);
        Assert.Equal(before, values[1], 7);
        Assert.Equal((before + 10) * Math.Exp(-1), values[2], 6);
    }

    [Fact]
    public void A_concentration_stays_when_a_condition_changes_the_size_around_it()
    {
        using var folder = new PetabFolder().Write("conditions.tsv", "conditionId|targetId|targetValue", "grow|V|20", "grow|B|3")
            .Write("experiments.tsv", "experimentId|time|conditionId", "e|0|", "e|1|grow")
            .Write("measurements.tsv", Measured, "a|e|1|0", "b|e|1|0", "a|e|2|0", "b|e|2|0");
        Assert.Equal([Math.Exp(-0.25), 3, Math.Exp(-0.5), 3 * Math.Exp(-0.25)], folder.Simulate(), (x, y) => Math.Abs(x - y) < 1e-7);
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(2.5e-7)]
    [InlineData(2.5e6)]
    public void A_preequilibration_comes_to_rest_whatever_the_unit_of_time(double k)
    {
        var number = k.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        using var folder = new PetabFolder().Write("parameters.tsv", "parameterId|lowerBound|upperBound|nominalValue|estimate", $"k|0|1e9|{number}|true")
            .Write("conditions.tsv", "conditionId|targetId|targetValue", "on|s|3 * k", "off|s|0")
            .Write("experiments.tsv", "experimentId|time|conditionId", "e|-inf|on", "e|10|off")
            .Write("measurements.tsv", Measured, "b|e|10|0", "b|e|inf|0", "a|e|10|0");
        var values = folder.Simulate();
        Assert.Equal(3, values[0], 7);
        Assert.Equal(0, values[1], 7);
        Assert.Equal(0, values[2], 7);
    }

    [Fact]
    public void Triggers_keep_their_truth_from_a_preequilibration_into_the_period_after_it()
    {
        // s grows by one whenever A falls below a half; B rests at s/k = 4 s.
        const string happening = """
            <listOfEvents><event id="e" useValuesFromTriggerTime="true"><trigger initialValue="true" persistent="true"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><lt/><ci>A</ci><cn>0.5</cn></apply></math></trigger>
            <listOfEventAssignments><eventAssignment variable="s"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><plus/><ci>s</ci><cn>1</cn></apply></math></eventAssignment></listOfEventAssignments></event></listOfEvents></model>
            """;
        using var folder = new PetabFolder();
        var text = File.ReadAllText(folder.At("model.xml")).Replace("id=\"s\" value=\"0\" constant=\"true\"", "id=\"s\" value=\"0\" constant=\"false\"", StringComparison.Ordinal).Replace("</model>", happening, StringComparison.Ordinal);
        folder.Write("model.xml", text).Write("conditions.tsv", "conditionId|targetId|targetValue", "again|A|1")
            .Write("experiments.tsv", "experimentId|time|conditionId", "once|-inf|", "once|0|", "twice|-inf|", "twice|0|again", "late|-inf|", "late|3|again")
            .Write("measurements.tsv", Measured, "b|once|0|0", "b|once|inf|0", "b|twice|0|0", "b|twice|inf|0", "b|late|5|0");
        Assert.Equal([4, 4, 4, 8, 4], folder.Simulate(), (x, y) => Math.Abs(x - y) < 1e-6);
    }

    [Fact]
    public void What_never_rests_is_an_outcome_and_no_number()
    {
        using var folder = new PetabFolder().Write("conditions.tsv", "conditionId|targetId|targetValue", "grow|k|-0.25")
            .Write("experiments.tsv", "experimentId|time|conditionId", "e|-inf|grow")
            .Write("parameters.tsv", "parameterId|lowerBound|upperBound|nominalValue|estimate", "a0|0|1|1|true")
            .Write("measurements.tsv", Measured, "a|e|1|0");
        var result = PetabFolder.Run(folder.Read());
        Assert.NotEqual(Ending.Completed, Assert.Single(result.Failures).Outcome.Ending);
        Assert.Equal(double.NaN, result.Chi2);
        Assert.Equal(double.NaN, result.LogLikelihood);
    }

    [Fact]
    public void The_first_version_preequilibrates_keeps_what_is_NaN_and_fills_its_placeholders()
    {
        using var folder = new PetabFolder()
            .Write("parameters.tsv", "parameterId|parameterScale|lowerBound|upperBound|nominalValue|estimate", "k|log10|1e-3|10|0.25|1", "scale|lin|0|10|4|0")
            .Write("conditions.tsv", "conditionId|s|B", "on|0.75|", "off|0|NaN")
            .Write("observables.tsv", "observableId|observableFormula|observableTransformation|noiseFormula", "b|observableParameter1_b * B|log10|noiseParameter1_b")
            .Write("measurements.tsv", "observableId|preequilibrationConditionId|simulationConditionId|time|measurement|observableParameters|noiseParameters", "b|on|off|0|10|scale|0.5", "b|on|off|4|1|2|0.1");
        var result = PetabFolder.Run(folder.Read(1));
        Assert.Equal(12, result.Points[0].Simulation, 6);
        Assert.Equal(6 * Math.Exp(-1), result.Points[1].Simulation, 6);
        Assert.Equal((0.5, 0.1), (result.Points[0].Sigma, result.Points[1].Sigma));
        Assert.Equal(Math.Pow(Math.Log10(12.0 / 10) / 0.5, 2) + Math.Pow(Math.Log10(6 * Math.Exp(-1)) / 0.1, 2), result.Chi2, 5);
    }

    [Fact]
    public void Models_share_parameters_and_each_has_the_measurements_that_name_it()
    {
        using var folder = new PetabFolder();
        var text = File.ReadAllText(folder.At("model.xml"));
        folder.Write("one.xml", text).Write("two.xml", text.Replace("id=\"a0\" value=\"1\"", "id=\"a0\" value=\"7\"", StringComparison.Ordinal))
            .Write("measurements.tsv", Measured + "|modelId", "a||4|1|two", "a||4|1|one");
        var points = PetabFolder.Run(folder.Read(models: ["one", "two"])).Points;
        Assert.Equal([Math.Exp(-1), 7 * Math.Exp(-1)], points.Select(point => point.Simulation), (x, y) => Math.Abs(x - y) < 1e-6);
    }

    [Fact]
    public void Mapped_names_stand_for_the_models_own_in_every_table()
    {
        using var folder = new PetabFolder().Write("mapping.tsv", "petabEntityId|modelEntityId|name", "rate|k|", "amount|A|", "note||a word")
            .Write("parameters.tsv", "parameterId|lowerBound|upperBound|nominalValue|estimate", "rate|0|10|0.25|true")
            .Write("conditions.tsv", "conditionId|targetId|targetValue", "c|amount|rate * 8")
            .Write("experiments.tsv", "experimentId|time|conditionId", "e|0|c")
            .Write("observables.tsv", "observableId|observableFormula|noiseFormula", "a|amount * rate|1")
            .Write("measurements.tsv", Measured, "a|e|0|1", "a|e|4|1");
        Assert.Equal([0.5, 0.5 * Math.Exp(-1)], folder.Simulate(hasMapping: true), (x, y) => Math.Abs(x - y) < 1e-7);
    }

    [Fact]
    public void The_simulation_table_has_the_rows_of_the_measurement_table()
    {
        using var folder = new PetabFolder().Write("measurements.tsv", "observableId|experimentId|time|measurement|note", "a||0|9|first");
        using var table = new StringWriter { NewLine = "\n" };
        PetabSimulationTable.Write(table, PetabFolder.Run(folder.Read()));
        Assert.Equal("observableId\texperimentId\ttime\tsimulation\tnote\na\t\t0\t1\tfirst\n", table.ToString());
    }

    /// <summary>Densities of k = 0.25 by R 4.2.2: dunif, dnorm, dlnorm with log = TRUE; Laplace's, which R lacks, by its formula there: -abs(x - m)/b - log(2*b), less log(x) where ln x has it.</summary>
    [Theory]
    [InlineData("log10", "uniform", "0;2", -0.69314718055994529)]
    [InlineData("log10", "normal", "1;0.5", -1.3507913526447273)]
    [InlineData("log10", "laplace", "1;0.5", -1.5)]
    [InlineData("lin", "logNormal", "0.3;0.7", -2.0775903223753769)]
    [InlineData("lin", "logLaplace", "0.3;0.7", -1.3591698199583091)]
    [InlineData("log10", "parameterScaleNormal", "0;1", -1.1001766497835859)]
    [InlineData("log", "parameterScaleNormal", "-1;2", -1.6307386304437461)]
    [InlineData("lin", "parameterScaleNormal", "1;2", -1.6823982137646181)]
    [InlineData("log", "parameterScaleLaplace", "-1;2", -1.5794415416798357)]
    [InlineData("log10", "parameterScaleLaplace", "-1;2", -1.5852643654559093)]
    public void A_prior_of_version_one_holds_on_the_scale_that_its_name_says(string scale, string prior, string parameters, double expected)
    {
        using var folder = new PetabFolder().Write("parameters.tsv", "parameterId|parameterScale|lowerBound|upperBound|nominalValue|estimate|objectivePriorType|objectivePriorParameters", $"k|{scale}|0.01|10|0.25|1|{prior}|{parameters}")
            .Write("conditions.tsv", "conditionId", "c").Write("measurements.tsv", "observableId|simulationConditionId|time|measurement", "a|c|0|1");
        Assert.Equal(expected, PetabFolder.Run(folder.Read(1)).LogPriors["k"], 1e-14);
    }
}
