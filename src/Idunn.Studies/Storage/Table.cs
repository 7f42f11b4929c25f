namespace Idunn.Studies.Storage;

/// <summary>A named column of a table.</summary>
public abstract record Column(string Name)
{
    public abstract int Length { get; }
}

public sealed record TextColumn(string Name, string[] Values) : Column(Name)
{
    public override int Length => Values.Length;
}

public sealed record IntegerColumn(string Name, int[] Values) : Column(Name)
{
    public override int Length => Values.Length;
}

/// <param name="Unit">Unit expression; empty when the numbers are pure.</param>
/// <param name="Values">NaN where a number does not exist.</param>
public sealed record NumberColumn(string Name, string Unit, double[] Values) : Column(Name)
{
    public override int Length => Values.Length;
}

/// <summary>Columns of equal length, in memory: one part of a stored table.</summary>
public sealed record Table(IReadOnlyList<Column> Columns)
{
    public int RowCount => Columns.Count == 0 ? 0 : Columns[0].Length;

    /// <exception cref="KeyNotFoundException">No such column.</exception>
    public Column this[string name] => Columns.FirstOrDefault(column => column.Name == name) ?? throw new KeyNotFoundException($"No column '{name}'.");

    public double[] Numbers(string name) => ((NumberColumn)this[name]).Values;

    public int[] Integers(string name) => ((IntegerColumn)this[name]).Values;

    public string[] Texts(string name) => ((TextColumn)this[name]).Values;
}
