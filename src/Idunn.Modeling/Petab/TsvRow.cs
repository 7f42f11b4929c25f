using System.Collections.Immutable;
using System.Globalization;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Petab;

/// <summary>The cells of one row, by the names of their columns. A column that is not there has empty cells.</summary>
public sealed class TsvRow
{
    /// <summary>Findings after which the rest of a table is not looked at: whoever has so many has made one mistake many times, or means harm.</summary>
    private const int MostFindings = 1_000;

    private readonly string line;
    private readonly string[] raw;
    private readonly ICollection<Finding> findings;
    private int[]? starts;

    internal TsvRow(TsvHeader header, string line, SourceLocation location, ICollection<Finding> findings)
    {
        (Header, this.line, this.findings, Location) = (header, line, findings, location);
        raw = line.Split('\t');
    }

    public SourceLocation Location { get; }

    public TsvHeader Header { get; }

    internal int CellCount => raw.Length;

    /// <summary>True when there is text behind the last column.</summary>
    internal bool HasMore => raw.Skip(Header.Columns.Length).Any(cell => cell.Trim().Length > 0);

    public string this[string column] => Header.IndexOf(column) is >= 0 and var index && index < raw.Length ? TsvTable.Unquoted(raw[index]) : "";

    /// <summary>Where the cell's text begins; the first cell, for a column that is not there.</summary>
    public SourceLocation At(string column) => At(Math.Max(Header.IndexOf(column), 0));

    internal SourceLocation At(int index)
    {
        starts ??= TsvTable.Starts(line);
        var blank = index < raw.Length ? raw[index].Length - raw[index].TrimStart(' ', '"').Length : 0;
        return Location with { Column = index < starts.Length ? starts[index] + blank : line.Length + 1 };
    }

    /// <summary>Where a column is named.</summary>
    public SourceLocation InHeader(string column) => Location with { Line = 1, Column = 1 + Header.Columns.TakeWhile(name => name != column).Sum(name => name.Length + 1) };

    /// <exception cref="FindingsException">It is one too many; all that were found so far.</exception>
    public void Report(Finding finding)
    {
        findings.Add(finding);
        if (findings.Count >= MostFindings)
            throw new FindingsException([.. findings]);
    }

    public void Fail(FindingCode code, string column, string message, string? action = null) => Report(code.At(At(column), message, action ?? code.Remedy));

    /// <summary>An id that has to be there: letters, digits and underscores. Null with a finding.</summary>
    public string? Id(string column)
    {
        var id = this[column];
        if (IsId(id))
            return id;
        Fail(FindingCodes.PetabCell, column, id.Length == 0 ? $"The cell '{column}' is empty." : $"'{id}' is no id.", "Ids have letters, digits and underscores, and start with no digit.");
        return null;
    }

    internal static bool IsId(string text) => text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>A number, inf or -inf; null when the cell is empty, or is no number, and then with a finding.</summary>
    public double? Number(string column)
    {
        var text = this[column];
        if (text.Length == 0 || TryNumber(text) is not null)
            return text.Length == 0 ? null : TryNumber(text);
        Fail(FindingCodes.PetabCell, column, $"'{text}' is no number.", "Write digits with a decimal point, such as 0.02 or 1e9, or inf.");
        return null;
    }

    /// <summary>As <see cref="Number"/>, and an empty cell is a finding too.</summary>
    public double? RequiredNumber(string column)
    {
        if (this[column].Length > 0)
            return Number(column);
        Fail(FindingCodes.PetabCell, column, $"The cell '{column}' is empty.", "Write a number.");
        return null;
    }

    /// <summary>The parts between semicolons; none of an empty cell.</summary>
    public ImmutableArray<string> List(string column) => this[column].Length == 0 ? [] : [.. this[column].Split(';', StringSplitOptions.TrimEntries)];

    internal static double? TryNumber(string text) => text switch
    {
        "inf" or "+inf" or "Inf" or "INF" => double.PositiveInfinity,
        "-inf" or "-Inf" or "-INF" => double.NegativeInfinity,
        _ => TryFinite(text),
    };

    internal static double? TryFinite(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
