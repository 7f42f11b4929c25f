using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Units;

namespace Idunn.Modeling.Antimony;

/// <summary>
/// Puts submodels in place: every instance gets its prefix, a port takes the id of what is passed to it, synchronised ids become one id (the outermost; at the same depth the right-hand one), what an outer
/// model says overrides what an inner one says, deletions take effect.
/// </summary>
/// <param name="expandsFunctions">False: calls of user functions stay as they were written.</param>
internal sealed class Flattener(Library library, ICollection<Finding> findings, bool expandsFunctions = true)
{
    private const int MostSubmodels = 100_000;

    private const int DeepestNesting = 100;

    private readonly Dictionary<string, string> mergedInto = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Symbol> symbols = new(StringComparer.Ordinal);
    private readonly List<Symbol> order = [];
    private readonly List<(Scope Scope, ReactionStatement Syntax, string Id)> reactions = [];
    private readonly HashSet<string> reactionIds = new(StringComparer.Ordinal);
    private readonly List<(Scope Scope, EventStatement Syntax, string Id)> events = [];
    private readonly List<(Expr Formula, SourceLocation Location)> algebraic = [];
    private readonly List<(string? Id, Expr Condition, SourceLocation Location)> constraints = [];
    private readonly Dictionary<string, string> labels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Annotation> annotations = new(StringComparer.Ordinal);
    private readonly List<(Scope Scope, string Compartment)> places = [];
    private readonly Interactions interactions = new();
    private readonly HashSet<string> deleted = new(StringComparer.Ordinal);
    private readonly FunctionExpansion functions = new(library.Functions, findings);
    private readonly UnitCollection units = new(findings);
    private readonly Dictionary<Scope, string> scopeNames = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ModuleSyntax, HashSet<string>> ownIds = new(ReferenceEqualityComparer.Instance);
    private int instances;
    private string? modelName;
    private Scope? whole;

    public Model Flatten(ModuleSyntax module)
    {
        var root = whole = Instantiate(module, "", 0, []);
        foreach (var scope in root.WithDescendants)
            Synchronize(scope);
        foreach (var scope in root.WithDescendants)
            Collect(scope);
        foreach (var scope in root.WithDescendants)
            CollectRemarks(scope);
        interactions.Check(CanonicalId, reactionIds, findings);
        FreeAlgebraicVariables();
        var flat = new ModelAssembly(order, symbols.GetValueOrDefault, reactions, events, algebraic, constraints, labels, annotations, deleted, Qualified, InTime, CompartmentOf, findings).Build(root, modelName, units, LabelOf);
        return flat with { Reactions = [.. flat.Reactions.Select(reaction => reaction with { Modifiers = [.. interactions.Modifiers(CanonicalId, flat, reaction.Id)] })] };
    }

    /// <summary>Where each module came to stand, once the whole was flattened.</summary>
    public ImmutableArray<ModuleInstance> Instances => whole is null ? [] :
        [.. whole.WithDescendants.Select(scope => new ModuleInstance(scope.Module.Id, scope.Prefix.TrimEnd('.'), scope.OwnIds.ToImmutableSortedDictionary(id => id, id => Root(scope.Prefix + id), StringComparer.Ordinal)))];

