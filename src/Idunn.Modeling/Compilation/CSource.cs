using System.Globalization;
using System.Text;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Modeling.Compilation;

/// <summary>
/// A compiled model as C99 source: the same schedules that machine code is made from, so the same shared subexpressions, the same analytic Jacobian and the same values hoisted out of the
/// trajectory. For programs that integrate the model by other means. Doses, events, observed quantities and diffusions are no part of it; the state of a diffusion stands still.
/// </summary>
/// <remarks>
/// It defines <c>STATES</c>, <c>PARAMETERS</c>, <c>HOISTED</c>, <c>ENTRIES</c>; <c>column_starts</c> and <c>rows</c>, the compressed columns of the Jacobian with its whole diagonal; and the
/// functions <c>prologue(p, c)</c>, <c>initial_state(c, y)</c>, <c>right_hand_side(t, y, c, f)</c>, <c>jacobian(t, y, c, j)</c>. The same model gives the same text.
/// </remarks>
internal sealed class CSource
{
    private readonly StringBuilder text = new();

    /// <param name="pattern">The Jacobian's rows, in whose order <paramref name="jacobian"/> stores.</param>
    public static string Write(int parameters, int hoisted, SparsityPattern pattern, Schedule prologue, Schedule initialState, Schedule rightHandSide, Schedule jacobian)
    {
        var source = new CSource();
        var (starts, rows, places) = Columns(pattern);
        source.text.Append(CultureInfo.InvariantCulture, $$"""
            #include <math.h>
            enum { STATES = {{pattern.Dimension}}, PARAMETERS = {{parameters}}, HOISTED = {{hoisted}}, ENTRIES = {{rows.Length}} };
            static const int column_starts[STATES + 1] = { {{string.Join(", ", starts)}} };
            static const int rows[ENTRIES] = { {{string.Join(", ", rows)}} };
            /* A negative base counts as 0 when the exponent is not an integer. */
            static inline double power(double x, double n) { return pow(x < 0 && n != floor(n) ? 0 : x, n); }
            static inline double least(double a, double b) { return isnan(a) || a < b ? a : b; }
            static inline double greatest(double a, double b) { return isnan(a) || a > b ? a : b; }

            """);
        source.Function("prologue(const double *restrict y, double *restrict out)", prologue, []);
        source.Function("initial_state(const double *restrict c, double *restrict out)", initialState, []);
        source.Function("right_hand_side(double t, const double *restrict y, const double *restrict c, double *restrict out)", rightHandSide, []);
        source.Function("jacobian(double t, const double *restrict y, const double *restrict c, double *restrict out)", jacobian, places);
        return source.text.ToString();
    }

    /// <param name="places">Where each output stands; empty: where its number says.</param>
    private void Function(string head, Schedule schedule, int[] places)
    {
        text.Append(CultureInfo.InvariantCulture, $"static void {head}\n{{\n");
        for (var i = 0; i < schedule.Instructions.Length; i++)
        {
            var (operation, a, b, c) = schedule.Instructions[i];
            text.Append(CultureInfo.InvariantCulture, $"  const double v{i} = {Expression(operation, Name(a, schedule), Name(b, schedule), Name(c, schedule))};\n");
        }
        var isStored = new HashSet<int>();
        foreach (var store in schedule.Stores)
        {
            var place = places.Length == 0 ? store.Output : places[store.Output];
            isStored.Add(place);
            text.Append(CultureInfo.InvariantCulture, $"  out[{place}] = {Name(store.Value, schedule)};\n");
        }
        if (places.Length > 0)
            for (var place = 0; place < places[^1]; place++)
                if (!isStored.Contains(place))
                    text.Append(CultureInfo.InvariantCulture, $"  out[{place}] = 0;\n");
        text.Append("}\n");
    }

    private static string Name(Operand operand, Schedule schedule) => operand.Source switch
    {
        Source.Constant => schedule.Constants.IsDefaultOrEmpty ? "0" : Number(schedule.Constants[operand.Index]),
        Source.Time => "t",
        Source.Input => FormattableString.Invariant($"y[{operand.Index}]"),
        Source.Hoisted => FormattableString.Invariant($"c[{operand.Index}]"),
        Source.Instruction => FormattableString.Invariant($"v{operand.Index}"),
        _ => throw new ArgumentOutOfRangeException(nameof(operand), operand, "No value of a model."),
    };

