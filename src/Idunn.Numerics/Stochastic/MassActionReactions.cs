namespace Idunn.Numerics.Stochastic;

/// <summary>One elementary reaction.</summary>
/// <param name="Rate">c: probability per time for each distinct set of reactant molecules.</param>
/// <param name="Reactants">How many molecules of which state meet; 1 or more of each.</param>
/// <param name="Changes">What a firing changes.</param>
public sealed record ElementaryReaction(double Rate, CountChange[] Reactants, CountChange[] Changes);

/// <summary>
/// Mass action in counts: a_j = c_j · Π binomial(x_i, r_ij), the number of distinct sets of reactant molecules times their rate (Gillespie 1977).
/// </summary>
public sealed class MassActionReactions : ReactionSystem
{
    private readonly ElementaryReaction[] reactions;

    public MassActionReactions(int stateCount, params ElementaryReaction[] reactions)
    {
        this.reactions = reactions;
        Network = new ReactionNetwork(
            stateCount, [.. reactions.Select(reaction => reaction.Changes)], [.. reactions.Select(reaction => reaction.Reactants.Select(reactant => reactant.State).Order().ToArray())]);
    }

    public override ReactionNetwork Network { get; }

    public override void Propensities(ReadOnlySpan<double> x, Span<double> a)
    {
        for (var j = 0; j < reactions.Length; j++)
            a[j] = Propensity(j, x);
    }

    public override double Propensity(int reaction, ReadOnlySpan<double> x)
    {
        var a = reactions[reaction].Rate;
        foreach (var (state, molecules) in reactions[reaction].Reactants)
            a *= Sets(x[state], molecules);
        return a;
    }

    public override void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var next = 0;
        for (var j = 0; j < reactions.Length; j++)
            foreach (var state in Network.Reads(j))
            {
                var slope = reactions[j].Rate;
                foreach (var (other, molecules) in reactions[j].Reactants)
                    slope *= other == state ? SlopeOfSets(x[other], molecules) : Sets(x[other], molecules);
                slopes[next++] = slope;
            }
    }

    /// <summary>x(x − 1)…(x − r + 1)/r!</summary>
    private static double Sets(double x, int molecules)
    {
        var sets = x;
        for (var k = 1; k < molecules; k++)
            sets *= (x - k) / (k + 1);
        return x < molecules ? 0 : sets;
    }

    private static double SlopeOfSets(double x, int molecules)
    {
        var sum = 0.0;
        for (var left = 0; left < molecules; left++)
        {
            var product = 1.0;
            for (var k = 0; k < molecules; k++)
                product *= (k == left ? 1 : x - k) / (k + 1);
            sum += product;
        }
        return x < molecules - 1 ? 0 : sum;
    }
}
