using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Flattening;

/// <summary>
/// DNA strands: a part's <c>...</c>, which is also what a part without a formula says, stands for the formula of the part before it in its strand, and for 0 at the strand's beginning. A part that stands in several places
/// has the sum of what it is in each. A strand may be a part of one other strand; the name of a submodel stands for its strand that is open on that side. (Antimony Reference, DNA strands.)
/// </summary>
internal sealed class Strands(Collected collected, Renaming renaming, ICollection<Finding> findings)
{
    private const int DeepestNesting = 200;

    private readonly Dictionary<string, ImmutableArray<Part>> parts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> containers = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, (List<Expr> Formulas, Part First)> sums = new(StringComparer.Ordinal);

    private readonly record struct Part(string Id, SourceLocation Location);

    /// <summary>Gives the parts of all strands their rules and rates.</summary>
    /// <exception cref="FindingsException">The formulas grow without measure.</exception>
    public void Resolve()
    {
        foreach (var (id, (scope, strand)) in collected.Strands)
            parts[id] = [.. strand.Elements.Select((element, i) => PartOf(scope, strand, element, i)).OfType<Part>().Where(part => !collected.Deleted.Contains(part.Id))];
        foreach (var (id, (_, strand)) in collected.Strands)
            foreach (var part in parts[id].Where(part => parts.ContainsKey(part.Id)))
                Contain(id, part, strand.Location);
        var isSound = collected.Strands.Keys.All(IsSound);
        if (!isSound)
            return;
        foreach (var id in collected.Strands.Keys.Where(id => !containers.ContainsKey(id) && !collected.Deleted.Contains(id)))
            Follow([.. Expanded(id, 0)]);
        foreach (var (id, (formulas, first)) in sums)
            Assign(collected.Symbols.Find(id)!, formulas, first);
        CheckOthers();
        PassCompartments();
    }

    private Part? PartOf(Scope scope, StrandStatement strand, Name element, int place)
    {
        if (SubmodelAt(scope, element) is { } submodel)
            return OpenStrand(submodel, strand, element, place);
        if (renaming.CanonicalId(scope, element) is not { } id)
            return null;
        if (!collected.Strands.ContainsKey(id))
            _ = collected.Symbols.Of(scope, element);
        return new Part(id, element.Location);
    }

    private static Scope? SubmodelAt(Scope scope, Name name)
    {
        var inner = scope;
        foreach (var part in name.Text.Split('.'))
        {
            if (!inner.Children.TryGetValue(part, out var child))
                return null;
            inner = child;
        }
        return inner;
    }

    /// <summary>The strand of a submodel to which DNA can be attached where its neighbours stand.</summary>
    private Part? OpenStrand(Scope submodel, StrandStatement strand, Name element, int place)
    {
        var (needsUpstream, needsDownstream) = (place > 0, place < strand.Elements.Length - 1);
        var isAttachedDownstream = place == 0;
        var open = submodel.Module.Statements.OfType<StrandStatement>().Where(one => isAttachedDownstream ? one.IsOpenDownstream : one.IsOpenUpstream).ToArray();
        var side = isAttachedDownstream ? "downstream" : "upstream";
        if (open is [var only])
        {
            if ((!needsUpstream || only.IsOpenUpstream) && (!needsDownstream || only.IsOpenDownstream))
                return new Part(renaming.Root(submodel.Prefix + only.Id!.Value.Text), element.Location);
            findings.Add(FindingCodes.UnknownPart.At(element.Location, $"The strand of '{element.Text}' at {only.Location} is open on one side only, and cannot stand in the middle.", "Write '--' on both of its sides."));
            return null;
        }
        findings.Add(FindingCodes.UnknownPart.At(
            element.Location, $"The submodel '{element.Text}' has {(open.Length == 0 ? "no strand that is" : $"{open.Length} strands that are")} open {side}.",
            open.Length == 0 ? $"Write '--' {(isAttachedDownstream ? "behind" : "before")} the strand in '{submodel.Module.Id}' to which DNA may be attached." : $"Name the strand: {element.Text}.{open[0].Id!.Value.Text}."));
        return null;
    }

    private void Contain(string outer, Part inner, SourceLocation location)
    {
        if (!containers.TryAdd(inner.Id, outer))
            findings.Add(FindingCodes.Duplicate.At(inner.Location, $"The strand '{inner.Id}' is a part of '{containers[inner.Id]}' already, and a strand may be in one other strand only.", "Write out its parts here."));
    }

    private bool IsSound(string id)
    {
        var (outer, steps) = (id, 0);
        while (containers.TryGetValue(outer, out var next))
        {
            outer = next;
            if (outer == id)
            {
                findings.Add(FindingCodes.Recursion.At(collected.Strands[id].Syntax.Location, $"The DNA strand '{id}' contains itself.", "Break the circle."));
                return false;
            }
            if (++steps > DeepestNesting)
                throw new FindingsException(FindingCodes.TooLarge.At(collected.Strands[id].Syntax.Location, $"DNA strands stand inside each other more than {DeepestNesting} deep.", FindingCodes.TooLarge.Remedy));
        }
        return true;
    }

    private IEnumerable<Part> Expanded(string id, int depth)
        => parts[id].SelectMany(part => parts.ContainsKey(part.Id) ? collected.Deleted.Contains(part.Id) ? [] : Expanded(part.Id, depth + 1) : [part]);

