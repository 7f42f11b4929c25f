using System.Globalization;
using System.Text;
using Idunn.Modeling.Antimony.Flattening;
using Idunn.Modeling.Antimony.Parsing;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony;

/// <summary>
/// Writes a flat <see cref="Model"/> as one Antimony model; <see cref="AntimonyReader"/> reads the same meaning from it. Ids with dots get legal names. What Antimony has no words for is refused where it would
/// change a result (fast reactions); what changes none (dimensions of compartments, events that assign nothing, qualifiers without a word) is a comment, and said in a finding.
/// </summary>
public sealed class AntimonyWriter
{
    private readonly Model model;
    private readonly AntimonyIds ids;
    private readonly HashSet<string> ruled;
    private readonly StringBuilder text = new();
    private readonly HashSet<string> quantities;
    private readonly HashSet<string> declared = new(StringComparer.Ordinal);
    private readonly List<string> deferred = [];
    private readonly ICollection<Finding> remarks;

    private AntimonyWriter(Model model, ICollection<Finding> remarks)
    {
        (this.model, this.remarks) = (NamedStoichiometries.In(model), remarks);
        model = this.model;
        ids = new AntimonyIds(model);
        ruled = [.. model.AssignmentRules.Select(rule => rule.Variable)];
        quantities = [.. Quantities.Select(quantity => quantity.Id)];
    }

    /// <summary>In the order in which they are declared.</summary>
    private IEnumerable<Quantity> Quantities => model.Compartments.Cast<Quantity>().Concat(model.Species).Concat(model.Parameters);

