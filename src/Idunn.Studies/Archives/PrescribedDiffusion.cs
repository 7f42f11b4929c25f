using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Modeling.Expressions;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Archives;

/// <summary>
/// Puts a table in place of a diffusion: one event that sets itself off again at each macro-step and takes the next value. SBML knows no noise, and the drift alone would run elsewhere, so the mean of those who have not exited is
/// written down as it was computed; it no longer answers to anything.
/// </summary>
internal static class PrescribedDiffusion
{
    /// <param name="held">Value over each macro-step.</param>
    /// <param name="step">Length of a macro-step.</param>
    public static Model On(Model model, DiffusionParameters diffusion, ImmutableArray<double> held, double step, FreeIds ids)
    {
        var number = Counter(ids.Take("diffusion_row"), "Row of the table that the diffusion takes next", "dimensionless", 1);
        var next = Counter(ids.Take("diffusion_next"), "Time of the next row", model.TimeUnit, step);
        T Prescribed<T>(T quantity) where T : Quantity => quantity.Id != diffusion.State ? quantity : quantity with
        {
            Initial = new NumberExpr(held[0]),
            Annotation = quantity.Annotation with
            {
                Notes = $"A diffusion, whose first passage of {diffusion.Exit} is {diffusion.Ending}. SBML has no noise: this is a table of the mean over those alive, as Idunn computed it for this arm, and it answers to no change of the model. The drift alone would run elsewhere.",
            },
        };
        var moved = new ModelEvent(
            ids.Take("diffusion_step"), "The diffusion takes its next value", new BinaryExpr(BinaryOperator.GreaterOrEqual, new TimeExpr(), new SymbolExpr(next.Id)), null, null, IsPersistent: true, TriggerInitially: true, UseValuesFromTriggerTime: true,
            [
                new(diffusion.State, Row(held, 0, held.Length, number.Id)), new(number.Id, new BinaryExpr(BinaryOperator.Add, new SymbolExpr(number.Id), new NumberExpr(1))),
                new(next.Id, new BinaryExpr(BinaryOperator.Add, new SymbolExpr(next.Id), new NumberExpr(step, model.TimeUnit))),
            ], SourceLocation.None);
        return model with
        {
            Species = [.. model.Species.Select(Prescribed).Select(species => species.Id == diffusion.State ? species with { IsBoundary = true } : species)],
            Parameters = [.. model.Parameters.Select(Prescribed), number, next],
            RateRules = [.. model.RateRules.Where(rule => rule.Variable != diffusion.State)],
            Events = held.Length > 1 ? [.. model.Events, moved] : model.Events,
        };
    }

    private static Parameter Counter(string id, string name, string? unit, double start) => new() { Id = id, Name = name, Unit = unit, Initial = new NumberExpr(start), Location = SourceLocation.None };

    /// <summary>The rows from first up to end as a tree of halves: as deep as the logarithm of their number. Beyond the last row the last one stays.</summary>
    private static Expr Row(ImmutableArray<double> held, int first, int end, string number)
    {
        if (end - first == 1)
            return new NumberExpr(held[first]);
        var middle = (first + end) / 2;
        return new CallExpr("piecewise", [Row(held, first, middle, number), new BinaryExpr(BinaryOperator.Less, new SymbolExpr(number), new NumberExpr(middle - 0.5)), Row(held, middle, end, number)]);
    }
}
