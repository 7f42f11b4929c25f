using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Compilation;

/// <summary>When a formula is evaluated.</summary>
internal enum Moment
{
    /// <summary>Once, before the simulation: variables have their initial values and time is 0.</summary>
    Initially,

    /// <summary>At a time before the simulation, as delays see it: initial values and initial assignments hold at that time, and nothing moves.</summary>
    Before,

    /// <summary>During the simulation, from state and time.</summary>
    Always,
}

/// <summary>What a fast reaction adds to a state: Coefficient · Variable · ConversionFactor times its extent, which is a further input.</summary>
internal readonly record struct Extent(double Coefficient, string? Variable, string? ConversionFactor, int Input);

/// <summary>Turns a model's formulas into nodes of one graph: assignment rules, derived constants and reaction rates are put in where their symbols stand.</summary>
/// <param name="findings">Receives unknown names, wrong calls and cycles.</param>
internal sealed class Formulas(ExpressionGraph graph, SymbolTable symbols, List<Finding> findings)
{
    private readonly Dictionary<(string Id, Moment Moment), int> known = [];
    private readonly List<(string Id, Moment Moment)> path = [];
    private DrawPlace? place;

    public ExpressionGraph Graph => graph;

    /// <summary>Translates rateOf(id); the dynamics set it.</summary>
    public Func<string, Moment, SourceLocation, int>? RateOf { get; set; }

    /// <summary>Takes up delay(formula, time) and returns the number of the input that will hold its value; null: delays are refused.</summary>
    public Func<CallExpr, int>? Delayed { get; init; }

    /// <summary>Takes up draws; null: this simulation makes none, and they are refused.</summary>
    public DrawTable? Draws { get; init; }

    /// <summary>By state: what fast reactions add to its amount, as factors of further inputs.</summary>
    public IReadOnlyDictionary<int, ImmutableArray<Extent>> Extents { get; init; } = ImmutableDictionary<int, ImmutableArray<Extent>>.Empty;

    /// <summary>The value of a state: what is integrated, and what fast reactions add.</summary>
    public int ValueOfState(int state)
    {
        var sum = graph.State(state);
        if (Extents.TryGetValue(state, out var terms))
            foreach (var term in terms)
                sum = graph.Add(sum, graph.Multiply(FactorOf(term), graph.State(term.Input)));
        return sum;
    }

    public int FactorOf(Extent term) => new[] { term.Variable, term.ConversionFactor }.OfType<string>().Aggregate(graph.Constant(term.Coefficient), (product, id) => graph.Multiply(product, Symbol(id, Moment.Always, SourceLocation.None)));

    /// <summary>True when a formula contains no quantity and no time, so that its value is known without a model.</summary>
    public static bool IsNumber(Expr formula) => formula switch
    {
        NumberExpr => true,
        UnaryExpr unary => IsNumber(unary.Operand),
        BinaryExpr binary => IsNumber(binary.Left) && IsNumber(binary.Right),
        CallExpr call => call.Draw == 0 && call.Arguments.All(IsNumber),
        _ => false,
    };

    /// <summary>Translates also what nothing uses, so that every mistake is found.</summary>
    public void TranslateAll()
    {
        foreach (var id in symbols.Ids)
            Symbol(id, Moment.Always, SourceLocation.None);
    }

    /// <summary>The value of a symbol; a species in concentration is its amount over its compartment's size.</summary>
    public int Symbol(string id, Moment moment, SourceLocation location)
    {
        var meaning = symbols[id];
        if (meaning is Meaning.Settable or Meaning.Derived && !(moment == Moment.Before && meaning is Meaning.Derived { Quantity.IsConstant: false }))
            moment = Moment.Initially;
        if (known.TryGetValue((id, moment), out var node))
            return node;
        if (meaning is null)
            return id == "time" ? Time(moment) : Refuse(symbols.Unknown(id, location));
        if (path.Contains((id, moment)))
            return Refuse(FindingCodes.CyclicRule.At(
                location, $"These formulas depend on each other in a circle: {string.Join(" → ", path.Select(step => step.Id).SkipWhile(step => step != id).Append(id))}.", FindingCodes.CyclicRule.Remedy));
        path.Add((id, moment));
        node = ValueOf(meaning, moment);
        path.RemoveAt(path.Count - 1);
        known[(id, moment)] = node;
        return node;
    }

    /// <summary>Size of a species' compartment.</summary>
    public int SizeOf(Species species, Moment moment) => Symbol(species.Compartment, moment, species.Location);

    public int Translate(Expr formula, Moment moment) => formula switch
    {
        NumberExpr number => graph.Constant(number.Value),
        SymbolExpr symbol => Symbol(symbol.Name, moment, symbol.Location),
        TimeExpr => Time(moment),
        UnaryExpr { Operator: UnaryOperator.Negate } unary => graph.Negate(Translate(unary.Operand, moment)),
        UnaryExpr unary => graph.Apply(Operation.Not, Translate(unary.Operand, moment)),
        BinaryExpr binary => Chain(binary, moment),
        CallExpr call => Call(call, moment),
        _ => throw new ArgumentOutOfRangeException(nameof(formula), formula, "Not a case of Expr."),
    };

    /// <summary>A formula that may draw, during the simulation.</summary>
    public int Translate(Expr formula, DrawPlace drawing) => Translate(formula, Moment.Always, drawing);

    private int Translate(Expr formula, Moment moment, DrawPlace? drawing)
    {
        var before = place;
        place = drawing;
        var node = Translate(formula, moment);
        place = before;
        return node;
    }

