using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Petab;

namespace Idunn.Studies.Planning;

/// <summary>A model of the science folder with a value for everything: the nominal rows of its tables and of one population, no vesicles, no hypothesis, no effect without evidence.</summary>
public static class TypicalModel
{
    /// <param name="population">Null: the first that the model is made for.</param>
    /// <returns>The model with the values as initial values, its card, and the population's name.</returns>
    /// <exception cref="FindingsException">The card, a table or the model is refused, or the model is not made for the population.</exception>
    public static (Model Model, ModelCard Card, string Population) Of(Science science, string name, string? population = null)
    {
        var findings = new List<Finding>();
        var card = science.Card(name, SourceLocation.None, findings) ?? throw new FindingsException(findings);
        var chosen = population ?? science.PopulationsOf(card).First();
        if (!science.PopulationsOf(card).Contains(chosen))
            throw new FindingsException(new Finding(Severity.Error, Inputs.StudyCodes.UnknownName, $"The model '{name}' is not made for the population '{chosen}'.", Inputs.Nearest.Suggestion(chosen, science.PopulationsOf(card)), card.Location));
        var whole = science.Population(chosen, card.Location, findings)?.For(name) ?? throw new FindingsException(findings);
        var model = science.Model(card);
        ImmutableArray<ParameterTable> tables = [.. card.Parameters.Concat(whole.Parameters).Select(table => science.Table(table, card.Location, findings)).OfType<ParameterTable>()];
        if (findings.Any(finding => finding.Severity == Severity.Error))
            throw new FindingsException(findings);
        var values = ParameterBinding.Bind(model, tables).ToDictionary(binding => binding.Id, binding => binding.Value, StringComparer.Ordinal);
        AddMoments(card, values);
        return (WithValues(model, values), card, chosen);
    }

    private static void AddMoments(ModelCard card, Dictionary<string, double> values)
    {
        if (card.Diameter is not { } d || !new[] { d.Median, d.GeometricSd, d.From, d.To }.All(values.ContainsKey))
            return;
        var moments = DiameterMoments.Of(values[d.Median], values[d.GeometricSd], values[d.From], values[d.To]);
        (values[d.Mean], values[d.MeanSquare], values[d.MeanCube], values[d.MeanInverse]) = (moments.Mean, moments.MeanSquare, moments.MeanCube, moments.MeanInverse);
    }

    /// <summary>Values in place of initial ones, but for what an assignment rule says.</summary>
    internal static Model WithValues(Model model, Dictionary<string, double> values)
    {
        var ruled = model.AssignmentRules.Select(rule => rule.Variable).ToHashSet(StringComparer.Ordinal);
        T Valued<T>(T quantity) where T : Quantity => !ruled.Contains(quantity.Id) && values.TryGetValue(quantity.Id, out var value) ? quantity with { Initial = new NumberExpr(value) } : quantity;
        return model with { Compartments = [.. model.Compartments.Select(Valued)], Species = [.. model.Species.Select(Valued)], Parameters = [.. model.Parameters.Select(Valued)] };
    }
}
