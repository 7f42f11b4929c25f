using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Idunn.Modeling.SedMl;

/// <summary>Tables with commas or tabs between their cells, as SED-ML has them (Level 1 Version 4, 3.2.2: after RFC 4180, with comments, empty lines and names for what is missing).</summary>
internal static class SeparatedText
{
    /// <summary>Cells up to which a table is read.</summary>
    private const int MostCells = 2_000_000;

    private static readonly HashSet<string> Missing = new(StringComparer.Ordinal) { "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "N/A", "NA", "NULL", "NaN", "nan" };

    /// <summary>Rows by number, from 0, and columns by the names in the first record.</summary>
    /// <exception cref="Checking.FindingsException">A row has another length than the first, a name stands twice, or a cell is no number.</exception>
    public static DataCube Read(string text, char separator, DataDescription description)
    {
        var records = Records(text, separator, description).GetEnumerator();
        if (!records.MoveNext())
            throw SedMlModels.Wrong(new SourceLocation(description.Source, 1, 1), "The table has no header.");
        var header = records.Current.Cells;
        if (header.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw SedMlModels.Wrong(new SourceLocation(description.Source, records.Current.Line, 1), $"The column '{twice.Key}' is there twice.");
        var points = ImmutableArray.CreateBuilder<DataPoint>();
        for (var row = 0; records.MoveNext(); row++)
        {
            var (line, cells) = records.Current;
            if (cells.Count != header.Count)
                throw SedMlModels.Wrong(new SourceLocation(description.Source, line, 1), $"The row has {cells.Count} cells, and there are {header.Count} columns.");
            var number = row.ToString(CultureInfo.InvariantCulture);
            for (var column = 0; column < cells.Count; column++)
                points.Add(new DataPoint([number, header[column]], Number(cells[column]) ?? throw SedMlModels.Wrong(new SourceLocation(description.Source, line, 1), $"'{cells[column]}' in the column '{header[column]}' is no number.")));
        }
        return new DataCube(description.Dimensions, points.ToImmutable());
    }

    /// <summary>Not a number where the table says that nothing is known; null where the text is none.</summary>
    public static double? Number(string text) => Missing.Contains(text) ? double.NaN : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static IEnumerable<(int Line, List<string> Cells)> Records(string text, char separator, DataDescription description)
    {
        var (at, line, count) = (text.StartsWith('\uFEFF') ? 1 : 0, 1, 0);
        while (at < text.Length)
        {
            var end = text.IndexOf('\n', at) is var found && found < 0 ? text.Length : found;
            if (text[at] == '#' || text.AsSpan(at, end - at).Trim(" \r").IsEmpty)
            {
                (at, line) = (end + 1, line + 1);
                continue;
            }
            var (start, cells) = (line, new List<string>());
            while (true)
            {
                cells.Add(Cell(text, separator, ref at, ref line, description));
                if (++count > MostCells)
                    throw new Checking.FindingsException(Checking.FindingCodes.TooLarge.At(new SourceLocation(description.Source, line, 1), $"The table has more than {MostCells:N0} cells.", Checking.FindingCodes.TooLarge.Remedy));
                if (at >= text.Length || text[at] == '\n')
                    break;
                at++;
            }
            (at, line) = (at + 1, line + 1);
            yield return (start, cells);
        }
    }

    /// <summary>Reads up to the separator, the end of the line, or that of the text.</summary>
    private static string Cell(string text, char separator, ref int at, ref int line, DataDescription description)
    {
        while (at < text.Length && text[at] is ' ' or '\t' && text[at] != separator)
            at++;
        if (at >= text.Length || text[at] != '"')
        {
            var end = at;
            while (end < text.Length && text[end] != separator && text[end] != '\n')
                end++;
            var plain = text[at..end].Trim();
            at = end;
            return plain;
        }
        var (cell, opened) = (new StringBuilder(), line);
        for (at++; ; at++)
        {
            if (at >= text.Length)
                throw SedMlModels.Wrong(new SourceLocation(description.Source, opened, 1), "A quotation mark is not closed.");
            if (text[at] == '"' && (at + 1 >= text.Length || text[at + 1] != '"'))
                break;
            if (text[at] == '"')
                at++;
            if (text[at] == '\n')
                line++;
            cell.Append(text[at]);
        }
        for (at++; at < text.Length && text[at] != separator && text[at] != '\n'; at++)
            if (!char.IsWhiteSpace(text[at]))
                throw SedMlModels.Wrong(new SourceLocation(description.Source, line, 1), "Behind a closing quotation mark stands more text.");
        return cell.ToString();
    }
}
