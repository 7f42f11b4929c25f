using System.Collections.Immutable;
using System.Globalization;
using Idunn.Modeling;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Units;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Inputs;

namespace Idunn.Studies.Analysis.Published;

/// <summary>
/// Reads science/observations/NAME/observations.tsv: tab-separated, one published observation a row, with the columns of <see cref="Columns"/>. All that is wrong
/// is reported together.
/// </summary>
public static class PublishedTable
{
    public static ImmutableArray<string> Columns { get; } =
    [
        "observationId", "population", "route", "what", "kind", "readout", "measure", "from", "to", "over", "value", "lower", "upper", "unit", "statement", "usedBy",
        "reference", "locator", "checkedAgainst", "note",
    ];

    /// <summary>Columns that a table may leave out.</summary>
    public static ImmutableArray<string> OptionalColumns { get; } = ["protocol", "overProtocol", "clock", "error"];

    private static readonly Dictionary<string, TimeOrigin> Clocks = new(StringComparer.Ordinal) { ["dose"] = TimeOrigin.FirstDose, ["start"] = TimeOrigin.Start, ["age"] = TimeOrigin.Birth };

    private static readonly Dictionary<string, PublishedKind> Kinds = new(StringComparer.Ordinal)
    {
        ["quantity"] = PublishedKind.Quantity,
        ["direction"] = PublishedKind.Direction,
        ["none"] = PublishedKind.None,
        ["out-of-scope"] = PublishedKind.OutOfScope,
    };

