using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Expressions;

namespace Idunn.Studies.Documents.Networks;

/// <summary>
/// Makes the network of one module: states, the quantities through which they act, ports that change in time, and the submodels, those of one module as one node.
/// Reactions become processes between states; what else stands in a rate acts on it. Constants are left out.
/// </summary>
internal sealed class NetworkAssembly
{
    /// <summary>Readouts feed nothing; more than these would hide what does, where there is anything else.</summary>
    private const int MostReadouts = 6;

    private readonly Module module;
    private readonly DescribedModel described;
    private readonly Monotonicity monotonicity;
    private readonly Dictionary<string, string> partModules;
    private readonly HashSet<string> drawn = new(StringComparer.Ordinal);
    private readonly List<NetworkNode> nodes = [];
    private readonly OrderedDictionary<(string From, string To, bool IsFlow), Direction> edges = [];
    private readonly ImmutableArray<string> notDrawn;

    private NetworkAssembly(Module module, DescribedModel described)
    {
        this.module = module;
        this.described = described;
        monotonicity = new Monotonicity(id => described.RangeOf(module, id));
        partModules = module.Submodels.ToDictionary(part => part.Id, part => part.Module, StringComparer.Ordinal);
        var readouts = Readouts();
        notDrawn = readouts.Length > MostReadouts && HasMoreThan(readouts) ? readouts : [];
    }

    public static Network Of(Module module, DescribedModel described)
    {
        var assembly = new NetworkAssembly(module, described);
        assembly.AddNodes();
        assembly.AddReactions();
        assembly.AddFlowsOfParts();
        assembly.AddInfluences();
        return assembly.Build();
    }

    private static bool IsOwn(string id) => !id.Contains('.', StringComparison.Ordinal);

    private ImmutableArray<string> Readouts() =>
        [.. module.Model.AssignmentRules.Select(rule => rule.Variable).Where(id => IsOwn(id) && described.Varies(module, id) && !described.Feeds(module, id))];

    private bool HasMoreThan(ImmutableArray<string> readouts) =>
        module.Submodels.Length > 0 || Balance.Of(module.Model).Any(balance => !module.Ports.Contains(balance.State.Id)) || module.Model.Reactions.Length > 0
        || module.Model.AssignmentRules.Any(rule => IsOwn(rule.Variable) && !readouts.Contains(rule.Variable) && described.Varies(module, rule.Variable));

    private void AddNodes()
    {
        var model = module.Model;
        foreach (var balance in Balance.Of(model).Where(balance => IsOwn(balance.State.Id)))
            Add(balance.State.Id, module.Ports.Contains(balance.State.Id) ? NodeKind.Port : NodeKind.State, balance.State.Name);
        foreach (var quantity in model.Species.Concat<Quantity>(model.Parameters).Where(quantity => IsOwn(quantity.Id) && !notDrawn.Contains(quantity.Id) && described.Varies(module, quantity.Id)))
            Add(quantity.Id, module.Ports.Contains(quantity.Id) ? NodeKind.Port : NodeKind.Quantity, quantity.Name);
        foreach (var reaction in model.Reactions.Where(reaction => IsOwn(reaction.Id)))
            Add(reaction.Id, NodeKind.Process, reaction.Name);
        foreach (var group in module.Submodels.GroupBy(part => part.Module, StringComparer.Ordinal))
        {
            var names = group.Select(part => part.Name ?? Words.Of(part.Id)).ToList();
            var node = names.Count == 1
                ? new NetworkNode(PartId(group.Key), NodeKind.Part, names[0], Words.Of(group.Key) == Words.Of(group.First().Id) ? "" : Words.Of(group.Key))
                : new NetworkNode(PartId(group.Key), NodeKind.Part, FormattableString.Invariant($"{names.Count} × {Words.Of(group.Key)}"), string.Join(", ", names));
            nodes.Add(node);
            drawn.Add(node.Id);
        }
    }

    private void Add(string id, NodeKind kind, string? name)
    {
        if (drawn.Add(id))
            nodes.Add(new NetworkNode(id, kind, kind == NodeKind.Process ? Words.Of(id) : name ?? Words.Of(id)));
    }

