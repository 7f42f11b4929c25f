using System.Collections.Immutable;
using System.Globalization;

namespace Idunn.Modeling.Expressions;

/// <summary>Writes a formula as TeX mathematics that MathJax and KaTeX read: names upright and whole, quotients as fractions.</summary>
public static class TexPrinter
{
    private const int Alternative = 1, Comparison = 2, Sum = 3, Product = 4, Sign = 5, Primary = 7;

    public static string Print(Expr formula) => formula switch
    {
        NumberExpr number => Number(number),
        SymbolExpr symbol => Name(symbol.Name),
        TimeExpr => "t",
        UnaryExpr { Operator: UnaryOperator.Not, Operand: var operand } => @"\text{not } " + Inside(operand, Sign),
        UnaryExpr unary => "-" + Inside(unary.Operand, Product),
        BinaryExpr { Operator: BinaryOperator.Divide } quotient => Fraction(quotient),
        BinaryExpr { Operator: BinaryOperator.Power } power => Inside(power.Left, Primary) + "^{" + Print(power.Right) + "}",
        BinaryExpr binary => Inside(binary.Left, Tightness(binary)) + Between(binary.Operator) + Inside(binary.Right, Tightness(binary) + 1),
        CallExpr call => Call(call),
        _ => throw new ArgumentOutOfRangeException(nameof(formula)),
    };

    /// <summary>An id in upright letters.</summary>
    public static string Name(string id) => $@"\mathrm{{{id.Replace("_", @"\_", StringComparison.Ordinal)}}}";

