using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Sbml.Writing;

/// <summary>
/// Which species references carry ids: a quantity that is one stoichiometry and nothing else becomes the reference itself; one that is used more often, has a factor before it or a unit of
/// its own stays a parameter, and the reference follows it by an assignment rule.
/// </summary>
internal sealed class StoichiometryIds
{
    private readonly HashSet<string> references;
    private readonly SymbolIds ids;

    public StoichiometryIds(Model model, SymbolIds ids)
    {
        this.ids = ids;
        var parameters = model.Parameters.Where(parameter => parameter.Unit is null && !parameter.IsImplicit).Select(parameter => parameter.Id).ToHashSet(StringComparer.Ordinal);
        references = [.. model.Reactions.SelectMany(reaction => reaction.Reactants.Concat(reaction.Products)).Where(participant => participant.Variable is not null).GroupBy(participant => participant.Variable!, StringComparer.Ordinal)
            .Where(uses => uses.Count() == 1 && uses.Single().Coefficient == 1 && parameters.Contains(uses.Key)).Select(uses => uses.Key)];
        // A conversion factor has to be a parameter.
        references.ExceptWith(model.Species.Select(species => species.ConversionFactor).OfType<string>());
    }

    /// <summary>Rules that references without a quantity of their own follow, after all reactions are written.</summary>
    public List<(string Variable, Expr Formula)> Rules { get; } = [];

    public bool IsReference(string parameter) => references.Contains(parameter);

    /// <summary>The id of the reference, as the model says it or new; null for a plain number.</summary>
    public string? Of(Stoichiometry participant)
    {
        if (participant.Variable is not { } variable || references.Contains(variable))
            return participant.Variable;
        var id = ids.New($"{variable}_of_{participant.Species}");
        Expr value = new SymbolExpr(variable);
        Rules.Add((id, participant.Coefficient == 1 ? value : new BinaryExpr(BinaryOperator.Multiply, new NumberExpr(participant.Coefficient), value)));
        return id;
    }
}
