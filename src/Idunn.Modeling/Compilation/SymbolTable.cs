using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Compilation;

/// <summary>
/// Sorts a model's quantities into states, settable parameters, derived constants and ruled variables. States are the species that are
/// not constant, by themselves or by an assignment rule, and whatever else a rate rule or an event changes.
/// </summary>
internal sealed class SymbolTable
{
    private readonly Dictionary<string, Meaning> meanings = new(StringComparer.Ordinal);
    private readonly List<Quantity> states = [];
    private readonly List<Quantity> parameters = [];
    private readonly List<Finding> findings;
    private readonly IReadOnlyList<string> solved;
    private readonly HashSet<string> varyingSizes;
    private readonly Dictionary<string, Species> species;

    /// <param name="findings">Receives what is wrong with the model.</param>
    /// <param name="solved">Ids of what algebraic rules determine, by number; null: nothing.</param>
    public SymbolTable(Model model, List<Finding> findings, IReadOnlyList<string>? solved = null)
    {
        this.findings = findings;
        this.solved = solved ?? [];
        species = model.Species.DistinctBy(species => species.Id).ToDictionary(species => species.Id, StringComparer.Ordinal);
        var assignments = Rules(model.AssignmentRules.Select(rule => (rule.Variable, rule.Formula, rule.Location)), "assignment rule");
        var rates = Rules(model.RateRules.Select(rule => (rule.Variable, rule.Formula, rule.Location)), "rate rule");
        var jumps = model.Events.SelectMany(happening => happening.Assignments.Select(assignment => (assignment.Variable, happening)))
            .GroupBy(jump => jump.Variable, jump => jump.happening, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        varyingSizes = model.Compartments.Select(compartment => compartment.Id).Where(id => assignments.ContainsKey(id) || rates.ContainsKey(id) || jumps.ContainsKey(id) || this.solved.Contains(id)).ToHashSet(StringComparer.Ordinal);
        foreach (var quantity in model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters))
        {
            CheckChanges(quantity, assignments, rates, jumps);
            Declare(quantity.Id, MeaningOf(quantity, assignments, rates.ContainsKey(quantity.Id) || jumps.ContainsKey(quantity.Id)), quantity.Location);
        }
        foreach (var reaction in model.Reactions)
            Declare(reaction.Id, new Meaning.Process(reaction), reaction.Location);
        foreach (var (variable, location) in rates.Select(rate => (rate.Key, rate.Value.Location)).Concat(assignments.Select(rule => (rule.Key, rule.Value.Location)))
            .Concat(jumps.Select(jump => (jump.Key, jump.Value.Location))))
            if (findings.Count >= Formulas.MostFindings)
                throw new FindingsException(findings);
            else if (!meanings.TryGetValue(variable, out var meaning))
                findings.Add(Unknown(variable, location));
            else if (meaning is Meaning.Process)
                findings.Add(FindingCodes.Kind.At(location, $"'{variable}' is a reaction; a rule or event cannot set its rate.", "Put the formula into the reaction's rate."));
    }

    /// <summary>States by number.</summary>
    public IReadOnlyList<Quantity> States => states;

    /// <summary>What each subject may set, by number.</summary>
    public IReadOnlyList<Quantity> Parameters => parameters;

    public IEnumerable<string> Ids => meanings.Keys;

    public Meaning? this[string id] => meanings.GetValueOrDefault(id);

    /// <summary>The species of that id, or null.</summary>
    public Species? SpeciesOf(string id) => species.GetValueOrDefault(id);

    /// <summary>The finding for an id that the model does not declare.</summary>
    public Finding Unknown(string id, SourceLocation location) =>
        FindingCodes.UnknownId.At(location, $"The model has no quantity or reaction '{id}'.", Spelling.Advice(id, Ids, "Declare it, or correct the name."));

    private Dictionary<string, (Expr Formula, SourceLocation Location)> Rules(IEnumerable<(string Variable, Expr Formula, SourceLocation Location)> rules, string kind)
    {
        var result = new Dictionary<string, (Expr, SourceLocation)>(StringComparer.Ordinal);
        foreach (var (variable, formula, location) in rules)
            if (!result.TryAdd(variable, (formula, location)))
                findings.Add(ChangedTwice(variable, $"a second {kind}", location));
        return result;
    }

    private void CheckChanges(
        Quantity quantity, Dictionary<string, (Expr, SourceLocation Location)> assignments, Dictionary<string, (Expr, SourceLocation Location)> rates, Dictionary<string, ModelEvent> jumps)
    {
        var changes = new List<(string What, SourceLocation Location)>();
        if (assignments.TryGetValue(quantity.Id, out var assignment))
            changes.Add(("an assignment rule", assignment.Location));
        if (rates.TryGetValue(quantity.Id, out var rate))
            changes.Add(("a rate rule", rate.Location));
        if (jumps.TryGetValue(quantity.Id, out var happening))
            changes.Add(($"event '{happening.Id}'", happening.Location));
        if (quantity.IsConstant)
            findings.AddRange(changes.Select(change => FindingCodes.ConstantChanged.At(
                change.Location, $"'{quantity.Id}' is constant, yet {change.What} changes it.", FindingCodes.ConstantChanged.Remedy)));
        else if (changes.Count > 1 && changes[0].What == "an assignment rule")
            findings.Add(ChangedTwice(quantity.Id, changes[1].What + " beside an assignment rule", changes[1].Location));
    }

    private static Finding ChangedTwice(string variable, string what, SourceLocation location) =>
        FindingCodes.ChangedTwice.At(location, $"'{variable}' is changed in two ways: {what}.", FindingCodes.ChangedTwice.Remedy);

    private Meaning MeaningOf(Quantity quantity, Dictionary<string, (Expr Formula, SourceLocation)> assignments, bool isIntegrated)
    {
        if (assignments.TryGetValue(quantity.Id, out var rule))
            return new Meaning.Ruled(rule.Formula);
        for (var number = 0; number < solved.Count; number++)
            if (solved[number] == quantity.Id)
                return new Meaning.Solved(number, quantity);
        // What is constant in a species is its amount: its concentration changes with the size around it.
        if (isIntegrated || quantity is Species { IsConstant: false } || (quantity is Species { IsAmount: false, Compartment: var around } && varyingSizes.Contains(around)))
        {
            states.Add(quantity);
            return new Meaning.Integrated(states.Count - 1, quantity, quantity.Initial is null ? AddParameter(quantity) : null);
        }
        return quantity.Initial is null || Formulas.IsNumber(quantity.Initial)
            ? new Meaning.Settable(AddParameter(quantity))
            : new Meaning.Derived(quantity.Initial, quantity);
    }

    private int AddParameter(Quantity quantity)
    {
        parameters.Add(quantity);
        return parameters.Count - 1;
    }

    private void Declare(string id, Meaning meaning, SourceLocation location)
    {
        if (!meanings.TryAdd(id, meaning))
            findings.Add(FindingCodes.Duplicate.At(location, $"The id '{id}' is used twice.", "Rename one of the two."));
    }
}
