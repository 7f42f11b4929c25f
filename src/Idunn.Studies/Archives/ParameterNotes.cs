using Idunn.Modeling;
using Idunn.Modeling.Petab;
using Idunn.Studies.Planning;
using Idunn.Studies.Reports;

namespace Idunn.Studies.Archives;

/// <summary>Notes that say of each number of a model where it comes from, so that an assumption is one in other tools too.</summary>
internal static class ParameterNotes
{
    /// <param name="values">Of the arm's typical subject, in the model's units.</param>
    public static Model On(Model model, StudyPlan plan, ArmPlan arm, IReadOnlyDictionary<string, double> values)
    {
        var bindings = arm.Bindings.ToDictionary(binding => binding.Id, StringComparer.Ordinal);
        T Noted<T>(T quantity) where T : Quantity => bindings.TryGetValue(quantity.Id, out var binding) && values.TryGetValue(quantity.Id, out var value)
            ? quantity with { Name = quantity.Name ?? (binding.Row.Name.Length > 0 ? binding.Row.Name : null), Annotation = quantity.Annotation with { Notes = string.Join(' ', new[] { quantity.Annotation.Notes, Set(binding, value, plan, arm), Origin(binding.Row.Origin, plan) }.OfType<string>()) } }
            : quantity;
        return model with { Compartments = [.. model.Compartments.Select(Noted)], Species = [.. model.Species.Select(Noted)], Parameters = [.. model.Parameters.Select(Noted)] };
    }

    /// <summary>What the study puts in place of the table's number; null when it takes that.</summary>
    private static string? Set(ParameterBinding binding, double value, StudyPlan plan, ArmPlan arm)
    {
        if (value == binding.Value)
            return null;
        var table = $"the table has {Numbers.Format(binding.Row.NominalValue)} {binding.Row.Unit}".TrimEnd();
        if (plan.Card.Hypotheses.FirstOrDefault(hypothesis => hypothesis.Name == arm.Arm.Hypothesis) is { } hypothesis && hypothesis.Sets.ContainsKey(binding.Id))
            return $"Switched by the hypothesis '{hypothesis.Name}'; {table}.";
        return plan.Card.Effects.Contains(binding.Id) && plan.Study.Assumptions.FirstOrDefault(assumption => assumption.Parameter == binding.Id)?.Value is null
            ? $"An effect without evidence that the study turns on; here the median of its prior; {table}."
            : $"Set by the study; {table}.";
    }

    private static string Origin(Origin origin, StudyPlan plan)
    {
        var source = plan.References.TryGetValue(origin.Reference, out var printed) ? printed : origin.Reference;
        var parts = new[] { source, origin.Locator, origin.Species, origin.Tissue, origin.Conversion, origin.Note }.Where(part => part.Length > 0);
        return $"{origin.Status}{(parts.Any() ? ": " + string.Join("; ", parts) : "")}";
    }
}