    private Scope Instantiate(ModuleSyntax module, string prefix, int depth, ImmutableList<string> path, ImmutableArray<Expr> times = default, ImmutableArray<Expr> extents = default)
    {
        if (++instances > MostSubmodels || depth > DeepestNesting)
            throw new FindingsException(FindingCodes.TooLarge.At(module.Location, "The submodels grow without measure when they are put in place.", FindingCodes.TooLarge.Remedy));
        var scope = new Scope(module, prefix, depth, ownIds.TryGetValue(module, out var ids) ? ids : ownIds[module] = Scope.OwnIdsOf(module)) { TimeFactors = times.IsDefault ? [] : times, ExtentFactors = extents.IsDefault ? [] : extents };
        foreach (var submodel in module.Statements.OfType<SubmodelStatement>())
        {
            if (!library.Modules.TryGetValue(submodel.Module.Text, out var inner))
                findings.Add(FindingCodes.UnknownModule.At(submodel.Module.Location, $"There is no model '{submodel.Module.Text}'.", Spelling.Advice(submodel.Module.Text, library.Modules.Keys, "Define it, or import its file.")));
            else if (path.Contains(inner.Id) || inner.Id == module.Id)
                findings.Add(FindingCodes.Recursion.At(submodel.Location, $"The model '{inner.Id}' contains itself: {string.Join(" → ", path.Add(module.Id).Add(inner.Id))}.", "Break the circle."));
            else if (scope.Children.ContainsKey(submodel.Id))
                findings.Add(FindingCodes.Duplicate.At(submodel.Location, $"A submodel '{submodel.Id}' exists already.", "Rename one of them."));
            else
            {
                if (submodel.Arguments.Length > inner.Ports.Length || (submodel.Arguments.Length > 0 && submodel.Arguments.Length < inner.Ports.Length))
                    findings.Add(FindingCodes.ArgumentCount.At(submodel.Location, $"'{inner.Id}' takes {inner.Ports.Length} arguments ({string.Join(", ", inner.Ports.Select(port => port.Text))}), not {submodel.Arguments.Length}.", "Give one for each, in this order, or none."));
                scope.Children.Add(submodel.Id, Instantiate(inner, prefix + submodel.Id + ".", depth + 1, path.Add(module.Id), Factors(scope.TimeFactors, submodel.TimeFactor, prefix), Factors(scope.ExtentFactors, submodel.ExtentFactor, prefix)));
            }
        }
        return scope;
    }

    /// <summary>The factor of a submodel before those of what it stands in.</summary>
    private static ImmutableArray<Expr> Factors(ImmutableArray<Expr> around, Expr? factor, string prefix)
        => factor is null ? around : around.Insert(0, factor is SymbolExpr symbol ? symbol with { Name = prefix + symbol.Name } : factor);

    private void Synchronize(Scope scope)
    {
        foreach (var statement in scope.Statements)
        {
            if (statement is SynchronizeStatement { Left: var left, Right: var right })
            {
                if (FullId(scope, left) is { } one && FullId(scope, right) is { } other)
                    Merge(one, other);
            }
            else if (statement is SubmodelStatement submodel && scope.Children.TryGetValue(submodel.Id, out var inner))
            {
                foreach (var (port, argument) in inner.Module.Ports.Zip(submodel.Arguments))
                {
                    if (argument is SymbolExpr symbol && FullId(scope, new Name(symbol.Name, symbol.Location)) is { } bound)
                        Bind(inner.Prefix + port.Text, bound);
                }
            }
        }
    }

    private void Merge(string left, string right)
    {
        var (from, to) = (Root(left), Root(right));
        if (Depth(from) < Depth(to))
            (from, to) = (to, from);
        if (from != to)
            mergedInto[from] = to;
    }

    /// <summary>A port is what is passed to it, however deep that lies: it keeps its name.</summary>
    private void Bind(string port, string argument)
    {
        var (from, to) = (Root(port), Root(argument));
        if (from != to)
            mergedInto[from] = to;
    }

    private static int Depth(string id) => id.Count(c => c == '.');

    private string Root(string id)
    {
        while (mergedInto.TryGetValue(id, out var into))
            id = into;
        return id;
    }

