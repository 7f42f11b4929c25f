using System.Collections.Immutable;
using Idunn.Modeling.Petab;
using Idunn.Modeling.Units;
using Idunn.Studies.Inputs;

namespace Idunn.Studies.Planning;

/// <summary>The numbers that a study sets for its product, by parameter and in the model's units.</summary>
internal static class ProductNumbers
{
    public static Dictionary<string, double> Of(Product product, ModelCard card, ImmutableArray<ParameterBinding> bindings)
    {
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal);
        if (product.Diameter is { } diameter && card.Diameter is { } parameters)
        {
            Set(parameters.Median, diameter.Median);
            Set(parameters.From, diameter.From);
            Set(parameters.To, diameter.To);
            numbers[parameters.GeometricSd] = diameter.GeometricSd;
        }
        foreach (var (cargo, copies) in product.Cargo)
            if (card.Cargo.TryGetValue(cargo, out var parameter))
                Set(parameter, copies);
        if (product.ParticlesPerMicrogram is { } perMicrogram && card.ParticlesPerMicrogram is { } id)
            Set(id, perMicrogram);
        return numbers;

        // The table's row tells the model's unit: from the study's unit to the table's, then as the row itself is converted.
        void Set(string parameter, Amount amount)
        {
            if (bindings.FirstOrDefault(binding => binding.Id == parameter) is { } binding)
                numbers[parameter] = binding.ToModel(amount.In(UnitParser.Parse(binding.Row.Unit)));
        }
    }
}