    /// <summary>The rows that can be read; what is wrong is added to <paramref name="findings"/>.</summary>
    /// <param name="name">Name of the table, for columns and the report.</param>
    /// <param name="file">Name for places.</param>
    public static ImmutableArray<PublishedRow> Parse(string name, string file, string text, List<Finding> findings)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var header = lines[0].TrimStart('\uFEFF').Split('\t');
        if (!CheckHeader(header, file, findings)) return [];
        var rows = ImmutableArray.CreateBuilder<PublishedRow>();
        var seen = new Dictionary<string, PublishedRow>(StringComparer.Ordinal);
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length == 0) continue;
            var row = new RowReading(file, i + 1, header, lines[i].Split('\t'), findings);
            if (Row(name, row) is not { } read) continue;
            if (!seen.TryAdd(read.Id, read))
                row.Error("observationId", $"The observation '{read.Id}' stands twice, first on line {seen[read.Id].Location.Line}.", "Give each row its own observationId.");
            rows.Add(read);
        }
        return rows.ToImmutable();
    }

    private static bool CheckHeader(string[] header, string file, List<Finding> findings)
    {
        var before = findings.Count;
        for (var c = 0; c < header.Length; c++)
            if (!Columns.Contains(header[c]) && !OptionalColumns.Contains(header[c]))
                findings.Add(new(Severity.Error, AnalysisCodes.Table, $"'{header[c]}' is not a column of an observation table.", Nearest.Suggestion(header[c], Columns.Concat(OptionalColumns)), new(file, 1, c + 1)));
        foreach (var column in Columns.Where(column => !header.Contains(column)))
            findings.Add(new(Severity.Error, AnalysisCodes.Table, $"The column '{column}' is missing.", "Add it; its cells may be empty.", new(file, 1, 1)));
        return findings.Count == before;
    }

    private static PublishedRow? Row(string name, RowReading row)
    {
        if (row.CellCount != row.ColumnCount)
        {
            row.Error("observationId", FormattableString.Invariant($"This row has {row.CellCount} cells under {row.ColumnCount} columns."), "Separate cells by one tab each.");
            return null;
        }
        var kind = row.Choice("kind", Kinds);
        var isPredicted = kind is PublishedKind.Quantity or PublishedKind.Direction;
        foreach (var column in isPredicted ? ["observationId", "what", "population", "route", "readout", "measure", "reference"] : new[] { "observationId", "what", "reference" })
            if (row[column].Length == 0)
                row.Error(column, $"The cell '{column}' is empty.", "Fill it in.");
        var measure = isPredicted && row["measure"].Length > 0 ? row.Choice("measure", MeasureText.Known) : Measure.Value;
        var value = row.Number("value");
        var (lower, upper) = double.IsNaN(value) ? (row.Number("lower"), row.Number("upper")) : (value, value);
        if (isPredicted && new[] { "value", "lower", "upper" }.All(column => row[column].Length == 0))
            row.Error("value", "There is neither a value nor a bound.", "Fill in 'value', or 'lower' and 'upper', or make the kind 'none' and say it in 'statement'.");
        if (lower > upper) row.Error("lower", "The lower bound is above the upper one.", "Exchange them.");
        if (isPredicted && !UnitParser.TryParse(row["unit"], null, out _, out var problem)) row.Error("unit", problem, "");
        var from = row.Time("from");
        if (isPredicted && measure is Measure.Value or Measure.Fold or Measure.Slope && from is null) row.Error("from", "A value needs its time after the first dose.", "Fill in 'from', such as 30 min.");
        var (protocols, over) = (Names(row["protocol"]), row["overProtocol"] == PublishedRow.NoDose ? [] : row["overProtocol"].Length > 0 ? Names(row["overProtocol"]) : Names(row["protocol"]));
        var error = row.Number("error");
        if (error <= 0) row.Error("error", "A standard deviation must be above zero.", "Leave the cell empty when it is not known.");
        return new(
            name, row["observationId"], row["population"], row["route"], row["what"], kind, row["readout"], measure, from, row.Time("to"), row["over"],
            lower, upper, row["unit"], row["statement"], Names(row["usedBy"]),
            row["reference"], row["locator"], row["checkedAgainst"], row["note"], row.Location("observationId"))
        {
            Protocols = protocols,
            OverProtocols = over,
            Clock = row["clock"].Length > 0 ? row.Choice("clock", Clocks) : TimeOrigin.FirstDose,
            Error = error,
        };
    }

    private static ImmutableArray<string> Names(string cell) => [.. cell.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Cells of one row by column; reports what is wrong with them.</summary>
    private sealed class RowReading(string file, int line, string[] header, string[] cells, List<Finding> findings)
    {
        public int CellCount => cells.Length;

        public int ColumnCount => header.Length;

        /// <summary>The cell; empty when the table leaves the column out.</summary>
        public string this[string column] => Array.IndexOf(header, column) is >= 0 and var c ? cells[c].Trim() : "";

        /// <summary>Line, and column in characters.</summary>
        public SourceLocation Location(string column) => new(file, line, 1 + cells.Take(Math.Max(0, Array.IndexOf(header, column))).Sum(cell => cell.Length + 1));

        public void Error(string column, string message, string action) => findings.Add(new(Severity.Error, AnalysisCodes.Table, message, action, Location(column)));

        public T Choice<T>(string column, IReadOnlyDictionary<string, T> known) where T : struct
        {
            if (known.TryGetValue(this[column], out var choice)) return choice;
            Error(column, $"'{this[column]}' is not a {column}.", Nearest.Suggestion(this[column], known.Keys));
            return default;
        }

        public double Number(string column)
        {
            if (this[column].Length == 0) return double.NaN;
            if (double.TryParse(this[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) return number;
            Error(column, $"'{this[column]}' is not a number.", "Write digits with a decimal point; words go into 'statement'.");
            return double.NaN;
        }

        public Amount? Time(string column)
        {
            var text = this[column];
            if (text.Length == 0) return null;
            var space = text.IndexOf(' ', StringComparison.Ordinal);
            if (space > 0 && double.TryParse(text.AsSpan(0, space), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0
                && UnitParser.TryParse(text[(space + 1)..], null, out var unit, out _) && unit.IsCompatibleWith(UnitParser.Parse("d")))
                return new(value, text[(space + 1)..].Trim(), Location(column));
            Error(column, $"'{text}' is not a time after the first dose.", "Write a number and a unit, such as 30 min.");
            return null;
        }
    }
}
