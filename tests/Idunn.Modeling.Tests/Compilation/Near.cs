namespace Idunn.Modeling.Tests.Compilation;

/// <summary>|a − b| ≤ tolerance · max(1, |a|, |b|); NaN is near NaN.</summary>
internal sealed class Near(double tolerance) : IEqualityComparer<double>
{
    public bool Equals(double a, double b) => a.Equals(b) || Math.Abs(a - b) <= tolerance * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b)));

    public int GetHashCode(double value) => 0;
}
