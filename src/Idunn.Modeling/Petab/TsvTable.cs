using System.Collections.Immutable;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Petab;

/// <summary>A tab-separated table: a header and rows whose cells know their places.</summary>
public sealed record TsvTable(string File, TsvHeader Header, ImmutableArray<TsvRow> Rows)
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
            return Parse(LimitedText.Read(file), file, required, findings);
        }
        catch (FindingsException exception) when (exception.Findings.All(finding => finding.Code == FindingCodes.TooLarge.Code))
        {
            foreach (var finding in exception.Findings)
                findings.Add(finding);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            findings.Add(FindingCodes.PetabFile.At(askedBy, $"'{file}' cannot be read: {exception.Message}", FindingCodes.PetabFile.Remedy));
            return null;
        }
    }

    /// <param name="file">The name that places give.</param>
    /// <param name="layout">Code of findings about columns and lengths of rows; null: that of PEtab problems.</param>
    /// <param name="known">All columns that there can be; null: any.</param>
    public static TsvTable? Parse(string text, string file, ImmutableArray<string> required, ICollection<Finding> findings, FindingCode? layout = null, ImmutableArray<string>? known = null)
    {
        layout ??= FindingCodes.PetabTable;
        var lines = text.TrimStart('\uFEFF').Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        var header = new TsvHeader([.. lines[0].Split('\t').Select(Unquoted)]);
        var before = findings.Count;
        CheckHeader(header, lines[0], new SourceLocation(file, 1, 1), required, known, layout, findings);
        if (findings.Count > before)
            return null;
        var rows = ImmutableArray.CreateBuilder<TsvRow>();
        for (var i = 1; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
                continue;
            var row = new TsvRow(header, lines[i], new SourceLocation(file, i + 1, 1), findings);
            if (row.HasMore)
                row.Report(layout.At(row.At(header.Columns.Length), $"The row has {row.CellCount} cells, and there are {header.Columns.Length} columns.", "Remove a tab, or the text behind the last column."));
            rows.Add(row);
        }
        return new TsvTable(file, header, rows.ToImmutable());
    }

    private static void CheckHeader(TsvHeader header, string line, SourceLocation start, ImmutableArray<string> required, ImmutableArray<string>? known, FindingCode layout, ICollection<Finding> findings)
    {
        var starts = Starts(line);
        foreach (var (name, index) in header.Columns.Select((name, index) => (name, index)))
        {
            var place = start with { Column = starts[index] };
            if (known is { } all && !all.Contains(name))
                findings.Add(layout.At(place, $"There is no column '{name}'.", Spelling.Advice(name, all, $"There are: {string.Join(", ", all)}.")));
            else if (name.Length > 0 && header.IndexOf(name) < index)
                findings.Add(layout.At(place, $"The column '{name}' is there twice.", "Keep one."));
        }
        foreach (var name in required.Where(name => header.IndexOf(name) < 0))
            findings.Add(layout.At(start, $"The column '{name}' is missing.", known is null && Spelling.Closest(name, header.Columns) is { } near ? $"Is it '{near}'? Correct the name." : "Add it."));
    }

    /// <summary>Columns, from 1, at which the cells of a line begin.</summary>
    internal static int[] Starts(string line)
    {
        var starts = new List<int> { 1 };
        for (var i = line.IndexOf('\t', StringComparison.Ordinal); i >= 0; i = line.IndexOf('\t', i + 1))
            starts.Add(i + 2);
        return [.. starts];
    }

    /// <summary>Tools of the field write a cell between quotation marks when it holds one itself.</summary>
    internal static string Unquoted(string cell)
    {
        var text = cell.Trim();
        return text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal).Trim() : text;
    }
}

/// <summary>The columns of a table by name.</summary>
public sealed class TsvHeader
{
    private readonly Dictionary<string, int> indices = new(StringComparer.Ordinal);

    internal TsvHeader(ImmutableArray<string> columns)
    {
        Columns = columns;
        for (var i = 0; i < columns.Length; i++)
            indices.TryAdd(columns[i], i);
    }

    /// <summary>As they stand, from the left.</summary>
    public ImmutableArray<string> Columns { get; }

    /// <summary>Number of the first column of that name, from 0; −1 when there is none.</summary>
    public int IndexOf(string column) => indices.GetValueOrDefault(column, -1);
}
