using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Petab;

namespace Idunn.Modeling.Tests.Petab;

public sealed class ParameterTableReaderTests
{
    private const string Header = "parameterId\tparameterName\tnominalValue\tlowerBound\tupperBound\testimate\tunit\tpriorDistribution\tpriorParameters\tstatus\treference\tlocator\tmethod\tspecies\ttissue\tconversion\tcuratedOn\tnote\n";

    private static string Row(
        string id = "k", string nominal = "0.1", string low = "", string high = "", string estimate = "true", string unit = "1/d", string prior = "", string parameters = "",
        string status = "measured", string reference = "smith-2020", string locator = "Table 2", string note = "")
        => $"{id}\trate\t{nominal}\t{low}\t{high}\t{estimate}\t{unit}\t{prior}\t{parameters}\t{status}\t{reference}\t{locator}\tassay\tmouse\tplasma\tnone\t2026-11-23\t{note}\n";

    [Fact]
    public void A_row_keeps_its_value_unit_prior_and_origin()
    {
        var table = ParameterTableReader.Parse(Header + Row(low: "0.01", high: "1", prior: "log-normal", parameters: "-2.3; 0.5") + "\n", "t.tsv");
        var row = table.Rows.Single();
        Assert.Equal(("k", "rate", 0.1, 0.01, 1.0, "1/d"), (row.Id, row.Name, row.NominalValue, row.LowerBound, row.UpperBound, row.Unit));
        Assert.Equal("log-normal", row.Prior.Distribution);
        Assert.Equal([-2.3, 0.5], row.Prior.Parameters);
        Assert.Equal((OriginStatus.Measured, "smith-2020", "Table 2"), (row.Origin.Status, row.Origin.Reference, row.Origin.Locator));
        Assert.Equal(new SourceLocation("t.tsv", 2, 1), row.Location);
    }

    [Fact]
    public void Columns_may_stand_in_any_order_and_optional_ones_may_be_missing()
    {
        var row = ParameterTableReader.Parse("status\tunit\tnote\tnominalValue\tparameterId\r\nassumption\tmL\tround number\t1e3\tv\r\n", "t.tsv").Rows.Single();
        Assert.Equal(("v", 1000.0, true), (row.Id, row.NominalValue, row.Prior.IsNone));
    }

    public static TheoryData<string, string> BadRows => new()
    {
        { Row(nominal: "0,1"), "t.tsv:2:8: error IDN302: '0,1' is no number. Write digits with a decimal point, such as 0.02 or 1e9." },
        { Row(nominal: ""), "t.tsv:2:8: error IDN302: 'k' has no nominal value. Write a number." },
        { Row(id: "2k"), "t.tsv:2:1: error IDN302: '2k' is no id. Ids have letters, digits, underscores and dots, and start with no digit." },
        { Row(estimate: "yes"), "t.tsv:2:14: error IDN302: 'yes' is neither true nor false. Write true or false." },
        { Row() + Row(), "t.tsv:3:1: error IDN303: 'k' stands in line 2 too. Keep one row." },
        { Row(low: "0.2", high: "1"), "t.tsv:2:8: error IDN304: 'k': 0.1 is not within its bounds 0.2 … 1. Correct the value or the bounds." },
        { Row(prior: "uniform", parameters: "0.5;1"), "t.tsv:2:8: error IDN304: 'k': 0.1 is not within its prior 0.5 … 1. Correct the value or the prior." },
        { Row(prior: "lognormal", parameters: "0;1"), "t.tsv:2:23: error IDN305: 'lognormal' is no prior that is known here. Did you mean 'log-normal'?" },
        { Row(prior: "normal", parameters: "0"), "t.tsv:2:30: error IDN305: '0' is not what normal takes. Write two numbers, mean and standard deviation, with a semicolon between." },
        { Row(prior: "log-uniform", parameters: "0;1"), "t.tsv:2:35: error IDN305: The lower bound of log-uniform is not positive. Use a positive bound, or uniform." },
        { Row(status: "measurd"), "t.tsv:2:25: error IDN306: 'k' has the status 'measurd'. Did you mean 'measured'?" },
        { Row(reference: ""), "t.tsv:2:25: error IDN306: 'k' is measured and names no reference. Give the key of references.bib, or make it an assumption." },
        { Row(locator: ""), "t.tsv:2:25: error IDN306: 'k' does not say where in 'smith-2020' it stands. Write abstract, Table 2, p. 7, … in the column locator." },
        { Row(status: "assumption", reference: "", locator: ""), "t.tsv:2:25: error IDN306: 'k' is an assumption and does not say why this value. Say it in the column note." },
    };

    [Theory]
    [MemberData(nameof(BadRows))]
    public void Each_bad_cell_is_named_with_its_place_and_what_to_do(string rows, string message)
    {
        var exception = Assert.Throws<FindingsException>(() => ParameterTableReader.Parse(Header + rows, "t.tsv"));
        Assert.Equal(message, Assert.Single(exception.Findings).ToString());
    }

    [Fact]
    public void Unknown_missing_and_repeated_columns_are_refused()
    {
        var exception = Assert.Throws<FindingsException>(() => ParameterTableReader.Parse("parameterId\tnominalvalue\tunit\tunit\n", "t.tsv"));
        Assert.Equal(
            [
                "t.tsv:1:13: error IDN301: There is no column 'nominalvalue'. Did you mean 'nominalValue'?",
                "t.tsv:1:31: error IDN301: The column 'unit' is there twice. Keep one.",
                "t.tsv:1:1: error IDN301: The column 'nominalValue' is missing. Add it.",
                "t.tsv:1:1: error IDN301: The column 'status' is missing. Add it.",
            ],
            exception.Findings.Select(finding => finding.ToString()));
    }

    [Fact]
    public void A_missing_table_is_named()
        => Assert.Contains("nowhere.tsv: error IDN301: The parameter table does not exist.", Assert.Throws<FindingsException>(() => ParameterTableReader.Read("nowhere.tsv")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_binding_gives_values_in_the_models_unit()
    {
        var model = AntimonyReader.Parse("unit per_day = 1 / day\nk has per_day\nx := k * 2\ny := free", "m.ant");
        var bindings = ParameterBinding.Bind(model, [ParameterTableReader.Parse(Header + Row(unit: "1/h") + Row(id: "free", unit: "mL"), "t.tsv")]);
        Assert.Equal(2.4, bindings[0].Value, 1e-12);
        Assert.Equal((24.0, "per_day"), (Math.Round(bindings[0].Factor, 9), bindings[0].Unit));
        Assert.Equal((1.0, "mL"), (bindings[1].Factor, bindings[1].Unit));
    }
}
