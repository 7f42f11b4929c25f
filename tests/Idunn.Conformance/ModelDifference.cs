using System.Globalization;
using System.Text.RegularExpressions;
using Idunn.Modeling;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Units;

namespace Idunn.Conformance;

/// <summary>
/// What two flat models mean differently: quantities by id, formulas by their values at random points, units by dimension and size. Ids count as equal up to the separator of submodels
/// (<c>A.x</c>, <c>A__x</c>); the order of elements does not count.
/// </summary>
internal sealed class ModelDifference
{
    private const int Points = 6;
    private const double Tolerance = 1e-9;

    /// <summary>Units of what has none of its own: they count where a quantity has them.</summary>
    private static readonly string[] Defaults = ["substance", "volume", "area", "length", "extent", "time", "time_unit"];

    private readonly List<string> differences = [];
    private readonly Model left;
    private readonly Model right;
    private readonly ModelUnits leftUnits;
    private readonly ModelUnits rightUnits;

    private ModelDifference(Model left, Model right)
    {
        (this.left, this.right) = (left, right);
        var (ours, theirs) = (new List<Finding>(), new List<Finding>());
        (leftUnits, rightUnits) = (ModelUnits.Of(left, [], ours), ModelUnits.Of(right, [], theirs));
        // Units that neither side can read are compared as they are written.
        if (ours.Count != theirs.Count)
            differences.AddRange(ours.Concat(theirs).Select(finding => $"unit that cannot be read: {finding.Message}"));
    }

    /// <summary>Empty when they mean the same.</summary>
    public static IReadOnlyList<string> Between(Model left, Model right)
    {
        var comparison = new ModelDifference(left, right);
        comparison.Check((left.Name ?? left.Id) == (right.Name ?? right.Id) || left.Name == right.Name, "name", left.Name, right.Name);
        comparison.Compare("model", left.Annotation, right.Annotation);
        comparison.CompareQuantities();
        comparison.CompareReactions();
        comparison.CompareRules();
        comparison.CompareEvents();
        comparison.CompareUnits();
        return comparison.differences;
    }

    private static string Same(string id) => id.Replace(".", "__", StringComparison.Ordinal);

    private void Check(bool isSame, string what, object? one, object? other)
    {
        if (!isSame)
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: {one ?? "nothing"} and {other ?? "nothing"}"));
    }

    private void Each<T>(IEnumerable<T> ours, IEnumerable<T> theirs, Func<T, string> idOf, string kind, Action<string, T, T> compare)
    {
        var (one, other) = (ours.GroupBy(item => Same(idOf(item))).ToDictionary(group => group.Key, group => group.First()), theirs.GroupBy(item => Same(idOf(item))).ToDictionary(group => group.Key, group => group.First()));
        foreach (var id in one.Keys.Except(other.Keys))
            differences.Add($"{kind} {id} only on the left");
        foreach (var id in other.Keys.Except(one.Keys))
            differences.Add($"{kind} {id} only on the right");
        foreach (var (id, item) in one)
            if (other.TryGetValue(id, out var counterpart))
                compare($"{kind} {id}", item, counterpart);
    }

    private void CompareQuantities()
    {
        Each(left.Compartments, right.Compartments, quantity => quantity.Id, "compartment", (what, one, other) =>
        {
            Compare(what, one, other);
            Check(one.Dimensions.Equals(other.Dimensions), what + " dimensions", one.Dimensions, other.Dimensions);
        });
        Each(left.Species, right.Species, quantity => quantity.Id, "species", (what, one, other) =>
        {
            Compare(what, one, other);
            Check(Same(one.Compartment) == Same(other.Compartment), what + " compartment", one.Compartment, other.Compartment);
            Check(one.IsAmount == other.IsAmount, what + " is an amount", one.IsAmount, other.IsAmount);
            // Reactions leave a constant species alone, and one that a rule sets, whatever it is called.
            Check(one.IsBoundary == other.IsBoundary || (one.IsConstant && other.IsConstant) || (IsRuled(left, one.Id) && IsRuled(right, other.Id)), what + " is boundary", one.IsBoundary, other.IsBoundary);
            Check(one.ConversionFactor is null == other.ConversionFactor is null && Same(one.ConversionFactor ?? "") == Same(other.ConversionFactor ?? ""), what + " conversion factor", one.ConversionFactor, other.ConversionFactor);
        });
        Each(left.Parameters, right.Parameters, quantity => quantity.Id, "parameter", Compare);
    }

    private void Compare(string what, Quantity one, Quantity other)
    {
        // The initial value of what an assignment rule gives is that of the rule.
        if (!IsRuled(left, one.Id) || !IsRuled(right, other.Id))
            Compare(what + " initial", one.Initial, other.Initial);
        Check((one.Name ?? one.Id) == (other.Name ?? other.Id) || one.Name == other.Name, what + " name", one.Name, other.Name);
        Check(one.IsConstant == other.IsConstant, what + " is constant", one.IsConstant, other.IsConstant);
        CompareUnit(what + " unit", one.Unit, other.Unit);
        Compare(what, one.Annotation, other.Annotation);
    }

