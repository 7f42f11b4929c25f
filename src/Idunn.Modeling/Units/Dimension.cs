using System.Globalization;

namespace Idunn.Modeling.Units;

/// <summary>
/// What a unit measures: exponents over base dimensions. The bases are those of the SI (length, mass, time, current, temperature, substance) and one
/// for each counted thing (particle, copy, cell, molecule, item and what a model declares), so that copies never add to particles.
/// </summary>
public sealed class Dimension : IEquatable<Dimension>
{
    // In ordinal order of the names; none of the exponents is 0.
    private readonly string[] names;
    private readonly double[] exponents;

    private Dimension(string[] names, double[] exponents) => (this.names, this.exponents) = (names, exponents);

    public static Dimension None { get; } = new([], []);

    public bool IsNone => names.Length == 0;

    /// <summary>Base dimensions and their exponents, none of them 0.</summary>
    public IEnumerable<(string Name, double Exponent)> Powers => names.Zip(exponents);

    /// <summary>A base dimension.</summary>
    public static Dimension Of(string name) => new([name], [1]);

    public static Dimension operator *(Dimension left, Dimension right) => left.Combine(right, 1);

    public static Dimension operator /(Dimension left, Dimension right) => left.Combine(right, -1);

    public Dimension Power(double exponent) => None.Combine(this, exponent);

    private Dimension Combine(Dimension other, double times)
    {
        var (both, sums, count) = (new string[names.Length + other.names.Length], new double[names.Length + other.names.Length], 0);
        for (int i = 0, j = 0; i < names.Length || j < other.names.Length;)
        {
            var order = i == names.Length ? 1 : j == other.names.Length ? -1 : string.CompareOrdinal(names[i], other.names[j]);
            var name = order <= 0 ? names[i] : other.names[j];
            var sum = order <= 0 ? exponents[i++] : 0;
            // Rounded, so that three cube roots multiply to exactly one.
            if (order >= 0)
                sum = Math.Round(sum + (other.exponents[j++] * times), 9);
            if (sum != 0)
                (both[count], sums[count++]) = (name, sum);
        }
        return new Dimension(both[..count], sums[..count]);
    }

    public bool Equals(Dimension? other) => other is not null && names.AsSpan().SequenceEqual(other.names) && exponents.AsSpan().SequenceEqual(other.exponents);

    public override bool Equals(object? obj) => Equals(obj as Dimension);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        for (var i = 0; i < names.Length; i++)
        {
            hash.Add(names[i]);
            hash.Add(exponents[i]);
        }
        return hash.ToHashCode();
    }

    /// <summary>As people write it: <c>copy/cell/time</c>; <c>1</c> for a pure number.</summary>
    public override string ToString()
    {
        var above = names.Where((_, i) => exponents[i] > 0).Select(Written).ToArray();
        var below = names.Where((_, i) => exponents[i] < 0).Select(name => "/" + Written(name));
        return (above.Length == 0 ? "1" : string.Join(" ", above)) + string.Concat(below);
    }

    private string Written(string name)
    {
        var exponent = Math.Abs(exponents[Array.IndexOf(names, name)]);
        return exponent == 1 ? name : name + "^" + exponent.ToString("0.###", CultureInfo.InvariantCulture);
    }
}