    /// <summary>The id in the whole before synchronisation, or null with a finding when a dotted part does not exist.</summary>
    private string? FullId(Scope scope, Name name)
    {
        var parts = name.Text.Split('.');
        var inner = scope;
        foreach (var part in parts[..^1])
        {
            if (!inner.Children.TryGetValue(part, out var child))
            {
                findings.Add(FindingCodes.UnknownPart.At(name.Location, $"'{name.Text}': there is no submodel '{part}' in '{inner.Module.Id}'.", Spelling.Advice(part, inner.Children.Keys, "Only submodels have parts; write the id without a dot.")));
                return null;
            }
            inner = child;
        }
        if (parts.Length == 1 || inner.OwnIds.Contains(parts[^1]) || inner.Children.ContainsKey(parts[^1]))
            return inner.Prefix + parts[^1];
        findings.Add(FindingCodes.UnknownPart.At(name.Location, $"'{name.Text}': the model '{inner.Module.Id}' has no '{parts[^1]}'.", Spelling.Advice(parts[^1], inner.OwnIds.Concat(inner.Children.Keys), $"It is defined at {inner.Module.Location}.")));
        return null;
    }

    private string? CanonicalId(Scope scope, Name name) => FullId(scope, name) is { } full ? Root(full) : null;

    private Symbol? SymbolOf(Scope scope, Name name)
    {
        if (CanonicalId(scope, name) is not { } id)
            return null;
        if (!symbols.TryGetValue(id, out var symbol))
        {
            symbols.Add(id, symbol = new Symbol(id, name.Location));
            order.Add(symbol);
        }
        return symbol;
    }

    private void Collect(Scope scope)
    {
        var (unnamedReactions, unnamedEvents) = (0, 0);
        foreach (var statement in scope.Statements)
        {
            switch (statement)
            {
                case UnitStatement unit: units.Add(unit, scope.Depth); break;
                case AssignStatement { Kind: AssignmentKind.Initial, Formula: { } formula } assign when UnitCollection.IsDefault(assign.Id.Text) && IsUnit(scope, formula):
                    units.Add(new UnitStatement(assign.Id, ExprPrinter.Print(formula)), scope.Depth);
                    break;
                case HasUnitStatement { Id.Text: "time" } time: units.SetTime(time.Unit, scope.Depth, time.Location); break;
                case ReactionStatement reaction: Collect(scope, reaction, $"_J{unnamedReactions}", ref unnamedReactions); break;
                case EventStatement happening: Collect(scope, happening, $"_E{unnamedEvents}", ref unnamedEvents); break;
                case SubmodelStatement submodel: Collect(scope, submodel); break;
                case AlgebraicStatement rule:
                    algebraic.Add((Qualified(scope, rule.Formula), rule.Location));
                    Label(scope, rule.Id);
                    break;
                case ConstraintStatement constraint:
                    constraints.Add((constraint.Id is { } name ? scope.Prefix + name.Text : null, Qualified(scope, constraint.Condition), constraint.Location));
                    Label(scope, constraint.Id);
                    break;
                case InteractionStatement interaction: Collect(scope, interaction); break;
                case DeleteStatement { Id: var id } when CanonicalId(scope, id) is { } gone: deleted.Add(gone); break;
                default: CollectProperty(scope, statement); break;
            }
        }
    }

    /// <summary>True for a formula of units: <c>substance = moles</c> says the unit of amounts, not a value.</summary>
    private static bool IsUnit(Scope scope, Expr formula)
    {
        var names = ExprTree.Symbols(formula).Select(symbol => symbol.Name).ToArray();
        return names.Length > 0 && names.All(name => UnitTable.BuiltIn.TryGet(name, out _) || scope.Module.Statements.Any(statement => statement is UnitStatement unit && unit.Id.Text == name));
    }

    /// <summary>An id that names a statement, not a quantity.</summary>
    private void Label(Scope scope, Name? id)
    {
        if (id is { } name && CanonicalId(scope, name) is { } full)
            labels.TryAdd(full, "");
    }

    private void Collect(Scope scope, InteractionStatement interaction)
    {
        foreach (var name in interaction.Species)
        {
            if (SymbolOf(scope, name) is { } species)
                SetKind(species, SymbolKind.Species, name.Location);
        }
        interactions.Add(scope, interaction);
        Label(scope, interaction.Id);
    }

