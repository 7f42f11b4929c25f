using Idunn.Numerics.Functions;
using Idunn.Numerics.Statistics;

namespace Idunn.Numerics.Random;

internal sealed class Normal(double mean, double deviation) : Distribution
{
    public override double Below(double x) => GammaFunction.NormalBelow((x - mean) / deviation);

    public override double Above(double x) => GammaFunction.NormalBelow((mean - x) / deviation);

    public override double FromBelow(double p) => mean + deviation * StandardNormal.Quantile(p);

    public override double FromAbove(double q) => mean - deviation * StandardNormal.Quantile(q);
}

internal sealed class LogNormal(double mean, double deviation) : Distribution
{
    public override double Below(double x) => x > 0 ? GammaFunction.NormalBelow((Elementary.Log(x) - mean) / deviation) : 0;

    public override double Above(double x) => x > 0 ? GammaFunction.NormalBelow((mean - Elementary.Log(x)) / deviation) : 1;

    public override double FromBelow(double p) => Elementary.Exp(mean + deviation * StandardNormal.Quantile(p));

    public override double FromAbove(double q) => Elementary.Exp(mean - deviation * StandardNormal.Quantile(q));
}

internal sealed class Uniform(double least, double largest) : Distribution
{
    public override double Below(double x) => Math.Clamp((x - least) / (largest - least), 0, 1);

    public override double Above(double x) => Math.Clamp((largest - x) / (largest - least), 0, 1);

    public override double FromBelow(double p) => least + (largest - least) * p;

    public override double FromAbove(double q) => largest - (largest - least) * q;
}

internal sealed class Cauchy(double median, double scale) : Distribution
{
    public override double Below(double x) => Math.Atan2(scale, median - x) / Math.PI;

    public override double Above(double x) => Math.Atan2(scale, x - median) / Math.PI;

    public override double FromBelow(double p) => median - scale / Math.Tan(Math.PI * p);

    public override double FromAbove(double q) => median + scale / Math.Tan(Math.PI * q);
}

internal sealed class Laplace(double median, double scale) : Distribution
{
    public override double Below(double x) => Tail((median - x) / scale);

    public override double Above(double x) => Tail((x - median) / scale);

    public override double FromBelow(double p) => median - scale * Distance(p);

    public override double FromAbove(double q) => median + scale * Distance(q);

    private static double Tail(double z) => z > 0 ? 0.5 * Elementary.Exp(-z) : 1 - 0.5 * Elementary.Exp(z);

    private static double Distance(double tail) => tail <= 0.5 ? -Elementary.Log(2 * tail) : Elementary.Log(2 * (1 - tail));
}

internal sealed class Rayleigh(double scale) : Distribution
{
    public override double Below(double x) => x > 0 ? -SmallExponential(-0.5 * (x / scale) * (x / scale)) : 0;

    public override double Above(double x) => x > 0 ? Elementary.Exp(-0.5 * (x / scale) * (x / scale)) : 1;

    public override double FromBelow(double p) => scale * Math.Sqrt(-2 * SmallLogarithm(p));

    public override double FromAbove(double q) => scale * Math.Sqrt(-2 * Elementary.Log(q));

    /// <summary>eˣ − 1 (Kahan: the error of eˣ is undone by the logarithm of the same number).</summary>
    private static double SmallExponential(double x)
    {
        var e = Elementary.Exp(x);
        return e == 1 ? x : e - 1 == -1 ? -1 : (e - 1) * x / Elementary.Log(e);
    }

    /// <summary>ln(1 − p) (Kahan).</summary>
    private static double SmallLogarithm(double p)
    {
        var rest = 1 - p;
        return rest == 1 ? -p : Elementary.Log(rest) * p / (1 - rest);
    }
}

/// <summary>Also the exponential distribution (shape 1) and that of χ² (half the degrees of freedom, scale 2).</summary>
internal sealed class Gamma(double shape, double scale) : Distribution
{
    public override double Below(double x) => GammaFunction.Lower(shape, x / scale);

    public override double Above(double x) => GammaFunction.Upper(shape, x / scale);

    public override double FromBelow(double p) => scale * GammaFunction.LowerInverse(shape, p);

    public override double FromAbove(double q) => shape == 1 ? -scale * Elementary.Log(q) : scale * GammaFunction.UpperInverse(shape, q);
}