    private void Compare(string what, Annotation one, Annotation other)
    {
        static string Written(Annotation annotation) => string.Join("; ", annotation.References.GroupBy(reference => (reference.Qualifier, reference.OfModel)).OrderBy(group => group.Key)
            .Select(group => $"{group.Key} {string.Join(" ", group.SelectMany(reference => reference.Resources))}"));
        Check(one.SboTerm == other.SboTerm, what + " SBO term", one.SboTerm, other.SboTerm);
        Check(Written(one) == Written(other), what + " annotation", Written(one), Written(other));
        Check(Plain(one.Notes) == Plain(other.Notes), what + " notes", one.Notes, other.Notes);
        Each(one.Uncertainties.SelectMany(uncertainty => uncertainty.Measures), other.Uncertainties.SelectMany(uncertainty => uncertainty.Measures), measure => measure.Kind, what + " uncertainty", (which, ours, theirs) =>
        {
            Compare(which + " value", ours.Value, theirs.Value);
            Compare(which + " lower", ours.Lower, theirs.Lower);
            Compare(which + " upper", ours.Upper, theirs.Upper);
            Compare(which + " formula", ours.Formula, theirs.Formula);
            Check(ours.Definition == theirs.Definition && ours.IsSpan == theirs.IsSpan, which, ours, theirs);
        });
    }

    /// <summary>Without blanks, namespaces and the outermost body, which XML needs and text does not.</summary>
    private static string? Plain(string? notes) => notes is null ? null : Regex.Replace(Regex.Replace(notes, " xmlns=\"[^\"]*\"|</?body>", ""), @"\s|</?body>", "");

    private static bool IsRuled(Model model, string id) => model.AssignmentRules.Any(rule => rule.Variable == id);

    private void CompareUnit(string what, string? one, string? other)
    {
        if (one is null || other is null)
            Check(one == other, what, one, other);
        else if (!leftUnits.TryRead(one, out var ours, out _) || !rightUnits.TryRead(other, out var theirs, out _))
            Check(one.Replace("unit_of_", "", StringComparison.Ordinal) == other.Replace("unit_of_", "", StringComparison.Ordinal), what, one, other);
        else
            Check(ours.Dimension.Equals(theirs.Dimension) && Math.Abs(ours.Factor / theirs.Factor - 1) < Tolerance, what, one, other);
    }

    private void CompareReactions() => Each(left.Reactions, right.Reactions, reaction => reaction.Id, "reaction", (what, one, other) =>
    {
        Check((one.Name ?? one.Id) == (other.Name ?? other.Id) || one.Name == other.Name, what + " name", one.Name, other.Name);
        Compare(what, one.Annotation, other.Annotation);
        Check(one.IsFast == other.IsFast, what + " is fast", one.IsFast, other.IsFast);
        Check(one.IsReversible == other.IsReversible, what + " is reversible", one.IsReversible, other.IsReversible);
        Check(Roles(one) == Roles(other), what + " roles", Roles(one), Roles(other));
        Compare(what + " rate", one.Rate, other.Rate);
        CompareSide(what + " reactants", one.Reactants, other.Reactants);
        CompareSide(what + " products", one.Products, other.Products);
    });

    private static string Roles(Reaction reaction) =>
        string.Join(", ", reaction.Modifiers.Where(modifier => modifier.Annotation.SboTerm is 19 or 20).Select(modifier => $"{Same(modifier.Species)} {modifier.Annotation.SboTerm}").Order(StringComparer.Ordinal));

    private void CompareSide(string what, IEnumerable<Stoichiometry> ours, IEnumerable<Stoichiometry> theirs)
    {
        static string Written(IEnumerable<Stoichiometry> side) => string.Join(" + ", side.GroupBy(term => (Species: Same(term.Species), Variable: Same(term.Variable ?? "")))
            .OrderBy(group => group.Key).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Sum(term => term.Coefficient):R} {group.Key.Variable} {group.Key.Species}")));
        Check(Written(ours) == Written(theirs), what, Written(ours), Written(theirs));
    }

    private void CompareRules()
    {
        Each(left.AssignmentRules, right.AssignmentRules, rule => rule.Variable, "assignment rule", (what, one, other) => Compare(what, one.Formula, other.Formula));
        Each(left.RateRules, right.RateRules, rule => rule.Variable, "rate rule", (what, one, other) => Compare(what, one.Formula, other.Formula));
        CompareInOrder("algebraic rule", left.AlgebraicRules, right.AlgebraicRules, (what, one, other) => Compare(what, one.Formula, other.Formula));
        CompareInOrder("constraint", left.Constraints, right.Constraints, (what, one, other) =>
        {
            Compare(what, one.Condition, other.Condition);
            Check(one.Message == other.Message, what + " message", one.Message, other.Message);
        });
    }

