namespace Idunn.Numerics.LinearAlgebra;

/// <summary>LU factorisation of d·I − J that chooses its pivots by their size, and so is safe where pivots on the diagonal (<see cref="SparseLu"/>) lose their digits.</summary>
public abstract class PivotedLu : ShiftedLu
{
    /// <summary>How much longer than with pivots on the diagonal a sparse factorisation takes that chooses them: 2.2 to 3 times, measured like <see cref="DenseLu.Cost"/>.</summary>
    public const double PriceOfChoice = 2.5;

    /// <summary>The cheaper of the two for a pattern, a matter of its size and fill alone.</summary>
    /// <param name="factors">The fill of the same pattern with pivots on the diagonal.</param>
    public static PivotedLu For(SparsityPattern pattern, LuPattern factors) =>
        PriceOfChoice * factors.Cost > DenseLu.Cost(pattern.Dimension) ? new DenseLu(pattern) : new GilbertPeierlsLu(pattern, factors);
}