    /// <summary>Whatever asks for it: a quantity's value draws for itself, or not at all.</summary>
    private int ValueOf(Meaning meaning, Moment moment)
    {
        var before = place;
        place = null;
        var node = Value(meaning, moment);
        place = before;
        return node;
    }

    private int Value(Meaning meaning, Moment moment) => meaning switch
    {
        Meaning.Settable settable => graph.Parameter(settable.Parameter),
        Meaning.Derived derived => Translate(derived.Formula, moment, new DrawPlace(Occasion.Start, -1, derived.Quantity.Id)),
        Meaning.Ruled ruled => Translate(ruled.Formula, moment),
        Meaning.Integrated { InitialParameter: { } parameter } when moment != Moment.Always => graph.Parameter(parameter),
        Meaning.Integrated integrated when moment != Moment.Always => Translate(integrated.Quantity.Initial!, moment, new DrawPlace(Occasion.Start, -1, integrated.Quantity.Id)),
        Meaning.Integrated { State: var state, Quantity: Species { IsAmount: false } species } => graph.Divide(ValueOfState(state), SizeOf(species, moment)),
        Meaning.Integrated { State: var state } => ValueOfState(state),
        Meaning.Solved solved => graph.State(symbols.States.Count + solved.Number),
        Meaning.Process { Reaction.Rate: { } rate } => Translate(rate, moment),
        Meaning.Process { Reaction: var reaction } => Refuse(FindingCodes.NoRate.At(reaction.Location, $"Reaction '{reaction.Id}' has no rate.", FindingCodes.NoRate.Remedy)),
        _ => throw new ArgumentOutOfRangeException(nameof(meaning), meaning, "Not a case of Meaning."),
    };

    private int Time(Moment moment) => moment == Moment.Initially ? graph.Constant(0) : graph.Time();

    /// <summary>Goes down the left side without recursion: a + b + c + … may have thousands of terms.</summary>
    private int Chain(BinaryExpr binary, Moment moment)
    {
        var links = new Stack<BinaryExpr>();
        Expr first = binary;
        for (; first is BinaryExpr link; first = link.Left)
            links.Push(link);
        var node = Translate(first, moment);
        while (links.TryPop(out var link))
            node = Binary(link.Operator, node, Translate(link.Right, moment));
        return node;
    }

    private int Binary(BinaryOperator op, int left, int right) => op switch
    {
        BinaryOperator.Add => graph.Add(left, right),
        BinaryOperator.Subtract => graph.Subtract(left, right),
        BinaryOperator.Multiply => graph.Multiply(left, right),
        BinaryOperator.Divide => graph.Divide(left, right),
        BinaryOperator.Power => graph.Apply(Operation.Power, left, right),
        BinaryOperator.Less => graph.Apply(Operation.Less, left, right),
        BinaryOperator.LessOrEqual => graph.Apply(Operation.LessOrEqual, left, right),
        BinaryOperator.Greater => graph.Apply(Operation.Less, right, left),
        BinaryOperator.GreaterOrEqual => graph.Apply(Operation.LessOrEqual, right, left),
        BinaryOperator.Equal => graph.Apply(Operation.Equal, left, right),
        BinaryOperator.NotEqual => graph.Apply(Operation.NotEqual, left, right),
        BinaryOperator.And => graph.Apply(Operation.And, left, right),
        _ => graph.Apply(Operation.Or, left, right),
    };

    private int Call(CallExpr call, Moment moment)
    {
        if (call is { Function: "rateOf", Arguments: [SymbolExpr of] } && RateOf is not null)
            return RateOf(of.Name, moment, call.Location);
        if (call is { Function: "delay", Arguments.Length: 2 })
            return moment != Moment.Always ? Translate(call.Arguments[0], moment)
                : Delayed is not null ? graph.State(Delayed(call))
                : Refuse(FindingCodes.SingleRun.At(call.Location, "delay() looks back in time, which only single simulations do.", FindingCodes.SingleRun.Remedy));
        var arguments = call.Arguments.Select(argument => Translate(argument, moment)).ToImmutableArray();
        if (call.Draw != 0)
            return Drawn(call, arguments);
        if (Functions.Build(graph, call.Function, arguments) is { } node)
            return node;
        return Refuse(BuiltinFunctions.Names.Contains(call.Function)
            ? FindingCodes.ArgumentCount.At(call.Location, $"Function '{call.Function}' does not take {arguments.Length} arguments.", FindingCodes.ArgumentCount.Remedy)
            : FindingCodes.UnknownModule.At(
                call.Location, $"There is no function '{call.Function}'.", Spelling.Advice(call.Function, BuiltinFunctions.Names, FindingCodes.UnknownModule.Remedy)));
    }

    private int Drawn(CallExpr call, ImmutableArray<int> arguments)
    {
        if (Draws is null)
            return Refuse(FindingCodes.Draw.At(call.Location, $"{call.Function} draws at random, which single simulations do and cohorts and sensitivities do not.", "What differs between the subjects of a cohort belongs into its population; else use idunn simulate."));
        if (place is not { } drawing)
            return Refuse(FindingCodes.Draw.At(
                call.Location, $"{call.Function} draws at random in a formula that holds at all times (a rate law, a rule, a trigger, a constraint, a delayed value), where there is no moment at which it would be drawn.",
                "Draw it in an initial assignment or an event, and use the variable that holds it."));
        return graph.Parameter(Draws.ParameterOf(drawing, call, arguments));
    }

    /// <summary>Notes what is wrong and goes on, so that one look finds everything.</summary>
    private int Refuse(Finding finding)
    {
        if (!findings.Contains(finding))
            findings.Add(finding);
        return graph.Constant(double.NaN);
    }
}
