using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Sbml;

/// <summary>
/// MathML 2.0 content elements, as far as SBML allows them (Level 3 Version 2, section 3.4), to formulas. Calls of function definitions are put in place; operators of one, none or many
/// arguments become chains of two; logarithms and roots are written with the functions that formulas have.
/// </summary>
/// <param name="functions">The model's function definitions by id.</param>
internal sealed class MathReader(IReadOnlyDictionary<string, XElement> functions, ICollection<Finding> findings)
{
    /// <summary>Avogadro's constant as SBML Level 3 defines its symbol (CODATA 2006), not as the SI does since 2019.</summary>
    private const double Avogadro = 6.02214179e23;

    /// <summary>Nodes that calls of functions may bring into one model: more is taken for a bomb.</summary>
    private const int MostExpandedNodes = 5_000_000;

    /// <summary>Operands up to which a sum is a chain from the left, as it is written; longer ones are halved, so that no formula is thousands deep.</summary>
    private const int LongestChain = 64;

    private const int DeepestCalls = 100;

    private const string Symbols = "http://www.sbml.org/sbml/symbols/";

    private static readonly Dictionary<string, BinaryOperator> Comparisons = new(StringComparer.Ordinal)
    {
        ["eq"] = BinaryOperator.Equal, ["neq"] = BinaryOperator.NotEqual, ["lt"] = BinaryOperator.Less, ["leq"] = BinaryOperator.LessOrEqual, ["gt"] = BinaryOperator.Greater, ["geq"] = BinaryOperator.GreaterOrEqual,
    };

    private static readonly Dictionary<string, string> Functions = new(StringComparer.Ordinal)
    {
        ["abs"] = "abs", ["exp"] = "exp", ["ln"] = "ln", ["floor"] = "floor", ["ceiling"] = "ceil", ["factorial"] = "factorial", ["max"] = "max", ["min"] = "min", ["rem"] = "rem", ["quotient"] = "quotient", ["implies"] = "implies",
        ["sin"] = "sin", ["cos"] = "cos", ["tan"] = "tan", ["sec"] = "sec", ["csc"] = "csc", ["cot"] = "cot", ["sinh"] = "sinh", ["cosh"] = "cosh", ["tanh"] = "tanh", ["sech"] = "sech", ["csch"] = "csch", ["coth"] = "coth",
        ["arcsin"] = "asin", ["arccos"] = "acos", ["arctan"] = "atan", ["arcsec"] = "arcsec", ["arccsc"] = "arccsc", ["arccot"] = "arccot",
        ["arcsinh"] = "asinh", ["arccosh"] = "acosh", ["arctanh"] = "atanh", ["arcsech"] = "arcsech", ["arccsch"] = "arccsch", ["arccoth"] = "arccoth",
    };

    private readonly Stack<string> expanding = new();
    private readonly FormulaMeasure measure = new();
    private long expanded;
    private int draws;

    /// <summary>The formula in the <c>math</c> child of an element; null where there is none, or nothing in it.</summary>
    /// <param name="scope">Formulas that stand for ids: local parameters; null for none.</param>
    public Expr? ReadChild(XElement? parent, IReadOnlyDictionary<string, Expr>? scope = null)
    {
        if (parent is null || XmlTree.Child(parent, "math") is not { } math)
            return null;
        RefuseText(math);
        var content = math.Elements().Where(IsContent).ToArray();
        if (content.Length > 1)
            findings.Add(FindingCodes.MathMl.At(XmlTree.PlaceOf(math), "There are several formulas in one <math>.", "Keep one."));
        return content.Length == 0 ? null : Measured(Read(content[0], scope));
    }

    /// <summary>Refuses what function calls made too large: one argument that stands in many places is one formula here, but many nodes where it is compiled.</summary>
    private Expr Measured(Expr formula)
    {
        var (size, depth) = measure.Of(formula);
        return FormulaMeasure.Complaint(size, depth) is { } complaint
            ? throw new FindingsException(FindingCodes.TooLarge.At(formula.Location, $"With function definitions in place the formula {complaint}.", FindingCodes.TooLarge.Remedy))
            : formula;
    }

