using System.Collections.Immutable;
using Idunn.Modeling.Compilation;

namespace Idunn.Modeling.Simulation;

/// <summary>An event's formulas as nodes.</summary>
internal sealed record EventNodes(ModelEvent Source, int Number, int? Delay, int? Priority, ImmutableArray<int> Values, ImmutableArray<int> Targets, ImmutableArray<int> Sizes)
{
    public static EventNodes Of(ModelEvent happening, int number, SymbolTable symbols, Formulas formulas)
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
            values.Add(formulas.Translate(formula, new DrawPlace(Occasion.Assignment, number, variable)));
            targets.Add(known);
            sizes.Add(isConcentration ? formulas.SizeOf(symbols.SpeciesOf(variable)!, Moment.Always) : formulas.Graph.Constant(1));
        }
        int? Optional(Expressions.Expr? formula, Occasion occasion) => formula is null ? null : formulas.Translate(formula, new DrawPlace(occasion, number, ""));
        return new EventNodes(happening, number, Optional(happening.Delay, Occasion.Delay), Optional(happening.Priority, Occasion.Priority), values.ToImmutable(), targets.ToImmutable(), sizes.ToImmutable());
    }

    public HybridEvent Compile(DrawTable draws, Func<IReadOnlyList<int>, Kernel> compile)
    {
        DrawingKernel Drawing(IReadOnlyList<int> nodes, Occasion occasion) => new(compile(nodes), [.. draws.Of(occasion, Number).Select(draw => draw.Compile(compile))]);
        return new(Source, Number, Delay is { } delay ? Drawing([delay], Occasion.Delay) : null, Priority is { } priority ? Drawing([priority], Occasion.Priority) : null, Drawing(Values, Occasion.Assignment), Targets, compile(Sizes));
    }
}
