using Idunn.Numerics.Random;

namespace Idunn.Modeling.Compilation;

/// <summary>One draw, ready to be made.</summary>
/// <param name="Parameter">The parameter that holds what was drawn.</param>
/// <param name="Address">Its place among all draws of the model.</param>
/// <param name="Parameters">How many parameters of the distribution come first among the arguments.</param>
/// <param name="HasBounds">Whether the least and the largest value follow.</param>
internal sealed record CompiledDraw(int Parameter, uint Address, DistributionFamily Family, int Parameters, bool HasBounds, Kernel Arguments)
{
    public const int MostArguments = 4;

    /// <param name="arguments">In the order in which they are written. A lone parameter of two is the scale around 0.</param>
    /// <param name="u">From (0, 1).</param>
    /// <returns>Not a number where the arguments describe no distribution.</returns>
    public double Value(ReadOnlySpan<double> arguments, double u)
    {
        var (first, second) = Parameters == 2 ? (arguments[0], arguments[1]) : Family is DistributionFamily.Cauchy or DistributionFamily.Laplace ? (0, arguments[0]) : (arguments[0], double.NaN);
        if (Distribution.Of(Family, first, second) is not { } law)
            return double.NaN;
        return HasBounds ? law.Draw(u, arguments[Parameters], arguments[Parameters + 1]) : law.Draw(u);
    }
}