    private static bool IsContent(XElement element) => element.Name.LocalName is not ("annotation" or "annotation-xml");

    private Expr Read(XElement element, IReadOnlyDictionary<string, Expr>? scope)
    {
        var place = XmlTree.PlaceOf(element);
        switch (element.Name.LocalName)
        {
            case "cn": return Number(element, place);
            case "ci": return Symbol(element, place, scope);
            case "csymbol": return Constant(element, place);
            case "apply": return Apply(element, place, scope);
            case "piecewise": return Piecewise(element, place, scope);
            case "semantics" when element.Elements().FirstOrDefault(IsContent) is { } inner: return Read(inner, scope);
            case "true": return new NumberExpr(1) { Location = place };
            case "false": return new NumberExpr(0) { Location = place };
            case "pi": return new NumberExpr(Math.PI) { Location = place };
            case "exponentiale": return new NumberExpr(Math.E) { Location = place };
            case "infinity": return new NumberExpr(double.PositiveInfinity) { Location = place };
            case "notanumber": return new NumberExpr(double.NaN) { Location = place };
            default: return Refuse(place, $"<{element.Name.LocalName}> cannot stand in a formula here.");
        }
    }

    private NumberExpr Number(XElement element, SourceLocation place)
    {
        var parts = element.Nodes().OfType<XText>().Select(text => text.Value.Trim()).Where(text => text.Length > 0).ToArray();
        var type = element.Attribute("type")?.Value ?? "real";
        var value = (type, parts) switch
        {
            ("e-notation", [var mantissa, var exponent]) => Parsed(mantissa + "e" + exponent.TrimStart('+')),
            ("rational", [var numerator, var denominator]) => Parsed(numerator) / Parsed(denominator),
            ("real" or "integer" or "e-notation", [var text]) => Parsed(text),
            _ => null,
        };
        if (value is null)
            return Refuse(place, $"'{string.Join(" ", parts)}' is no number of type {type}.");
        if (element.Elements().Any(child => child.Name.LocalName != "sep"))
            return Refuse(place, "<cn> holds a number and nothing else.");
        var unit = element.Attributes().FirstOrDefault(attribute => attribute.Name.LocalName == "units")?.Value.Trim();
        if (unit is not null && !SbmlVocabulary.IsId(unit))
            return Refuse(place, $"The unit '{unit}' is no id.");
        return new NumberExpr(value.Value, unit is null or "dimensionless" ? null : unit) { Location = place };
    }

    private static double? Parsed(string text) =>
        text.Equals("INF", StringComparison.OrdinalIgnoreCase) ? double.PositiveInfinity
        : text.Equals("-INF", StringComparison.OrdinalIgnoreCase) ? double.NegativeInfinity
        : text.Equals("NaN", StringComparison.OrdinalIgnoreCase) ? double.NaN
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private Expr Symbol(XElement element, SourceLocation place, IReadOnlyDictionary<string, Expr>? scope)
    {
        if (element.HasElements)
            return Refuse(place, "<ci> holds an id and nothing else.");
        var id = element.Value.Trim();
        return scope is not null && scope.TryGetValue(id, out var meaning) ? meaning : new SymbolExpr(id) { Location = place };
    }

    private Expr Constant(XElement element, SourceLocation place) => CsymbolOf(element) switch
    {
        "time" => new TimeExpr { Location = place },
        "avogadro" => new NumberExpr(Avogadro) { Location = place },
        var name => Refuse(place, $"The symbol '{name}' is not supported here."),
    };

    /// <summary>The name behind the URL of SBML's symbols; any other URL as it is.</summary>
    private static string CsymbolOf(XElement element) => (element.Attribute("definitionURL")?.Value.Trim() ?? "") is var url && url.StartsWith(Symbols, StringComparison.Ordinal) ? url[Symbols.Length..] : url;

    /// <summary>The function of the package distrib that it names, or null.</summary>
    private static string? DrawOf(string symbol) => symbol.StartsWith("distrib/", StringComparison.Ordinal) && RandomDraws.Contains(symbol["distrib/".Length..]) ? symbol["distrib/".Length..] : null;

