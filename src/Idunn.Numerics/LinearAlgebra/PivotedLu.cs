namespace Idunn.Numerics.LinearAlgebra;

/// <summary>LU factorisation of d·I − J that chooses its pivots by their size: the safe, slower path where pivots on the diagonal (<see cref="SparseLu"/>) lose their digits.</summary>
public abstract class PivotedLu
{
    /// <summary>States up to which a dense factorisation is the cheaper one.</summary>
    private const int FewStates = 16;

    /// <summary>Share of entries in L and U from which a matrix counts as dense.</summary>
    private const double DenseShare = 0.4;

    /// <summary>Factorises; false when the matrix is singular to working precision or not finite.</summary>
    /// <param name="diagonal">d.</param>
    /// <param name="jacobian">Values of J in the order of the pattern.</param>
    public abstract bool Factor(double diagonal, ReadOnlySpan<double> jacobian);

    /// <summary>Overwrites <paramref name="b"/> with the solution x of (d·I − J)x = b.</summary>
    public abstract void Solve(Span<double> b);

    /// <summary>The cheaper of the two for a pattern, a matter of its size and fill alone.</summary>
    /// <param name="factors">The fill of the same pattern with pivots on the diagonal.</param>
    public static PivotedLu For(SparsityPattern pattern, LuPattern factors) =>
        pattern.Dimension <= FewStates || factors.Count > DenseShare * pattern.Dimension * pattern.Dimension ? new DenseLu(pattern) : new GilbertPeierlsLu(pattern, factors);
}
