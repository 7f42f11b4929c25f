using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Units;

namespace Idunn.Modeling.Antimony.Flattening;

/// <summary>Gathers what each instance says of quantities, reactions, rules and events. Instances come innermost first, so that what is said again further out takes the place of what is there.</summary>
internal sealed class StatementCollection(Collected collected, Renaming renaming, ScopedFormulas formulas, ICollection<Finding> findings)
{
    private readonly SymbolList symbols = collected.Symbols;

    public void Collect(Scope scope)
    {
        foreach (var statement in scope.Statements)
        {
            switch (statement)
            {
                case UnitStatement unit: collected.Units.Add(unit, scope.Depth); break;
                case AssignStatement { Kind: AssignmentKind.Initial, Formula: { } formula } assign when !assign.Id.IsEscaped && UnitCollection.IsDefault(assign.Id.Text) && IsUnit(scope, formula):
                    collected.Units.Add(new UnitStatement(assign.Id, ExprPrinter.Print(formula)), scope.Depth);
                    break;
                case HasUnitStatement { Id: { Text: "time", IsEscaped: false } } time: collected.Units.SetTime(time.Unit, scope.Depth, time.Location); break;
                case ReactionStatement reaction: Collect(scope, reaction); break;
                case EventStatement happening: Collect(scope, happening); break;
                case SubmodelStatement submodel: Collect(scope, submodel); break;
                case AlgebraicStatement rule when Place(scope, collected.AlgebraicRules, rule.Id, rule, "rule"): Mention(scope, rule.Formula); break;
                case ConstraintStatement constraint when Place(scope, collected.Constraints, constraint.Id, constraint, "constraint"): Mention(scope, constraint.Condition); break;
                case StrandStatement strand: Place(scope, collected.Strands, strand.Id, strand, "strand"); break;
                case InteractionStatement interaction: Collect(scope, interaction); break;
                case DeleteStatement { Id: var id } when scope.UnitOf(id) is not null:
                    findings.Add(FindingCodes.Unsupported.At(id.Location, $"'{id.Text}' is a unit, and units are not deleted.", "Remove this line: a unit that nothing has does no harm."));
                    break;
                case DeleteStatement { Id: var id } when renaming.CanonicalId(scope, id) is { } gone: collected.Deleted.Add(gone); break;
                default: CollectProperty(scope, statement); break;
            }
        }
    }

    /// <summary>What can only be said when all is known.</summary>
    public void Complete()
    {
        CheckInteractions();
        FreeAlgebraicVariables();
    }

    /// <summary>True for a formula of units: <c>substance = moles</c> says the unit of amounts, not a value.</summary>
    private static bool IsUnit(Scope scope, Expr formula)
    {
        var names = ExprTree.Symbols(formula).Select(symbol => symbol.Name).ToArray();
        return names.Length > 0 && names.All(name => UnitTable.BuiltIn.TryGet(name, out _) || scope.Module.Statements.Any(statement => statement is UnitStatement unit && unit.Id.Text == name));
    }

    /// <summary>Puts a statement under its id, over one from further inside, or over one that its model synchronises with it; false where the other one stays.</summary>
    private bool Place<T>(Scope scope, OrderedDictionary<string, Placed<T>> known, Name? id, T statement, string kind)
        where T : Statement
    {
        if (renaming.FullId(scope, id!.Value) is not { } own)
            return false;
        var full = renaming.Root(own);
        if (kind is "rule" or "constraint")
            collected.Labels.TryAdd(full, "");
        if (known.TryGetValue(full, out var other) && other.Scope.Depth <= scope.Depth && (other.Scope.Depth < scope.Depth || own != full || ReferenceEquals(other.Scope, scope)))
        {
            if (ReferenceEquals(other.Scope, scope))
                findings.Add(FindingCodes.Duplicate.At(statement.Location, $"{(kind[0] is 'e' ? "An" : "A")} {kind} '{full}' exists already, at {other.Syntax.Location}.", "Rename one of them."));
            return false;
        }
        known[full] = new Placed<T>(scope, statement);
        return true;
    }

    /// <summary>Ids that only stand in formulas are there too.</summary>
    private void Mention(Scope scope, Expr formula)
    {
        foreach (var symbol in ExprTree.Symbols(formula))
            _ = symbols.Of(scope, new Name(symbol.Name, symbol.Location));
    }

    private void Collect(Scope scope, ReactionStatement reaction)
    {
        if (symbols.Of(scope, reaction.Id!.Value) is not { } symbol)
            return;
        var before = collected.Reactions.TryGetValue(symbol.Id, out var other) ? other.Scope : null;
        if (!Place(scope, collected.Reactions, reaction.Id, reaction, "reaction"))
            return;
        if (before is not null && ReferenceEquals(symbol.Value?.Scope, before))
            symbol.Value = null;
        SymbolList.Touch(symbol, scope, reaction.Location);
        symbols.SetKind(symbol, SymbolKind.Reaction, reaction.Location);
        foreach (var participant in reaction.Reactants.Concat(reaction.Products))
        {
            if (symbols.Of(scope, participant.Species) is { } species)
                symbols.SetKind(species, SymbolKind.Species, participant.Species.Location);
            if (participant.Variable is { } variable && symbols.Of(scope, variable) is { } stoichiometry)
                SymbolList.Touch(stoichiometry, scope, variable.Location);
        }
        if (reaction.Rate is { } rate)
            symbol.Value = SymbolList.Stronger(symbol.Value, new Assignment(AssignmentKind.Initial, formulas.Assigned(scope, reaction.Id.Value, AssignmentKind.Initial, rate)), scope, symbol, reaction.Location);
        if (reaction.Compartment is { } place)
            PutInto(scope, symbol, place);
    }

