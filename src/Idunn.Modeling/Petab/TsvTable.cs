using System.Collections.Immutable;
using System.Globalization;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Petab;

/// <summary>A tab-separated table of a PEtab problem: a header and rows whose cells know their places.</summary>
public sealed record TsvTable(string File, ImmutableArray<string> Header, ImmutableArray<TsvRow> Rows)
{
    /// <param name="required">Columns without which the table means nothing.</param>
    /// <param name="askedBy">Where the file is named.</param>
    /// <returns>Null when there is no such file or its header cannot be used; findings say why.</returns>
    public static TsvTable? Read(string file, ImmutableArray<string> required, SourceLocation askedBy, ICollection<Finding> findings)
    {
        if (!System.IO.File.Exists(file))
        {
            findings.Add(FindingCodes.PetabFile.At(askedBy, $"There is no table '{file}'.", FindingCodes.PetabFile.Remedy));
            return null;
        }
        try
        {
            return Parse(System.IO.File.ReadAllText(file), file, required, findings);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            findings.Add(FindingCodes.PetabFile.At(askedBy, $"'{file}' cannot be read: {exception.Message}", FindingCodes.PetabFile.Remedy));
            return null;
        }
    }

    /// <param name="file">The name that places give.</param>
    public static TsvTable? Parse(string text, string file, ImmutableArray<string> required, ICollection<Finding> findings)
    {
        var lines = text.TrimStart('\uFEFF').Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        ImmutableArray<string> header = [.. lines[0].Split('\t').Select(cell => Unquoted(cell))];
        var before = findings.Count;
        foreach (var (name, index) in header.Select((name, index) => (name, index)))
            if (name.Length > 0 && header.IndexOf(name) < index)
                findings.Add(FindingCodes.PetabTable.At(new SourceLocation(file, 1, Column(lines[0], index)), $"The column '{name}' is there twice.", "Keep one."));
        foreach (var name in required.Except(header))
            findings.Add(FindingCodes.PetabTable.At(new SourceLocation(file, 1, 1), $"The column '{name}' is missing.", Spelling.Closest(name, header) is { } near ? $"Is it '{near}'? Correct the name." : "Add it."));
        if (findings.Count > before)
            return null;
        var rows = ImmutableArray.CreateBuilder<TsvRow>();
        for (var i = 1; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
                continue;
            var cells = lines[i].Split('\t');
            if (cells.Length > header.Length && cells[header.Length..].Any(cell => cell.Trim().Length > 0))
                findings.Add(FindingCodes.PetabTable.At(new SourceLocation(file, i + 1, Column(lines[i], header.Length)), $"The row has {cells.Length} cells, and there are {header.Length} columns.", "Remove a tab, or the text behind the last column."));
            rows.Add(new TsvRow(header, lines[i], new SourceLocation(file, i + 1, 1), findings));
        }
        return new TsvTable(file, header, rows.ToImmutable());
    }

    internal static int Column(string line, int index) => 1 + line.Split('\t').Take(index).Sum(cell => cell.Length + 1);

    /// <summary>Tools of the field write a cell between quotation marks when it holds one itself.</summary>
    internal static string Unquoted(string cell)
    {
        var text = cell.Trim();
        return text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal).Trim() : text;
    }
}

/// <summary>The cells of one row, by the names of their columns. A column that is not there has empty cells.</summary>
public sealed class TsvRow
{
    private readonly ImmutableArray<string> header;
    private readonly string line;
    private readonly ImmutableArray<string> cells;
    private readonly ICollection<Finding> findings;

    internal TsvRow(ImmutableArray<string> header, string line, SourceLocation location, ICollection<Finding> findings)
    {
        (this.header, this.line, this.findings, Location) = (header, line, findings, location);
        cells = [.. line.Split('\t').Select(TsvTable.Unquoted)];
    }

    public SourceLocation Location { get; }

    public ImmutableArray<string> Header => header;

    public string this[string column] => header.IndexOf(column) is >= 0 and var index && index < cells.Length ? cells[index] : "";

    /// <summary>Where the cell's text begins.</summary>
    public SourceLocation At(string column)
    {
        var index = Math.Max(header.IndexOf(column), 0);
        var raw = line.Split('\t');
        var blank = index < raw.Length ? raw[index].Length - raw[index].TrimStart(' ', '"').Length : 0;
        return Location with { Column = TsvTable.Column(line, index) + blank };
    }

    /// <summary>Where a column is named.</summary>
    public SourceLocation InHeader(string column) => Location with { Line = 1, Column = 1 + header.TakeWhile(name => name != column).Sum(name => name.Length + 1) };

    public void Report(Finding finding) => findings.Add(finding);

    public void Fail(FindingCode code, string column, string message, string? action = null) => findings.Add(code.At(At(column), message, action ?? code.Remedy));

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
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null,
    };
}