    /// <summary>Text between elements would be overlooked.</summary>
    private void RefuseText(XElement element)
    {
        if (HasText(element))
            Refuse(XmlTree.PlaceOf(element), $"<{element.Name.LocalName}> holds text which is in no <cn> or <ci>.");
    }

    private static bool HasText(XElement element) => element.Nodes().OfType<XText>().Any(text => !string.IsNullOrWhiteSpace(text.Value));

    private Expr Apply(XElement apply, SourceLocation place, IReadOnlyDictionary<string, Expr>? scope)
    {
        var children = apply.Elements().ToArray();
        if (children.Length == 0)
            return Refuse(place, "<apply> is empty.");
        RefuseText(apply);
        var head = children[0];
        var operands = children[1..].Where(child => child.Name.LocalName is not ("bvar" or "degree" or "logbase")).Select(child => Read(child, scope)).ToImmutableArray();
        var name = head.Name.LocalName;
        if (head.HasElements)
            return Refuse(place, name is "apply" or "piecewise" ? $"An operator or a function comes first in <apply>, not <{name}>." : $"<{name}> holds something; what it is applied to follows it.");
        if (children[1..].FirstOrDefault(child => child.Name.LocalName is "bvar" or "degree" or "logbase") is { } qualifier && (name, qualifier.Name.LocalName) is not (("root", "degree") or ("log", "logbase")))
            return Refuse(XmlTree.PlaceOf(qualifier), $"<{qualifier.Name.LocalName}> means nothing to <{name}>.");
        return name switch
        {
            "ci" => Expand(head.Value.Trim(), operands, place),
            "csymbol" => CsymbolOf(head) switch
            {
                "delay" when operands.Length == 2 => new CallExpr("delay", operands) { Location = place },
                "rateOf" when operands is [SymbolExpr] => new CallExpr("rateOf", operands) { Location = place },
                "rateOf" when operands is [NumberExpr] => new NumberExpr(0) { Location = place },
                var symbol when DrawOf(symbol) is { } draw => RandomDraws.Shape(draw, operands.Length) is null
                    ? Refuse(place, RandomDraws.Complaint(draw, operands.Length)) : new CallExpr(draw, operands) { Location = place, Draw = ++draws },
                var symbol => Refuse(place, $"The function '{symbol}' is not supported, or not with {operands.Length} arguments of this kind."),
            },
            "root" => Root(operands, Qualifier(apply, "degree", scope), place),
            "log" => Logarithm(operands, Qualifier(apply, "logbase", scope), place),
            _ => Operation(name, operands, place),
        };
    }

    private Expr? Qualifier(XElement apply, string name, IReadOnlyDictionary<string, Expr>? scope) =>
        apply.Elements().Where(element => element.Name.LocalName == name).ToArray() switch
        {
            [] => null,
            [var one] when one.Elements().ToArray() is [var inner] && !HasText(one) => Read(inner, scope),
            [var one, ..] => Refuse(XmlTree.PlaceOf(one), $"There is one <{name}>, with one formula in it."),
        };

    private Expr Root(ImmutableArray<Expr> operands, Expr? degree, SourceLocation place) => operands switch
    {
        [var x] when degree is null or NumberExpr { Value: 2 } => new CallExpr("sqrt", [x]) { Location = place },
        [var x] => new BinaryExpr(BinaryOperator.Power, x, new BinaryExpr(BinaryOperator.Divide, new NumberExpr(1), degree!)) { Location = place },
        _ => Refuse(place, "<root/> takes one argument."),
    };

    private Expr Logarithm(ImmutableArray<Expr> operands, Expr? radix, SourceLocation place) => operands switch
    {
        [var x] when radix is null or NumberExpr { Value: 10 } => new CallExpr("log10", [x]) { Location = place },
        [var x] => new BinaryExpr(BinaryOperator.Divide, new CallExpr("ln", [x]) { Location = place }, new CallExpr("ln", [radix!]) { Location = place }) { Location = place },
        _ => Refuse(place, "<log/> takes one argument."),
    };

