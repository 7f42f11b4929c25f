using System.Globalization;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Tests.Storage;

public sealed class TableFileTests
{
    private static Table Sample() => new(
    [
        new TextColumn("arm", ["vein", "nose, left", "say \"hi\""]),
        new IntegerColumn("subject", [0, -1, int.MaxValue]),
        new NumberColumn("blood.amount", "item", [0.1 + 0.2, double.NaN, double.Epsilon]),
        new NumberColumn("half-life", "d", [1e308, -0.0, double.PositiveInfinity]),
    ]);

    [Fact]
    public void Parquet_gives_back_names_units_and_every_bit()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.parquet");
        File.WriteAllBytes(path, ParquetFile.Write(Sample()));
        var read = ParquetFile.Read(path);
        Assert.Equal(Sample().Columns.Select(column => column.Name), read.Columns.Select(column => column.Name));
        Assert.Equal(Sample().Texts("arm"), read.Texts("arm"));
        Assert.Equal(Sample().Integers("subject"), read.Integers("subject"));
        Assert.Equal("item", ((NumberColumn)read["blood.amount"]).Unit);
        foreach (var name in new[] { "blood.amount", "half-life" })
            Assert.Equal(Sample().Numbers(name).Select(BitConverter.DoubleToInt64Bits), read.Numbers(name).Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void Parquet_of_the_same_table_is_the_same_bytes() => Assert.Equal(ParquetFile.Write(Sample()), ParquetFile.Write(Sample()));

    [Fact]
    public void Parquet_reads_only_the_wanted_columns()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a.parquet"), ParquetFile.Write(Sample()));
        Assert.Equal("half-life", Assert.Single(ParquetFile.Read(folder.File("a.parquet"), name => name == "half-life").Columns).Name);
    }

    [Fact]
    public void Parquet_keeps_a_table_without_rows()
    {
        using var folder = new TemporaryFolder();
        var none = new Table([new TextColumn("arm", []), new NumberColumn("x", "", [])]);
        File.WriteAllBytes(folder.File("a.parquet"), ParquetFile.Write(none));
        Assert.Equal(0, ParquetFile.Read(folder.File("a.parquet")).RowCount);
    }

    [Fact]
    public void Damaged_part_is_named_with_what_to_do()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("part-00003.parquet"), ParquetFile.Write(Sample())[..^20]);
        var exception = Assert.Throws<InvalidDataException>(() => ParquetFile.Read(folder.File("part-00003.parquet")));
        Assert.Contains("part-00003.parquet", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Delete it and run the study again", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Each byte in turn with its highest bit turned, and as 255: lengths and counts become anything, and none may be believed.</summary>
    [Fact(Timeout = 120_000)]
    public async Task A_file_with_any_byte_wrong_is_read_or_named_as_damaged_and_never_read_for_ever()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.parquet");
        var sound = ParquetFile.Write(Sample());
        var refused = await Task.Run(() => Enumerable.Range(0, sound.Length).SelectMany(at => new[] { (at, (byte)(sound[at] ^ 0x80)), (at, (byte)0xFF) }).Count(change => IsRefused(change.at, change.Item2)), TestContext.Current.CancellationToken);
        Assert.InRange(refused, sound.Length / 2, 2 * sound.Length);

        bool IsRefused(int at, byte value)
        {
            byte[] damaged = [.. sound];
            damaged[at] = value;
            File.WriteAllBytes(path, damaged);
            try
            {
                ParquetFile.Read(path);
                return false;
            }
            catch (InvalidDataException exception)
            {
                Assert.Contains("damaged", exception.Message, StringComparison.Ordinal);
                return true;
            }
        }
    }

    [Fact]
    public void Csv_numbers_read_back_to_the_same_doubles_and_text_is_quoted()
    {
        using var writer = new StringWriter();
        CsvFile.WriteHeader(writer, Sample());
        CsvFile.WriteRows(writer, Sample());
        var lines = writer.ToString().Split('\n');
        Assert.Equal("arm,subject,blood.amount,half-life", lines[0]);
        Assert.Equal(0.1 + 0.2, double.Parse(lines[1].Split(',')[2], CultureInfo.InvariantCulture));
        Assert.Equal("\"nose, left\",-1,NaN,-0", lines[2]);
        Assert.StartsWith("\"say \"\"hi\"\"\",2147483647,5E-324,Infinity", lines[3], StringComparison.Ordinal);
    }
}
