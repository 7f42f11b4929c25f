using System.Collections.Immutable;
using Idunn.Modeling.Compilation;

namespace Idunn.Modeling.Simulation;

/// <summary>An event's formulas as nodes.</summary>
internal sealed record EventNodes(ModelEvent Source, int? Delay, int? Priority, ImmutableArray<int> Values, ImmutableArray<int> Targets, ImmutableArray<int> Sizes)
{
    public static EventNodes Of(ModelEvent happening, SymbolTable symbols, Formulas formulas)
    {
        var values = ImmutableArray.CreateBuilder<int>();
        var targets = ImmutableArray.CreateBuilder<int>();
        var sizes = ImmutableArray.CreateBuilder<int>();
        foreach (var (variable, formula) in happening.Assignments)
        {
            var isConcentration = symbols[variable] is Meaning.Integrated { Quantity: Species { IsAmount: false } };
            int? target = symbols[variable] switch
            {
                Meaning.Integrated state => state.State,
                // What an event says of a solved variable is where the search for it begins.
                Meaning.Solved solved => symbols.States.Count + solved.Number,
                _ => null,
            };
            if (target is not { } known)
                continue;
            values.Add(formulas.Translate(formula, Moment.Always));
            targets.Add(known);
            sizes.Add(isConcentration ? formulas.SizeOf(symbols.SpeciesOf(variable)!, Moment.Always) : formulas.Graph.Constant(1));
        }
        int? Optional(Expressions.Expr? formula) => formula is null ? null : formulas.Translate(formula, Moment.Always);
        return new EventNodes(happening, Optional(happening.Delay), Optional(happening.Priority), values.ToImmutable(), targets.ToImmutable(), sizes.ToImmutable());
    }

    public HybridEvent Compile(int trigger, Func<IReadOnlyList<int>, Kernel> compile) =>
        new(Source, trigger, Delay is { } delay ? compile([delay]) : null, Priority is { } priority ? compile([priority]) : null, compile(Values), Targets, compile(Sizes));
}
