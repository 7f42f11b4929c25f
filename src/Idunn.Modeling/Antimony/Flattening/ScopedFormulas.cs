using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Flattening;

/// <summary>
/// Formulas of a module as formulas of the whole: with the ids of the whole, without user functions, and with conversion factors. With the factors T of time and X of extent a submodel's time is t/T, its delays
/// last T times as long, its rates are divided by T and its reactions' rates are X/T times as large; a synchronised id y with <c>y * f is x</c> is x/f. (SBML Level 3 package comp, Version 1 Release 3, section 3.8
/// and 3.6.4.)
/// </summary>
/// <param name="functions">Null: calls of user functions stay as they were written.</param>
internal sealed class ScopedFormulas(Renaming renaming, SymbolList symbols, FunctionExpansion? functions, ICollection<Finding> findings)
{
    /// <summary>The formula of the whole; ids that only stand in formulas become symbols by it.</summary>
    public Expr Of(Scope scope, Expr formula)
    {
        var renamed = ExprTree.Rewrite(formula, part => part switch
        {
            SymbolExpr { Name: ExprParser.Upstream } => part,
            SymbolExpr symbol => Converted(scope, symbol),
            CallExpr { Function: "rateOf" } rate => Scaled(Outward(rate), scope.TimeFactors, BinaryOperator.Multiply),
            _ => scope.TimeFactors.IsEmpty ? part : Converted(scope, part),
        });
        return functions is null ? renamed : functions.Expand(renamed);
    }

    /// <summary>What a statement assigns to an id, as the whole measures it.</summary>
    public Expr Assigned(Scope scope, Name target, AssignmentKind kind, Expr formula)
    {
        var inScope = Of(scope, formula);
        var inTime = kind == AssignmentKind.Rate ? Scaled(inScope, scope.TimeFactors, BinaryOperator.Divide) : scope.ReactionIds.Contains(target.Text) ? InTheWhole(scope, inScope) : inScope;
        return renaming.MeaningOf(scope, target) is { } meaning ? Scaled(inTime, FactorsOf(scope, target, meaning), isInverse: false) : inTime;
    }

    public Expr Delay(Scope scope, Expr delay) => Scaled(Of(scope, delay), scope.TimeFactors, BinaryOperator.Multiply);

    /// <summary>A rate law of a submodel in the time and extent of the whole.</summary>
    private Expr InTheWhole(Scope scope, Expr rate) => Scaled(Scaled(rate, scope.ExtentFactors, BinaryOperator.Multiply), scope.TimeFactors, BinaryOperator.Divide);

    /// <summary>A symbol of a module in its own formula: of its reactions it means the rate as the module measures it.</summary>
    private Expr Converted(Scope scope, SymbolExpr symbol)
    {
        var name = new Name(symbol.Name, symbol.Location);
        if (symbols.Of(scope, name) is not { } known)
            return symbol;
        Expr whole = Scaled(symbol with { Name = known.Id }, FactorsOf(scope, name, renaming.MeaningOf(scope, name)!), isInverse: true);
        return scope.ReactionIds.Contains(symbol.Name) ? Scaled(Scaled(whole, scope.TimeFactors, BinaryOperator.Multiply), scope.ExtentFactors, BinaryOperator.Divide) : whole;
    }

    private Expr Converted(Scope scope, Expr part) => part switch
    {
        TimeExpr => Scaled(part, scope.TimeFactors, BinaryOperator.Divide),
        CallExpr { Function: "delay" } delay => delay with { Arguments = [delay.Arguments[0], Scaled(delay.Arguments[1], scope.TimeFactors, BinaryOperator.Multiply)] },
        _ => part,
    };

    /// <summary>rateOf(x / f) is rateOf(x) / f: it asks for the rate of a symbol, and factors are constant.</summary>
    private static Expr Outward(CallExpr rate)
    {
        var factors = new Stack<BinaryExpr>();
        var argument = rate.Arguments[0];
        while (argument is BinaryExpr { Operator: BinaryOperator.Multiply or BinaryOperator.Divide } scaled)
        {
            factors.Push(scaled);
            argument = scaled.Left;
        }
        return factors.Aggregate((Expr)(rate with { Arguments = [argument] }), (inner, scaled) => scaled with { Left = inner });
    }

    /// <summary>The factors of a part. Where the model itself that gives one speaks of the part, readers take differently whether it means its own measure or the submodel's.</summary>
    private ImmutableArray<Factor> FactorsOf(Scope scope, Name name, Meaning meaning)
    {
        if (meaning.Said is { } said && said.Prefix.StartsWith(scope.Prefix, StringComparison.Ordinal))
            findings.Add(FindingCodes.Unsupported.At(name.Location, $"'{name.Text}' has a conversion factor, and readers differ in whether it is meant here as its submodel measures it, or as '{meaning.Id}'.", $"Write '{meaning.Id}', with the factor where it is needed."));
        return meaning.Factors;
    }

    private Expr Scaled(Expr formula, ImmutableArray<Factor> factors, bool isInverse)
        => factors.Aggregate(formula, (scaled, factor) => new BinaryExpr(factor.IsInverse == isInverse ? BinaryOperator.Multiply : BinaryOperator.Divide, scaled, Value(factor)) { Location = formula.Location });

    private Expr Value(Factor factor)
    {
        if (symbols.Of(factor.Scope, factor.Id) is not { } symbol)
            return new NumberExpr(1) { Location = factor.Id.Location };
        if (renaming.MeaningOf(factor.Scope, factor.Id) is { Factors.IsEmpty: false })
            findings.Add(FindingCodes.Unsupported.At(factor.Id.Location, $"The conversion factor '{factor.Id.Text}' has a conversion factor itself.", "Use a parameter that is not synchronised."));
        return new SymbolExpr(symbol.Id) { Location = factor.Id.Location };
    }

    private Expr Scaled(Expr formula, ImmutableArray<Expr> factors, BinaryOperator operation)
        => factors.Aggregate(formula, (scaled, factor) => new BinaryExpr(operation, scaled, factor is SymbolExpr symbol ? symbol with { Name = renaming.Root(symbol.Name) } : factor) { Location = formula.Location });
}