    private void PutInto(Scope scope, Symbol symbol, Name place)
    {
        if (symbols.Of(scope, place) is not { } compartment)
            return;
        symbols.SetKind(compartment, SymbolKind.Compartment, place.Location);
        symbol.Compartment = SymbolList.Stronger(symbol.Compartment, compartment.Id, scope, symbol, place.Location, mayDiffer: true);
    }

    private void Collect(Scope scope, EventStatement happening)
    {
        if (!Place(scope, collected.Events, happening.Id, happening, "event"))
            return;
        foreach (var (variable, _) in happening.Assignments)
            _ = symbols.Of(scope, variable);
    }

    private void Collect(Scope scope, InteractionStatement interaction)
    {
        foreach (var name in interaction.Species)
        {
            if (symbols.Of(scope, name) is { } species)
                symbols.SetKind(species, SymbolKind.Species, name.Location);
        }
        collected.Interactions.Add(new Placed<InteractionStatement>(scope, interaction));
        if (renaming.CanonicalId(scope, interaction.Id!.Value) is { } full)
            collected.Labels.TryAdd(full, "");
    }

    private void CheckInteractions()
    {
        foreach (var (scope, interaction) in collected.Interactions)
        {
            foreach (var name in interaction.Reactions)
            {
                if (renaming.CanonicalId(scope, name) is { } id && !collected.Reactions.ContainsKey(id))
                    findings.Add(FindingCodes.UnknownId.At(name.Location, $"There is no reaction '{name.Text}' to modify.", Spelling.Advice(name.Text, scope.ReactionIds, "An interaction is written species -o reaction.")));
            }
        }
    }

    /// <summary>An algebraic rule has to determine something: where none of its symbols is declared var, all that are not declared const are free to vary.</summary>
    private void FreeAlgebraicVariables()
    {
        foreach (var (scope, rule) in collected.AlgebraicRules.Values)
        {
            var involved = ExprTree.Symbols(formulas.Of(scope, rule.Formula)).Select(symbol => symbols.Find(symbol.Name)).OfType<Symbol>().ToArray();
            if (involved.Any(symbol => symbol.IsVariable))
                continue;
            foreach (var symbol in involved.Where(symbol => !symbol.IsConstant))
                symbol.IsVariable = true;
        }
    }

    private void Collect(Scope scope, SubmodelStatement submodel)
    {
        if (!scope.Children.TryGetValue(submodel.Id, out var inner))
            return;
        // A factor that only stands here is there too.
        foreach (var factor in new[] { submodel.TimeFactor, submodel.ExtentFactor }.OfType<Expr>())
            Mention(scope, factor);
        if (submodel.Compartment is { } place && symbols.Of(scope, place) is { } compartment)
        {
            symbols.SetKind(compartment, SymbolKind.Compartment, place.Location);
            collected.Places.Add((inner, compartment.Id));
        }
        foreach (var (port, argument) in inner.Module.Ports.Zip(submodel.Arguments))
        {
            if (argument is not SymbolExpr && symbols.Of(inner, port) is { } symbol)
                symbol.Value = SymbolList.Stronger(symbol.Value, new Assignment(AssignmentKind.Initial, argument), scope, symbol, argument.Location);
        }
    }

    private void CollectProperty(Scope scope, Statement statement)
    {
        switch (statement)
        {
            case DeclareStatement declare when symbols.Of(scope, declare.Id) is { } symbol:
                Declare(symbol, declare);
                break;
            case PlaceStatement place when symbols.Of(scope, place.Id) is { } symbol:
                PutInto(scope, symbol, place.Compartment);
                break;
            case HasUnitStatement unit when symbols.Of(scope, unit.Id) is { } symbol:
                SymbolList.Touch(symbol, scope, unit.Location);
                // What is converted is measured otherwise.
                if (renaming.MeaningOf(scope, unit.Id) is { Factors.IsEmpty: true })
                    symbol.Unit = SymbolList.Stronger(symbol.Unit, unit.Unit, scope, symbol, unit.Location);
                break;
            case AssignStatement assign when symbols.Of(scope, assign.Id) is { } symbol:
                SymbolList.Touch(symbol, scope, assign.Location);
                Assign(scope, symbol, assign);
                break;
        }
    }

    private void Declare(Symbol symbol, DeclareStatement declare)
    {
        if (!symbol.IsDeclared)
            symbol.Location = declare.Location;
        symbol.IsDeclared = true;
        if (declare.Kind is { } kind)
            symbols.SetKind(symbol, kind, declare.Location);
        symbol.IsAmount |= declare.IsAmount;
        symbol.IsBoundary |= declare.IsBoundary;
        symbol.IsConstant |= declare.IsConstant == true;
        symbol.IsVariable |= declare.IsConstant == false;
        symbol.IsDna |= declare.IsDna;
        symbol.Dimensions = declare.Dimensions ?? symbol.Dimensions;
    }

    private void Assign(Scope scope, Symbol symbol, AssignStatement assign)
    {
        var value = new Assignment(assign.Kind, assign.Formula is { } formula ? formulas.Assigned(scope, assign.Id, assign.Kind, formula) : null);
        if (assign.Kind == AssignmentKind.Rate)
            symbol.Rate = SymbolList.Stronger(symbol.Rate, value, scope, symbol, assign.Location);
        else
            symbol.Value = SymbolList.Stronger(symbol.Value, value, scope, symbol, assign.Location);
    }
}