    private Expr Operation(string name, ImmutableArray<Expr> operands, SourceLocation place)
    {
        switch (name)
        {
            case "plus": return Chain(BinaryOperator.Add, operands, 0, place);
            case "times": return Chain(BinaryOperator.Multiply, operands, 1, place);
            case "and": return Chain(BinaryOperator.And, operands, 1, place);
            case "or": return Chain(BinaryOperator.Or, operands, 0, place);
            case "xor": return operands.Length == 0 ? new NumberExpr(0) { Location = place } : operands.Length == 1 ? Truth(operands[0], place) : operands.Skip(1).Aggregate(operands[0], (left, right) => new CallExpr("xor", [left, right]) { Location = place });
            case "not" when operands.Length == 1: return new UnaryExpr(UnaryOperator.Not, operands[0]) { Location = place };
            case "minus" when operands.Length == 1: return new UnaryExpr(UnaryOperator.Negate, operands[0]) { Location = place };
            case "minus" when operands.Length == 2: return new BinaryExpr(BinaryOperator.Subtract, operands[0], operands[1]) { Location = place };
            case "divide" when operands.Length == 2: return new BinaryExpr(BinaryOperator.Divide, operands[0], operands[1]) { Location = place };
            case "power" when operands.Length == 2: return new BinaryExpr(BinaryOperator.Power, operands[0], operands[1]) { Location = place };
        }
        if (Comparisons.TryGetValue(name, out var comparison))
            return Compared(comparison, operands, place);
        if (!Functions.TryGetValue(name, out var function))
            return Refuse(place, $"<{name}/> with {operands.Length} arguments is not known.");
        return BuiltinFunctions.Canonical(function, operands, place, out var problem) is { } call && problem is null ? call : Refuse(place, problem ?? $"<{name}/> is not known.");
    }

    private static UnaryExpr Truth(Expr formula, SourceLocation place) => new(UnaryOperator.Not, new UnaryExpr(UnaryOperator.Not, formula) { Location = place }) { Location = place };

    private static Expr Chain(BinaryOperator operation, ImmutableArray<Expr> operands, double none, SourceLocation place) => operands.Length switch
    {
        0 => new NumberExpr(none) { Location = place },
        1 when operation is BinaryOperator.And or BinaryOperator.Or => Truth(operands[0], place),
        <= LongestChain => operands.Skip(1).Aggregate(operands[0], (left, right) => new BinaryExpr(operation, left, right) { Location = place }),
        _ => new BinaryExpr(operation, Chain(operation, operands[..(operands.Length / 2)], none, place), Chain(operation, operands[(operands.Length / 2)..], none, place)) { Location = place },
    };

    /// <summary>a &lt; b &lt; c means a &lt; b and b &lt; c.</summary>
    private Expr Compared(BinaryOperator comparison, ImmutableArray<Expr> operands, SourceLocation place)
    {
        if (operands.Length < 2)
            return operands.Length == 1 && comparison != BinaryOperator.NotEqual ? new NumberExpr(1) { Location = place } : Refuse(place, "A comparison takes at least two arguments.");
        var pairs = operands.Zip(operands.Skip(1), (left, right) => (Expr)new BinaryExpr(comparison, left, right) { Location = place });
        return pairs.Aggregate((left, right) => new BinaryExpr(BinaryOperator.And, left, right) { Location = place });
    }

    private CallExpr Piecewise(XElement piecewise, SourceLocation place, IReadOnlyDictionary<string, Expr>? scope)
    {
        var arguments = ImmutableArray.CreateBuilder<Expr>();
        Expr? otherwise = null;
        RefuseText(piecewise);
        foreach (var child in piecewise.Elements())
        {
            RefuseText(child);
            var parts = child.Elements().Select(part => Read(part, scope)).ToArray();
            if (child.Name.LocalName == "piece" && parts.Length == 2)
                arguments.AddRange(parts);
            else if (child.Name.LocalName == "otherwise" && parts.Length == 1 && otherwise is null)
                otherwise = parts[0];
            else
                Refuse(XmlTree.PlaceOf(child), "<piecewise> holds <piece> with a value and a condition, and at most one <otherwise> with a value.");
        }
        arguments.Add(otherwise ?? new NumberExpr(double.NaN) { Location = place });
        return new CallExpr("piecewise", arguments.ToImmutable()) { Location = place };
    }

