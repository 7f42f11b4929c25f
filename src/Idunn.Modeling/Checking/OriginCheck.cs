using System.Globalization;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Units;

namespace Idunn.Modeling.Checking;

/// <summary>Every number has an origin: it stands in a table, not in a model file or inside a formula.</summary>
internal static class OriginCheck
{
    public static void Check(ModelValues values, IReadOnlySet<string>? referencesKnown, ICollection<Finding> findings)
    {
        CheckWrittenValues(values, findings);
        CheckHiddenConstants(values, findings);
        CheckRows(values, findings);
        CheckReferences(values, referencesKnown, findings);
    }

    private static void CheckWrittenValues(ModelValues values, ICollection<Finding> findings)
    {
        foreach (var quantity in values.Quantities)
        {
            if (quantity.Initial is not { } initial || values.RowIds.Contains(quantity.Id) || ExprEvaluator.TryConstant(initial) is not { } value || value == 0)
                continue;
            // The size 1 says that a compartment has no size worth knowing.
            if (quantity is Compartment && value == 1)
                continue;
            findings.Add(FindingCodes.NoOrigin.At(quantity.Location, $"'{quantity.Id}' has the value {Shown(value)} in the model file, without an origin.", "Move it to a parameter table."));
        }
    }

    private static void CheckHiddenConstants(ModelValues values, ICollection<Finding> findings)
    {
        var initial = values.Quantities.Select(quantity => quantity.Initial).OfType<Expr>().ToHashSet<Expr>(ReferenceEqualityComparer.Instance);
        foreach (var formula in UnitChecker.Formulas(values.Model))
        {
            if (initial.Contains(formula) && ExprEvaluator.TryConstant(formula) is not null)
                continue;
            foreach (var number in ExprTree.Nodes(formula).OfType<NumberExpr>().Where(number => !IsPlain(number.Value)))
                findings.Add(FindingCodes.HiddenConstant.At(number.Location, $"The formula hides the number {Shown(number.Value)}.", "Move it to a parameter table and use its name."));
        }
    }

    /// <summary>Numbers that belong to mathematics: small integers, a half, a hundred per cent, π and e.</summary>
    private static bool IsPlain(double value)
        => !double.IsFinite(value) || (Math.Abs(value) <= 10 && value == Math.Floor(value)) || value is 0.5 or 100 or Math.PI or Math.E;

    private static void CheckRows(ModelValues values, ICollection<Finding> findings)
    {
        var quantities = values.Quantities.ToDictionary(quantity => quantity.Id, StringComparer.Ordinal);
        var withoutValue = values.Quantities.Where(quantity => !values.HasValue(quantity)).Select(quantity => quantity.Id).ToArray();
        var seen = new Dictionary<string, SourceLocation>(StringComparer.Ordinal);
        foreach (var row in values.Rows)
        {
            if (!seen.TryAdd(row.Id, row.Location))
                findings.Add(FindingCodes.DuplicateRow.At(row.Location, $"'{row.Id}' stands in {seen[row.Id]} too.", "Keep one row."));
            if (values.Definitions.ContainsKey(row.Id) && quantities.TryGetValue(row.Id, out var quantity))
                findings.Add(FindingCodes.TwoValues.At(row.Location, $"'{row.Id}' has a value here and in the model, at {quantity.Location}.", "Keep the one in the table."));
            else if (!quantities.ContainsKey(row.Id) && !values.ComputedIds.Contains(row.Id))
                findings.Add(FindingCodes.UnusedRow.At(row.Location, $"The model '{values.Model.Id}' has no '{row.Id}'.", Spelling.Advice(row.Id, withoutValue, "Remove the row.")));
        }
    }

    private static void CheckReferences(ModelValues values, IReadOnlySet<string>? referencesKnown, ICollection<Finding> findings)
    {
        if (referencesKnown is null)
            return;
        foreach (var row in values.Rows)
        {
            foreach (var key in row.Origin.Reference.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(key => !referencesKnown.Contains(key)))
                findings.Add(FindingCodes.UnknownReference.At(row.Location, $"The reference '{key}' of '{row.Id}' is not in the bibliography.", Spelling.Advice(key, referencesKnown, "Add it to references.bib.")));
        }
    }

    private static string Shown(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
