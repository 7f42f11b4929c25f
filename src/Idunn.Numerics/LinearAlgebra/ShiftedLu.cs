namespace Idunn.Numerics.LinearAlgebra;

/// <summary>LU factorisation of d·I − J for one fixed pattern of J and many values, safe whatever the values are: what an implicit step solves its equations by.</summary>
public abstract class ShiftedLu
{
    /// <summary>Factorises; false when the matrix is singular to working precision or not finite.</summary>
    /// <param name="diagonal">d.</param>
    /// <param name="jacobian">Values of J in the order of the pattern.</param>
    public abstract bool Factor(double diagonal, ReadOnlySpan<double> jacobian);

    /// <summary>Overwrites <paramref name="b"/> with the solution x of (d·I − J)x = b; with what is not a number when the last factorisation failed.</summary>
    public abstract void Solve(Span<double> b);

    /// <summary>Factorisations that had to leave the diagonal after it had been tried; none where pivots are chosen by their size at once.</summary>
    public virtual long PivotFallbacks => 0;

    /// <summary>The cheaper one for a pattern: dense where so much fills that leaving out zeros costs more than it saves.</summary>
    public static ShiftedLu For(SparsityPattern pattern)
    {
        var factors = new LuPattern(pattern);
        return factors.Cost > DenseLu.Cost(pattern.Dimension) ? new DenseLu(pattern) : new SparseLu(pattern, factors);
    }
}
