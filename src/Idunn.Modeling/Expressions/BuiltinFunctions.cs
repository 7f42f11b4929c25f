using System.Collections.Immutable;

namespace Idunn.Modeling.Expressions;

/// <summary>
/// The functions and constants of the language: those of SBML Level 3 infix, and those that draw at random (<see cref="RandomDraws"/>). Several spellings mean one thing; after parsing only
/// the names in <see cref="Names"/> are left, and functional forms of operators (<c>plus</c>, <c>gt</c>, <c>pow</c>) are operators.
/// <c>log</c> of one argument is the natural logarithm, as in Antimony.
/// </summary>
public static class BuiltinFunctions
{
    private const int Many = int.MaxValue;

    private const int MostDerivedNodes = 60_000;

    private static readonly Dictionary<string, (int Least, int Most)> Arities = new(StringComparer.Ordinal)
    {
        ["abs"] = (1, 1), ["exp"] = (1, 1), ["ln"] = (1, 1), ["log10"] = (1, 1), ["sqrt"] = (1, 1), ["floor"] = (1, 1), ["ceil"] = (1, 1),
        ["min"] = (1, Many), ["max"] = (1, Many), ["piecewise"] = (1, Many), ["xor"] = (2, 2),
        ["sin"] = (1, 1), ["cos"] = (1, 1), ["tan"] = (1, 1), ["asin"] = (1, 1), ["acos"] = (1, 1), ["atan"] = (1, 1),
        ["sinh"] = (1, 1), ["cosh"] = (1, 1), ["tanh"] = (1, 1),
        ["asinh"] = (1, 1), ["acosh"] = (1, 1), ["atanh"] = (1, 1), ["factorial"] = (1, 1), ["delay"] = (2, 2), ["rateOf"] = (1, 1),
    };