    /// <summary>The function's formula with the arguments in place of its variables.</summary>
    private Expr Expand(string id, ImmutableArray<Expr> arguments, SourceLocation place)
    {
        if (!functions.TryGetValue(id, out var definition))
            return Refuse(FindingCodes.UnknownModule.At(place, $"There is no function '{id}'.", Spelling.Advice(id, functions.Keys, "Define it.")));
        if (IsDerivative(definition) && arguments is [SymbolExpr])
            return new CallExpr("rateOf", arguments) { Location = place };
        if (expanding.Contains(id))
            return Refuse(FindingCodes.Recursion.At(place, $"The function '{id}' calls itself: {string.Join(" → ", expanding.Reverse().Append(id))}.", FindingCodes.Recursion.Remedy));
        if (Lambda(definition) is not var (lambda, variables, body))
            return new NumberExpr(double.NaN) { Location = place };
        if (variables.Length != arguments.Length)
            return Refuse(FindingCodes.ArgumentCount.At(place, $"'{id}' takes {variables.Length} arguments, not {arguments.Length}.", $"It is defined at {XmlTree.PlaceOf(definition)}."));
        foreach (var argument in arguments)
            Measured(argument);
        expanded += lambda.Descendants().Count();
        if (expanded > MostExpandedNodes)
            throw new FindingsException(FindingCodes.TooLarge.At(place, "The function definitions grow without measure when they are put in place.", FindingCodes.TooLarge.Remedy));
        if (expanding.Count > DeepestCalls)
            throw new FindingsException(FindingCodes.TooLarge.At(place, $"Function definitions call each other more than {DeepestCalls} deep.", FindingCodes.TooLarge.Remedy));
        expanding.Push(id);
        var scope = variables.Zip(arguments).GroupBy(pair => pair.First, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Second, StringComparer.Ordinal);
        var formula = Read(body, scope);
        expanding.Pop();
        return formula;
    }

    /// <summary>A definition over its arguments alone, functions that it calls put in place; null when it has no formula, or is the derivative.</summary>
    public (ImmutableArray<string> Arguments, Expr Body)? Definition(XElement definition) => Lambda(definition) is var (_, variables, body) && !IsDerivative(definition)
        ? ([.. variables], Measured(Read(body, variables.Distinct(StringComparer.Ordinal).ToDictionary(name => name, name => (Expr)new SymbolExpr(name), StringComparer.Ordinal)))) : null;

    private static (XElement Whole, string[] Variables, XElement Body)? Lambda(XElement definition)
    {
        var lambda = definition.Descendants().FirstOrDefault(element => element.Name.LocalName == "lambda");
        return lambda?.Elements().FirstOrDefault(element => element.Name.LocalName != "bvar") is { } body
            ? (lambda, [.. lambda.Elements().Where(element => element.Name.LocalName == "bvar").Select(element => element.Value.Trim())], body) : null;
    }

    /// <summary>Before Level 3 Version 2 had the symbol rateOf, tools wrote it as a function whose annotation says that it is the derivative.</summary>
    private static bool IsDerivative(XElement definition) => XmlTree.Child(definition, "annotation")?.Elements().Any(symbols =>
        symbols.Name == XName.Get("symbols", "http://sbml.org/annotations/symbols") && symbols.Attribute("definition")?.Value == "http://en.wikipedia.org/wiki/Derivative") == true;

    private NumberExpr Refuse(SourceLocation place, string what) => Refuse(FindingCodes.MathMl.At(place, what, "Write it with what SBML allows; see MathML in the SBML specification."));

    private NumberExpr Refuse(Finding finding)
    {
        findings.Add(finding);
        return new NumberExpr(double.NaN) { Location = finding.Location };
    }
}
