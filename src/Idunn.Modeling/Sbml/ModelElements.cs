using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Sbml;

/// <summary>The elements of one flat SBML model as records.</summary>
internal sealed class ModelElements
{
    private readonly XElement model;
    private readonly int level;
    private readonly int version;
    private readonly List<Finding> findings;
    private readonly MathReader math;
    private readonly Dictionary<string, XElement> functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Expr> initialAssignments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Annotation> initialAnnotations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> dimensions = new(StringComparer.Ordinal);
    private readonly List<Parameter> references = [];
    private readonly List<AssignmentRule> stoichiometryRules = [];
    private readonly HashSet<string> ruled;

    public ModelElements(XElement model, int level, int version, List<Finding> findings)
    {
        (this.model, this.level, this.version, this.findings) = (model, level, version, findings);
        foreach (var definition in XmlTree.Listed(model, "listOfFunctionDefinitions"))
            if (Id(definition) is { } id && !functions.TryAdd(id, definition))
                findings.Add(FindingCodes.Duplicate.At(XmlTree.PlaceOf(definition), $"A function '{id}' exists already.", "Rename one of them."));
        math = new MathReader(functions, findings);
        ruled = [.. XmlTree.Listed(model, "listOfRules").Select(rule => XmlTree.Text(rule, "variable")).OfType<string>()];
    }

    public Model Build()
    {
        foreach (var assignment in XmlTree.Listed(model, "listOfInitialAssignments"))
            if (Required(assignment, "symbol") is { } symbol && math.ReadChild(assignment) is { } formula)
                if (!initialAssignments.TryAdd(symbol, formula))
                    findings.Add(FindingCodes.ChangedTwice.At(XmlTree.PlaceOf(assignment), $"'{symbol}' has two initial assignments.", FindingCodes.ChangedTwice.Remedy));
                else
                    initialAnnotations[symbol] = About(assignment);
        var compartments = All("listOfCompartments", CompartmentOf);
        var species = All("listOfSpecies", SpeciesOf);
        var parameters = All("listOfParameters", ParameterOf);
        var reactions = All("listOfReactions", ReactionOf);
        var rules = XmlTree.Listed(model, "listOfRules").ToArray();
        var built = new Model
        {
            Id = Id(model) ?? "model",
            Name = XmlTree.Text(model, "name"),
            Location = XmlTree.PlaceOf(model),
            Units = UnitElements.Definitions(model, findings),
            TimeUnit = XmlTree.Text(model, "timeUnits") ?? (level == 2 ? Declared("time", "second") : null),
            Compartments = compartments,
            Species = species,
            Parameters = [.. parameters, .. locals, .. references],
            Reactions = reactions,
            AssignmentRules = [.. Rules(rules, "assignmentRule").Select(rule => new AssignmentRule(rule.Variable, rule.Formula, XmlTree.PlaceOf(rule.Element)) { Annotation = About(rule.Element) }), .. stoichiometryRules],
            RateRules = [.. Rules(rules, "rateRule").Select(rule => new RateRule(rule.Variable, rule.Formula, XmlTree.PlaceOf(rule.Element)) { Annotation = About(rule.Element) })],
            AlgebraicRules = [.. rules.Where(rule => rule.Name.LocalName == "algebraicRule").Select(rule => (Formula: math.ReadChild(rule), rule)).Where(rule => rule.Formula is not null).Select(rule => new AlgebraicRule(rule.Formula!, XmlTree.PlaceOf(rule.rule)) { Annotation = About(rule.rule) })],
            Events = [.. XmlTree.Listed(model, "listOfEvents").Select(EventOf).OfType<ModelEvent>()],
            Constraints = [.. XmlTree.Listed(model, "listOfConstraints").Select(ConstraintOf).OfType<Constraint>()],
            Functions = [.. functions.Values.Select(FunctionOf).OfType<ModelFunction>()],
            Annotation = About(model),
        };
        SbmlReferences.Check(built, XmlTree.Listed(model, "listOfInitialAssignments").Where(assignment => XmlTree.Text(assignment, "symbol") is not null).Select(assignment => (XmlTree.Text(assignment, "symbol")!, XmlTree.PlaceOf(assignment))), findings);
        return built;
    }

    private Annotation AboutInitial(string id) => initialAnnotations.GetValueOrDefault(id, Annotation.None);

