using Idunn.Modeling.Checking;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Analysis.Published;

namespace Idunn.Studies.Tests.Analysis;

public sealed class PublishedTableTests
{
    private static string Text(params string[] rows) => string.Join('\n', new[] { string.Join('\t', PublishedTable.Columns) }.Concat(rows)) + "\n";

    /// <summary>A row with the named cells filled.</summary>
    public static string Row(params (string Column, string Cell)[] cells)
    {
        var row = PublishedTable.Columns.Select(_ => "").ToArray();
        foreach (var (column, cell) in cells) row[PublishedTable.Columns.IndexOf(column)] = cell;
        return string.Join('\t', row);
    }

    public static (string, string)[] Good { get; } =
    [
        ("observationId", "half"), ("population", "mouse"), ("route", "intravenous"), ("what", "Half-life"), ("kind", "quantity"), ("readout", "blood"),
        ("measure", "half-life"), ("from", "0 min"), ("to", "2 h"), ("value", "7"), ("unit", "min"), ("reference", "somebody-2020"),
    ];

    private static (string, string)[] With(string column, string cell) => [.. Good.Where(one => one.Item1 != column), (column, cell)];

    private static (IReadOnlyList<PublishedRow> Rows, IReadOnlyList<Finding> Findings) Parse(string text)
    {
        var findings = new List<Finding>();
        return (PublishedTable.Parse("tests", "observations.tsv", text, findings), findings);
    }

    [Fact]
    public void Row_is_read_with_its_place()
    {
        var (rows, findings) = Parse(Text(Row([.. Good, ("usedBy", "a; b")])));
        Assert.Empty(findings);
        var row = Assert.Single(rows);
        Assert.Equal(Measure.HalfLife, row.Measure);
        Assert.Equal((7.0, 7.0), (row.Lower, row.Upper));
        Assert.Equal(120, row.To!.In("min"), 1e-12);
        Assert.Equal(["a", "b"], row.UsedBy);
        Assert.Equal("observations.tsv:2:1", row.Location.ToString());
    }

    [Theory]
    [InlineData("kind", "number", "'number' is not a kind")]
    [InlineData("measure", "half-lief", "Did you mean 'half-life'?")]
    [InlineData("value", "seven", "'seven' is not a number")]
    [InlineData("value", "", "neither a value nor a bound")]
    [InlineData("unit", "fortnights", "'fortnights' is not a known unit")]
    [InlineData("to", "2", "'2' is not a time")]
    [InlineData("to", "2 mL", "'2 mL' is not a time")]
    [InlineData("reference", "", "The cell 'reference' is empty")]
    [InlineData("readout", "", "The cell 'readout' is empty")]
    public void Wrong_cell_is_reported_at_its_column(string column, string cell, string message)
    {
        var (_, findings) = Parse(Text(Row(With(column, cell))));
        var finding = Assert.Single(findings);
        Assert.Contains(message, finding.ToString(), StringComparison.Ordinal);
        Assert.Equal("IDN520", finding.Code);
        Assert.Equal(2, finding.Location.Line);
    }

    [Fact]
    public void Repeated_observation_is_reported() => Assert.Contains("stands twice, first on line 2", Assert.Single(Parse(Text(Row(Good), Row(Good))).Findings).Message, StringComparison.Ordinal);

    [Fact]
    public void Bounds_in_the_wrong_order_are_reported() =>
        Assert.Contains("lower bound is above", Assert.Single(Parse(Text(Row([.. With("value", ""), ("lower", "2"), ("upper", "1")]))).Findings).Message, StringComparison.Ordinal);

    [Fact]
    public void Missing_and_unknown_columns_are_reported_together()
    {
        var (_, findings) = Parse(Text().Replace("\tnote", "\tnotes", StringComparison.Ordinal));
        Assert.Equal(2, findings.Count);
        Assert.Contains("Did you mean 'note'?", findings[0].Action, StringComparison.Ordinal);
    }

    [Fact]
    public void Row_without_a_number_needs_neither_readout_nor_value()
    {
        var (rows, findings) = Parse(Text(Row(("observationId", "x"), ("what", "Something"), ("kind", "none"), ("reference", "r"), ("statement", "up"))));
        Assert.Empty(findings);
        Assert.False(Assert.Single(rows).IsPredicted);
    }
}
