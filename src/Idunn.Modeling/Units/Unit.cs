using System.Globalization;

namespace Idunn.Modeling.Units;

/// <summary>A unit: how many coherent base units it is worth, and what it measures.</summary>
/// <param name="Factor">Value of one of this unit in metre, kilogram, second, ampere, kelvin, mole and counted things.</param>
public sealed record Unit(double Factor, Dimension Dimension)
{
    public static Unit One { get; } = new(1, Dimension.None);

    public static Unit operator *(Unit left, Unit right) => new(left.Factor * right.Factor, left.Dimension * right.Dimension);

    public static Unit operator /(Unit left, Unit right) => new(left.Factor / right.Factor, left.Dimension / right.Dimension);

    public Unit Power(double exponent) => new(Math.Pow(Factor, exponent), Dimension.Power(exponent));

    /// <summary>True when both measure the same, whatever their size.</summary>
    public bool IsCompatibleWith(Unit other) => Dimension.Equals(other.Dimension);

    /// <summary>True when a number means the same in both: equal dimension, and equal factor but for rounding.</summary>
    public bool IsSameAs(Unit other) => IsCompatibleWith(other) && Math.Abs(Factor - other.Factor) <= 1e-9 * Math.Max(Math.Abs(Factor), Math.Abs(other.Factor));

    /// <summary>The number by which a value in this unit is multiplied to be in the other.</summary>
    /// <exception cref="ArgumentException">The units measure different things.</exception>
    public double ConversionFactor(Unit to)
    {
        if (!IsCompatibleWith(to))
            throw new ArgumentException($"{Dimension} cannot be converted to {to.Dimension}.", nameof(to));
        return Factor / to.Factor;
    }

    public override string ToString() => Factor == 1 ? Dimension.ToString() : Factor.ToString("G6", CultureInfo.InvariantCulture) + " × " + Dimension;
}
