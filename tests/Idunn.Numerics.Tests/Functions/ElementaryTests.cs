using System.Globalization;
using Idunn.Numerics.Functions;
using Idunn.Numerics.Random;

namespace Idunn.Numerics.Tests.Functions;

public sealed unsafe class ElementaryTests
{
    private static readonly double[] Special =
    [
        0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 1e-320, -1e-320, 5e-324, 2.2250738585072014e-308, 1e308, -1e308, 709.5, 709.9, -708.5, -744, -746, 1e18, 9007199254740993,
        double.Epsilon, double.MaxValue, double.MinValue, double.PositiveInfinity, double.NegativeInfinity, double.NaN,
    ];

    [Theory]
    [InlineData("exp")]
    [InlineData("log")]
    [InlineData("log10")]
    [InlineData("power")]
    public void Errors_stay_below_one_unit_in_the_last_place_of_values_of_sixty_digits(string name)
    {
        var worst = 0.0;
        foreach (var (function, x, y, nearest, rest) in Reference())
            if (function == name)
                worst = Math.Max(worst, Math.Abs((Of(name, x, y) - nearest - rest) / (Math.BitIncrement(Math.Abs(nearest)) - Math.Abs(nearest))));
        Assert.InRange(worst, 0.1, 1.0);
    }

    [Fact]
    public void Eight_at_a_time_give_the_bits_of_one_at_a_time()
    {
        var random = new Philox(4, 0, 0);
        double Number() => random.NextUniform() switch
        {
            < 0.1 => Special[(int)(random.NextUniform() * Special.Length)],
            < 0.5 => (random.NextUniform() - 0.3) * 20,
            < 0.7 => (random.NextUniform() - 0.5) * 1600,
            _ => BitConverter.Int64BitsToDouble((long)(random.NextUniform() * 9.2e18)),
        };
        const int count = 8000;
        var (x, y, result) = (new double[count], new double[count], new double[count]);
        for (var i = 0; i < count; i++)
            (x[i], y[i]) = (Number(), Number());
        foreach (var name in (string[])["exp", "log", "log10", "power"])
        {
            fixed (double* a = x, b = y, c = result)
                All(name, a, b, c, count);
            for (var i = 0; i < count; i++)
                Assert.True(Bits(Of(name, x[i], y[i])) == Bits(result[i]), FormattableString.Invariant($"{name}({x[i]:R}, {y[i]:R}) = {Of(name, x[i], y[i]):R}, in eights {result[i]:R}"));
        }
    }

    [Fact]
    public void Special_arguments_give_what_the_standard_says()
    {
        foreach (var x in Special)
        {
            AssertNear(Math.Exp(x), Elementary.Exp(x));
            AssertNear(Math.Log(x), Elementary.Log(x));
            AssertNear(Math.Log10(x), Elementary.Log10(x));
            foreach (var n in Special)
                AssertNear(Math.Pow(x < 0 && n != Math.Floor(n) ? 0 : x, n), Elementary.Power(x, n));
        }
    }

    [Fact]
    public void Exact_results_are_exact()
    {
        for (var k = -1000; k <= 1000; k++)
            Assert.Equal(Math.ScaleB(1, k), Elementary.Power(2, k));
        for (var k = 0; k <= 15; k++)
        {
            Assert.Equal(k, Elementary.Log10(Math.Pow(10, k)));
            Assert.Equal(Math.Pow(3, k), Elementary.Power(3, k));
        }
        Assert.Equal((0, 0, 1, 1), (Elementary.Log(1), Elementary.Log10(1), Elementary.Exp(0), Elementary.Power(1, 1e300)));
    }

    private static void AssertNear(double expected, double actual)
    {
        if (double.IsNaN(expected) || double.IsInfinity(expected) || expected == 0)
            Assert.Equal(Bits(expected), Bits(actual));
        else
            Assert.InRange(actual / expected, 1 - 1e-15 - (Math.Abs(expected) < 1e-300 ? 0.5 : 0), 1 + 1e-15 + (Math.Abs(expected) < 1e-300 ? 0.5 : 0));
    }

    private static double Of(string name, double x, double y) => name switch
    {
        "exp" => Elementary.Exp(x),
        "log" => Elementary.Log(x),
        "log10" => Elementary.Log10(x),
        _ => Elementary.Power(x, y),
    };

    private static void All(string name, double* x, double* y, double* result, int count)
    {
        switch (name)
        {
            case "exp": ElementaryVectors.Exp(x, result, count); break;
            case "log": ElementaryVectors.Log(x, result, count); break;
            case "log10": ElementaryVectors.Log10(x, result, count); break;
            default: ElementaryVectors.Power(x, y, result, count); break;
        }
    }

    private static long Bits(double value) => double.IsNaN(value) ? long.MinValue + 1 : BitConverter.DoubleToInt64Bits(value);

    private static IEnumerable<(string Function, double X, double Y, double Nearest, double Beyond)> Reference()
    {
        using var stream = typeof(ElementaryTests).Assembly.GetManifestResourceStream("elementary.tsv")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split('\t');
            double Cell(int i) => BitConverter.Int64BitsToDouble(long.Parse(cells[i], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            yield return (cells[0], Cell(1), Cell(2), Cell(3), Cell(4));
        }
    }
}
