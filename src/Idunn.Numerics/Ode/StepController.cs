using Idunn.Numerics.Functions;

namespace Idunn.Numerics.Ode;

/// <summary>
/// Predictive proportional–integral step control: Gustafsson, K. (1994), Control-theoretic techniques for stepsize selection in implicit Runge–Kutta
/// methods, ACM Transactions on Mathematical Software 20, 496–517; limits as in RODAS (Hairer &amp; Wanner, Solving ODE II, IV.8).
/// </summary>
/// <param name="errorOrder">Order p̂ of the embedded solution, whose local error falls as h^(p̂+1).</param>
public sealed class StepController(int errorOrder) : StepControl
{
    private const double Safety = 0.9;
    private const double LargestGrowth = 6;
    private const double LargestCut = 5;

    /// <summary>Errors below this count as this for the trend.</summary>
    private const double LeastError = 0.01;

    private readonly double exponent = 1.0 / (errorOrder + 1);
    private readonly double leastRoot = Elementary.Power(LeastError, 1.0 / (errorOrder + 1));
    private double previousStep = double.NaN;
    private double previousRoot = double.NaN;
    private bool wasRejected;

    public override void Restart()
    {
        previousStep = double.NaN;
        previousRoot = double.NaN;
        wasRejected = false;
    }

    public override double AfterAcceptance(double h, double error)
    {
        var root = Elementary.Power(error, exponent);
        var divisor = Divisor(root);
        if (!double.IsNaN(previousStep))
        {
            // h_{n+1} = 0.9 h_n (h_n/h_{n−1}) (err_{n−1}/err_n²)^(1/(p̂+1)): the trend of the error, not only its size.
            var predictive = previousStep / h * root * root / (previousRoot * Safety);
            divisor = Math.Clamp(Math.Max(divisor, predictive), 1 / LargestGrowth, LargestCut);
        }
        var next = h / divisor;
        if (wasRejected)
            next = Math.Min(next, h);
        previousStep = h;
        previousRoot = Math.Max(leastRoot, root);
        wasRejected = false;
        return next;
    }

    public override double AfterRejection(double h, double error)
    {
        wasRejected = true;
        return h / Divisor(Elementary.Power(error, exponent));
    }

    public override double AfterNotFinite(double h)
    {
        wasRejected = true;
        return h / 4;
    }

    private static double Divisor(double root) => Math.Clamp(root / Safety, 1 / LargestGrowth, LargestCut);
}