    /// <summary>An algebraic rule has to determine something: where none of its symbols is declared var, all that are not declared const are free to vary.</summary>
    private void FreeAlgebraicVariables()
    {
        foreach (var (formula, _) in algebraic)
        {
            var involved = ExprTree.Symbols(formula).Select(symbol => symbols.GetValueOrDefault(symbol.Name)).OfType<Symbol>().ToArray();
            if (involved.Any(symbol => symbol.IsVariable))
                continue;
            foreach (var symbol in involved.Where(symbol => !symbol.IsConstant))
                symbol.IsVariable = true;
        }
    }

    /// <summary>Names, attributes and annotations: when all else is known, since they may speak of reactions and events as well as of quantities.</summary>
    private void CollectRemarks(Scope scope)
    {
        foreach (var statement in scope.Statements)
        {
            switch (statement)
            {
                case DisplayNameStatement display: Collect(scope, display); break;
                case AttributeStatement attribute:
                    Mention(scope, attribute.Id);
                    if (attribute.Word.Equals("sboTerm", StringComparison.OrdinalIgnoreCase) && attribute.Values is [NumberExpr { Value: >= 0 and < 10_000_000 } term])
                        Annotate(scope, attribute.Id, known => known with { SboTerm = (int)term.Value });
                    ImmutableArray<Expr> values = [.. attribute.Values.Select(value => Qualified(scope, value))];
                    if (Attributes.KindOf(attribute.Word) is { } kind)
                        Annotate(scope, attribute.Id, known => Attributes.With(known, kind, values, attribute.Text));
                    break;
                case AnnotationStatement annotation:
                    if (Mention(scope, annotation.Id) is { } label && annotation.Word == "notes" && events.All(happening => happening.Id != label))
                        labels[label] = annotation.Texts[0];
                    else if (annotation.Word == "notes")
                        Annotate(scope, annotation.Id, known => known with { Notes = annotation.Texts[0].Trim() });
                    else if (Qualifiers.Of(annotation.Word) is var (qualifier, ofModel))
                        Annotate(scope, annotation.Id, known => known with { References = known.References.Add(new Reference(qualifier, ofModel, annotation.Texts)) });
                    break;
            }
        }
    }

    /// <summary>What is said of a submodel is said of nothing in the whole.</summary>
    private void Annotate(Scope scope, Name id, Func<Annotation, Annotation> change)
    {
        var isModel = id.Text is "model" or "module";
        if ((isModel && scope.Depth > 0) || (!isModel && scope.Children.ContainsKey(id.Text)))
            return;
        if ((isModel ? "" : CanonicalId(scope, id)) is { } full)
            annotations[full] = change(annotations.GetValueOrDefault(full, Annotation.None));
    }

    /// <summary>An id that something is said of is there, be it only by that. The full id where it is the label of an event, a rule or a constraint.</summary>
    private string? Mention(Scope scope, Name id)
    {
        if (id.Text is "model" or "module" || (id.Text == scope.Module.Id && !symbols.ContainsKey(scope.Prefix + id.Text)) || scope.Children.ContainsKey(id.Text) || CanonicalId(scope, id) is not { } full)
            return null;
        if (labels.ContainsKey(full) || events.Any(happening => happening.Id == full))
            return full;
        _ = SymbolOf(scope, id);
        return null;
    }

