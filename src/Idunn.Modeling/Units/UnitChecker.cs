using System.Globalization;
using System.Runtime.CompilerServices;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Units;

/// <summary>
/// Dimension analysis of every formula of a model. Numbers are used as they stand, so not only the dimension has to fit but the size of the unit too.
/// A bare number is dimensionless, 0 fits anything, and a formula that is one bare number has the unit of what it is assigned to.
/// </summary>
public sealed class UnitChecker
{
    private readonly Model model;
    private readonly ModelUnits units;
    private readonly ICollection<Finding> findings;
    private readonly UnitInference inference;

    private UnitChecker(Model model, ModelUnits units, ICollection<Finding> findings)
    {
        (this.model, this.units, this.findings) = (model, units, findings);
        inference = new UnitInference(model, units, findings);
    }

    public static void Check(Model model, ModelUnits units, ICollection<Finding> findings)
    {
        var checker = new UnitChecker(model, units, findings);
        checker.CheckFormulas();
        checker.ReportUnitless();
    }

    private void CheckFormulas()
    {
        foreach (var reaction in model.Reactions)
            CheckRate(reaction);
        foreach (var rule in model.AssignmentRules)
        {
            // A variable without a declared unit takes that of its formula, which is read for that.
            if (units.Of(rule.Variable) is { } declared)
                CheckAssigned($"'{rule.Variable}'", declared, rule.Formula);
            else
                inference.UnitOf(rule.Variable);
        }
        foreach (var rule in model.RateRules)
            CheckAssigned($"the rate of '{rule.Variable}'", inference.UnitOf(rule.Variable) is { } unit && units.Time is { } time ? unit / time : null, rule.Formula);
        foreach (var quantity in model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters))
        {
            if (quantity.Initial is { } initial)
                CheckAssigned($"'{quantity.Id}'", inference.UnitOf(quantity.Id), initial);
        }
        foreach (var happening in model.Events)
            CheckEvent(happening);
    }

    private void CheckRate(Reaction reaction)
    {
        if (reaction.Rate is null || inference.Infer(reaction.Rate) is not { } rate || units.Time is not { } time || IsBareNumber(reaction.Rate))
            return;
        foreach (var participant in reaction.Reactants.Concat(reaction.Products))
        {
            if (units.AmountOf(participant.Species) is { } amount && !rate.IsSameAs(amount / time))
            {
                inference.Report(reaction.Rate.Location, $"the rate of '{reaction.Id}'", rate, $"the change of '{participant.Species}'", amount / time);
                return;
            }
        }
    }

    private void CheckAssigned(string what, Unit? expected, Expr formula)
    {
        if (inference.Infer(formula) is { } found && expected is not null && !found.IsSameAs(expected) && !IsBareNumber(formula))
            inference.Report(formula.Location, what, expected, $"'{UnitInference.Shown(formula)}'", found);
    }

    private void CheckEvent(ModelEvent happening)
    {
        inference.Infer(happening.Trigger);
        if (happening.Delay is { } delay)
            CheckAssigned($"the delay of '{happening.Id}'", units.Time, delay);
        if (happening.Priority is { } priority)
            inference.Infer(priority);
        foreach (var assignment in happening.Assignments)
            CheckAssigned($"'{assignment.Variable}'", inference.UnitOf(assignment.Variable), assignment.Formula);
    }

    private static bool IsBareNumber(Expr formula) => formula is NumberExpr { Unit: null } or UnaryExpr { Operand: NumberExpr { Unit: null } };

    private void ReportUnitless()
    {
        var used = UsedSymbols(model).ToHashSet(StringComparer.Ordinal);
        var quantities = model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters).Where(quantity => used.Contains(quantity.Id)).ToArray();
        var unitless = quantities.Where(quantity => inference.UnitOf(quantity.Id) is null).ToArray();
        if (unitless.Length > 0 && unitless.Length == quantities.Length)
        {
            findings.Add(FindingCodes.NoUnit.At(model.Location, $"The model '{model.Id}' declares no units: no formula is checked.", "Declare them: x has mL."));
            return;
        }
        foreach (var quantity in unitless)
            findings.Add(FindingCodes.NoUnit.At(quantity.Location, $"'{quantity.Id}' has no unit, so the formulas with it are not checked.", $"Write {quantity.Id} has …, or give its unit in the parameter table."));
        if (units.Time is null && (model.Reactions.Length > 0 || model.RateRules.Length > 0))
            findings.Add(FindingCodes.NoUnit.At(model.Location, $"The model '{model.Id}' does not say its unit of time, so rates are not checked.", "Write unit time = 86400 second, for example."));
    }

    /// <summary>Ids in the formulas of a model, each as often as it stands there.</summary>
    internal static IEnumerable<string> UsedSymbols(Model model) => Formulas(model).SelectMany(ExprTree.Symbols).Select(symbol => symbol.Name);

    internal static IEnumerable<Expr> Formulas(Model model)
        => model.Reactions.Where(reaction => reaction.Rate is not null).Select(reaction => reaction.Rate!)
            .Concat(model.AssignmentRules.Select(rule => rule.Formula))
            .Concat(model.RateRules.Select(rule => rule.Formula))
            .Concat(model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters).Where(quantity => quantity.Initial is not null).Select(quantity => quantity.Initial!))
            .Concat(model.Events.SelectMany(e => e.Assignments.Select(assignment => assignment.Formula).Append(e.Trigger).Concat(e.Delay is { } delay ? [delay] : []).Concat(e.Priority is { } priority ? [priority] : [])));
}

