using System.Collections.Immutable;

namespace Idunn.Modeling.Sbml.Writing;

/// <summary>What a product of base units measures, as SBML's rules ask for it.</summary>
internal static class UnitMeasure
{
    public static bool IsVolume(ImmutableArray<UnitFactor> factors) => factors is [{ Kind: "litre", Exponent: 1 } or { Kind: "metre", Exponent: 3 } or { Kind: "dimensionless" }];
}