    /// <summary>The shortest digits that give the number back; always a floating constant.</summary>
    private static string Number(double value)
    {
        if (double.IsNaN(value))
            return "NAN";
        if (double.IsInfinity(value))
            return value > 0 ? "INFINITY" : "-INFINITY";
        var digits = value.ToString("R", CultureInfo.InvariantCulture);
        digits = digits.AsSpan().IndexOfAny('.', 'E') < 0 ? digits + ".0" : digits;
        return double.IsNegative(value) ? $"({digits})" : digits;
    }

    private static string Expression(Operation operation, string a, string b, string c) => operation switch
    {
        Operation.Negate => $"-{a}",
        Operation.Not => $"{a} == 0",
        Operation.Add => $"{a} + {b}",
        Operation.Subtract => $"{a} - {b}",
        Operation.Multiply => $"{a} * {b}",
        Operation.Divide => $"{a} / {b}",
        Operation.Power => $"power({a}, {b})",
        Operation.Minimum => $"least({a}, {b})",
        Operation.Maximum => $"greatest({a}, {b})",
        Operation.Less => $"{a} < {b}",
        Operation.LessOrEqual => $"{a} <= {b}",
        Operation.Equal => $"{a} == {b}",
        Operation.NotEqual => $"{a} != {b}",
        Operation.And => $"{a} != 0 && {b} != 0",
        Operation.Or => $"{a} != 0 || {b} != 0",
        Operation.Select => $"{a} != 0 ? {b} : {c}",
        Operation.FusedAdd => $"fma({a}, {b}, {c})",
        _ => $"{FunctionOf(operation)}({a})",
    };

    private static string FunctionOf(Operation operation) => operation switch
    {
        Operation.Exponential => "exp",
        Operation.Logarithm => "log",
        Operation.Logarithm10 => "log10",
        Operation.SquareRoot => "sqrt",
        Operation.Absolute => "fabs",
        Operation.Floor => "floor",
        Operation.Ceiling => "ceil",
        Operation.Sine => "sin",
        Operation.Cosine => "cos",
        Operation.Tangent => "tan",
        Operation.ArcSine => "asin",
        Operation.ArcCosine => "acos",
        Operation.ArcTangent => "atan",
        Operation.HyperbolicSine => "sinh",
        Operation.HyperbolicCosine => "cosh",
        Operation.HyperbolicTangent => "tanh",
        Operation.HyperbolicArcSine => "asinh",
        Operation.HyperbolicArcCosine => "acosh",
        Operation.HyperbolicArcTangent => "atanh",
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "Not a function."),
    };

    /// <summary>The pattern by columns, the diagonal added; where each entry of the rows stands in it, and at the end the number of its entries.</summary>
    private static (int[] Starts, int[] Rows, int[] Places) Columns(SparsityPattern pattern)
    {
        var n = pattern.Dimension;
        var entries = Enumerable.Range(0, n).Select(i => (Column: i, Row: i, Entry: -1)).ToDictionary(entry => (entry.Column, entry.Row), entry => entry.Entry);
        for (var row = 0; row < n; row++)
            for (var k = pattern.RowStarts[row]; k < pattern.RowStarts[row + 1]; k++)
                entries[(pattern.Columns[k], row)] = k;
        var ordered = entries.OrderBy(entry => entry.Key).ToArray();
        var (starts, places) = (new int[n + 1], new int[pattern.Count + 1]);
        for (var place = 0; place < ordered.Length; place++)
        {
            starts[ordered[place].Key.Column + 1]++;
            if (ordered[place].Value >= 0)
                places[ordered[place].Value] = place;
        }
        for (var column = 0; column < n; column++)
            starts[column + 1] += starts[column];
        places[^1] = ordered.Length;
        return (starts, [.. ordered.Select(entry => entry.Key.Row)], places);
    }
}
