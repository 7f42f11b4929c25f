using System.Collections.Immutable;
using CsCheck;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Tests.RoundTrips;

/// <summary>Flat models with all that a model can hold, in every mixture, with ids that are words of the language, units, defaults or names that writers make up.</summary>
internal sealed class AnyModel
{
    private static readonly string[] Ids =
    [
        "x", "y", "S1", "k", "J0", "_", "__", "_x", "x_", "A.x", "B.A.y", "A__z", "time", "volume", "end", "model", "module", "pi", "nan", "INF", "e5", "E", "o", "in", "is", "has", "mean", "sboTerm", "geneProduct", "annotate",
        "unit", "litre", "mole", "substance", "end_", "pi__", "time_unit", "timeUnit", "_J0", "_E0", "_con0", "_alg0", "SBO", "sbo", "delay", "normal", "default_compartment", "timeconv", "import", "J0_S1_stoichiometry", "J0_S1_role",
        "_C0", "identity", "notes", "priority", "t0", "at", "and", "true", "piecewise", "extent", "constraint", "species", "function", "delete", "maximize", "compartment_", "DNA", "gene", "after", "not", "xor", "quotient", "range", "unit_of_volume", "a", "b", "c",
    ];

    private static readonly string?[] Texts =
        [null, "name", "two words", "a \"quoted\" one", "\"", "`", "a`\"b", "two\nlines", "two\r\nlines", "µ-opioid — α", "\\", "// no comment", "```", "a, b", "tab\there", "'", "``", "end"];

    private readonly Choices choices;
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly List<string> units = ["mole", "litre", "second"];
    private readonly AnyFormula formulas;

    private AnyModel(Choices choices, IReadOnlyList<string> symbols)
    {
        this.choices = choices;
        formulas = new AnyFormula(choices, symbols, units);
    }

    /// <summary>Models whose ids have no dots, and that say nothing that Antimony has no words for.</summary>
    public static Gen<Model> Gen { get; } = CsCheck.Gen.Int[0, 1 << 20].Array[0, 400].Select(numbers => Of(new Choices(numbers)));

    public static Model Of(Choices choices)
    {
        var symbols = new List<string>();
        return new AnyModel(choices, symbols).Build(symbols);
    }

    private Model Build(List<string> symbols)
    {
        ImmutableArray<UnitDefinition> definitions = [.. choices.Some(2, () => new UnitDefinition(NewUnit(), choices.Of("1e-3 mole", "mole / litre", "60 second", "litre^2", "2.5 item"), SourceLocation.None))];
        var (compartments, species, parameters) = (choices.Some(2, NewId), choices.Some(3, NewId), choices.Some(4, NewId));
        if (species.Length > 0 && compartments.Length == 0)
            compartments = [NewId()];
        var reactionIds = species.Length == 0 ? [] : choices.Some(2, NewId);
        symbols.AddRange([.. compartments, .. species, .. parameters, .. reactionIds]);
        var constant = compartments.Concat(species).Concat(parameters).Where(_ => choices.Once(2)).ToHashSet(StringComparer.Ordinal);
        var free = compartments.Concat(species).Concat(parameters).Where(id => !constant.Contains(id)).ToArray();
        var ruled = free.Where(_ => choices.Once(4)).ToArray();
        var rated = free.Except(ruled).Where(_ => choices.Once(4)).ToArray();
        var driven = free.Except(ruled).ToArray();
        var variables = new Queue<string>(parameters.Where(id => !constant.Contains(id) && choices.Once(3)));
        var stoichiometric = variables.ToHashSet(StringComparer.Ordinal);
        var byAmount = species.Where(_ => choices.Once(3)).ToHashSet(StringComparer.Ordinal);
        // A condition on the rate of a reaction that has none is no condition.
        ImmutableArray<Constraint> constraints = [.. choices.Some(1, () => new Constraint(choices.Maybe(2, NewId), formulas.Condition(2), choices.Of(null, "stays small", "a \"b\""), SourceLocation.None))];
        return new Model
        {
            Id = NewId(), Name = choices.Of<string?>(Texts), Location = SourceLocation.None, Annotation = Annotation(false),
            Units = definitions, TimeUnit = choices.Of(null, "second", "60 second"),
            Compartments = [.. compartments.Select(id => new Compartment { Id = id, Name = choices.Of<string?>(Texts), Location = SourceLocation.None, Unit = choices.Of(null, "litre", ""), Initial = Initial(ruled.Contains(id)), IsConstant = constant.Contains(id), Annotation = Annotation() })],
            Species = [.. species.Select(id => new Species
            {
                Id = id, Name = choices.Of<string?>(Texts), Location = SourceLocation.None, Unit = choices.Of(null, "mole", "item", ""), Initial = Initial(ruled.Contains(id)), IsConstant = constant.Contains(id), Annotation = Annotation(),
                Compartment = choices.Of<string>(compartments), IsAmount = byAmount.Contains(id), IsBoundary = constant.Contains(id) || ruled.Contains(id) || choices.Once(4),
            })],
            Parameters = [.. parameters.Select(id => new Parameter { Id = id, Name = choices.Of<string?>(Texts), Location = SourceLocation.None, Unit = stoichiometric.Contains(id) ? null : Unit(), Initial = Initial(ruled.Contains(id)), IsConstant = constant.Contains(id), Annotation = Annotation() })],
            Reactions = [.. reactionIds.Select(id => new Reaction(id, choices.Of<string?>(Texts), Side(species, variables), Side(species, variables), choices.Once(2), constraints.IsEmpty && choices.Once(5) ? null : formulas.Of(3), SourceLocation.None)
            {
                Annotation = Annotation(false), Modifiers = [.. choices.Some(2, () => new Modifier(choices.Of<string>(species)) { Annotation = new() { SboTerm = choices.Of(19, 20) } })],
            })],
            AssignmentRules = [.. ruled.Select(id => new AssignmentRule(id, formulas.Of(3), SourceLocation.None))],
            RateRules = [.. rated.Select(id => new RateRule(id, formulas.Of(3), SourceLocation.None))],
            AlgebraicRules = [.. driven.Length == 0 ? [] : choices.Some(1, () => new AlgebraicRule(new BinaryExpr(BinaryOperator.Subtract, formulas.Of(2), new SymbolExpr(choices.Of<string>(driven))), SourceLocation.None))],
            Events = [.. driven.Length == 0 ? [] : choices.Some(2, () => Event(driven))],
            Constraints = constraints,
        };
    }

