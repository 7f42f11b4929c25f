using System.Collections.Immutable;

namespace Idunn.Modeling.Sbml.Writing;

/// <summary>What a product of base units measures, as SBML's rules ask for it (Level 3 Version 2, rules 20217, 20509 to 20511 and 20608): one base unit of that measure, whatever its size, or none.</summary>
internal static class UnitMeasure
{
    public static bool IsTime(ImmutableArray<UnitFactor> factors) => factors is [{ Kind: "second", Exponent: 1 } or { Kind: "dimensionless" }];

    /// <summary>A substance, a count or a mass.</summary>
    public static bool IsAmount(ImmutableArray<UnitFactor> factors) => factors is [{ Kind: "mole" or "item" or "gram" or "kilogram" or "avogadro", Exponent: 1 } or { Kind: "dimensionless" }];

    /// <summary>A size in a space of so many dimensions.</summary>
    public static bool IsSize(ImmutableArray<UnitFactor> factors, double dimensions) => dimensions switch
    {
        3 => factors is [{ Kind: "litre", Exponent: 1 } or { Kind: "metre", Exponent: 3 } or { Kind: "dimensionless" }],
        2 => factors is [{ Kind: "metre", Exponent: 2 } or { Kind: "dimensionless" }],
        1 => factors is [{ Kind: "metre", Exponent: 1 } or { Kind: "dimensionless" }],
        _ => true,
    };
}
