using Idunn.Numerics.Random;

namespace Idunn.Numerics.Tests.Stochastic;

/// <summary>The chemical master equation of a process on 0 … n − 1 that steps up and down by one.</summary>
internal static class MasterEquation
{
    /// <summary>
    /// e^(Qt) on the law that starts in one state, by uniformisation (Jensen, A. (1953), Markoff chains as an aid in the study of Markoff processes): a Poisson number, of mean Λt, of
    /// steps of the chain 1 + Q/Λ.
    /// </summary>
    public static double[] Solve(int states, double t, Func<int, double> up, Func<int, double> down, int start = 0)
    {
        var rate = Enumerable.Range(0, states).Max(k => Up(k) + Down(k)) * 1.01;
        var (chain, law) = (new double[states], new double[states]);
        chain[start] = 1;
        for (var n = 0; n < rate * t + 12 * Math.Sqrt(rate * t) + 50; n++)
        {
            var weight = Math.Exp(Poisson.LogProbability(n, rate * t));
            for (var k = 0; k < states; k++)
                law[k] += weight * chain[k];
            chain = [.. Enumerable.Range(0, states).Select(k =>
                chain[k] * (1 - (Up(k) + Down(k)) / rate) + (k > 0 ? chain[k - 1] * Up(k - 1) / rate : 0) + (k < states - 1 ? chain[k + 1] * Down(k + 1) / rate : 0))];
        }
        return law;

        double Up(int k) => k < states - 1 ? up(k) : 0;
        double Down(int k) => k > 0 ? down(k) : 0;
    }
}