    private void AddReactions()
    {
        foreach (var reaction in module.Model.Reactions.Where(reaction => IsOwn(reaction.Id)))
            foreach (var term in reaction.NetStoichiometry)
                if (term.Coefficient != 0)
                    AddFlow(term.Coefficient < 0 ? Node(term.Species) : reaction.Id, term.Coefficient < 0 ? reaction.Id : Node(term.Species));
    }

    /// <summary>Parts that take from or give to what this module sees.</summary>
    private void AddFlowsOfParts()
    {
        foreach (var reaction in module.Model.Reactions.Where(reaction => !IsOwn(reaction.Id)))
            foreach (var term in reaction.NetStoichiometry)
                if (term.Coefficient != 0 && IsOwn(term.Species))
                    AddFlow(term.Coefficient < 0 ? term.Species : Node(reaction.Id), term.Coefficient < 0 ? Node(reaction.Id) : term.Species);
    }

    private void AddInfluences()
    {
        var model = module.Model;
        foreach (var reaction in model.Reactions.Where(reaction => reaction.Rate is not null))
            AddInfluences(reaction.Rate!, reaction.Id, [.. reaction.NetStoichiometry.Where(term => term.Coefficient < 0).Select(term => term.Species)]);
        foreach (var rule in model.RateRules)
            AddInfluences(rule.Formula, rule.Variable, [rule.Variable]);
        foreach (var rule in model.AssignmentRules)
            AddInfluences(rule.Formula, rule.Variable, []);
        foreach (var (happening, assignment) in model.Events.SelectMany(e => e.Assignments.Select(assignment => (e, assignment))))
            foreach (var symbol in ExprTree.Symbols(happening.Trigger).Concat(ExprTree.Symbols(assignment.Formula)))
                AddInfluence(symbol.Name, assignment.Variable, Direction.Mixed);
    }

    private void AddInfluences(Expr formula, string target, ImmutableArray<string> consumed)
    {
        foreach (var symbol in ExprTree.Symbols(formula).Select(symbol => symbol.Name).Distinct(StringComparer.Ordinal))
            if (!consumed.Contains(symbol) && described.Varies(module, symbol))
                AddInfluence(symbol, target, IsOwn(target) ? monotonicity.Of(formula, symbol) : Direction.Mixed);
    }

    private void AddInfluence(string from, string to, Direction direction)
    {
        var key = (From: Node(from), To: Node(to), IsFlow: false);
        // That a part knows what flows through it goes without saying.
        var isSaid = edges.ContainsKey((key.From, key.To, true)) || edges.ContainsKey((key.To, key.From, true));
        if (key.From != key.To && drawn.Contains(key.From) && drawn.Contains(key.To) && direction != Direction.None && !(isSaid && (IsPart(key.From) || IsPart(key.To))))
            edges[key] = edges.TryGetValue(key, out var before) && before != direction ? Direction.Mixed : direction;
    }

    private void AddFlow(string from, string to) => edges[(from, to, true)] = Direction.None;

    /// <summary>The node that shows an id: itself, or the part that it is in.</summary>
    private string Node(string id) => IsOwn(id) ? id : PartId(partModules[id[..id.IndexOf('.', StringComparison.Ordinal)]]);

    private static bool IsPart(string node) => node.EndsWith('.');

    private static string PartId(string partModule) => partModule + ".";

    private Network Build()
    {
        var list = edges.Where(edge => !(edge.Key.IsFlow && IsSecondOfPair(edge.Key)))
            .Select(edge => new NetworkEdge(edge.Key.From, edge.Key.To, KindOf(edge.Key.IsFlow, edge.Value), edge.Key.IsFlow && edges.ContainsKey((edge.Key.To, edge.Key.From, true))))
            .ToImmutableArray();
        var ends = list.SelectMany(edge => new[] { edge.From, edge.To }).ToHashSet(StringComparer.Ordinal);
        return new([.. nodes.Where(node => ends.Contains(node.Id) || node.Kind is NodeKind.State or NodeKind.Part)], list, notDrawn);
    }

    private bool IsSecondOfPair((string From, string To, bool) edge) => edges.IndexOf((edge.To, edge.From, true)) is >= 0 and var other && other < edges.IndexOf((edge.From, edge.To, true));

    private static EdgeKind KindOf(bool isFlow, Direction direction) =>
        isFlow ? EdgeKind.Flow : direction switch { Direction.Rising => EdgeKind.Raises, Direction.Falling => EdgeKind.Lowers, _ => EdgeKind.Affects };
}
