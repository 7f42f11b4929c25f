using System.Globalization;

namespace Idunn.Studies.Storage;

/// <summary>Tables as comma-separated text (RFC 4180): numbers in the shortest form that reads back to the same double, <c>NaN</c> where none exists.</summary>
public static class CsvFile
{
    public static void WriteHeader(TextWriter writer, Table table) => WriteRow(writer, table, column => column.Name);

    public static void WriteRows(TextWriter writer, Table table)
    {
        for (var row = 0; row < table.RowCount; row++)
        {
            var at = row;
            WriteRow(writer, table, column => column switch
            {
                TextColumn text => text.Values[at],
                IntegerColumn whole => whole.Values[at].ToString(CultureInfo.InvariantCulture),
                NumberColumn number => number.Values[at].ToString("R", CultureInfo.InvariantCulture),
                _ => "",
            });
        }
    }

    private static void WriteRow(TextWriter writer, Table table, Func<Column, string> cell)
    {
        for (var c = 0; c < table.Columns.Count; c++)
        {
            if (c > 0) writer.Write(',');
            writer.Write(Quoted(cell(table.Columns[c])));
        }
        writer.Write('\n');
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
