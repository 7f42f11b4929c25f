using System.Collections.Immutable;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Compilation;

/// <summary>One event's assignments.</summary>
/// <param name="Targets">States that the event sets, in the order of the outputs of <paramref name="NewValues"/>.</param>
/// <param name="NewValues">Computes them from the state before the event.</param>
internal sealed record CompiledEvent(ImmutableArray<int> Targets, Kernel NewValues)
{
    /// <summary>States and the nodes of their new values. A concentration is turned into an amount by its
    /// compartment's size after the event.</summary>
    public static (ImmutableArray<int> Targets, ImmutableArray<int> Nodes) Assignments(ModelEvent happening, SymbolTable symbols, Formulas formulas, List<Finding> findings)
    {
        Check(happening, findings);
        var targets = ImmutableArray.CreateBuilder<int>();
        var nodes = ImmutableArray.CreateBuilder<int>();
        foreach (var (variable, formula) in happening.Assignments)
        {
            if (symbols[variable] is not Meaning.Integrated integrated)
                continue;
            var value = formulas.Translate(formula, Moment.Always);
            if (integrated.Quantity is Species { IsAmount: false } species)
                value = formulas.Graph.Multiply(value, SizeAfter(species));
            targets.Add(integrated.State);
            nodes.Add(value);
        }
        return (targets.ToImmutable(), nodes.ToImmutable());

        int SizeAfter(Species species) => happening.Assignments.FirstOrDefault(assignment => assignment.Variable == species.Compartment) is { } resizing
            ? formulas.Translate(resizing.Formula, Moment.Always)
            : formulas.SizeOf(species, Moment.Always);
    }

    /// <summary>Refuses what is not supported: delays, priorities, and triggers that may fire at the start.</summary>
    private static void Check(ModelEvent happening, List<Finding> findings)
    {
        void Refuse(string code, string what, string action) => findings.Add(new Finding(
            Severity.Error, code, $"Event '{happening.Id}' {what}: not supported yet.", action, happening.Location));
        if (happening.Delay is not null)
            Refuse("IDN120", "has a delay", "Write the delay into the trigger, for instance as a later time.");
        if (happening.Priority is not null)
            Refuse("IDN121", "has a priority", "Give the events triggers that are never true at the same instant, and remove the priority.");
        if (!happening.TriggerInitially)
            Refuse("IDN122", "may fire at the start, since its trigger counts as false before (t0 = false)", "Put its effect into the initial values, and remove t0 = false.");
    }
}