/// <summary>The unit of a formula from the units of its symbols; null where nothing is known, which fits anything.</summary>
internal sealed class UnitInference
{
    private readonly ModelUnits units;
    private readonly ICollection<Finding> findings;
    private readonly Dictionary<string, Expr> rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Unit?> inferred = new(StringComparer.Ordinal);

    public UnitInference(Model model, ModelUnits units, ICollection<Finding> findings)
    {
        (this.units, this.findings) = (units, findings);
        foreach (var rule in model.AssignmentRules)
            rules.TryAdd(rule.Variable, rule.Formula);
    }

    /// <summary>The declared unit, else that of the rule's formula.</summary>
    public Unit? UnitOf(string id)
    {
        if (units.Of(id) is { } declared)
            return declared;
        if (!inferred.TryGetValue(id, out var unit) && rules.TryGetValue(id, out var formula))
        {
            // A chain of rules too long to be followed has no unit that is known.
            if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
                return null;
            inferred[id] = null; // holds while the formula is read, should it lead back here
            inferred[id] = unit = formula is NumberExpr { Unit: null } ? null : Infer(formula);
        }
        return unit;
    }

    public Unit? Infer(Expr formula) => formula switch
    {
        NumberExpr number => OfNumber(number),
        SymbolExpr symbol => UnitOf(symbol.Name),
        TimeExpr => units.Time,
        UnaryExpr { Operator: UnaryOperator.Not } not => Truth(Infer(not.Operand)),
        UnaryExpr unary => Infer(unary.Operand),
        BinaryExpr binary => OfBinary(binary),
        CallExpr call => OfCall(call),
        _ => null,
    };

    private Unit? OfNumber(NumberExpr number)
    {
        if (number.Unit is null)
            return number.Value == 0 || !double.IsFinite(number.Value) ? null : Unit.One;
        if (units.TryRead(number.Unit, out var unit, out var problem))
            return unit;
        if (!units.IsKnownUnreadable(number.Unit))
            findings.Add(FindingCodes.UnknownUnit.At(number.Location, problem, "Correct it, or declare the unit in the model."));
        return null;
    }

    private Unit? OfBinary(BinaryExpr binary)
    {
        if (binary.Operator == BinaryOperator.Power)
            return OfPower(binary);
        var (left, right) = (Infer(binary.Left), Infer(binary.Right));
        switch (binary.Operator)
        {
            case BinaryOperator.Multiply: return left is null || right is null ? null : left * right;
            case BinaryOperator.Divide: return left is null || right is null ? null : left / right;
            case BinaryOperator.And or BinaryOperator.Or: return Unit.One;
        }
        if (left is not null && right is not null && !left.IsSameAs(right))
            Report(binary.Location, $"'{Shown(binary.Left)}'", left, $"'{Shown(binary.Right)}'", right);
        return binary.Operator is BinaryOperator.Add or BinaryOperator.Subtract ? left ?? right : Unit.One;
    }