    /// <param name="remarks">Gets a warning for everything that is only a comment in the text.</param>
    /// <exception cref="FindingsException">The model has something that Antimony cannot say and a value depends on.</exception>
    public static string Write(Model model, ICollection<Finding>? remarks = null)
    {
        var findings = model.Reactions.Where(reaction => reaction.IsFast).Select(reaction => FindingCodes.Unsupported.At(
            reaction.Location, $"The reaction '{reaction.Id}' is fast, for which Antimony has no word.", "Write it as SBML, or replace it by its equilibrium.")).ToArray();
        var drawing = model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters).Select(quantity => quantity.Initial).Concat(model.Events.SelectMany(happening => happening.Assignments.Select(assignment => assignment.Formula).Append(happening.Delay!).Append(happening.Priority!)));
        if (drawing.Select(RandomDraws.Shared).FirstOrDefault(shared => shared is not null) is { } twice)
            throw new FindingsException(FindingCodes.Draw.At(twice.Location, RandomDraws.SharedComplaint(twice), RandomDraws.SharedRemedy));
        if (findings.Length > 0)
            throw new FindingsException(findings);
        var writer = new AntimonyWriter(model, remarks ?? []);
        writer.WriteModel();
        return writer.text.ToString();
    }

    private void WriteModel()
    {
        var id = ids.New(model.Id);
        text.Append("model *").Append(id).Append("()\n");
        Section("Units", model.Units.Select(unit => $"unit {ids.Unit(unit.Id)} = {ids.Unit(unit.Definition)}").Concat(model.TimeUnit is { } time ? [$"unit time_unit = {ids.Unit(time)}"] : []));
        Section("Compartments", model.Compartments.SelectMany(CompartmentLines));
        Section("Species", model.Species.SelectMany(SpeciesLines));
        Section("Parameters", model.Parameters.SelectMany(parameter => QuantityLines(parameter, (parameter.IsConstant ? "const " : "var ") + ids[parameter.Id], parameter.Initial)));
        Section("Initial values", deferred);
        Section("Reactions", model.Reactions.Select(ReactionLine));
        Section("Interactions", model.Reactions.SelectMany(InteractionLines));
        Section("Rules", InOrder(model.AssignmentRules, rule => rule.Variable).Select(rule => $"{ids[rule.Variable]} := {Formula(rule.Formula)}").Concat(InOrder(model.RateRules, rule => rule.Variable).Select(rule => $"{ids[rule.Variable]}' = {Formula(rule.Formula)}"))
            .Concat(model.AlgebraicRules.Select(rule => $"0 = {Formula(rule.Formula)}")));
        Section("Events", model.Events.Where(happening => !happening.Assignments.IsEmpty).Select(EventLine));
        WriteIdleEvents();
        Section("Constraints", model.Constraints.SelectMany(ConstraintLines));
        Section("Names", Quantities.Select(quantity => (quantity.Id, quantity.Name))
            .Concat(model.Reactions.Select(reaction => (reaction.Id, reaction.Name))).Concat(model.Events.Where(happening => !happening.Assignments.IsEmpty).Select(happening => (happening.Id, happening.Name)))
            .Where(named => named.Name is not null).Select(named => $"{ids[named.Id]} is {Text(named.Name!)}"));
        Section("Annotations", Quantities.SelectMany(quantity => AnnotationLines(ids[quantity.Id], quantity.Annotation, quantity.Location))
            .Concat(model.Reactions.SelectMany(reaction => AnnotationLines(ids[reaction.Id], reaction.Annotation, reaction.Location)))
            .Concat(model.Events.Where(happening => !happening.Assignments.IsEmpty).SelectMany(happening => AnnotationLines(ids[happening.Id], happening.Annotation, happening.Location))));
        text.Append("end\n");
        foreach (var line in AnnotationLines(id, model.Annotation, model.Location))
            text.Append('\n').Append(line).Append('\n');
        if (model.Name is { } name)
            text.Append('\n').Append(id).Append(" is ").Append(Text(name)).Append('\n');
    }

    private void Section(string heading, IEnumerable<string> statements)
    {
        var isFirst = true;
        foreach (var statement in statements)
        {
            if (isFirst)
                text.Append("\n  // ").Append(heading).Append('\n');
            isFirst = false;
            text.Append("  ").Append(statement).Append(statement.StartsWith("//", StringComparison.Ordinal) ? "\n" : ";\n");
        }
    }

    /// <summary>Rules in the order of what they set, which is that in which they are read again.</summary>
    private IEnumerable<T> InOrder<T>(IEnumerable<T> rules, Func<T, string> variableOf)
    {
        var places = Quantities.Select((quantity, place) => (quantity.Id, place)).ToDictionary(StringComparer.Ordinal);
        return rules.OrderBy(rule => places.GetValueOrDefault(variableOf(rule), int.MaxValue));
    }

    /// <summary>An event without assignments does nothing, and Antimony cannot write it.</summary>
    private void WriteIdleEvents()
    {
        foreach (var happening in model.Events.Where(happening => happening.Assignments.IsEmpty))
        {
            Remark($"The event '{happening.Id}' assigns nothing, for which Antimony has no statement.", happening.Location);
            text.Append("  // ").Append(OnOneLine($"event {happening.Id}, which assigns nothing, at {Formula(happening.Trigger)}")).Append('\n');
        }
    }

    private void Remark(string message, SourceLocation location) => remarks.Add(FindingCodes.Unsayable.At(location, message, "It is a comment in the text, and lost when that is read again."));

    /// <summary>Fit for a comment that ends with the line.</summary>
    private static string OnOneLine(string words) => string.Join(' ', words.Split(['\n', '\r', '\u0085', '\u2028', '\u2029'], StringSplitOptions.RemoveEmptyEntries));

    private IEnumerable<string> CompartmentLines(Compartment compartment)
    {
        if (!compartment.Dimensions.Equals(3.0))
            Remark(string.Create(CultureInfo.InvariantCulture, $"The compartment '{compartment.Id}' has {compartment.Dimensions} dimensions, and those of Antimony have 3."), compartment.Location);
        var remark = compartment.Dimensions.Equals(3.0) ? "" : string.Create(CultureInfo.InvariantCulture, $" /* of {compartment.Dimensions} dimensions */");
        return QuantityLines(compartment, (compartment.IsConstant ? "const compartment " : "var compartment ") + ids[compartment.Id] + remark, compartment.Initial);
    }

    private IEnumerable<string> SpeciesLines(Species one)
    {
        var kind = (one.IsConstant ? "const " : "") + (one.IsAmount ? "substanceOnly species " : "species ");
        return QuantityLines(one, $"{kind}{(one.IsBoundary ? "$" : "")}{ids[one.Id]} in {ids[one.Compartment]}", one.IsAmount ? OfAmount(one) : one.Initial);
    }

    /// <summary>The amount n is written n / compartment: a bare number would be a concentration.</summary>
    internal static Expr? OfAmount(Species one) => one.Initial switch
    {
        NumberExpr => new BinaryExpr(BinaryOperator.Divide, one.Initial, new SymbolExpr(one.Compartment)),
        UnaryExpr { Operator: UnaryOperator.Negate, Operand: NumberExpr number } => new BinaryExpr(BinaryOperator.Divide, number with { Value = -number.Value }, new SymbolExpr(one.Compartment)),
        BinaryExpr { Operator: BinaryOperator.Divide, Left: NumberExpr or UnaryExpr { Operand: NumberExpr }, Right: SymbolExpr } quotient => quotient with { Left = new BinaryExpr(BinaryOperator.Multiply, quotient.Left, new NumberExpr(1)) },
        var formula => formula,
    };

    private IEnumerable<string> QuantityLines(Quantity quantity, string declaration, Expr? initial)
    {
        yield return declaration;
        declared.Add(quantity.Id);
        // A rule gives the value at the start too, and Antimony knows one of the two.
        if (initial is not null && !ruled.Contains(quantity.Id))
        {
            var statement = $"{ids[quantity.Id]} = {Formula(quantity.Unit is null ? WithoutUnit(initial) : initial)}";
            // Quantities are read in the order in which they are mentioned first.
            if (ExprTree.Symbols(initial).Any(symbol => quantities.Contains(symbol.Name) && !declared.Contains(symbol.Name)))
                deferred.Add(statement);
            else
                yield return statement;
        }
        if (quantity.Unit is { } unit)
            yield return $"{ids[quantity.Id]} has {(unit.Length > 0 ? ids.Unit(unit) : "dimensionless")}";
    }

    /// <summary>A number with a unit would give that to a quantity that has none.</summary>
    internal static Expr WithoutUnit(Expr initial) => initial switch
    {
        NumberExpr number => number with { Unit = null },
        UnaryExpr { Operator: UnaryOperator.Negate, Operand: NumberExpr number } negative => negative with { Operand = number with { Unit = null } },
        _ => initial,
    };

    private string ReactionLine(Reaction reaction) =>
        $"{ids[reaction.Id]}: {Side(reaction.Reactants)}{(reaction.IsReversible ? "->" : "=>")} {Side(reaction.Products)}; {(reaction.Rate is { } rate ? Formula(rate) : "")}".TrimEnd();

    /// <summary>Antimony has words for two roles.</summary>
    private IEnumerable<string> InteractionLines(Reaction reaction) => reaction.Modifiers.Where(modifier => modifier.Annotation.SboTerm is Interactions.AnyModifier or Interactions.Inhibitor)
        .Select(modifier => $"{ids.New($"{reaction.Id}_{modifier.Species}_role")}: {ids[modifier.Species]} {(modifier.Annotation.SboTerm == Interactions.Inhibitor ? "-|" : "-o")} {ids[reaction.Id]}");

    private string Side(IEnumerable<Stoichiometry> terms) => string.Join(" + ", terms.Select(Term)) is { Length: > 0 } side ? side + " " : "";

    private string Term(Stoichiometry term) => term.Variable is { } variable ? $"{ids[variable]} {ids[term.Species]}"
        : term.Coefficient.Equals(1.0) ? ids[term.Species] : $"{term.Coefficient.ToString("R", CultureInfo.InvariantCulture)} {ids[term.Species]}";

    private string EventLine(ModelEvent happening)
    {
        var line = new StringBuilder(ids[happening.Id]).Append(": at ");
        if (happening.Delay is { } delay)
            line.Append('(').Append(Formula(delay)).Append(") after ");
        line.Append('(').Append(Formula(happening.Trigger)).Append(')');
        if (happening.Priority is { } priority)
            line.Append(", priority=").Append(Formula(priority));
        if (!happening.TriggerInitially)
            line.Append(", t0=false");
        if (!happening.IsPersistent)
            line.Append(", persistent=false");
        if (!happening.UseValuesFromTriggerTime)
            line.Append(", fromTrigger=false");
        return line.Append(": ").AppendJoin(", ", happening.Assignments.Select(assignment => $"{ids[assignment.Variable]} = {Formula(assignment.Formula)}")).ToString();
    }

    /// <summary>A statement whose qualifier Antimony has no word for is a comment.</summary>
    private IEnumerable<string> AnnotationLines(string id, Annotation annotation, SourceLocation location)
    {
        if (annotation.SboTerm is { } term)
            yield return string.Create(CultureInfo.InvariantCulture, $"{id}.sboTerm = {term}");
        foreach (var reference in annotation.References)
        {
            if (Qualifiers.WordOf(reference) is { } word)
            {
                yield return $"{id} {word} {string.Join(", ", reference.Resources.Select(Text))}";
                continue;
            }
            var qualifier = $"{(reference.OfModel ? "bqmodel" : "bqbiol")}:{reference.Qualifier}";
            Remark($"Antimony has no word for the qualifier {qualifier} of '{id}'.", location);
            yield return $"// {OnOneLine($"{id} {qualifier} {string.Join(", ", reference.Resources)}")}";
        }
        if (annotation.Notes is { } notes)
        {
            if (!IsSayable(notes))
                Remark($"The notes of '{id}' hold backquotes, which end a text in Antimony, and become a quotation mark.", location);
            yield return $"{id} notes {Text(notes)}";
        }
        foreach (var measure in annotation.Uncertainties.SelectMany(uncertainty => uncertainty.Measures).Where(measure => Attributes.KindOf(measure.Kind) == measure.Kind).DistinctBy(measure => measure.Kind))
        {
            if (measure is { Lower: { } lower, Upper: { } upper })
                yield return $"{id}.{measure.Kind} = {{{Formula(lower)}, {Formula(upper)}}}";
            else if ((measure.Value ?? measure.Formula) is { } value)
                yield return $"{id}.{measure.Kind} = {Formula(value)}";
            if (measure.Definition is { } definition)
                yield return $"{id}.{measure.Kind} is {Text(definition)}";
        }
    }

    private IEnumerable<string> ConstraintLines(Constraint constraint)
    {
        var id = constraint.Id is { } known ? ids[known] : ids.New("_C0");
        yield return $"constraint {id}: {Formula(constraint.Condition)}";
        if (constraint.Message is { } message)
            yield return $"{id} notes {Text(message)}";
    }

    private string Formula(Expr formula) => ExprPrinter.Print(ExprTree.Rewrite(formula, part => part switch
    {
        SymbolExpr symbol => symbol with { Name = ids[symbol.Name] },
        NumberExpr { Unit: { } unit } number => number with { Unit = ids.Unit(unit) },
        _ => part,
    }));

    /// <summary>Between quotation marks, which it cannot hold itself, on one line; else between three backquotes.</summary>
    private static string Text(string words) => NeedsBackquotes(words) ? "```" + Inside(words) + "```" : $"\"{words}\"";

    /// <summary>False where a text has to change to be written.</summary>
    private static bool IsSayable(string words) => !NeedsBackquotes(words) || Inside(words) == words;

    private static bool NeedsBackquotes(string words) => words.AsSpan().ContainsAny('"', '\n');

    /// <summary>Without the three backquotes that end such a text, and without one at its end, which would be taken for their first.</summary>
    private static string Inside(string words)
    {
        var text = words.Replace("```", "'", StringComparison.Ordinal);
        return text.EndsWith('`') ? text.TrimEnd('`') + "'" : text;
    }
}
