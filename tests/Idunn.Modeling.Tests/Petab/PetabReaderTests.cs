using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Tests.Petab;

public sealed class PetabReaderTests
{
    private const string Measured = "observableId|experimentId|time|measurement";

    public static TheoryData<string, string[], string, int, int> Wrong => new()
    {
        { "measurements.tsv", ["observableId|experimentId|time", "a||0"], "IDN321", 1, 1 },
        { "measurements.tsv", [Measured, "a||0|1|2"], "IDN321", 2, 8 },
        { "measurements.tsv", [Measured, "a||zero|1"], "IDN322", 2, 4 },
        { "measurements.tsv", [Measured, "aa||0|1"], "IDN324", 2, 1 },
        { "measurements.tsv", [Measured, "a|none|0|1"], "IDN324", 2, 3 },
        { "measurements.tsv", [Measured, "a||-1|1"], "IDN330", 2, 4 },
        { "measurements.tsv", [Measured + "|observableParameters", "a||0|1|2"], "IDN326", 2, 8 },
        { "observables.tsv", ["observableId|observableFormula|noiseFormula", "a|A + q|1"], "IDN324", 2, 7 },
        { "observables.tsv", ["observableId|observableFormula|noiseFormula", "a|A +|1"], "IDN325", 2, 6 },
        { "observables.tsv", ["observableId|observableFormula|noiseFormula", "a|A|1", "a|B|1"], "IDN323", 3, 1 },
        { "observables.tsv", ["observableId|observableFormula|noiseFormula|noiseDistribution", "a|A|1|gauss"], "IDN322", 2, 7 },
        { "parameters.tsv", ["parameterId|lowerBound|upperBound|nominalValue|estimate", "k|0|1|1|1"], "IDN322", 2, 9 },
        { "parameters.tsv", ["parameterId|lowerBound|upperBound|nominalValue|estimate", "k|5|1|1|true"], "IDN322", 2, 3 },
        { "parameters.tsv", ["parameterId|lowerBound|upperBound|nominalValue|estimate", "k|0|1|1|true", "k|0|1|1|true"], "IDN323", 3, 1 },
        { "parameters.tsv", ["parameterId|lowerBound|upperBound|nominalValue|estimate", "A|0|1|1|true"], "IDN327", 2, 1 },
        { "parameters.tsv", ["parameterId|lowerBound|upperBound|nominalValue|estimate|priorDistribution|priorParameters", "k|0|1|1|true|normal|1"], "IDN328", 2, 21 },
        { "parameters.tsv", ["parameterId|lowerBound|upperBound|nominalValue|estimate|priorDistribution|priorParameters", "k|0|1|1|true|normall|1;1"], "IDN328", 2, 14 },
        { "conditions.tsv", ["conditionId|targetId|targetValue", "c|k|2"], "IDN327", 2, 3 },
        { "conditions.tsv", ["conditionId|targetId|targetValue", "c|dA|2"], "IDN327", 2, 3 },
        { "conditions.tsv", ["conditionId|targetId|targetValue", "c|Q|2"], "IDN324", 2, 3 },
        { "conditions.tsv", ["conditionId|targetId|targetValue", "c|A|B + 1"], "IDN324", 2, 5 },
        { "conditions.tsv", ["conditionId|targetId|targetValue", "c|A|1", "c|A|2"], "IDN323", 3, 3 },
        { "experiments.tsv", ["experimentId|time|conditionId", "e|0|d"], "IDN324", 2, 5 },
        { "experiments.tsv", ["experimentId|time|conditionId", "e|inf|c"], "IDN330", 2, 3 },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_a_finding_with_its_place(string file, string[] lines, string code, int line, int column)
    {
        using var folder = new PetabFolder().Write("measurements.tsv", Measured, "a|e|0|1").Write("conditions.tsv", "conditionId|targetId|targetValue", "c|A|1").Write("experiments.tsv", "experimentId|time|conditionId", "e|0|c").Write(file, lines);
        var findings = Assert.Throws<FindingsException>(() => folder.Read()).Findings;
        Assert.Contains(findings, finding => finding.Code == code && finding.Location == new SourceLocation(folder.At(file), line, column));
    }

    [Fact]
    public void A_missing_table_and_a_missing_model_are_reported_together()
    {
        using var folder = new PetabFolder();
        File.Delete(folder.At("model.xml"));
        Assert.Equal([FindingCodes.PetabFile.Code, FindingCodes.PetabFile.Code], Assert.Throws<FindingsException>(() => folder.Read()).Findings.Select(finding => finding.Code));
    }

    [Fact]
    public void A_column_of_version_one_that_is_nothing_of_the_model_is_reported_once_in_the_header()
    {
        using var folder = new PetabFolder().Write("parameters.tsv", "parameterId|parameterScale|lowerBound|upperBound|nominalValue|estimate", "k|lin|0|10|1|1")
            .Write("conditions.tsv", "conditionId|s|Q", "c|1|2", "d|1|3").Write("measurements.tsv", "observableId|simulationConditionId|time|measurement", "a|c|0|1", "a|d|0|1");
        var finding = Assert.Single(Assert.Throws<FindingsException>(() => folder.Read(1)).Findings);
        Assert.Equal((FindingCodes.PetabReference.Code, new SourceLocation(folder.At("conditions.tsv"), 1, 15)), (finding.Code, finding.Location));
    }

    [Fact]
    public void A_measurement_without_a_logarithm_is_refused_under_logarithmic_noise()
    {
        using var folder = new PetabFolder().Write("observables.tsv", "observableId|observableFormula|noiseFormula|noiseDistribution", "a|A|1|log-normal").Write("measurements.tsv", Measured, "a||0|-1");
        Assert.Equal(FindingCodes.PetabCell.Code, Assert.Single(Assert.Throws<FindingsException>(() => folder.Read()).Findings).Code);
    }

    [Fact]
    public void Nothing_runs_while_an_estimated_parameter_has_no_value()
    {
        using var folder = new PetabFolder().Write("parameters.tsv", "parameterId|lowerBound|upperBound|nominalValue|estimate", "k|0|10||true").Write("measurements.tsv", Measured, "a||0|1");
        var problem = folder.Read();
        Assert.Throws<FindingsException>(() => PetabFolder.Run(problem));
        Assert.Equal(1, PetabFolder.Run(problem, new Dictionary<string, double> { ["k"] = 1 }).Points[0].Simulation, 12);
    }
}