    private Unit? OfPower(BinaryExpr power)
    {
        var radix = Infer(power.Left);
        if (ExprEvaluator.TryConstant(power.Right) is { } exponent)
            return radix?.Power(exponent);
        RequirePure(power.Right, "an exponent");
        if (radix is not null && !radix.IsSameAs(Unit.One))
            findings.Add(FindingCodes.Exponent.At(power.Location, $"'{Shown(power.Left)}' ({radix}) is raised to '{Shown(power.Right)}', which is no fixed number.", "Divide by a reference quantity first: (x/K)^n."));
        return Unit.One;
    }

    private Unit? OfCall(CallExpr call)
    {
        switch (call.Function)
        {
            case "abs" or "floor" or "ceil": return Infer(call.Arguments[0]);
            case "sqrt": return Infer(call.Arguments[0])?.Power(0.5);
            case "min" or "max": return Alike(call.Arguments);
            case "piecewise":
                foreach (var condition in call.Arguments.Where((_, index) => index % 2 == 1))
                    Infer(condition);
                return Alike([.. call.Arguments.Where((_, index) => index % 2 == 0)]);
            case "normal" or "uniform" or "cauchy" or "laplace": return Alike(call.Arguments);
            case "rayleigh": return Alike(call.Arguments);
            case "exponential":
                var rate = Infer(call.Arguments[0]);
                return rate is null ? Alike(call.Arguments[1..]) : Unit.One / rate;
            case "gamma":
                RequirePure(call.Arguments[0], "the shape of gamma");
                return Alike(call.Arguments[1..]);
            default:
                foreach (var argument in call.Arguments)
                    RequirePure(argument, $"the argument of {call.Function}");
                return Unit.One;
        }
    }

    private Unit? Alike(IReadOnlyList<Expr> formulas)
    {
        (Expr Formula, Unit Unit)? first = null;
        foreach (var formula in formulas)
        {
            if (Infer(formula) is not { } unit)
                continue;
            if (first is { } known && !known.Unit.IsSameAs(unit))
                Report(formula.Location, $"'{Shown(known.Formula)}'", known.Unit, $"'{Shown(formula)}'", unit);
            first ??= (formula, unit);
        }
        return first?.Unit;
    }

    private static Unit Truth(Unit? _) => Unit.One;

    private void RequirePure(Expr formula, string what)
    {
        if (Infer(formula) is not { } unit || unit.IsSameAs(Unit.One))
            return;
        if (unit.Dimension.IsNone)
            findings.Add(FindingCodes.Scale.At(formula.Location, $"'{Shown(formula)}', {what}, is a pure number times {Number(unit.Factor)}, and is used as it stands.", $"Multiply it by {Number(unit.Factor)}, or use units that cancel."));
        else
            findings.Add(FindingCodes.NotPure.At(formula.Location, $"'{Shown(formula)}', {what}, measures {unit.Dimension}.", "Divide by a reference quantity."));
    }

    /// <summary>Two things that should have one unit and have not.</summary>
    public void Report(SourceLocation location, string one, Unit oneUnit, string other, Unit otherUnit)
    {
        findings.Add(oneUnit.IsCompatibleWith(otherUnit)
            ? FindingCodes.Scale.At(location, $"Both {one} and {other} measure {oneUnit.Dimension}, in units that differ by a factor of {Number(Math.Max(oneUnit.Factor / otherUnit.Factor, otherUnit.Factor / oneUnit.Factor))}.", "Use one unit, or multiply by a conversion factor that has a unit.")
            : FindingCodes.Dimension.At(location, $"Here {one} measures {oneUnit.Dimension}, and {other} measures {otherUnit.Dimension}.", "Correct the formula or a unit."));
    }

    public static string Shown(Expr formula)
    {
        var text = ExprPrinter.Print(formula);
        return text.Length <= 60 ? text : text[..57] + "…";
    }

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