    private void CollectProperty(Scope scope, Statement statement)
    {
        switch (statement)
        {
            case DeclareStatement declare when SymbolOf(scope, declare.Id) is { } symbol:
                Declare(symbol, declare);
                break;
            case PlaceStatement place when SymbolOf(scope, place.Id) is { } symbol && SymbolOf(scope, place.Compartment) is { } compartment:
                SetKind(compartment, SymbolKind.Compartment, place.Compartment.Location);
                symbol.Compartment = Stronger(symbol.Compartment, compartment.Id, scope, symbol, place.Location, "compartment");
                break;
            case HasUnitStatement unit when SymbolOf(scope, unit.Id) is { } symbol:
                Touch(symbol, scope, unit.Location);
                symbol.Unit = Stronger(symbol.Unit, unit.Unit, scope, symbol, unit.Location, "unit");
                break;
            case AssignStatement assign when SymbolOf(scope, assign.Id) is { } symbol:
                Touch(symbol, scope, assign.Location);
                Assign(scope, symbol, assign);
                break;
        }
    }

    private static void Touch(Symbol symbol, Scope scope, SourceLocation location)
    {
        if (!symbol.IsDeclared || scope.Depth == Depth(symbol.Id))
            symbol.Location = location;
        symbol.IsDeclared = true;
    }

    private void Declare(Symbol symbol, DeclareStatement declare)
    {
        if (!symbol.IsDeclared)
            symbol.Location = declare.Location;
        symbol.IsDeclared = true;
        if (declare.Kind is { } kind)
            SetKind(symbol, kind, declare.Location);
        symbol.IsAmount |= declare.IsAmount;
        symbol.IsBoundary |= declare.IsBoundary;
        symbol.IsConstant |= declare.IsConstant == true;
        symbol.IsVariable |= declare.IsConstant == false;
    }

    private void SetKind(Symbol symbol, SymbolKind kind, SourceLocation location)
    {
        if (symbol.Kind is { } known && known != kind)
            findings.Add(FindingCodes.Kind.At(location, $"'{symbol.Id}' is used as a {Word(kind)} and as a {Word(known)}.", "Rename one of them."));
        symbol.Kind ??= kind;
    }

    private static string Word(SymbolKind kind) => kind switch { SymbolKind.Compartment => "compartment", SymbolKind.Species => "species", SymbolKind.Reaction => "reaction", _ => "parameter" };

    private void Assign(Scope scope, Symbol symbol, AssignStatement assign)
    {
        var value = new Assignment(assign.Kind, assign.Formula is not { } formula ? null
            : assign.Kind == AssignmentKind.Rate ? Scaled(Qualified(scope, formula), scope.TimeFactors, BinaryOperator.Divide)
            : scope.ReactionIds.Contains(assign.Id.Text) ? InTheWhole(scope, Qualified(scope, formula))
            : Qualified(scope, formula));
        if (assign.Kind == AssignmentKind.Rate)
            symbol.Rate = Stronger(symbol.Rate, value, scope, symbol, assign.Location, "rate rule");
        else
            symbol.Value = Stronger(symbol.Value, value, scope, symbol, assign.Location, "value");
    }

    /// <summary>The outer fact of the two; two of equal strength are one thing defined twice, unless they are the same.</summary>
    private Fact<T> Stronger<T>(Fact<T>? known, T value, Scope scope, Symbol symbol, SourceLocation location, string what)
    {
        var isOwner = symbol.Id.StartsWith(scope.Prefix, StringComparison.Ordinal) && Depth(symbol.Id) == scope.Depth;
        var fact = new Fact<T>(value, (2 * scope.Depth) + (isOwner ? 0 : 1), scope, location);
        if (known is null || fact.Weakness < known.Weakness)
            return fact;
        var isInterface = what is "compartment" && !isOwner;
        // One outer thing behind two ports is described twice, alike.
        var isRepeated = isOwner && ReferenceEquals(known.Scope, scope);
        if (fact.Weakness == known.Weakness && !isInterface && (isRepeated || Printed(known.Value) != Printed(value)))
            findings.Add(FindingCodes.Duplicate.At(location, $"'{symbol.Id}' has a {what} already, at {known.Location}.", "Keep one of them."));
        return known;
    }

    private static string Printed<T>(T value) => value is Assignment assignment ? $"{assignment.Kind} {(assignment.Formula is null ? "" : ExprPrinter.Print(assignment.Formula))}" : value?.ToString() ?? "";