    /// <summary>The formula on lines of about <paramref name="width"/> letters: broken between terms, then between factors, then inside brackets.</summary>
    /// <param name="isFactor">In brackets where a sign before it needs them.</param>
    public static ImmutableArray<string> Lines(Expr formula, int width, bool isFactor = false)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        var length = 0;
        foreach (var (text, wide) in Pieces(formula, isFactor ? Product : Alternative, width))
        {
            if (lines.Count == 0 || length + wide > width)
            {
                lines.Add(text);
                length = 0;
            }
            else
                lines[^1] += " " + text;
            length += wide + 3;
        }
        return lines.ToImmutable();
    }

    /// <summary>What may stand on lines of its own; only formulas that are too wide are cut.</summary>
    private static List<(string Text, int Width)> Pieces(Expr formula, int tightest, int width)
    {
        if (Width(formula) <= width)
            return [(Inside(formula, tightest), Width(formula))];
        var pieces = new List<(string Text, int Width)>();
        switch (formula)
        {
            case BinaryExpr { Operator: BinaryOperator.Add or BinaryOperator.Subtract }:
                foreach (var (isNegative, term) in Terms(formula, false))
                    pieces.AddRange(Led(isNegative ? "- " : pieces.Count == 0 ? "" : "+ ", Pieces(term, Product, width)));
                break;
            case BinaryExpr { Operator: BinaryOperator.Multiply } product:
                pieces.AddRange(Pieces(product.Left, Product, width));
                pieces.AddRange(Led(@"\cdot ", Pieces(product.Right, Product + 1, width)));
                break;
            case BinaryExpr { Operator: BinaryOperator.Divide } quotient:
                return [($@"\frac{{{Stacked(quotient.Left, width)}}}{{{Stacked(quotient.Right, width)}}}", Math.Min(width, Width(quotient)))];
            case CallExpr { Function: not ("piecewise" or "sqrt" or "abs" or "floor" or "ceil" or "log10") } call:
                foreach (var argument in call.Arguments)
                    pieces.AddRange(Led(pieces.Count == 0 ? CallName(call.Function) + @"\bigl(" : @",\ ", Pieces(argument, Alternative, width)));
                pieces[^1] = (pieces[^1].Text + @"\bigr)", pieces[^1].Width + 1);
                break;
            default:
                return [(Inside(formula, tightest), Width(formula))];
        }
        if (Tightness(formula) < tightest)
        {
            pieces[0] = (@"\bigl(" + pieces[0].Text, pieces[0].Width + 1);
            pieces[^1] = (pieces[^1].Text + @"\bigr)", pieces[^1].Width + 1);
        }
        return pieces;
    }

    private static List<(string Text, int Width)> Led(string lead, List<(string Text, int Width)> pieces) => [(lead + pieces[0].Text, pieces[0].Width + 2), .. pieces.Skip(1)];

    private static string Stacked(Expr formula, int width)
    {
        var lines = Lines(formula, width);
        return lines.Length == 1 ? lines[0] : $@"\begin{{aligned}} & {string.Join(@" \\ & ", lines)} \end{{aligned}}";
    }

    private static IEnumerable<(bool IsNegative, Expr Term)> Terms(Expr formula, bool isNegative) => formula switch
    {
        BinaryExpr { Operator: BinaryOperator.Add } sum => Terms(sum.Left, isNegative).Concat(Terms(sum.Right, isNegative)),
        BinaryExpr { Operator: BinaryOperator.Subtract } difference => Terms(difference.Left, isNegative).Concat(Terms(difference.Right, !isNegative)),
        _ => [(isNegative, formula)],
    };

    /// <summary>Letters that the formula is wide in print, roughly.</summary>
    private static int Width(Expr formula) => formula switch
    {
        NumberExpr number => number.Unit is null ? 2 : 3 + number.Unit.Length,
        SymbolExpr symbol => symbol.Name.Length,
        UnaryExpr unary => 1 + Width(unary.Operand),
        BinaryExpr { Operator: BinaryOperator.Divide } quotient => Math.Max(Width(quotient.Left), Width(quotient.Right)),
        BinaryExpr binary => Width(binary.Left) + Width(binary.Right) + 2,
        CallExpr { Function: "piecewise" } call => call.Arguments.Max(Width) + 20,
        CallExpr call => call.Function.Length + call.Arguments.Sum(argument => Width(argument) + 2),
        _ => 1,
    };

    private static string Inside(Expr formula, int tightest) => Tightness(formula) < tightest ? $@"\left({Print(formula)}\right)" : Print(formula);

    private static int Tightness(Expr formula) => formula switch
    {
        UnaryExpr => Sign,
        NumberExpr { Value: < 0 } => Sign,
        NumberExpr { Unit: not null } => Product,
        BinaryExpr { Operator: BinaryOperator.And or BinaryOperator.Or } => Alternative,
        BinaryExpr { Operator: BinaryOperator.Add or BinaryOperator.Subtract } => Sum,
        BinaryExpr { Operator: BinaryOperator.Multiply or BinaryOperator.Divide } => Product,
        BinaryExpr { Operator: BinaryOperator.Power } => Primary - 1,
        BinaryExpr => Comparison,
        _ => Primary,
    };

    private static string Between(BinaryOperator operation) => operation switch
    {
        BinaryOperator.Add => " + ",
        BinaryOperator.Subtract => " - ",
        BinaryOperator.Multiply => @" \cdot ",
        BinaryOperator.Less => @" \lt ",
        BinaryOperator.LessOrEqual => @" \le ",
        BinaryOperator.Greater => @" \gt ",
        BinaryOperator.GreaterOrEqual => @" \ge ",
        BinaryOperator.Equal => " = ",
        BinaryOperator.NotEqual => @" \ne ",
        BinaryOperator.And => @" \text{ and } ",
        _ => @" \text{ or } ",
    };

    /// <summary>a / b / c is one fraction, a over b·c.</summary>
    private static string Fraction(BinaryExpr quotient)
    {
        var (above, below) = (quotient.Left, new List<Expr> { quotient.Right });
        while (above is BinaryExpr { Operator: BinaryOperator.Divide } inner)
        {
            above = inner.Left;
            below.Insert(0, inner.Right);
        }
        var denominator = below.Count == 1 ? Print(below[0]) : string.Join(@" \cdot ", below.Select(factor => Inside(factor, Product)));
        return $@"\frac{{{Print(above)}}}{{{denominator}}}";
    }

    private static string Call(CallExpr call)
    {
        var arguments = call.Arguments.Select(Print).ToArray();
        return call.Function switch
        {
            "sqrt" => $@"\sqrt{{{arguments[0]}}}",
            "abs" => $@"\left|{arguments[0]}\right|",
            "floor" => $@"\left\lfloor {arguments[0]} \right\rfloor",
            "ceil" => $@"\left\lceil {arguments[0]} \right\rceil",
            "log10" => $@"\log_{{10}}\left({arguments[0]}\right)",
            "piecewise" => Cases(arguments),
            _ => $@"{CallName(call.Function)}\left({string.Join(@",\ ", arguments)}\right)",
        };
    }

    private static string CallName(string function) =>
        function is "exp" or "ln" or "min" or "max" or "sin" or "cos" or "tan" or "sinh" or "cosh" or "tanh" ? @"\" + function : Name(function);

    private static string Cases(string[] arguments)
    {
        var cases = arguments.Chunk(2).Select(piece => piece.Length == 2 ? $@"{piece[0]} & \text{{if }} {piece[1]}" : $@"{piece[0]} & \text{{otherwise}}");
        return $@"\begin{{cases}} {string.Join(@" \\ ", cases)} \end{{cases}}";
    }

    private static string Number(NumberExpr number)
    {
        var text = number.Value.ToString("R", CultureInfo.InvariantCulture);
        var exponent = text.IndexOf('E', StringComparison.Ordinal);
        var value = double.IsInfinity(number.Value) ? (number.Value > 0 ? @"\infty" : @"-\infty")
            : exponent < 0 ? text
            : $@"{(text[..exponent] == "1" ? "" : text[..exponent] + @" \cdot ")}10^{{{int.Parse(text.AsSpan(exponent + 1), CultureInfo.InvariantCulture)}}}";
        return number.Unit is null ? value : $@"{value}\,{Name(number.Unit)}";
    }
}
