using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Compilation;

/// <summary>Constructs that a single simulation knows (<see cref="Simulation.HybridModel"/>) and cohorts refuse, so that no subject gets a wrong number.</summary>
internal static class SingleRunsOnly
{
    public static void Refuse(Model model, List<Finding> findings)
    {
        foreach (var happening in model.Events)
            CompiledEvent.Check(happening, findings);
        findings.AddRange(model.AlgebraicRules.Select(rule => FindingCodes.SingleRun.At(rule.Location, "An algebraic rule needs a solver of equations along the way, which only single simulations have.", FindingCodes.SingleRun.Remedy)));
        findings.AddRange(model.Reactions.Where(reaction => reaction.IsFast).Select(reaction => FindingCodes.SingleRun.At(reaction.Location, $"Reaction '{reaction.Id}' is fast: only single simulations keep it in equilibrium.", FindingCodes.SingleRun.Remedy)));
    }
}
