using Idunn.Modeling.Compilation;
using Idunn.Modeling.Simulation;

namespace Idunn.Modeling.SedMl;

/// <summary>
/// Compiles a model once for all the numbers that the iterations of a task put into it. Models whose structure may depend on their numbers (algebraic rules, fast reactions, delays) are compiled for each.
/// </summary>
internal sealed class CompiledStates
{
    /// <summary>Points after which machine code is worth its making; it gives the same bits.</summary>
    private const int FewPoints = 10;

    private readonly Dictionary<(Model Source, bool HasRun, string Set, string Observed), (HybridModel Model, int Uses)> known = [];

    /// <exception cref="Checking.FindingsException">The model or an observed id is refused.</exception>
    public HybridModel Of(ModelState state, Observed[] observed)
    {
        var source = state.Source;
        if (!source.AlgebraicRules.IsEmpty || source.Reactions.Any(reaction => reaction.IsFast))
            return HybridModel.Compile(state.Model, observed);
        // The arrays of a model compare by reference, so the key is cheap, and each model of a file is read once.
        var key = (source, state.HasRun, string.Join('\n', state.Values.Keys), string.Join('\n', observed));
        var (open, uses) = known.GetValueOrDefault(key);
        if (uses == 0 || (uses == FewPoints && open.DelayCount == 0))
            open = HybridModel.Compile(state.Open, observed, uses == 0 ? CompilationTier.Interpreter : CompilationTier.MachineCode);
        known[key] = (open, uses + 1);
        return open.DelayCount == 0 && open.With(state.Values) is { } filled ? filled : HybridModel.Compile(state.Model, observed);
    }
}
