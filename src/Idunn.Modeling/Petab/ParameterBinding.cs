using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Units;

namespace Idunn.Modeling.Petab;

/// <summary>A row of a parameter table tied to a quantity of a model.</summary>
/// <param name="Unit">The model's unit, or the table's where the model says none; in it are the values below.</param>
/// <param name="Factor">A value in the table's unit times this is in the model's.</param>
public sealed record ParameterBinding(ParameterRow Row, string Unit, double Factor)
{
    public string Id => Row.Id;

    /// <summary>The nominal value in the model's unit.</summary>
    public double Value => ToModel(Row.NominalValue);

    /// <summary>From the table's unit to the model's: nominal values, bounds, and draws from the prior.</summary>
    public double ToModel(double inTableUnit) => inTableUnit * Factor;

    /// <summary>Every row, in the order of the tables. A row that is for nothing in the model keeps its own unit.</summary>
    /// <exception cref="FindingsException">A unit cannot be read, or does not fit the model's.</exception>
    public static ImmutableArray<ParameterBinding> Bind(Model model, IEnumerable<ParameterTable> tables)
    {
        var findings = new List<Finding>();
        var all = tables.ToArray();
        var bindings = Bind(ModelUnits.Of(model, all, findings), all, findings);
        return findings.Count == 0 ? bindings : throw new FindingsException(findings);
    }

    internal static ImmutableArray<ParameterBinding> Bind(ModelUnits units, IEnumerable<ParameterTable> tables, ICollection<Finding> findings)
    {
        var bindings = ImmutableArray.CreateBuilder<ParameterBinding>();
        foreach (var row in tables.SelectMany(table => table.Rows))
        {
            // Units that cannot be read were reported when the model's units were gathered.
            if (!units.TryRead(row.Unit, out var from, out _) || units.Of(row.Id) is not { } to)
                continue;
            var text = units.TextOf(row.Id) ?? row.Unit;
            if (from.IsCompatibleWith(to))
                bindings.Add(new ParameterBinding(row, text, from.ConversionFactor(to)));
            else
                findings.Add(FindingCodes.TableUnit.At(row.Location, $"'{row.Id}' is in '{row.Unit}' ({from.Dimension}) here and in '{text}' ({to.Dimension}) in the model.", "Correct one of them."));
        }
        return bindings.ToImmutable();
    }
}