    /// <summary>Formulas hold functions expanded: only what is said of one is left to be kept. One that cannot be read, and that nothing calls, is no fault of the model.</summary>
    private ModelFunction? FunctionOf(XElement element)
    {
        if (About(element) is not { IsEmpty: false } annotation)
            return null;
        var faults = new List<Finding>();
        try
        {
            return new MathReader(functions, faults).Definition(element) is var (arguments, body) && faults.Count == 0
                ? new ModelFunction(Id(element)!, XmlTree.Text(element, "name"), arguments, body, XmlTree.PlaceOf(element)) { Annotation = annotation } : null;
        }
        catch (FindingsException)
        {
            return null;
        }
    }

    private Annotation AboutPart(XElement element, string part) => XmlTree.Child(element, part) is { } child ? About(child) : Annotation.None;

    private readonly List<Parameter> locals = [];

    private Annotation About(XElement element)
    {
        var annotation = AnnotationElements.Read(element);
        return UncertaintyElements.Read(element, math, findings) is { IsEmpty: false } uncertainties ? annotation with { Uncertainties = uncertainties } : annotation;
    }

    private ImmutableArray<T> All<T>(string list, Func<XElement, T?> read) where T : class => [.. XmlTree.Listed(model, list).Select(read).OfType<T>()];

    private IEnumerable<(string Variable, Expr Formula, XElement Element)> Rules(XElement[] rules, string kind)
    {
        foreach (var rule in rules.Where(rule => rule.Name.LocalName == kind))
            if (Required(rule, "variable") is { } variable && math.ReadChild(rule) is { } formula)
                yield return (variable, formula, rule);
    }

    private Compartment? CompartmentOf(XElement element)
    {
        if (RequiredId(element) is not { } id)
            return null;
        var size = dimensions[id] = Number(element, "spatialDimensions") ?? 3;
        return new Compartment
        {
            Id = id, Name = XmlTree.Text(element, "name"), Location = XmlTree.PlaceOf(element), Dimensions = size, IsConstant = Flag(element, "constant", true),
            Unit = UnitOf(element, "units") ?? DefaultUnit(size switch { 3 => "volumeUnits", 2 => "areaUnits", 1 => "lengthUnits", _ => null }),
            Initial = Initial(id, Number(element, "size") is { } value ? Constant(value, element) : null), Annotation = About(element), InitialAnnotation = AboutInitial(id),
        };
    }

    /// <summary>Level 2 has units by the names of what they measure.</summary>
    private string? UnitOf(XElement element, string attribute) => XmlTree.Text(element, attribute) is not { } unit ? null : level > 2 ? unit : unit switch
    {
        "substance" => Declared(unit, "mole"),
        "volume" => Declared(unit, "litre"),
        "area" => Declared(unit, "metre^2"),
        "length" => Declared(unit, "metre"),
        "time" => Declared(unit, "second"),
        _ => unit,
    };

    private string? DefaultUnit(string? attribute) => attribute is null ? null : XmlTree.Text(model, attribute) is { } unit ? unit
        : level == 2 ? attribute switch { "volumeUnits" => Declared("volume", "litre"), "areaUnits" => Declared("area", "metre^2"), "lengthUnits" => Declared("length", "metre"), "substanceUnits" => Declared("substance", "mole"), _ => null } : null;

    private string Declared(string id, string otherwise) => XmlTree.Listed(model, "listOfUnitDefinitions").Any(unit => Id(unit) == id) ? id : otherwise;

    private Species? SpeciesOf(XElement element)
    {
        if (RequiredId(element) is not { } id || Required(element, "compartment") is not { } compartment)
            return null;
        // Without a size there is no concentration.
        var isAmount = Flag(element, "hasOnlySubstanceUnits", false) || dimensions.GetValueOrDefault(compartment, 3) == 0;
        var size = new SymbolExpr(compartment) { Location = XmlTree.PlaceOf(element) };
        Expr? given = Number(element, "initialAmount") is { } amount ? (isAmount ? Constant(amount, element) : Operation(BinaryOperator.Divide, Constant(amount, element), size))
            : Number(element, "initialConcentration") is { } concentration ? (isAmount ? Operation(BinaryOperator.Multiply, Constant(concentration, element), size) : Constant(concentration, element))
            : null;
        return new Species
        {
            Id = id, Name = XmlTree.Text(element, "name"), Location = XmlTree.PlaceOf(element), Compartment = compartment, IsAmount = isAmount,
            IsConstant = Flag(element, "constant", false), IsBoundary = Flag(element, "boundaryCondition", false), Initial = Initial(id, given),
            Unit = UnitOf(element, "substanceUnits") ?? DefaultUnit("substanceUnits"),
            ConversionFactor = XmlTree.Text(element, "conversionFactor") ?? XmlTree.Text(model, "conversionFactor"), Annotation = About(element), InitialAnnotation = AboutInitial(id),
        };
    }

