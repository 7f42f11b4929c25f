using System.Collections.Immutable;
using System.Numerics;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Idunn.Numerics.LinearAlgebra;

/// <summary>Eigenvalues of a general real matrix, by the QR algorithm of MathNet.Numerics.</summary>
public static class Eigenvalues
{
    /// <param name="matrix">n × n, by rows.</param>
    /// <returns>Largest real part first; of a complex pair the one with positive imaginary part first. Empty when the algorithm does not converge or an entry is not finite.</returns>
    public static ImmutableArray<Complex> Of(ReadOnlySpan<double> matrix, int n)
    {
        if (n == 0 || matrix.ContainsAnyExceptInRange(double.MinValue, double.MaxValue))
            return [];
        var size = 0.0;
        foreach (var entry in matrix)
            size = Math.Max(size, Math.Abs(entry));
        if (size == 0)
            return [.. Enumerable.Repeat(Complex.Zero, n)];
        // Entries far below rounding are 0. By columns it is the transpose, whose eigenvalues are the same.
        var dense = new DenseMatrix(n, n, [.. matrix.ToArray().Select(entry => Math.Abs(entry) < 1e-30 * size ? 0 : entry / size)]);
        try
        {
            return [.. dense.Evd().EigenValues.Select(value => value * size).OrderByDescending(value => value.Real).ThenByDescending(value => value.Imaginary)];
        }
        catch (MathNet.Numerics.NonConvergenceException)
        {
            return [];
        }
    }
}
