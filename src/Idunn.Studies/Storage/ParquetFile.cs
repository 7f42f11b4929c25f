using System.Collections.Immutable;
using Parquet;
using Parquet.Schema;

namespace Idunn.Studies.Storage;

/// <summary>
/// Tables as Apache Parquet files (https://parquet.apache.org): one row group, no nulls, units in each column chunk's key–value metadata under <c>unit</c>.
/// The same table gives the same bytes.
/// </summary>
public static class ParquetFile
{
    /// <summary>The file's bytes.</summary>
    public static byte[] Write(Table table)
    {
        using var memory = new MemoryStream();
        WriteAsync(table, memory).GetAwaiter().GetResult();
        return memory.ToArray();
    }

    private static async Task WriteAsync(Table table, Stream stream)
    {
        var fields = table.Columns.Select(FieldOf).ToImmutableArray();
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Snappy };
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, options).ConfigureAwait(false);
        using var group = writer.CreateRowGroup();
        for (var c = 0; c < fields.Length; c++)
        {
            await (table.Columns[c] switch
            {
                TextColumn text => group.WriteAsync(fields[c], text.Values),
                IntegerColumn whole => group.WriteAsync<int>(fields[c], whole.Values),
                NumberColumn number => group.WriteAsync<double>(fields[c], number.Values, null, new Dictionary<string, string> { ["unit"] = number.Unit }),
                var other => throw new ArgumentException($"Column '{other.Name}' is of no known kind."),
            }).ConfigureAwait(false);
        }
        group.CompleteValidate();
    }

    private static DataField FieldOf(Column column) => new(
        column.Name,
        column switch { TextColumn => typeof(string), IntegerColumn => typeof(int), _ => typeof(double) },
        isNullable: false);

    /// <summary>Reads a file that <see cref="Write"/> wrote.</summary>
    /// <param name="wanted">Which columns; null: all.</param>
    /// <exception cref="InvalidDataException">The file is not such a file, or is damaged.</exception>
    public static Table Read(string path, Predicate<string>? wanted = null)
    {
        using var stream = new BoundedFile(path);
        try
        {
            ParquetFooter.Check(stream);
            return ReadAsync(stream, wanted ?? (_ => true)).GetAwaiter().GetResult();
        }
        // Lengths in a damaged file may be any number: an array for so many bytes is never made, and nothing else is lost with it.
        catch (Exception exception)
        {
            throw new InvalidDataException($"{path}: this part file is damaged ({exception.Message}). Delete it and run the study again: only this part is computed anew.", exception);
        }
    }

    private static async Task<Table> ReadAsync(Stream stream, Predicate<string> wanted)
    {
        await using var reader = await ParquetReader.CreateAsync(stream).ConfigureAwait(false);
        using var group = reader.OpenRowGroupReader(0);
        var rows = checked((int)group.RowCount);
        var columns = new List<Column>();
        foreach (var field in reader.Schema.DataFields)
            if (wanted(field.Name))
                columns.Add(await ReadAsync(group, field, rows).ConfigureAwait(false));
        return new Table(columns);
    }

    private static async Task<Column> ReadAsync(ParquetRowGroupReader group, DataField field, int rows)
    {
        if (field.ClrType == typeof(int))
        {
            var values = new int[rows];
            await group.ReadAsync<int>(field, values).ConfigureAwait(false);
            return new IntegerColumn(field.Name, values);
        }
        if (field.ClrType != typeof(double))
        {
            var values = new string[rows];
            await group.ReadAsync(field, values).ConfigureAwait(false);
            return new TextColumn(field.Name, values);
        }
        var numbers = new double[rows];
        await group.ReadAsync<double>(field, numbers).ConfigureAwait(false);
        return new NumberColumn(field.Name, group.GetCustomMetadata(field).GetValueOrDefault("unit", ""), numbers);
    }
}
