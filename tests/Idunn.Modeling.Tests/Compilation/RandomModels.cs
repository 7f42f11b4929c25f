using CsCheck;
using Idunn.Modeling.Expressions;
using static Idunn.Modeling.Tests.Compilation.Sketch;

namespace Idunn.Modeling.Tests.Compilation;

/// <summary>Generators of formulas and models that no one would write by hand.</summary>
internal static class RandomModels
{
    private static readonly string[] States = ["x0", "x1", "x2", "x3"];
    private static readonly string[] Parameters = ["p0", "p1", "p2"];
    private static readonly string[] Functions =
        ["exp", "ln", "log10", "sqrt", "abs", "floor", "ceil", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh"];
    private static readonly string[] SmoothFunctions = ["exp", "sin", "cos", "atan", "sinh", "cosh", "tanh", "asinh"];

    private static readonly Gen<Formula> Leaf = Gen.OneOf(
        OneOf(States).Select(id => (Formula)id), OneOf(Parameters).Select(id => (Formula)id),
        Gen.Double[-3, 3].Select(value => (Formula)value), Gen.Int[-3, 4].Select(value => (Formula)value), Gen.Const(Formula.Time));

    /// <summary>Every operation there is, also where it is not a number.</summary>
    public static Gen<Formula> AnyFormula(int depth) => depth == 0 ? Leaf : Gen.Frequency(
        (1, Leaf),
        (6, Gen.Select(Gen.Enum<BinaryOperator>(), AnyFormula(depth - 1), AnyFormula(depth - 1), Formula.Of)),
        (1, Gen.Select(Gen.Bool, AnyFormula(depth - 1), (isNot, a) => isNot ? !a : -a)),
        (3, Gen.Select(OneOf(Functions), AnyFormula(depth - 1), (function, a) => Formula.Call(function, a))),
        (1, Gen.Select(OneOf("min", "max", "xor"), AnyFormula(depth - 1), AnyFormula(depth - 1), (function, a, b) => Formula.Call(function, a, b))),
        (1, Gen.Select(AnyFormula(depth - 1), AnyFormula(depth - 1), AnyFormula(depth - 1), (a, b, c) => Formula.Call("piecewise", a, b, c))));

    /// <summary>Formulas without poles and jumps, whose values and slopes stay moderate.</summary>
    public static Gen<Formula> SmoothFormula(int depth) => depth == 0 ? Leaf : Gen.Frequency(
        (1, Leaf),
        (2, Gen.Select(SmoothFormula(depth - 1), SmoothFormula(depth - 1), (a, b) => a + b)),
        (2, Gen.Select(SmoothFormula(depth - 1), SmoothFormula(depth - 1), (a, b) => a - b)),
        (2, Gen.Select(SmoothFormula(depth - 1), SmoothFormula(depth - 1), (a, b) => Bounded(a) * Bounded(b))),
        (2, Gen.Select(SmoothFormula(depth - 1), SmoothFormula(depth - 1), (a, b) => Bounded(a) / (1.5 + Bounded(b)))),
        (1, Gen.Select(SmoothFormula(depth - 1), Gen.Int[-3, 5], (a, n) => (2.0 + Bounded(a)) ^ (double)n)),
        (1, Gen.Select(SmoothFormula(depth - 1), SmoothFormula(depth - 1), (a, b) => (2.0 + Bounded(a)) ^ Bounded(b))),
        (1, Gen.Select(OneOf("ln", "log10", "sqrt", "acosh"), SmoothFormula(depth - 1), (function, a) => Formula.Call(function, 2.5 + Bounded(a)))),
        (1, Gen.Select(OneOf("asin", "acos", "atanh", "tan"), SmoothFormula(depth - 1), (function, a) => Formula.Call(function, 0.5 * Bounded(a)))),
        (2, Gen.Select(OneOf(SmoothFunctions), SmoothFormula(depth - 1), (function, a) => Formula.Call(function, Bounded(a)))));

    /// <summary>Four states whose rates are the formulas; a fifth formula is the rule <c>r</c>.</summary>
    public static Model ModelOf(Formula[] formulas) => Model(
        [
            .. States.Select((id, i) => (object)Variable(id, 0.1 * (i + 1))), .. Parameters.Select((id, i) => (object)Constant(id, 1.0 + i)),
            .. States.Select((id, i) => (object)Rate(id, formulas[i])), Variable("r"), Rule("r", formulas[4]),
        ]);

    /// <summary>A closed network of mass-action conversions A + B → C + D between amounts; each reaction keeps the total.</summary>
    public static Gen<Model> MassAction { get; } = Gen.Select(Gen.Int[4, 25], Gen.Int[1, 400], Gen.Int[0, 1 << 20], (species, reactions, mix) => Model(
        [
            .. Enumerable.Range(0, species).Select(i => (object)Amount($"s{i}", 1.0 + i)),
            .. Enumerable.Range(0, reactions).Select(i => (object)Constant($"k{i}", 0.1 + i % 7)),
            .. Enumerable.Range(0, reactions).Select(i => (object)Conversion(i, species, mix)),
        ]));

    /// <summary>The same, of few reactions, so that there is much that they conserve; half of the first species turns into the second whenever there is more than 2.5 of it, which keeps the total.</summary>
    public static Gen<Model> MassActionWithEvents { get; } = Gen.Select(Gen.Int[4, 12], Gen.Int[2, 24], Gen.Int[0, 1 << 20], (species, reactions, mix) => Model(
        [
            .. Enumerable.Range(0, species).Select(i => (object)Amount($"s{i}", 0.5 + i % 3)),
            .. Enumerable.Range(0, reactions).Select(i => (object)Constant($"k{i}", 0.1 + i % 7)),
            .. Enumerable.Range(0, reactions).Select(i => (object)Conversion(i, species, mix)),
            When((Formula)"s0" > 2.5, ("s0", 0.5 * (Formula)"s0"), ("s1", "s1" + 0.5 * (Formula)"s0")),
        ]));

    private static Reaction Conversion(int number, int species, int mix)
    {
        string Pick(int turn) => $"s{((long)mix * (2 * turn + 1) + 7919L * number * (turn + 1) + (mix >> (number % 11))) % species}";
        var (a, b) = (Pick(1), Pick(2));
        return Flow($"r{number}", [a, b], [Pick(3), Pick(4)], (Formula)$"k{number}" * a * b);
    }

    public static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    /// <summary>A number between −1 and 1.</summary>
    private static Formula Bounded(Formula a) => Formula.Call("tanh", a);
}
