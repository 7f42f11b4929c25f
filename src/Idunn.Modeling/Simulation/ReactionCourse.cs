using System.Collections.Immutable;
using Idunn.Modeling.Compilation;
using Idunn.Numerics.Ode;
using Idunn.Numerics.Stochastic;

namespace Idunn.Modeling.Simulation;

/// <summary>What one course of single reactions came to.</summary>
/// <param name="Times">Model time of each row, up to where the course got.</param>
/// <param name="Rows">Values in the order of <paramref name="Ids"/>, as the symbols mean in formulas.</param>
public sealed record ReactionCourse(ImmutableArray<string> Ids, ImmutableArray<double> Times, ImmutableArray<double[]> Rows, ReactionOutcome Outcome)
{
    /// <summary>Simulates one course of a model's reactions, one by one or in leaps.</summary>
    /// <param name="options">Times and seed count; tolerances and the method of differential equations do not.</param>
    /// <exception cref="Checking.FindingsException">The model cannot be simulated so; all reasons are listed.</exception>
    public static ReactionCourse Run(Model model, IReadOnlyList<string> ids, SimulationOptions options, ReactionMethod method, CancellationToken cancellation = default)
    {
        var compiled = CompiledReactions.Compile(model, ids);
        var system = compiled.CreateSystem();
        var initial = new double[compiled.StateIds.Length];
        var chance = new ReactionChance(options.Seed, options.Subject, 0);
        system.Draw(chance);
        system.InitialState(initial);
        ReactionChecks.CheckDrawn(compiled, initial);
        double[] outputs = [.. Enumerable.Range(0, options.Points).Select(options.TimeOf)];
        var (times, rows) = (ImmutableArray.CreateBuilder<double>(), ImmutableArray.CreateBuilder<double[]>());
        var outcome = new ReactionSolver(system, new ReactionOptions { Method = method }).Solve(
            new ReactionProblem(options.Start, options.Until, initial, InputSchedule.None, outputs), chance, (_, t, x) =>
            {
                var row = new double[compiled.ObservedIds.Length];
                system.Observe(t, x, row);
                times.Add(t);
                rows.Add(row);
            }, cancellation);
        return new(compiled.ObservedIds, times.ToImmutable(), rows.ToImmutable(), outcome);
    }
}
