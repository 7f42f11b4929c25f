namespace Idunn.Numerics.Ode;

/// <summary>The root-mean-square norm in which steps are judged: component i is weighed by 1/(aᵢ + r·|yᵢ|), |yᵢ| the larger of both ends.</summary>
/// <param name="absolute">aᵢ, one for each state.</param>
/// <param name="relative">r.</param>
public sealed class WeightedNorm(double[] absolute, double relative)
{
    /// <summary>√(Σ (vᵢ·wᵢ)²/n); 1 is the tolerance.</summary>
    public double Of(ReadOnlySpan<double> v, ReadOnlySpan<double> start, ReadOnlySpan<double> end)
    {
        var sum = 0.0;
        for (var i = 0; i < v.Length; i++)
        {
            var scaled = v[i] / Scale(i, start, end);
            sum += scaled * scaled;
        }
        return v.Length == 0 ? 0 : Math.Sqrt(sum / v.Length);
    }

    /// <summary>The component that weighs most in <see cref="Of"/>; −1 when there is none.</summary>
    public int Largest(ReadOnlySpan<double> v, ReadOnlySpan<double> start, ReadOnlySpan<double> end)
    {
        var (worst, index) = (-1.0, -1);
        for (var i = 0; i < v.Length; i++)
        {
            var scaled = Math.Abs(v[i]) / Scale(i, start, end);
            if (!(scaled <= worst))
                (worst, index) = (scaled, i);
        }
        return index;
    }

    private double Scale(int i, ReadOnlySpan<double> start, ReadOnlySpan<double> end)
        => absolute[i] + relative * Math.Max(Math.Abs(start[i]), Math.Abs(end[i]));
}