    /// <summary>Each part's formula at its place, with the one before it put in.</summary>
    private void Follow(Part[] strand)
    {
        Expr upstream = new NumberExpr(0);
        foreach (var part in strand)
        {
            if (collected.Symbols.Find(part.Id) is not { } symbol || !IsPossible(symbol, part))
                continue;
            upstream = With(upstream, Own(symbol, part), part.Location);
            if (!sums.TryGetValue(part.Id, out var sum))
                sums.Add(part.Id, sum = ([], part));
            sum.Formulas.Add(upstream);
        }
    }

    private Expr Own(Symbol symbol, Part part) => symbol.Value?.Value.Formula is { } formula && collected.Deleted.Spare(formula) ? formula : new SymbolExpr(ExprParser.Upstream) { Location = part.Location };

    /// <summary>Measured before it is written out: parts that double what is upstream, forty in a row, would fill the memory.</summary>
    private static Expr With(Expr upstream, Expr formula, SourceLocation location)
    {
        if (formula is SymbolExpr { Name: ExprParser.Upstream })
            return upstream;
        var before = new FormulaMeasure().Of(upstream);
        var (size, depth) = new FormulaMeasure(symbol => symbol.Name == ExprParser.Upstream ? before : null).Of(formula);
        return FormulaMeasure.Complaint(size, depth) is { } complaint
            ? throw new FindingsException(FindingCodes.TooLarge.At(location, $"With what is upstream in its DNA strand the formula {complaint}.", FindingCodes.TooLarge.Remedy))
            : ExprTree.Rewrite(formula, part => part is SymbolExpr { Name: ExprParser.Upstream } ? upstream : part);
    }

    private bool IsPossible(Symbol symbol, Part part)
    {
        var complaint = symbol switch
        {
            { Kind: SymbolKind.Species } => $"'{symbol.Id}' is a species and no part of DNA: parts are reactions (genes) and formulas (operators).",
            { Kind: SymbolKind.Compartment } => $"'{symbol.Id}' is a compartment and no part of DNA: parts are reactions (genes) and formulas (operators).",
            { Rate: not null } => $"'{symbol.Id}' has a rate rule, and a part of DNA follows from what is upstream.",
            _ => null,
        };
        if (complaint is null && collected.Reactions.TryGetValue(symbol.Id, out var gene))
        {
            if (!gene.Syntax.Reactants.IsEmpty)
                complaint = $"The gene '{symbol.Id}' consumes something, and genes only produce.";
            else if (!gene.Scope.TimeFactors.IsEmpty || !gene.Scope.ExtentFactors.IsEmpty)
                complaint = $"The gene '{symbol.Id}' lies in a submodel with conversion factors of time or extent, which are not carried along a DNA strand.";
        }
        if (complaint is not null)
            findings.Add(FindingCodes.Kind.At(part.Location, complaint, "Take it out of the strand, or write its reaction without a strand."));
        return complaint is null;
    }

    private static void Assign(Symbol symbol, List<Expr> formulas, Part first)
    {
        var sum = formulas.Aggregate((one, other) => new BinaryExpr(BinaryOperator.Add, one, other) { Location = first.Location });
        var isGene = symbol.Kind == SymbolKind.Reaction;
        var value = new Assignment(isGene ? AssignmentKind.Initial : AssignmentKind.Rule, sum);
        symbol.Value = symbol.Value is { } fact ? fact with { Value = value } : new Fact<Assignment>(value, 0, null!, first.Location);
        symbol.Kind ??= SymbolKind.Parameter;
        (symbol.IsDna, symbol.IsDeclared, symbol.IsConstant) = (true, true, false);
    }

    /// <summary>A part of DNA in no strand has nothing upstream of it. Anything else has no upstream at all.</summary>
    private void CheckOthers()
    {
        foreach (var symbol in collected.Symbols.InOrder.Where(symbol => !collected.Deleted.Contains(symbol.Id)))
        {
            foreach (var formula in new[] { symbol.Value?.Value.Formula, symbol.Rate?.Value.Formula }.OfType<Expr>())
            {
                if (ExprTree.Symbols(formula).FirstOrDefault(part => part.Name == ExprParser.Upstream) is not { } upstream)
                    continue;
                if (symbol.IsDna && symbol.Rate is null)
                    symbol.Value = symbol.Value! with { Value = symbol.Value.Value with { Formula = With(new NumberExpr(0), formula, upstream.Location) } };
                else
                    findings.Add(FindingCodes.Kind.At(upstream.Location, $"'{symbol.Id}' is in no DNA strand, so that nothing is upstream of it.", $"Put it into a strand (--{symbol.Id}--), or write the formula instead of '...'."));
            }
        }
    }

    /// <summary>A gene is where its strand is, the last that is in a compartment, unless its reaction says where it is.</summary>
    private void PassCompartments()
    {
        foreach (var (id, (scope, strand)) in collected.Strands)
        {
            if (strand.Compartment is not { } place || collected.Symbols.Of(scope, place) is not { } compartment)
                continue;
            collected.Symbols.SetKind(compartment, SymbolKind.Compartment, place.Location);
            foreach (var gene in Expanded(id, 0).Select(part => collected.Symbols.Find(part.Id)).OfType<Symbol>().Where(symbol => symbol.Kind == SymbolKind.Reaction && symbol.Compartment?.Weakness is null or int.MaxValue))
                gene.Compartment = new Fact<string>(compartment.Id, int.MaxValue, scope, place.Location);
        }
    }
}