    private Parameter? ParameterOf(XElement element) => RequiredId(element) is not { } id ? null : new Parameter
    {
        Id = id, Name = XmlTree.Text(element, "name"), Location = XmlTree.PlaceOf(element), Unit = UnitOf(element, "units"), IsConstant = Flag(element, "constant", true),
        Initial = Initial(id, Number(element, "value") is { } value ? Constant(value, element) : null), Annotation = About(element), InitialAnnotation = AboutInitial(id),
    };

    /// <summary>An initial assignment counts before a value; none where an assignment rule gives the value anyway.</summary>
    private Expr? Initial(string id, Expr? given) => initialAssignments.GetValueOrDefault(id, given!);

    private Reaction? ReactionOf(XElement element)
    {
        if (RequiredId(element) is not { } id)
            return null;
        var law = XmlTree.Child(element, "kineticLaw");
        var scope = law is null ? null : LocalParameters(id, law);
        return new Reaction(
            id, XmlTree.Text(element, "name"), Side(id, element, "listOfReactants"), Side(id, element, "listOfProducts"), Flag(element, "reversible", true), math.ReadChild(law, scope), XmlTree.PlaceOf(element))
        {
            IsFast = Flag(element, "fast", false), Annotation = About(element), LawAnnotation = law is null ? Annotation.None : About(law),
            Modifiers = [.. XmlTree.Listed(element, "listOfModifiers").Where(modifier => Required(modifier, "species") is not null).Select(modifier => new Modifier(XmlTree.Text(modifier, "species")!) { Id = Id(modifier), Name = XmlTree.Text(modifier, "name"), Annotation = About(modifier) })],
        };
    }

    /// <summary>Local parameters become parameters of the model, with the reaction's id before their own.</summary>
    private Dictionary<string, Expr>? LocalParameters(string reaction, XElement law)
    {
        Dictionary<string, Expr>? scope = null;
        foreach (var element in XmlTree.Listed(law, "listOfLocalParameters").Concat(XmlTree.Listed(law, "listOfParameters")))
        {
            if (RequiredId(element) is not { } id)
                continue;
            var global = $"{reaction}.{id}";
            locals.Add(new Parameter
            {
                Id = global, Name = XmlTree.Text(element, "name"), Location = XmlTree.PlaceOf(element), Unit = UnitOf(element, "units"), IsConstant = true,
                Initial = Number(element, "value") is { } value ? Constant(value, element) : null, Annotation = About(element),
            });
            (scope ??= new(StringComparer.Ordinal))[id] = new SymbolExpr(global) { Location = XmlTree.PlaceOf(element) };
        }
        return scope;
    }

    private ImmutableArray<Stoichiometry> Side(string reaction, XElement element, string list)
    {
        var side = ImmutableArray.CreateBuilder<Stoichiometry>();
        foreach (var reference in XmlTree.Listed(element, list))
            if (Required(reference, "species") is { } species)
                side.Add(StoichiometryOf(reaction, reference, species, list));
        return side.ToImmutable();
    }