    private void Collect(Scope scope, ReactionStatement reaction, string unnamed, ref int count)
    {
        if (reaction.Id is null)
            count++;
        var name = reaction.Id ?? new Name(unnamed, reaction.Location);
        if (SymbolOf(scope, name) is not { } symbol)
            return;
        if (!reactionIds.Add(symbol.Id))
        {
            findings.Add(FindingCodes.Duplicate.At(reaction.Location, $"A reaction '{symbol.Id}' exists already.", "Rename one of them."));
            return;
        }
        Touch(symbol, scope, reaction.Location);
        SetKind(symbol, SymbolKind.Reaction, reaction.Location);
        foreach (var participant in reaction.Reactants.Concat(reaction.Products))
        {
            if (SymbolOf(scope, participant.Species) is { } species)
                SetKind(species, SymbolKind.Species, participant.Species.Location);
            if (participant.Variable is { } variable && SymbolOf(scope, variable) is { } stoichiometry)
                Touch(stoichiometry, scope, variable.Location);
        }
        if (reaction.Rate is { } rate)
            symbol.Value = Stronger(symbol.Value, new Assignment(AssignmentKind.Initial, InTheWhole(scope, Qualified(scope, rate))), scope, symbol, reaction.Location, "rate");
        if (reaction.Compartment is { } place && SymbolOf(scope, place) is { } compartment)
        {
            SetKind(compartment, SymbolKind.Compartment, place.Location);
            symbol.Compartment = Stronger(symbol.Compartment, compartment.Id, scope, symbol, place.Location, "compartment");
        }
        reactions.Add((scope, reaction, symbol.Id));
    }

    private void Collect(Scope scope, EventStatement happening, string unnamed, ref int count)
    {
        if (happening.Id is null)
            count++;
        if (CanonicalId(scope, happening.Id ?? new Name(unnamed, happening.Location)) is not { } id)
            return;
        if (events.Any(other => other.Id == id))
            findings.Add(FindingCodes.Duplicate.At(happening.Location, $"An event '{id}' exists already.", "Rename one of them."));
        foreach (var (variable, _) in happening.Assignments)
            _ = SymbolOf(scope, variable);
        events.Add((scope, happening, id));
    }

    private void Collect(Scope scope, SubmodelStatement submodel)
    {
        if (!scope.Children.TryGetValue(submodel.Id, out var inner))
            return;
        if (submodel.Compartment is { } place && SymbolOf(scope, place) is { } compartment)
        {
            SetKind(compartment, SymbolKind.Compartment, place.Location);
            places.Add((inner, compartment.Id));
        }
        foreach (var (port, argument) in inner.Module.Ports.Zip(submodel.Arguments))
        {
            if (argument is not SymbolExpr && SymbolOf(inner, port) is { } symbol)
                Assign(scope, symbol, new AssignStatement(new Name(port.Text, argument.Location), AssignmentKind.Initial, argument));
        }
    }

    private void Collect(Scope scope, DisplayNameStatement display)
    {
        if (display.Id.Text is "model" or "module" || (scope.Depth == 0 && display.Id.Text == scope.Module.Id && !scope.OwnIds.Contains(display.Id.Text)))
            modelName = scope.Depth == 0 ? display.Text : modelName;
        else if (scope.Children.TryGetValue(display.Id.Text, out var inner))
            scopeNames[inner] = display.Text;
        else if (Mention(scope, display.Id) is { } label)
            labels[label] = display.Text;
        else if (SymbolOf(scope, display.Id) is { } symbol)
            symbol.Name = Stronger(symbol.Name, display.Text, scope, symbol, display.Location, "name");
    }

