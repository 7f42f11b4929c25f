using System.Collections.Immutable;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Compilation;

/// <summary>One event's assignments.</summary>
/// <param name="Targets">States that the event sets, in the order of the outputs of <paramref name="NewValues"/>.</param>
/// <param name="NewValues">Computes them from the state before the event.</param>
internal sealed record CompiledEvent(ImmutableArray<int> Targets, Kernel NewValues)
{
    /// <summary>Draws that are made before.</summary>
    public ImmutableArray<CompiledDraw> Draws { get; init; } = [];

    /// <summary>States and the nodes of their new values. A concentration is turned into an amount by its
    /// compartment's size before the event, as the SBML Test Suite has it (case 01779): all assignments are made at once.</summary>
    public static (ImmutableArray<int> Targets, ImmutableArray<int> Nodes) Assignments(ModelEvent happening, int number, SymbolTable symbols, Formulas formulas, List<Finding> findings)
    {
        var targets = ImmutableArray.CreateBuilder<int>();
        var nodes = ImmutableArray.CreateBuilder<int>();
        foreach (var (variable, formula) in happening.Assignments)
        {
            if (symbols[variable] is not Meaning.Integrated integrated)
                continue;
            var value = formulas.Translate(formula, new DrawPlace(Occasion.Assignment, number, variable));
            if (integrated.Quantity is Species { IsAmount: false } species)
                value = formulas.Graph.Multiply(value, formulas.SizeOf(species, Moment.Always));
            targets.Add(integrated.State);
            nodes.Add(value);
        }
        return (targets.ToImmutable(), nodes.ToImmutable());
    }

    /// <summary>Refuses what is not supported: delays, priorities, and triggers that may fire at the start.</summary>
    public static void Check(ModelEvent happening, List<Finding> findings)
    {
        void Refuse(FindingCode code, string what) => findings.Add(code.At(happening.Location, $"Event '{happening.Id}' {what}: not supported yet.", code.Remedy));
        if (happening.Delay is not null)
            Refuse(FindingCodes.Delay, "has a delay");
        if (happening.Priority is not null)
            Refuse(FindingCodes.Priority, "has a priority");
        if (!happening.TriggerInitially)
            Refuse(FindingCodes.FiresAtStart, "may fire at the start, since its trigger counts as false before (t0 = false)");
    }
}