    private Stoichiometry StoichiometryOf(string reaction, XElement reference, string species, string list)
    {
        var number = Number(reference, "stoichiometry");
        if (level == 2)
            number ??= 1;
        var formula = math.ReadChild(XmlTree.Child(reference, "stoichiometryMath"));
        var id = Id(reference);
        if (formula is not null)
        {
            if (ExprEvaluator.TryConstant(formula) is { } constant)
                number = constant;
            else
            {
                id ??= $"{reaction}.{species}.{(list == "listOfReactants" ? "reactant" : "product")}{references.Count}";
                stoichiometryRules.Add(new AssignmentRule(id, formula, XmlTree.PlaceOf(reference)) { Annotation = AboutPart(reference, "stoichiometryMath") });
                references.Add(new Parameter { Id = id, Name = XmlTree.Text(reference, "name"), Location = XmlTree.PlaceOf(reference), Annotation = About(reference) });
                return new Stoichiometry(species, 1) { Variable = id };
            }
        }
        if (id is null)
            return new Stoichiometry(species, number ?? double.NaN) { Annotation = About(reference) };
        references.Add(new Parameter
        {
            Id = id, Name = XmlTree.Text(reference, "name"), Location = XmlTree.PlaceOf(reference), Initial = Initial(id, number is { } value ? Constant(value, reference) : null), IsConstant = Flag(reference, "constant", level == 2 && !ruled.Contains(id)), Annotation = About(reference), InitialAnnotation = AboutInitial(id),
        });
        return references[^1] is { IsConstant: true, Initial: NumberExpr { Unit: null } given } ? new Stoichiometry(species, given.Value) : new Stoichiometry(species, 1) { Variable = id };
    }

    private ModelEvent? EventOf(XElement element, int index)
    {
        var place = XmlTree.PlaceOf(element);
        var triggerElement = XmlTree.Child(element, "trigger");
        // Without a trigger an event never fires.
        if (math.ReadChild(triggerElement) is not { } trigger)
            return null;
        var assignments = XmlTree.Listed(element, "listOfEventAssignments").Select(assignment => (Variable: Required(assignment, "variable"), Formula: math.ReadChild(assignment), Element: assignment))
            .Where(assignment => assignment is { Variable: not null, Formula: not null }).Select(assignment => new EventAssignment(assignment.Variable!, assignment.Formula!) { Annotation = About(assignment.Element) });
        return new ModelEvent(
            Id(element) ?? $"_E{index}", XmlTree.Text(element, "name"), trigger, math.ReadChild(XmlTree.Child(element, "delay")), math.ReadChild(XmlTree.Child(element, "priority")),
            Flag(triggerElement!, "persistent", true), Flag(triggerElement!, "initialValue", true), Flag(element, "useValuesFromTriggerTime", true), [.. assignments], place)
        {
            Annotation = About(element), TriggerAnnotation = About(triggerElement!), DelayAnnotation = AboutPart(element, "delay"), PriorityAnnotation = AboutPart(element, "priority"),
        };
    }

    private Constraint? ConstraintOf(XElement element) => math.ReadChild(element) is { } condition
        ? new Constraint(Id(element), condition, XmlTree.Child(element, "message")?.Value.Trim(), XmlTree.PlaceOf(element)) { Annotation = About(element) }
        : null;

    private static string? Id(XElement element) => XmlTree.Text(element, "id");

    private string? RequiredId(XElement element) => Required(element, "id");

    private string? Required(XElement element, string attribute)
    {
        if (XmlTree.Text(element, attribute) is { } text)
            return text;
        findings.Add(FindingCodes.Attribute.At(XmlTree.PlaceOf(element), $"<{element.Name.LocalName}> has no '{attribute}'.", "Add it."));
        return null;
    }

    private double? Number(XElement element, string attribute)
    {
        if (XmlTree.Text(element, attribute) is not { } text)
            return null;
        if (text is "INF" or "+INF")
            return double.PositiveInfinity;
        if (text == "-INF")
            return double.NegativeInfinity;
        if (text == "NaN")
            return double.NaN;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return value;
        findings.Add(FindingCodes.Attribute.At(XmlTree.PlaceOf(element), $"{attribute}=\"{text}\" of <{element.Name.LocalName}> is no number.", "Write a number, INF, -INF or NaN."));
        return null;
    }

    private bool Flag(XElement element, string attribute, bool otherwise)
    {
        switch (XmlTree.Text(element, attribute))
        {
            case null: return otherwise;
            case "true" or "1": return true;
            case "false" or "0": return false;
            case var text:
                findings.Add(FindingCodes.Attribute.At(XmlTree.PlaceOf(element), $"{attribute}=\"{text}\" of <{element.Name.LocalName}> is neither true nor false.", "Write true or false."));
                return otherwise;
        }
    }

    private static NumberExpr Constant(double value, XElement element) => new(value) { Location = XmlTree.PlaceOf(element) };

    private static BinaryExpr Operation(BinaryOperator operation, Expr left, Expr right) => new(operation, left, right) { Location = left.Location };
}
