using System.Globalization;
using System.Text;

namespace Compare;

/// <summary>Models that are too regular to be written by hand, as Antimony text.</summary>
internal static class GeneratedModels
{
    /// <summary>
    /// A penetrating antibody, discretised in space: problem "Medical Akzo Nobel" of the IVP test set (medakzo.f), u and v at each point. The boundary value, 2 until t = 5 and 0 afterwards, is a
    /// state that stands still.
    /// </summary>
    public static string MedicalAkzoNobel(int points)
    {
        var text = new StringBuilder("model *akzo()\n  compartment skin = 1;\n  k = 100; c = 4;\n  substanceOnly species phi in skin = 2;\n  phi' = 0;\n");
        for (var j = 1; j <= points; j++)
        {
            var (left, right) = (j == 1 ? "phi" : $"u{j - 1}", j == points ? $"u{j}" : $"u{j + 1}");
            var place = (j / (double)points - 1).ToString("R", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $$"""
                  substanceOnly species u{{j}} in skin = 0, v{{j}} in skin = 1;
                  u{{j}}' = 2 * ({{place}})^3 / c^2 * ({{right}} - {{left}}) * {{0.5 * points:R}} + ({{place}})^4 / c^2 * ({{left}} - 2 * u{{j}} + {{right}}) * {{points * points}} - k * u{{j}} * v{{j}};
                  v{{j}}' = -k * u{{j}} * v{{j}};

                """);
        }
        return text.Append("end\n").ToString();
    }

    /// <summary>At t = 20: y79, y149, y199, y200, y239 and y240 of the test set's table, of which odd ones are u and even ones v.</summary>
    public static (string, double)[] MedicalAkzoNobelPublished { get; } =
    [
        ("u40", 0.2339942217046434e-3), ("u75", 0.3595616017506735e-3), ("u100", 0.11737412926802e-3), ("v100", 0.61908071460151e-5), ("u120", 0.68600948191191e-11), ("v120", 0.99999973258552),
    ];

    /// <summary>Species of which each binds to every other and is lost with it: full Jacobian, rates over six decades.</summary>
    public static string Coupled(int states)
    {
        var text = new StringBuilder("model *coupled()\n  compartment vessel = 1;\n");
        for (var i = 1; i <= states; i++)
            text.Append(CultureInfo.InvariantCulture, $"  substanceOnly species x{i} in vessel = {i % 3};\n  s{i} = {Math.Pow(10, Math.Sin(i * 1.3)):R}; d{i} = {Math.Pow(10, 2 * Math.Sin(i * 0.7)):R}; w{i} = {Math.Pow(10, 1 + 2 * Math.Sin(i * 2.1)) / states:R};\n");
        for (var i = 1; i <= states; i++)
            text.Append(CultureInfo.InvariantCulture, $"  x{i}' = s{i} - d{i} * x{i} - w{i} * x{i} * ({string.Join(" + ", Enumerable.Range(1, states).Where(j => j != i).Select(j => $"w{j} * x{j}"))});\n");
        return text.Append("end\n").ToString();
    }

    /// <summary>
    /// The Brusselator with diffusion on a square of <paramref name="side"/>² points that closes on itself, two states at each: BRUSS-2D of Hairer, E. &amp; Wanner, G., Solving Ordinary Differential Equations II, 2nd ed.,
    /// IV.10, α = 0.1, where side is 128. The addition of 5 within a disc from t = 1.1 on is a state that stands still, and is raised as by a dose.
    /// </summary>
    public static string Brusselator(int side)
    {
        string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
        string Name(string what, int i, int j) => $"{what}{(i + side) % side}_{(j + side) % side}";
        var text = new StringBuilder($"model *brusselator()\n  compartment square = 1;\n  a = 3.4; b = 1; d = {Number(0.1 * side * side)};\n  substanceOnly species phi in square = 0;\n  phi' = 0;\n");
        for (var i = 0; i < side; i++)
            for (var j = 0; j < side; j++)
            {
                var (x, y) = (i / (double)side, j / (double)side);
                string Spread(string what) => $"d * ({Name(what, i - 1, j)} + {Name(what, i + 1, j)} + {Name(what, i, j - 1)} + {Name(what, i, j + 1)} - 4 * {Name(what, i, j)})";
                var (u, v) = (Name("u", i, j), Name("v", i, j));
                var input = (x - 0.3) * (x - 0.3) + (y - 0.6) * (y - 0.6) <= 0.01 ? " + phi" : "";
                text.Append(CultureInfo.InvariantCulture, $"""
                      substanceOnly species {u} in square = {Number(22 * y * Math.Pow(1 - y, 1.5))}, {v} in square = {Number(27 * x * Math.Pow(1 - x, 1.5))};
                      {u}' = b + {u}^2 * {v} - (a + 1) * {u}{input} + {Spread("u")};
                      {v}' = a * {u} - {u}^2 * {v} + {Spread("v")};

                    """);
            }
        return text.Append("end\n").ToString();
    }

    /// <summary>A substance that passes through <paramref name="states"/> forms, back and forth; every fifth step is saturated, every seventh takes two molecules. Rates span four decades.</summary>
    public static string Chain(int states)
    {
        var text = new StringBuilder("model *chain()\n  compartment vessel = 1;\n  substanceOnly species x1 in vessel = 10;\n  source = 1; sink = 0.5;\n  make: -> x1; source;\n");
        for (var i = 2; i <= states; i++)
        {
            var (forward, back) = (Math.Pow(10, 1 + 2 * Math.Sin(i * 0.7)), Math.Pow(10, 2 * Math.Sin(i * 0.7) - 0.3));
            var from = i - 1;
            var rate = i % 5 == 0 ? $"f{i} * x{from} / (1 + x{from} / m{i})" : i % 7 == 0 ? $"f{i} * x{from}^2 / (m{i} + x{from})" : $"f{i} * x{from}";
            text.Append(CultureInfo.InvariantCulture, $"  substanceOnly species x{i} in vessel = 0;\n  f{i} = {forward:R}; b{i} = {back:R}; m{i} = 2;\n  s{i}: x{from} -> x{i}; {rate} - b{i} * x{i};\n");
        }
        return text.Append(CultureInfo.InvariantCulture, $"  lose: x{states} -> ; sink * x{states};\nend\n").ToString();
    }
}
