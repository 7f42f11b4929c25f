using System.Collections.Immutable;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Simulation;

namespace Idunn.Modeling.SedMl;

/// <summary>A model between the simulations of a task: as its file has it, with numbers in place of initial values.</summary>
/// <param name="Source">As its file has it, with the changes of the SED-ML file.</param>
internal sealed record ModelState(Model Source)
{
    public ImmutableSortedDictionary<string, double> Values { get; init; } = ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

    /// <summary>True once a simulation has left its end here: triggers that are true do not fire again.</summary>
    public bool HasRun { get; init; }

    public double Time { get; init; }

    /// <summary>What a simulation hands on to the next: all that changes, and what was drawn, which stays drawn.</summary>
    public Observed[] Carried => [.. HybridModel.Changing(Source).Concat(Source.Compartments.Concat<Quantity>(Source.Species).Concat(Source.Parameters).Where(quantity => RandomDraws.Any(quantity.Initial)).Select(quantity => new Observed(quantity.Id))).Distinct().Where(observed => !Source.AssignmentRules.Any(rule => rule.Variable == observed.Id))];

    /// <summary>The model that is simulated.</summary>
    public Model Model => With(id => new NumberExpr(Values[id]));

    /// <summary>The same with the numbers left open.</summary>
    public Model Open => With(_ => null);

    private Model With(Func<string, Expr?> initial)
    {
        T Valued<T>(T quantity) where T : Quantity => Values.ContainsKey(quantity.Id) ? quantity with { Initial = initial(quantity.Id) } : quantity;
        return Source with
        {
            Compartments = [.. Source.Compartments.Select(Valued)], Species = [.. Source.Species.Select(Valued)], Parameters = [.. Source.Parameters.Select(Valued)],
            Events = HasRun ? [.. Source.Events.Select(happening => happening with { TriggerInitially = true })] : Source.Events,
        };
    }
}