    private void CompareInOrder<T>(string kind, IReadOnlyList<T> ours, IReadOnlyList<T> theirs, Action<string, T, T> compare)
    {
        Check(ours.Count == theirs.Count, $"number of {kind}s", ours.Count, theirs.Count);
        for (var i = 0; i < Math.Min(ours.Count, theirs.Count); i++)
            compare($"{kind} {i}", ours[i], theirs[i]);
    }

    private void CompareEvents() => Each(left.Events, right.Events, happening => happening.Id, "event", (what, one, other) =>
    {
        Check((one.Name ?? one.Id) == (other.Name ?? other.Id) || one.Name == other.Name, what + " name", one.Name, other.Name);
        Compare(what, one.Annotation, other.Annotation);
        Compare(what + " trigger", one.Trigger, other.Trigger);
        Compare(what + " delay", one.Delay, other.Delay);
        Compare(what + " priority", one.Priority, other.Priority);
        Check(one.IsPersistent == other.IsPersistent, what + " persistent", one.IsPersistent, other.IsPersistent);
        Check(one.TriggerInitially == other.TriggerInitially, what + " t0", one.TriggerInitially, other.TriggerInitially);
        Check(one.Delay is null || one.UseValuesFromTriggerTime == other.UseValuesFromTriggerTime, what + " values from trigger time", one.UseValuesFromTriggerTime, other.UseValuesFromTriggerTime);
        Each(one.Assignments, other.Assignments, assignment => assignment.Variable, what + " assignment to", (which, ours, theirs) => Compare(which, ours.Formula, theirs.Formula));
    });

    private void CompareUnits()
    {
        // What a unit is called is not what it means.
        Check(Written(left.Units, leftUnits) == Written(right.Units, rightUnits), "units", Written(left.Units, leftUnits), Written(right.Units, rightUnits));
        CompareUnit("unit of time", left.TimeUnit, right.TimeUnit);
    }

    private static string Written(IEnumerable<UnitDefinition> definitions, ModelUnits units) => string.Join(", ", definitions.Where(unit => !Defaults.Contains(unit.Id.Replace("unit_of_", "", StringComparison.Ordinal)))
        .Select(unit => units.TryRead(unit.Id, out var value, out _) ? string.Create(CultureInfo.InvariantCulture, $"{value.Factor:G9} {value.Dimension}") : unit.Id).Order(StringComparer.Ordinal));

    private void Compare(string what, Expr? one, Expr? other)
    {
        if (one is null || other is null)
        {
            Check(one is null && other is null, what, one is null ? null : ExprPrinter.Print(one), other is null ? null : ExprPrinter.Print(other));
            return;
        }
        for (var point = 0; point < Points; point++)
        {
            var (ours, theirs) = (Value(one, point), Value(other, point));
            if (ours.Equals(theirs) || Math.Abs(ours - theirs) <= Tolerance * Math.Max(Math.Abs(ours), Math.Abs(theirs)))
                continue;
            Check(false, what, ExprPrinter.Print(one), ExprPrinter.Print(other));
            return;
        }
    }

    private static double Value(Expr formula, int point)
    {
        double ValueOf(string name) => Draw(Same(name), point);
        // What depends on other times or on chance is drawn from what it stands for.
        var plain = ExprTree.Rewrite(formula, part => part switch
        {
            TimeExpr => new NumberExpr(ValueOf("time")),
            CallExpr call when call.Function is "delay" or "rateOf" || call.Draw != 0 => new NumberExpr(ValueOf(string.Create(CultureInfo.InvariantCulture, $"{call.Function}({string.Join(",", call.Arguments.Select(argument => Rounded(ExprEvaluator.TryEvaluate(argument, name => ValueOf(name)))))})"))),
            _ => part,
        });
        return ExprEvaluator.TryEvaluate(plain, name => ValueOf(name)) ?? throw new InvalidOperationException($"'{ExprPrinter.Print(formula)}' has no value.");
    }

    private static string Rounded(double? value) => value is { } number ? number.ToString("G9", CultureInfo.InvariantCulture) : "?";

    /// <summary>A value of a symbol at a point: mostly of the order of one, from the third point on of either sign.</summary>
    private static double Draw(string name, int point)
    {
        var hash = 14695981039346656037UL + (ulong)point;
        foreach (var c in name)
            hash = (hash ^ c) * 1099511628211UL;
        hash ^= hash >> 29;
        hash *= 0xBF58476D1CE4E5B9UL;
        var uniform = ((hash ^ (hash >> 32)) >> 11) / (double)(1UL << 53);
        return point < 3 ? 0.2 + 2 * uniform : -3 + 8 * uniform;
    }
}
