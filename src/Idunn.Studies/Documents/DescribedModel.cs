using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Petab;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Documents;

/// <summary>A row of a parameter table, and for whom it holds.</summary>
/// <param name="Population">Name of the population; empty: all.</param>
internal sealed record PopulationRow(string Population, ParameterRow Row);

/// <summary>What the pages of one model are written from: its text module by module, the whole that the modules make, its tables.</summary>
internal sealed class DescribedModel
{
    private readonly Dictionary<string, ModuleInstance> instances;
    private readonly HashSet<string> wholeIds;
    private readonly HashSet<string> varying, feeding;
    private readonly ILookup<string, PopulationRow> rows;
    private readonly ImmutableArray<ValueRanges> ranges;

    /// <exception cref="FindingsException">The card, the model or a table is missing or wrong.</exception>
    public DescribedModel(Science science, string name)
    {
        var findings = new List<Finding>();
        var card = science.Card(name, SourceLocation.None, findings);
        Refuse(findings);
        Science = science;
        Card = card!;
        Whole = science.Model(Card);
        Source = ModelSourceReader.Read(Path.Combine(science.Root, "models", Card.Antimony));
        instances = Source.Instances.ToDictionary(instance => instance.Path, StringComparer.Ordinal);
        wholeIds = Whole.Compartments.Concat<Quantity>(Whole.Species).Concat(Whole.Parameters).Select(quantity => quantity.Id).Concat(Whole.Reactions.Select(reaction => reaction.Id)).ToHashSet(StringComparer.Ordinal);
        varying = VaryingIds(Whole);
        feeding = FeedingIds(Whole);
        var populations = science.PopulationsOf(Card).Select(population => science.Population(population, Card.Location, findings)?.For(name)).OfType<Population>().ToList();
        var shared = Tables(Card.Parameters, findings);
        var own = populations.ToDictionary(population => population.Name, population => Tables(population.Parameters, findings), StringComparer.Ordinal);
        Refuse(findings);
        Populations = [.. populations];
        rows = shared.SelectMany(table => table.Rows).Select(row => new PopulationRow("", row))
            .Concat(populations.SelectMany(population => own[population.Name].SelectMany(table => table.Rows).Select(row => new PopulationRow(population.Name, row))))
            .ToLookup(row => row.Row.Id, StringComparer.Ordinal);
        // Numbers of one species go together: bounds of mouse and human mixed would allow what no species has.
        ranges = [.. own.Values.DefaultIfEmpty([]).Select(tables => new ValueRanges(Whole, ParameterBinding.Bind(Whole, shared.Concat(tables)), Card.MomentIds))];
    }

    public Science Science { get; }
    public ModelCard Card { get; }
    public Model Whole { get; }
    public ModelSource Source { get; }
    public ImmutableArray<Population> Populations { get; }

    public IEnumerable<ModuleInstance> InstancesOf(Module module) => Source.Instances.Where(instance => instance.Module == module.Id);

    /// <summary>The ids that an id of a module stands for in the whole, at all places where the module is used.</summary>
    public IEnumerable<string> InWhole(Module module, string id) => InstancesOf(module).Select(instance => InWhole(instance, id)).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>True when the id changes in time at some place where the module is used.</summary>
    public bool Varies(Module module, string id) => InWhole(module, id).Any(varying.Contains);

    /// <summary>True when some rate of change in the whole depends on the id, directly or through others; else it is a readout.</summary>
    public bool Feeds(Module module, string id) => InWhole(module, id).Any(feeding.Contains);

    /// <summary>The values that an id of a module takes, over all places where it is used and all populations.</summary>
    public Interval RangeOf(Module module, string id) => InWhole(module, id).SelectMany(whole => ranges.Select(population => population.Of(whole))).DefaultIfEmpty(Interval.All).Aggregate((a, b) => a.Hull(b));

    /// <summary>Rows of an id of the whole.</summary>
    public IEnumerable<PopulationRow> RowsOf(string id) => rows[id];

    public IEnumerable<string> RowIds => rows.Select(group => group.Key);

    private string? InWhole(ModuleInstance instance, string id)
    {
        var dot = id.LastIndexOf('.');
        var path = dot < 0 ? instance.Path : instance.Path.Length == 0 ? id[..dot] : $"{instance.Path}.{id[..dot]}";
        if (!instances.TryGetValue(path, out var place) || !place.Ids.TryGetValue(id[(dot + 1)..], out var whole))
            return null;
        var local = whole[(whole.LastIndexOf('.') + 1)..];
        return !wholeIds.Contains(whole) && wholeIds.Contains(local) ? local : whole;
    }

    private static HashSet<string> VaryingIds(Model whole)
    {
        var varying = Balance.Of(whole).Select(balance => balance.State.Id).ToHashSet(StringComparer.Ordinal);
        var derived = whole.AssignmentRules.Select(rule => (Id: rule.Variable, rule.Formula)).Concat(whole.Reactions.Where(reaction => reaction.Rate is not null).Select(reaction => (reaction.Id, Formula: reaction.Rate!))).ToList();
        bool hasGrown;
        do
        {
            hasGrown = false;
            foreach (var (id, formula) in derived)
                if (!varying.Contains(id) && ExprTree.Nodes(formula).Any(node => node is TimeExpr || (node is SymbolExpr symbol && varying.Contains(symbol.Name))))
                    hasGrown |= varying.Add(id);
        }
        while (hasGrown);
        return varying;
    }

    private static HashSet<string> FeedingIds(Model whole)
    {
        var rules = whole.AssignmentRules.ToDictionary(rule => rule.Variable, rule => rule.Formula, StringComparer.Ordinal);
        var open = new Stack<string>(whole.Reactions.Select(reaction => reaction.Rate).OfType<Expr>().Concat(whole.RateRules.Select(rule => rule.Formula)).Concat(whole.Events.SelectMany(e => e.Assignments.Select(assignment => assignment.Formula).Append(e.Trigger)))
            .SelectMany(ExprTree.Symbols).Select(symbol => symbol.Name));
        var feeding = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryPop(out var id))
            if (feeding.Add(id) && rules.TryGetValue(id, out var formula))
                foreach (var symbol in ExprTree.Symbols(formula))
                    open.Push(symbol.Name);
        return feeding;
    }

    private List<ParameterTable> Tables(IEnumerable<string> names, List<Finding> findings) => [.. names.Select(table => Science.Table(table, Card.Location, findings)).OfType<ParameterTable>()];

    private static void Refuse(List<Finding> findings)
    {
        if (findings.Exists(finding => finding.Severity == Severity.Error))
            throw new FindingsException(findings);
    }
}
