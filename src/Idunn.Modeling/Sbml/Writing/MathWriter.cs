using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Sbml.Writing;

/// <summary>Formulas as MathML, so that <see cref="MathReader"/> gives the same formula again, number for number.</summary>
/// <param name="core">The namespace of SBML's own elements.</param>
/// <param name="idOf">Ids as they are written.</param>
/// <param name="unitOf">Ids of unit expressions; null for one that is not known.</param>
internal sealed class MathWriter(XNamespace core, Func<string, string> idOf, Func<string, string?> unitOf)
{
    public static readonly XNamespace MathMl = "http://www.w3.org/1998/Math/MathML";

    /// <summary>Avogadro's constant as SBML Level 3 defines its symbol.</summary>
    private const double Avogadro = 6.02214179e23;

    /// <summary>Operands that stand beside each other in one sum or product; as many as the reader takes for a chain from the left.</summary>
    private const int LongestChain = 64;

    private static readonly Dictionary<string, string> Elements = new(StringComparer.Ordinal)
    {
        ["ceil"] = "ceiling", ["log10"] = "log", ["sqrt"] = "root", ["asin"] = "arcsin", ["acos"] = "arccos", ["atan"] = "arctan", ["asinh"] = "arcsinh", ["acosh"] = "arccosh", ["atanh"] = "arctanh",
    };

    /// <summary>Elements inside each other in one formula; the reader takes some more in a file.</summary>
    private const int Deepest = 480;

    private int depth;

    /// <exception cref="FindingsException">It is nested more deeply than a reader takes.</exception>
    public XElement Formula(Expr formula, bool isCondition = false) => new(MathMl + "math", Written(formula, isCondition));

    private XElement Written(Expr formula, bool isCondition = false)
    {
        if (depth > Deepest)
            throw new FindingsException(FindingCodes.TooLarge.At(formula.Location, $"The formula has parts more than {Deepest} deep in each other.", "Name parts of it by variables of their own."));
        depth += formula is CallExpr { Function: "piecewise" } ? 2 : 1;
        var element = Element(formula, isCondition);
        depth -= formula is CallExpr { Function: "piecewise" } ? 2 : 1;
        return element;
    }

    private XElement Element(Expr formula, bool isCondition) => formula switch
    {
        NumberExpr number => Number(number, isCondition),
        SymbolExpr symbol => new XElement(MathMl + "ci", idOf(symbol.Name)),
        TimeExpr => Symbol("time", "time"),
        UnaryExpr unary => Apply(new XElement(MathMl + (unary.Operator == UnaryOperator.Not ? "not" : "minus")), [unary.Operand], unary.Operator == UnaryOperator.Not),
        BinaryExpr binary => Apply(new XElement(MathMl + ElementOf(binary.Operator)), Operands(binary), binary.Operator is BinaryOperator.And or BinaryOperator.Or),
        CallExpr { Function: "piecewise" } call => Piecewise(call.Arguments, isCondition),
        CallExpr { Function: "delay" or "rateOf" } call => Apply(Symbol(call.Function, call.Function), call.Arguments, false),
        CallExpr { Draw: not 0 } call => Apply(Symbol("distrib/" + call.Function, call.Function), call.Arguments, false),
        CallExpr call => Apply(new XElement(MathMl + Elements.GetValueOrDefault(call.Function, call.Function)), call.Arguments, call.Function == "xor"),
        _ => throw new ArgumentOutOfRangeException(nameof(formula), formula.GetType().Name, "There is no such formula."),
    };

    private XElement Apply(XElement head, IEnumerable<Expr> operands, bool areConditions) => new(MathMl + "apply", head, operands.Select(operand => Written(operand, areConditions)));

    /// <summary>a + b + c is one sum of three; long ones are sums of sums, from the left.</summary>
    private static List<Expr> Operands(BinaryExpr binary)
    {
        var operands = new List<Expr> { binary.Right };
        var left = binary.Left;
        if (binary.Operator is BinaryOperator.Add or BinaryOperator.Multiply or BinaryOperator.And or BinaryOperator.Or)
        {
            for (; left is BinaryExpr inner && inner.Operator == binary.Operator && operands.Count < LongestChain - 1; left = inner.Left)
                operands.Add(inner.Right);
        }
        operands.Add(left);
        operands.Reverse();
        return operands;
    }

    private static string ElementOf(BinaryOperator operation) => operation switch
    {
        BinaryOperator.Add => "plus",
        BinaryOperator.Subtract => "minus",
        BinaryOperator.Multiply => "times",
        BinaryOperator.Divide => "divide",
        BinaryOperator.Power => "power",
        BinaryOperator.Less => "lt",
        BinaryOperator.LessOrEqual => "leq",
        BinaryOperator.Greater => "gt",
        BinaryOperator.GreaterOrEqual => "geq",
        BinaryOperator.Equal => "eq",
        BinaryOperator.NotEqual => "neq",
        BinaryOperator.And => "and",
        _ => "or",
    };

    private XElement Piecewise(ImmutableArray<Expr> arguments, bool isCondition)
    {
        var piecewise = new XElement(MathMl + "piecewise");
        for (var i = 0; i + 1 < arguments.Length; i += 2)
            piecewise.Add(new XElement(MathMl + "piece", Written(arguments[i], isCondition), Written(arguments[i + 1], true)));
        // Without an otherwise the value is not defined, which is not a number here.
        if (arguments.Length % 2 == 1 && (arguments.Length == 1 || arguments[^1] is not NumberExpr { Value: double.NaN }))
            piecewise.Add(new XElement(MathMl + "otherwise", Written(arguments[^1], isCondition)));
        return piecewise;
    }

    private static XElement Symbol(string name, string text) =>
        new(MathMl + "csymbol", new XAttribute("encoding", "text"), new XAttribute("definitionURL", $"http://www.sbml.org/sbml/symbols/{name}"), text);

    private XElement Number(NumberExpr number, bool isCondition)
    {
        var value = number.Value;
        if (isCondition && number.Unit is null && value is 0 or 1)
            return new XElement(MathMl + (value == 1 ? "true" : "false"));
        if (double.IsNaN(value))
            return new XElement(MathMl + "notanumber");
        if (double.IsInfinity(value))
            return value > 0 ? new XElement(MathMl + "infinity") : new XElement(MathMl + "apply", new XElement(MathMl + "minus"), new XElement(MathMl + "infinity"));
        if (number.Unit is null && value is Math.PI or Math.E or Avogadro)
            return value == Math.PI ? new XElement(MathMl + "pi") : value == Math.E ? new XElement(MathMl + "exponentiale") : Symbol("avogadro", "avogadro");
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var element = new XElement(MathMl + "cn");
        if (number.Unit is { } unit && unitOf(unit) is { } id)
            element.Add(new XAttribute(core + "units", id));
        if (text.Split('E') is [var mantissa, var exponent])
            element.Add(new XAttribute("type", "e-notation"), mantissa, new XElement(MathMl + "sep"), exponent.TrimStart('+'));
        else if (text.Length < 10 && !text.Contains('.', StringComparison.Ordinal))
            element.Add(new XAttribute("type", "integer"), text);
        else
            element.Add(text);
        return element;
    }
}