    /// <summary>The display name, behind the names of the submodels it is in: "Hippocampus, Neurons, vesicles taken up".</summary>
    private string? LabelOf(Fact<string>? name)
    {
        if (name is null)
            return null;
        var around = scopeNames.Where(pair => name.Scope.Prefix.StartsWith(pair.Key.Prefix, StringComparison.Ordinal)).OrderBy(pair => pair.Key.Depth).Select(pair => pair.Value);
        return string.Join(", ", around.Append(name.Value));
    }

    /// <summary>The formula with ids of the whole and without user functions; ids that only stand in formulas become symbols by it.</summary>
    private Expr Qualified(Scope scope, Expr formula)
    {
        var renamed = ExprTree.Rewrite(formula, part => part is SymbolExpr symbol && SymbolOf(scope, new Name(symbol.Name, symbol.Location)) is { } known ? Converted(scope, symbol, known)
            : scope.TimeFactors.IsEmpty ? part : Converted(scope, part));
        return expandsFunctions ? functions.Expand(renamed) : renamed;
    }

    /// <summary>The default compartment of the module, where it says something of it.</summary>
    private string? OwnDefault(string species)
        => symbols.GetValueOrDefault(species[..(species.LastIndexOf('.') + 1)] + ModelAssembly.DefaultCompartment) is { Kind: SymbolKind.Compartment } compartment ? compartment.Id : null;

    /// <summary>A rate law of a submodel in the time and extent of the whole.</summary>
    private Expr InTheWhole(Scope scope, Expr rate) => Scaled(Scaled(rate, scope.ExtentFactors, BinaryOperator.Multiply), scope.TimeFactors, BinaryOperator.Divide);

    /// <summary>A symbol of a submodel in its own formula: of its reactions it means the rate as the submodel measures it.</summary>
    private Expr Converted(Scope scope, SymbolExpr symbol, Symbol known)
    {
        Expr whole = symbol with { Name = known.Id };
        return scope.ReactionIds.Contains(symbol.Name) ? Scaled(Scaled(whole, scope.TimeFactors, BinaryOperator.Multiply), scope.ExtentFactors, BinaryOperator.Divide) : whole;
    }

    /// <summary>Time, delays and rates of a submodel whose time runs otherwise: with the factor T its time is t/T, its delays last T times as long, its rates are T times as large.</summary>
    private Expr Converted(Scope scope, Expr part) => part switch
    {
        TimeExpr => Scaled(part, scope.TimeFactors, BinaryOperator.Divide),
        CallExpr { Function: "delay" } delay => delay with { Arguments = [delay.Arguments[0], Scaled(delay.Arguments[1], scope.TimeFactors, BinaryOperator.Multiply)] },
        CallExpr { Function: "rateOf" } => Scaled(part, scope.TimeFactors, BinaryOperator.Multiply),
        _ => part,
    };

    private Expr InTime(Scope scope, Expr delay) => Scaled(delay, scope.TimeFactors, BinaryOperator.Multiply);

    private Expr Scaled(Expr formula, ImmutableArray<Expr> factors, BinaryOperator operation)
        => factors.Aggregate(formula, (scaled, factor) => new BinaryExpr(operation, scaled, factor is SymbolExpr symbol ? symbol with { Name = Root(symbol.Name) } : factor) { Location = formula.Location });

    /// <summary>Antimony's order: declared, else by a reaction that has a compartment, else by a submodel that has one.</summary>
    private string? CompartmentOf(Symbol species)
    {
        if (species.Compartment is { } declared)
            return declared.Value;
        foreach (var (scope, syntax, id) in Enumerable.Reverse(reactions))
        {
            if (symbols[id].Compartment is { } compartment && syntax.Reactants.Concat(syntax.Products).Any(participant => CanonicalId(scope, participant.Species) == species.Id))
                return compartment.Value;
        }
        return places.LastOrDefault(place => species.Id.StartsWith(place.Scope.Prefix, StringComparison.Ordinal)).Compartment ?? OwnDefault(species.Id);
    }
}