    /// <summary>Functions that are written by others: how, and of how many arguments.</summary>
    private static readonly Dictionary<string, (int Count, Func<ImmutableArray<Expr>, Expr> Build)> Derived = new(StringComparer.Ordinal)
    {
        ["sec"] = (1, x => Over(Call("cos", x[0]))), ["csc"] = (1, x => Over(Call("sin", x[0]))), ["cot"] = (1, x => Over(Call("tan", x[0]))),
        ["sech"] = (1, x => Over(Call("cosh", x[0]))), ["csch"] = (1, x => Over(Call("sinh", x[0]))), ["coth"] = (1, x => Over(Call("tanh", x[0]))),
        ["arcsec"] = (1, x => Call("acos", Over(x[0]))), ["arccsc"] = (1, x => Call("asin", Over(x[0]))), ["arccot"] = (1, x => Call("atan", Over(x[0]))),
        ["arcsech"] = (1, x => Call("acosh", Over(x[0]))), ["arccsch"] = (1, x => Call("asinh", Over(x[0]))), ["arccoth"] = (1, x => Call("atanh", Over(x[0]))),
        ["quotient"] = (2, x => Quotient(x[0], x[1])), ["rem"] = (2, x => new BinaryExpr(BinaryOperator.Subtract, x[0], new BinaryExpr(BinaryOperator.Multiply, x[1], Quotient(x[0], x[1])))),
        ["implies"] = (2, x => new BinaryExpr(BinaryOperator.Or, new UnaryExpr(UnaryOperator.Not, x[0]), x[1])),
    };

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["ceiling"] = "ceil", ["log"] = "ln", ["arcsin"] = "asin", ["arccos"] = "acos", ["arctan"] = "atan", ["arcsinh"] = "asinh", ["arccosh"] = "acosh", ["arctanh"] = "atanh",
        ["asec"] = "arcsec", ["acsc"] = "arccsc", ["acot"] = "arccot", ["asech"] = "arcsech", ["acsch"] = "arccsch", ["acoth"] = "arccoth",
    };

    private static readonly Dictionary<string, BinaryOperator> Operators = new(StringComparer.Ordinal)
    {
        ["pow"] = BinaryOperator.Power, ["power"] = BinaryOperator.Power, ["minus"] = BinaryOperator.Subtract, ["divide"] = BinaryOperator.Divide,
        ["lt"] = BinaryOperator.Less, ["leq"] = BinaryOperator.LessOrEqual, ["gt"] = BinaryOperator.Greater, ["geq"] = BinaryOperator.GreaterOrEqual,
        ["eq"] = BinaryOperator.Equal, ["neq"] = BinaryOperator.NotEqual,
        ["plus"] = BinaryOperator.Add, ["times"] = BinaryOperator.Multiply, ["and"] = BinaryOperator.And, ["or"] = BinaryOperator.Or,
    };

    private static readonly Dictionary<string, double> Constants = new(StringComparer.Ordinal)
    {
        ["pi"] = Math.PI, ["exponentiale"] = Math.E, ["infinity"] = double.PositiveInfinity, ["notanumber"] = double.NaN, ["inf"] = double.PositiveInfinity, ["INF"] = double.PositiveInfinity, ["nan"] = double.NaN, ["NaN"] = double.NaN, ["true"] = 1, ["false"] = 0,
        ["avogadro"] = 6.02214076e23, // exact since the SI of 2019
    };

    /// <summary>What a <see cref="CallExpr"/> may be called after parsing and expansion.</summary>
    public static IEnumerable<string> Names => Arities.Keys.Order(StringComparer.Ordinal);

    internal static IEnumerable<string> AllSpellings => Arities.Keys.Concat(Derived.Keys).Concat(Aliases.Keys).Concat(Operators.Keys);

    internal static bool IsReserved(string name) => RandomDraws.Contains(name) || Arities.ContainsKey(name) || Derived.ContainsKey(name) || Aliases.ContainsKey(name) || Operators.ContainsKey(name) || name is "not" or "sqr" or "root";

    internal static bool TryGetConstant(string name, out double value) => Constants.TryGetValue(name, out value);

    /// <summary>The call in its one spelling, or null when it is no built-in.</summary>
    /// <param name="problem">Why the arguments do not fit.</param>
    internal static Expr? Canonical(string name, ImmutableArray<Expr> arguments, SourceLocation location, out string? problem)
    {
        problem = null;
        if (TryOperator(name, arguments, location, out problem) is { } operation)
            return operation;
        name = Aliases.GetValueOrDefault(name, name);
        if (Derived.TryGetValue(name, out var derived))
        {
            problem = arguments.Length == derived.Count ? null : $"{name} takes {Counted(derived.Count)}, not {arguments.Length}.";
            var built = problem is null ? derived.Build(arguments) : new NumberExpr(0);
            // A remainder holds its arguments several times over, and so would remainders of remainders.
            if (derived.Count > 1 && new FormulaMeasure().Of(built).Size > MostDerivedNodes)
                (problem, built) = ($"{name} inside of {name} makes a formula of more than {MostDerivedNodes:N0} parts.", new NumberExpr(0));
            return built with { Location = location };
        }
        if (RandomDraws.Contains(name))
        {
            problem = RandomDraws.Shape(name, arguments.Length) is null ? RandomDraws.Complaint(name, arguments.Length) : null;
            return new CallExpr(name, arguments) { Location = location, Draw = 1 };
        }
        if (!Arities.TryGetValue(name, out var arity))
            return null;
        if (arguments.Length < arity.Least || arguments.Length > arity.Most)
            problem = $"{name} takes {(arity.Least == arity.Most ? Counted(arity.Least) : "at least " + Counted(arity.Least))}, not {arguments.Length}.";
        return new CallExpr(name, arguments) { Location = location };
    }

    private static Expr? TryOperator(string name, ImmutableArray<Expr> arguments, SourceLocation location, out string? problem)
    {
        problem = null;
        if (name is "not" or "sqr")
        {
            problem = arguments.Length == 1 ? null : $"{name} takes one argument, not {arguments.Length}.";
            var operand = arguments.FirstOrDefault(new NumberExpr(0));
            return name == "not"
                ? new UnaryExpr(UnaryOperator.Not, operand) { Location = location }
                : new BinaryExpr(BinaryOperator.Power, operand, new NumberExpr(2) { Location = location }) { Location = location };
        }
        if (name is "log" or "root" && arguments.Length == 2)
            return OfTwo(name, arguments[0], arguments[1], location);
        if (name == "minus" && arguments.Length == 1)
            return new UnaryExpr(UnaryOperator.Negate, arguments[0]) { Location = location };
        if (name == "root")
            problem = $"root takes two arguments, not {arguments.Length}.";
        if (!Operators.TryGetValue(name, out var operation))
            return problem is null ? null : new NumberExpr(0) { Location = location };
        var isChain = operation is BinaryOperator.Add or BinaryOperator.Multiply or BinaryOperator.And or BinaryOperator.Or;
        if (arguments.Length < 2 || (arguments.Length > 2 && !isChain))
        {
            problem = $"{name} takes {(isChain ? "at least " : "")}two arguments, not {arguments.Length}.";
            return new NumberExpr(0) { Location = location };
        }
        return arguments.Skip(1).Aggregate(arguments[0], (left, right) => new BinaryExpr(operation, left, right) { Location = location });
    }

    /// <summary>log(base, x) = ln x / ln base; root(n, x) = x^(1/n).</summary>
    private static BinaryExpr OfTwo(string name, Expr first, Expr x, SourceLocation location)
    {
        CallExpr Ln(Expr of) => new("ln", [of]) { Location = location };
        return name == "log"
            ? new BinaryExpr(BinaryOperator.Divide, Ln(x), Ln(first)) { Location = location }
            : new BinaryExpr(BinaryOperator.Power, x, new BinaryExpr(BinaryOperator.Divide, new NumberExpr(1) { Location = location }, first) { Location = location }) { Location = location };
    }

    private static CallExpr Call(string name, Expr x) => new(name, [x]);

    private static BinaryExpr Over(Expr x) => new(BinaryOperator.Divide, new NumberExpr(1), x);

    /// <summary>a / b without its fraction.</summary>
    private static CallExpr Quotient(Expr a, Expr b)
    {
        var exact = new BinaryExpr(BinaryOperator.Divide, a, b);
        return new("piecewise", [Call("ceil", exact), new BinaryExpr(BinaryOperator.Less, exact, new NumberExpr(0)), Call("floor", exact)]);
    }

    private static string Counted(int count) => count == 1 ? "one argument" : count == 2 ? "two arguments" : $"{count} arguments";
}
