using Idunn.Modeling.Checking;
using Idunn.Modeling.SedMl;

namespace Idunn.Modeling.Tests.Omex;

public sealed class HostileSedMlTests
{
    private const string Model = "<sbml xmlns=\"http://www.sbml.org/sbml/level3/version2/core\" level=\"3\" version=\"2\"><model id=\"m\"><listOfParameters><parameter id=\"k\" value=\"1\" constant=\"true\"/></listOfParameters></model></sbml>";

    public static TheoryData<string> Changes =>
    [
        "<removeXML target=\"/sbml:sbml\"/>",
        "<changeXML target=\"/sbml:sbml\"><newXML><a/></newXML></changeXML>",
        "<changeAttribute target=\"/sbml:sbml/sbml:model/@1a\" newValue=\"2\"/>",
        "<changeAttribute target=\"/sbml:sbml/sbml:model/@xmlns\" newValue=\"2\"/>",
        $"<changeAttribute target=\"{string.Concat(Enumerable.Repeat("/sbml:sbml", 200_000))}/@a\" newValue=\"2\"/>",
    ];

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public void A_change_that_leaves_no_model_is_refused(string change) =>
        Assert.All(Refusal(change, ""), finding => Assert.Contains(finding.Code, new[] { "IDN161", "IDN162" }));

    [Theory]
    [InlineData("<variable id=\"v\"", "<variable id=\"v\"", "two of the id 'v'")]
    [InlineData("<varable id=\"v\"", "<variable id=\"w\"", "<varable>")]
    public void A_formula_whose_variables_are_not_clear_is_refused(string first, string second, string what)
    {
        const string rest = " target=\"/sbml:sbml/sbml:model/sbml:listOfParameters/sbml:parameter[@id='k']\"/>";
        var change = $"<computeChange target=\"/sbml:sbml/sbml:model/sbml:listOfParameters/sbml:parameter[@id='k']/@value\"><listOfVariables>{first}{rest}{second}{rest}</listOfVariables><math xmlns=\"http://www.w3.org/1998/Math/MathML\"><ci>v</ci></math></computeChange>";
        Assert.Contains(Refusal(change, ""), finding => finding.Code == "IDN161" && finding.Message.Contains(what, StringComparison.Ordinal));
    }

    [Fact]
    public void Ranges_that_would_fill_the_memory_are_refused()
    {
        var ranges = string.Concat(Enumerable.Range(0, 50).Select(i => $"<uniformRange id=\"x{i}\" start=\"1\" end=\"3\" numberOfSteps=\"1000000\"/>"));
        Assert.Contains(Refusal("", $"<repeatedTask id=\"t1\" range=\"x0\"><listOfRanges>{ranges}</listOfRanges></repeatedTask>"), finding => finding.Message.Contains("ranges", StringComparison.Ordinal));
    }

    private static IReadOnlyCollection<Finding> Refusal(string changes, string task)
    {
        var folder = Directory.CreateTempSubdirectory("sedml").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "model.xml"), Model);
            File.WriteAllText(Path.Combine(folder, "run.sedml"), $"""
                <sedML xmlns="http://sed-ml.org/sed-ml/level1/version4" level="1" version="4"><listOfModels><model id="m" source="model.xml"><listOfChanges>{changes}</listOfChanges></model></listOfModels>
                <listOfSimulations><oneStep id="s" step="1"/></listOfSimulations><listOfTasks><task id="t" modelReference="m" simulationReference="s"/>{task}</listOfTasks>
                <listOfDataGenerators><dataGenerator id="d"><listOfVariables><variable id="v" symbol="urn:sedml:symbol:time" taskReference="t"/></listOfVariables><math xmlns="http://www.w3.org/1998/Math/MathML"><ci>v</ci></math></dataGenerator></listOfDataGenerators>
                <listOfOutputs><report id="r"><listOfDataSets><dataSet id="a" label="time" dataReference="d"/></listOfDataSets></report></listOfOutputs></sedML>
                """);
            return [.. Assert.Throws<FindingsException>(() => Experiment.Run(Path.Combine(folder, "run.sedml"), TestContext.Current.CancellationToken)).Findings];
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}
