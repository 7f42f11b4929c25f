using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Compilation;

/// <summary>When draws are made.</summary>
internal enum Occasion
{
    /// <summary>Once, before the simulation: initial values.</summary>
    Start,

    /// <summary>When an event is triggered.</summary>
    Delay,

    /// <summary>Whenever several events are due.</summary>
    Priority,

    /// <summary>When an event's new values are computed.</summary>
    Assignment,
}

/// <summary>A formula that may draw.</summary>
/// <param name="Event">Number of the event; −1 at the start.</param>
/// <param name="Variable">Whose initial or new value it is; else empty.</param>
internal readonly record struct DrawPlace(Occasion Occasion, int Event, string Variable);

/// <summary>One draw, as nodes.</summary>
/// <param name="Parameter">The parameter that holds what was drawn.</param>
/// <param name="Address">Its place among all draws of the model, in the order of the model, used or not.</param>
/// <param name="Arguments">Nodes of the distribution's parameters, and of bounds.</param>
internal sealed record DrawNodes(int Parameter, uint Address, CallExpr Call, ImmutableArray<int> Arguments)
{
    public CompiledDraw Compile(Func<IReadOnlyList<int>, Kernel> compile)
    {
        var (family, count, hasBounds) = RandomDraws.Shape(Call.Function, Call.Arguments.Length)!.Value;
        return new CompiledDraw(Parameter, Address, family, count, hasBounds, compile(Arguments));
    }
}

/// <summary>
/// The draws of a model while it is compiled. What is drawn is a parameter of the graph that no subject sets: it is drawn when its occasion comes, and what follows from it is computed
/// anew. So formulas stay functions of their operands, and equal subexpressions stay one node, while each draw has a node of its own.
/// </summary>
internal sealed class DrawTable
{
    private readonly Dictionary<(DrawPlace Place, int Number), uint> addresses = [];
    private readonly Dictionary<(DrawPlace Place, int Number), int> parameters = [];
    private readonly List<(DrawPlace Place, DrawNodes Nodes)> drawn = [];
    private readonly int firstParameter;

    /// <param name="firstParameter">Number of the parameter for the first draw: behind those that subjects set.</param>
    public DrawTable(Model model, int firstParameter)
    {
        this.firstParameter = firstParameter;
        foreach (var quantity in model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters))
            Note(new DrawPlace(Occasion.Start, -1, quantity.Id), quantity.Initial);
        for (var i = 0; i < model.Events.Length; i++)
        {
            Note(new DrawPlace(Occasion.Delay, i, ""), model.Events[i].Delay);
            Note(new DrawPlace(Occasion.Priority, i, ""), model.Events[i].Priority);
            foreach (var (variable, formula) in model.Events[i].Assignments)
                Note(new DrawPlace(Occasion.Assignment, i, variable), formula);
        }
    }

    /// <summary>How many parameters hold what was drawn.</summary>
    public int Count => drawn.Count;

    /// <summary>The parameter of a draw whose arguments are translated.</summary>
    public int ParameterOf(DrawPlace place, CallExpr call, ImmutableArray<int> arguments)
    {
        if (!parameters.TryGetValue((place, call.Draw), out var parameter))
        {
            parameters[(place, call.Draw)] = parameter = firstParameter + drawn.Count;
            drawn.Add((place, new DrawNodes(parameter, addresses[(place, call.Draw)], call, arguments)));
        }
        return parameter;
    }

    /// <summary>Draws of one occasion, each behind those that its arguments need.</summary>
    public ImmutableArray<DrawNodes> Of(Occasion occasion, int happening = -1) => [.. drawn.Where(entry => entry.Place.Occasion == occasion && entry.Place.Event == happening).Select(entry => entry.Nodes)];

    /// <summary>At the start nothing has moved yet: what an initial value draws cannot depend on what algebraic rules are still to find.</summary>
    public void CheckStart(ExpressionGraph graph, Prologue prologue, List<Finding> findings)
    {
        foreach (var draw in Of(Occasion.Start))
            if (draw.Arguments.Any(node => !graph.IsConstant(node) && prologue.Hoist(node) is null))
                findings.Add(FindingCodes.Draw.At(draw.Call.Location, $"What {draw.Call.Function} draws for an initial value depends on what an algebraic rule determines.", "Give its arguments values of their own."));
    }

    private void Note(DrawPlace place, Expr? formula)
    {
        foreach (var draw in RandomDraws.Of(formula))
            addresses.TryAdd((place, draw.Draw), (uint)addresses.Count);
    }
}
