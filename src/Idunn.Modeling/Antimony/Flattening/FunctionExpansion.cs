using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Flattening;

/// <summary>Replaces calls of user functions by their formulas, so that only built-ins are left.</summary>
internal sealed class FunctionExpansion(IReadOnlyDictionary<string, FunctionSyntax> functions, ICollection<Finding> findings)
{
    private const int DeepestCalls = 100;

    private readonly Stack<string> expanding = new();
    private readonly Dictionary<string, Expr> bodies = new(StringComparer.Ordinal);
    private readonly FormulaMeasure measure = new();
    private int draws;

    public Expr Expand(Expr formula) => ExprTree.Rewrite(formula, part => part is CallExpr call && !BuiltinFunctions.IsReserved(call.Function) ? Expand(call) : part);

    private Expr Expand(CallExpr call)
    {
        if (Complaint(call, out var function) is { } finding)
        {
            findings.Add(finding);
            return new NumberExpr(0) { Location = call.Location };
        }
        var arguments = function!.Parameters.Select(parameter => parameter.Text).Zip(call.Arguments).ToImmutableDictionary(pair => pair.First, pair => pair.Second);
        if (!bodies.TryGetValue(call.Function, out var body))
        {
            expanding.Push(call.Function);
            body = bodies[call.Function] = Expand(function.Body);
            expanding.Pop();
        }
        // Measured before it is written out: a function that doubles its argument, called by another that does, forty times over, would fill the memory.
        var (size, depth) = new FormulaMeasure(symbol => arguments.TryGetValue(symbol.Name, out var argument) ? measure.Of(argument) : null).Of(body);
        if (FormulaMeasure.Complaint(size, depth) is { } complaint)
            throw new FindingsException(FindingCodes.TooLarge.At(call.Location, $"With functions in place the formula {complaint}.", FindingCodes.TooLarge.Remedy));
        // Each call draws for itself; an argument is drawn once, however often the body uses it. Numbers below zero are none of the parser's.
        return ExprTree.Rewrite(RandomDraws.Renumbered(body, () => --draws), part => part is SymbolExpr symbol ? Argument(symbol, function, arguments) : part);
    }

    private Finding? Complaint(CallExpr call, out FunctionSyntax? function)
    {
        if (!functions.TryGetValue(call.Function, out function))
        {
            return FindingCodes.UnknownModule.At(call.Location, $"There is no function '{call.Function}'.", call.Function is "if" or "ifelse" or "If" or "IF" or "ite" ? "Write piecewise(value, condition, otherwise)." : Spelling.Advice(call.Function, functions.Keys.Concat(BuiltinFunctions.AllSpellings), "Define it: function name(x) formula end."));
        }
        if (call.Arguments.Length != function.Parameters.Length)
            return FindingCodes.ArgumentCount.At(call.Location, $"'{call.Function}' takes {function.Parameters.Length} arguments, not {call.Arguments.Length}.", $"Write {call.Function}({string.Join(", ", function.Parameters.Select(parameter => parameter.Text))}), as it is defined at {function.Location}.");
        if (function.Parameters.GroupBy(parameter => parameter.Text, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            return FindingCodes.Duplicate.At(twice.Last().Location, $"The function '{call.Function}' has two parameters '{twice.Key}'.", "Rename one of them.");
        if (expanding.Count > DeepestCalls)
            throw new FindingsException(FindingCodes.TooLarge.At(call.Location, $"Functions call each other more than {DeepestCalls} deep.", FindingCodes.TooLarge.Remedy));
        return expanding.Contains(call.Function)
            ? FindingCodes.Recursion.At(call.Location, $"The function '{call.Function}' calls itself: {string.Join(" → ", expanding.Reverse().Append(call.Function))}.", "Write it without calling itself.")
            : null;
    }

    private Expr Argument(SymbolExpr symbol, FunctionSyntax function, ImmutableDictionary<string, Expr> arguments)
    {
        if (arguments.TryGetValue(symbol.Name, out var argument))
            return argument;
        // A symbol of an argument that was put in by a call inside this body is no parameter either: those were replaced before.
        findings.Add(FindingCodes.UnknownId.At(symbol.Location, $"The function '{function.Id}' uses '{symbol.Name}', which is none of its parameters.", Spelling.Advice(symbol.Name, arguments.Keys, "Add it to the parameters.")));
        return symbol;
    }
}
