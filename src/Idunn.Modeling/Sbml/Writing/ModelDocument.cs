using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Sbml.Writing;

/// <summary>One model as an SBML document.</summary>
internal sealed class ModelDocument
{
    private static readonly XNamespace Distributions = SbmlDocument.DistributionsNamespace;

    private readonly Model model;
    private readonly int version;
    private readonly XNamespace core;
    private readonly SymbolIds ids;
    private readonly UnitIds units;
    private readonly MathWriter math;
    private readonly StoichiometryIds stoichiometries;
    private readonly HashSet<string> assigned;
    private readonly HashSet<string> changed;
    private readonly HashSet<string> reacting;
    private readonly Dictionary<string, Parameter> parameters;
    private readonly Dictionary<string, double> dimensions;
    private readonly List<XElement> initialAssignments = [];
    private int parts;
    private bool isUncertain;

    public ModelDocument(Model model)
    {
        this.model = model;
        version = model.Reactions.Any(reaction => reaction.IsFast) ? 1 : 2;
        core = SbmlText.CoreOf(version);
        var quantities = model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters);
        ids = new SymbolIds([.. quantities.Select(quantity => quantity.Id), .. model.Reactions.Select(reaction => reaction.Id), .. model.Events.Select(e => e.Id), .. model.Constraints.Select(constraint => constraint.Id).OfType<string>(), .. model.Reactions.SelectMany(reaction => reaction.Modifiers).Select(modifier => modifier.Id).OfType<string>(), .. model.Functions.Select(function => function.Id)]);
        units = new UnitIds(model, core);
        math = new MathWriter(core, id => ids[id], units.Of);
        stoichiometries = new StoichiometryIds(model, ids);
        assigned = [.. model.AssignmentRules.Select(rule => rule.Variable)];
        changed = [.. assigned, .. model.RateRules.Select(rule => rule.Variable), .. model.Events.SelectMany(e => e.Assignments).Select(assignment => assignment.Variable)];
        reacting = [.. model.Reactions.SelectMany(reaction => reaction.Reactants.Concat(reaction.Products)).Select(participant => participant.Species)];
        parameters = model.Parameters.ToDictionary(parameter => parameter.Id, StringComparer.Ordinal);
        dimensions = model.Compartments.ToDictionary(compartment => compartment.Id, compartment => compartment.Dimensions, StringComparer.Ordinal);
    }

    public int Version => version;

    /// <summary>XPath of each quantity and reaction.</summary>
    public ImmutableDictionary<string, string> Targets => Placed("listOfCompartments", "compartment", model.Compartments.Select(compartment => compartment.Id)).Concat(Placed("listOfSpecies", "species", model.Species.Select(species => species.Id)))
        .Concat(Placed("listOfParameters", "parameter", model.Parameters.Select(parameter => parameter.Id).Where(id => !stoichiometries.IsReference(id)))).Concat(Placed("listOfReactions", "reaction", model.Reactions.Select(reaction => reaction.Id)))
        .ToImmutableDictionary(StringComparer.Ordinal);

    private IEnumerable<KeyValuePair<string, string>> Placed(string list, string element, IEnumerable<string> of) => of.Select(id => KeyValuePair.Create(id, $"/sbml:sbml/sbml:model/sbml:{list}/sbml:{element}[@id='{ids[id]}']"));

    public XElement Build()
    {
        Refuse();
        // Formulas name units, so the unit definitions are complete when all else is written.
        var element = Identified("model", ids.New(model.Id), model.Id, model.Name);
        element.SetAttributeValue("timeUnits", units.Of(model.TimeUnit, UnitMeasure.IsTime));
        element.SetAttributeValue("extentUnits", ExtentUnits());
        About(element, model.Annotation, "model_" + element.Attribute("id")!.Value);
        var compartments = List("listOfCompartments", model.Compartments.Select(CompartmentOf));
        var species = List("listOfSpecies", model.Species.Select(SpeciesOf));
        var written = List("listOfParameters", model.Parameters.Where(parameter => !stoichiometries.IsReference(parameter.Id)).Select(ParameterOf));
        var reactions = List("listOfReactions", model.Reactions.Select(ReactionOf));
        var rules = List("listOfRules", model.AssignmentRules.Select(rule => Rule("assignmentRule", rule.Variable, rule.Formula, rule.Annotation)).Concat(stoichiometries.Rules.Select(rule => Rule("assignmentRule", rule.Variable, rule.Formula, Annotation.None)))
            .Concat(model.RateRules.Select(rule => Rule("rateRule", rule.Variable, rule.Formula, rule.Annotation))).Concat(model.AlgebraicRules.Select(rule => About(new XElement(core + "algebraicRule", math.Formula(rule.Formula)), rule.Annotation))));
        var constraints = List("listOfConstraints", model.Constraints.Select(ConstraintOf));
        var events = List("listOfEvents", model.Events.Select(EventOf));
        var functions = List("listOfFunctionDefinitions", model.Functions.Select(FunctionOf));
        element.Add(functions, List("listOfUnitDefinitions", units.Definitions), compartments, species, written, List("listOfInitialAssignments", initialAssignments), rules, constraints, reactions, events);
        var document = new XElement(core + "sbml", new XAttribute(XNamespace.Xmlns + "sbml", core.NamespaceName), new XAttribute("xmlns", core.NamespaceName), new XAttribute("level", 3), new XAttribute("version", version));
        if (isUncertain || Formulas().Any(RandomDraws.Any))
            document.Add(new XAttribute(XNamespace.Xmlns + "distrib", Distributions.NamespaceName), new XAttribute(Distributions + "required", "true"));
        document.Add(element);
        return document;
    }

    private IEnumerable<Expr> Formulas() =>
        model.Reactions.Select(reaction => reaction.Rate).Concat(model.AssignmentRules.Select(rule => rule.Formula)).Concat(model.RateRules.Select(rule => rule.Formula)).Concat(model.AlgebraicRules.Select(rule => rule.Formula))
            .Concat(model.Functions.Select(function => function.Body)).Concat(model.Constraints.Select(constraint => constraint.Condition)).Concat(model.Events.SelectMany(e => e.Assignments.Select(assignment => assignment.Formula).Concat([e.Trigger, e.Delay!, e.Priority!])))
            .Concat(model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters).Select(quantity => quantity.Initial)).OfType<Expr>();

    /// <summary>Version 1 knows fast reactions and no rates of change, Version 2 the other way about. One draw in two places of a formula is something that only a function's argument can be.</summary>
    private void Refuse()
    {
        if (Formulas().Select(RandomDraws.Shared).FirstOrDefault(shared => shared is not null) is { } twice)
            throw new FindingsException(FindingCodes.Draw.At(twice.Location, RandomDraws.SharedComplaint(twice), RandomDraws.SharedRemedy));
        if (version == 2)
            return;
        foreach (var call in Formulas().SelectMany(ExprTree.Nodes).OfType<CallExpr>().Where(call => call.Function is "rateOf" or "min" or "max"))
            throw new FindingsException(FindingCodes.MathMl.At(call.Location, $"The model has fast reactions, which only Level 3 Version 1 can say, and the function '{call.Function}', which only Version 2 can.", "Write the reactions with rates, or the formula without the function."));
    }

    /// <summary>What is said of an element that has no id of its own, or of what has one, when all else is in it.</summary>
    private XElement About(XElement element, Annotation annotation, string? metaId = null)
    {
        if (annotation.IsEmpty)
            return element;
        AnnotationElements.Write(element, annotation, metaId ?? string.Create(CultureInfo.InvariantCulture, $"part_{++parts}"));
        UncertaintyElements.Write(element, annotation.Uncertainties, formula => math.Formula(formula), id => ids[id], units.Of);
        isUncertain |= !annotation.Uncertainties.IsEmpty;
        return element;
    }

    private XElement? List(string name, IEnumerable<XElement> elements) => elements.ToArray() is { Length: > 0 } some ? new XElement(core + name, some.Cast<object>().ToArray()) : null;

    /// <summary>An element with an id; an id that had to change is kept as the name, where there is none.</summary>
    private XElement Identified(string element, string id, string original, string? name)
    {
        var identified = new XElement(core + element, new XAttribute("id", id));
        if ((name ?? (id == original ? null : original)) is { } shown)
            identified.SetAttributeValue("name", AnnotationElements.Legal(shown));
        return identified;
    }

    /// <summary>Arguments have names of their own, which no id of the model touches.</summary>
    private XElement FunctionOf(ModelFunction function)
    {
        var arguments = new SymbolIds(function.Arguments);
        var formula = new MathWriter(core, id => arguments[id], units.Of).Formula(function.Body);
        var lambda = new XElement(MathWriter.MathMl + "lambda", function.Arguments.Select(argument => new XElement(MathWriter.MathMl + "bvar", new XElement(MathWriter.MathMl + "ci", arguments[argument]))), formula.Elements());
        formula.ReplaceNodes(lambda);
        var element = Identified("functionDefinition", ids[function.Id], function.Id, function.Name);
        element.Add(formula);
        return About(element, function.Annotation, "meta_" + ids[function.Id]);
    }

    private XElement Quantity(string element, Quantity quantity)
    {
        var written = Identified(element, ids[quantity.Id], quantity.Id, quantity.Name);
        return About(written, quantity.Annotation, "meta_" + ids[quantity.Id]);
    }

    private XElement CompartmentOf(Compartment compartment)
    {
        var element = Quantity("compartment", compartment);
        // Units that are no measure of three dimensions (grams of tissue) are allowed where nothing says how many there are; three are then understood here.
        if (compartment.Dimensions != 3 || units.Factors(compartment.Unit) is not { } factors || UnitMeasure.IsSize(factors, 3))
            element.SetAttributeValue("spatialDimensions", Text(compartment.Dimensions));
        element.SetAttributeValue("size", Value(compartment));
        element.SetAttributeValue("units", units.Of(compartment.Unit, factors => compartment.Dimensions == 3 || UnitMeasure.IsSize(factors, compartment.Dimensions)));
        element.SetAttributeValue("constant", Flag(compartment.IsConstant && !changed.Contains(compartment.Id)));
        return element;
    }

    private XElement SpeciesOf(Species species)
    {
        var element = Quantity("species", species);
        element.SetAttributeValue("compartment", ids[species.Compartment]);
        var isAmount = species.IsAmount || dimensions.GetValueOrDefault(species.Compartment, 3) == 0;
        // An amount where the symbol is a concentration, or the other way about, is read as a formula with the compartment.
        if (species.InitialAnnotation.IsEmpty && species.Initial is BinaryExpr { Left: NumberExpr { Unit: null } number, Right: SymbolExpr size } given && size.Name == species.Compartment && given.Operator == (isAmount ? BinaryOperator.Multiply : BinaryOperator.Divide))
            element.SetAttributeValue(isAmount ? "initialConcentration" : "initialAmount", Text(number.Value));
        else
            element.SetAttributeValue(isAmount ? "initialAmount" : "initialConcentration", Value(species));
        element.SetAttributeValue("substanceUnits", units.Of(species.Unit, UnitMeasure.IsAmount));
        element.SetAttributeValue("hasOnlySubstanceUnits", Flag(isAmount));
        element.SetAttributeValue("boundaryCondition", Flag(species.IsBoundary || ((species.IsConstant || assigned.Contains(species.Id)) && reacting.Contains(species.Id))));
        element.SetAttributeValue("constant", Flag(species.IsConstant && !changed.Contains(species.Id)));
        element.SetAttributeValue("conversionFactor", species.ConversionFactor is { } factor ? ids[factor] : null);
        return element;
    }

    private XElement ParameterOf(Parameter parameter)
    {
        var element = Quantity("parameter", parameter);
        element.SetAttributeValue("value", Value(parameter));
        element.SetAttributeValue("units", units.Of(parameter.Unit));
        element.SetAttributeValue("constant", Flag(parameter.IsConstant && !changed.Contains(parameter.Id)));
        return element;
    }

    /// <summary>A plain number is a value; anything else, and of what something is said, is an initial assignment.</summary>
    private string? Value(Quantity quantity)
    {
        switch (quantity.Initial)
        {
            case null: return null;
            case var _ when !quantity.InitialAnnotation.IsEmpty: break;
            case NumberExpr number when IsPlain(number, quantity): return Text(number.Value);
            case UnaryExpr { Operator: UnaryOperator.Negate, Operand: NumberExpr number } when IsPlain(number, quantity): return Text(-number.Value);
        }
        // An assignment rule gives the value at the start too, and SBML allows only one of them.
        if (!assigned.Contains(quantity.Id))
            initialAssignments.Add(About(new XElement(core + "initialAssignment", new XAttribute("symbol", ids[quantity.Id]), math.Formula(quantity.Initial)), quantity.InitialAnnotation));
        return null;
    }

    /// <summary>In the unit of the quantity, or in none that is written: what is no finite number has none.</summary>
    private bool IsPlain(NumberExpr number, Quantity quantity) => number.Unit is null || !double.IsFinite(number.Value) || number.Unit == quantity.Unit || units.Of(number.Unit) is not { } unit || unit == units.Of(quantity.Unit);

    private XElement ReactionOf(Reaction reaction)
    {
        var element = Identified("reaction", ids[reaction.Id], reaction.Id, reaction.Name);
        element.SetAttributeValue("reversible", Flag(reaction.IsReversible));
        if (version == 1)
            element.SetAttributeValue("fast", Flag(reaction.IsFast));
        element.Add(List("listOfReactants", reaction.Reactants.Select(participant => ParticipantOf(participant))), List("listOfProducts", reaction.Products.Select(participant => ParticipantOf(participant))));
        var participants = reaction.Reactants.Concat(reaction.Products).Select(participant => participant.Species).ToHashSet(StringComparer.Ordinal);
        var mentioned = reaction.Rate is null ? [] : ExprTree.Symbols(reaction.Rate).Select(symbol => symbol.Name).ToHashSet(StringComparer.Ordinal);
        var known = reaction.Modifiers.Select(modifier => modifier.Species).ToHashSet(StringComparer.Ordinal);
        var others = model.Species.Where(species => mentioned.Contains(species.Id) && !participants.Contains(species.Id) && !known.Contains(species.Id)).Select(species => new Modifier(species.Id));
        element.Add(List("listOfModifiers", reaction.Modifiers.Concat(others).Select(ModifierOf)));
        if (reaction.Rate is { } rate)
            element.Add(About(new XElement(core + "kineticLaw", math.Formula(rate)), reaction.LawAnnotation));
        return About(element, reaction.Annotation, "meta_" + ids[reaction.Id]);
    }

    private XElement ModifierOf(Modifier modifier)
    {
        var element = new XElement(core + "modifierSpeciesReference");
        element.SetAttributeValue("id", modifier.Id is { } id ? ids[id] : null);
        element.SetAttributeValue("name", modifier.Name is { } name ? AnnotationElements.Legal(name) : null);
        element.SetAttributeValue("species", ids[modifier.Species]);
        return About(element, modifier.Annotation);
    }

    private XElement ParticipantOf(Stoichiometry participant)
    {
        var element = new XElement(core + "speciesReference");
        if (stoichiometries.Of(participant) is { } id)
        {
            element.SetAttributeValue("id", ids[id]);
            if (parameters.TryGetValue(id, out var parameter))
            {
                if ((parameter.Name ?? (ids[id] == id ? null : id)) is { } name)
                    element.SetAttributeValue("name", AnnotationElements.Legal(name));
                About(element, parameter.Annotation, "meta_" + ids[id]);
                element.SetAttributeValue("stoichiometry", Value(parameter));
                element.SetAttributeValue("constant", Flag(parameter.IsConstant && !changed.Contains(id)));
            }
            else
                element.SetAttributeValue("constant", Flag(false));
        }
        else
        {
            element.SetAttributeValue("stoichiometry", double.IsNaN(participant.Coefficient) ? null : Text(participant.Coefficient));
            element.SetAttributeValue("constant", Flag(true));
            About(element, participant.Annotation);
        }
        element.SetAttributeValue("species", ids[participant.Species]);
        return element;
    }

    private XElement Rule(string kind, string variable, Expr formula, Annotation annotation) => About(new(core + kind, new XAttribute("variable", ids[variable]), math.Formula(formula)), annotation);

    private XElement ConstraintOf(Constraint constraint)
    {
        var element = new XElement(core + "constraint");
        // Version 1 has no ids here.
        if (version == 2 && constraint.Id is { } id)
            element.SetAttributeValue("id", ids[id]);
        element.Add(math.Formula(constraint.Condition, isCondition: true));
        if (constraint.Message is { Length: > 0 } message)
            element.Add(new XElement(core + "message", new XElement((XNamespace)"http://www.w3.org/1999/xhtml" + "p", AnnotationElements.Legal(message))));
        return About(element, constraint.Annotation);
    }

    private XElement EventOf(ModelEvent e)
    {
        var element = Identified("event", ids[e.Id], e.Id, e.Name);
        element.SetAttributeValue("useValuesFromTriggerTime", Flag(e.UseValuesFromTriggerTime));
        element.Add(About(new XElement(core + "trigger", new XAttribute("initialValue", Flag(e.TriggerInitially)), new XAttribute("persistent", Flag(e.IsPersistent)), math.Formula(e.Trigger, isCondition: true)), e.TriggerAnnotation));
        if (e.Priority is { } priority)
            element.Add(About(new XElement(core + "priority", math.Formula(priority)), e.PriorityAnnotation));
        if (e.Delay is { } delay)
            element.Add(About(new XElement(core + "delay", math.Formula(delay)), e.DelayAnnotation));
        element.Add(List("listOfEventAssignments", e.Assignments.Select(assignment => Rule("eventAssignment", assignment.Variable, assignment.Formula, assignment.Annotation))));
        return About(element, e.Annotation, "meta_" + ids[e.Id]);
    }

    /// <summary>The unit of all amounts that reactions change, where they have one.</summary>
    private string? ExtentUnits()
    {
        var species = model.Species.ToDictionary(one => one.Id, StringComparer.Ordinal);
        var amounts = model.Reactions.SelectMany(reaction => reaction.Reactants.Concat(reaction.Products)).Select(participant => species.GetValueOrDefault(participant.Species))
            .Where(one => one is { IsBoundary: false, IsConstant: false, ConversionFactor: null } && !assigned.Contains(one.Id)).Select(one => one!.Unit).Distinct().ToArray();
        if (amounts.Length == 0 || units.Factors(amounts[0]) is not { } first || !UnitMeasure.IsAmount(first))
            return null;
        return amounts.All(unit => units.Factors(unit) is { } factors && factors.SequenceEqual(first)) ? units.Of(amounts[0]) : null;
    }

    private static string Text(double value) => double.IsPositiveInfinity(value) ? "INF" : double.IsNegativeInfinity(value) ? "-INF" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Flag(bool value) => value ? "true" : "false";
}
