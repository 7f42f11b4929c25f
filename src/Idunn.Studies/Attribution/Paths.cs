using System.Collections.Immutable;
using Idunn.Modeling.Compilation;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Attribution;

/// <summary>Whether parameters can change a quantity in an arm at all; what cannot needs no simulation.</summary>
/// <param name="isSkipping">False: every answer is yes.</param>
internal sealed class Paths(StudyPlan plan, string readout, bool isSkipping)
{
    private readonly Influence influence = new(plan.Model, [readout]);

    // What a study reads of a subject beside the formulas: amounts of doses, moments of diameters, the diffusion's noise and grid.
    private readonly ImmutableHashSet<int> readByStudy = [.. plan.Card.ComputedIds.Except(plan.Card.Cargo.Values).Select(plan.Compiled.IndexOfParameter)];

    /// <param name="changed">Parameters that change.</param>
    /// <param name="free">Parameters whose values are left open.</param>
    /// <param name="settings">Values of others that differ from the typical subject's.</param>
    public bool Lead(ArmPlan arm, IEnumerable<int> changed, IEnumerable<int> free, IReadOnlyDictionary<int, double> settings)
    {
        HashSet<int> moved = [.. changed];
        if (!isSkipping || moved.Overlaps(readByStudy)) return true;
        var parameters = Parameters(arm, settings);
        var inputs = arm.Inputs(parameters);
        HashSet<int> driven = [.. inputs.Boluses.Where(bolus => bolus.Amount != 0).Select(bolus => bolus.State), .. inputs.Infusions.Where(infusion => infusion.Rate != 0).Select(infusion => infusion.State)];
        if (plan.Card.Diffusion is { } diffusion) driven.Add(plan.Compiled.IndexOfState(diffusion.State));
        return influence.Reaches(readout, moved, free.ToHashSet(), parameters, driven);
    }

    /// <summary>The typical subject's parameters with some of them set.</summary>
    public double[] Parameters(ArmPlan arm, IReadOnlyDictionary<int, double> settings)
    {
        var parameters = new double[plan.Compiled.ParameterIds.Length];
        arm.SetTypicalParameters(parameters);
        foreach (var (parameter, value) in settings) parameters[parameter] = value;
        return parameters;
    }
}