    private string NewId() => New(choices.Of<string>(Ids));

    private string New(string wish)
    {
        var id = wish;
        for (var i = 2; !taken.Add(id.Replace(".", "__", StringComparison.Ordinal)); i++)
            id = $"{wish}{i}";
        return id;
    }

    /// <summary>No unit may be called as one of SBML's own.</summary>
    private string NewUnit()
    {
        var wish = choices.Of("u", "mM", "volume", "time", "timeUnit", "substance", "x", "end", "e3", "after", "per_s", "is");
        while (units.Contains(wish))
            wish += "1";
        units.Add(wish);
        return wish;
    }

    private string? Unit() => choices.Below(4) switch { 0 => null, 1 => "", 2 => choices.Of("mole / litre", "1/second"), _ => units[choices.Below(units.Count)] };

    private Expr? Initial(bool isRuled) => isRuled || choices.Once(6) ? null : choices.Once(2) ? formulas.Value() : formulas.Of(3, mayDraw: true);

    /// <summary>A quantity is the stoichiometry of one species in one reaction: SBML writes what is used more often otherwise.</summary>
    private ImmutableArray<Stoichiometry> Side(string[] species, Queue<string> variables) => [.. choices.Some(2, () => choices.Once(3) && variables.Count > 0
        ? new Stoichiometry(choices.Of<string>(species), 1) { Variable = variables.Dequeue() }
        : new Stoichiometry(choices.Of<string>(species), choices.Of(1, 2, 0, 0.5, 1e-5, 1e22, -2))).DistinctBy(term => (term.Species, term.Variable))];

    private ModelEvent Event(string[] variables) => new(
        NewId(), choices.Of<string?>(Texts), formulas.Condition(3), choices.Maybe(3, () => formulas.Of(2, mayDraw: true)), choices.Maybe(3, () => formulas.Of(2)), choices.Once(2), choices.Once(2), choices.Once(2),
        [.. variables.Where((_, i) => i == 0 || choices.Once(2)).Select(id => new EventAssignment(id, formulas.Of(2, mayDraw: true)))], SourceLocation.None) { Annotation = Annotation(false) };

    private Annotation Annotation(bool mayBeUncertain = true) => choices.Below(4) != 3 ? Modeling.Annotation.None : new()
    {
        SboTerm = choices.Of<int?>(null, 0, 290, 9_999_999), Notes = choices.Of<string?>(Texts)?.Trim() is { Length: > 0 } notes ? notes : null,
        References = [.. choices.Some(2, () => new Reference(choices.Of("is", "hasPart", "isPartOf", "isDescribedBy", "hasTaxon"), false, choices.Of<ImmutableArray<string>>(["urn:miriam:go:GO%3A0005829"], ["urn:a", "https://identifiers.org/GO:0005829"])))],
        Uncertainties = mayBeUncertain && choices.Once(2) ? Uncertain() : [],
    };

    private ImmutableArray<Uncertainty> Uncertain()
    {
        ImmutableArray<UncertaintyMeasure> measures = [.. new[] { Mean(), Span(), Distribution() }.Where(_ => choices.Once(2))];
        return measures.IsEmpty ? [] : [new Uncertainty(measures)];
    }

    private UncertaintyMeasure Mean() => new(choices.Of("mean", "standardDeviation", "variance", "median")) { Value = formulas.Value() };

    private UncertaintyMeasure Span() => new(choices.Of("range", "confidenceInterval", "interquartileRange")) { Lower = formulas.Value(), Upper = formulas.Value(), IsSpan = true };

    private UncertaintyMeasure Distribution() => choices.Once(2) ? new("distribution") { Formula = formulas.Of(2, mayDraw: true) } : new("distribution") { Definition = "http://www.probonto.org/ontology#PROB_k0000263" };
}
