using System.Diagnostics;
using System.Globalization;
using Idunn.Modeling.Compilation;
using static Idunn.Modeling.Tests.Compilation.Sketch;

namespace Idunn.Modeling.Tests.Compilation;

/// <summary>A model as C source.</summary>
public sealed class CSourceTests
{
    private static Model Robertson => Model(
        Amount("a", 1.0), Amount("b", 0.0), Amount("c", 0.0), Constant("k1", 0.04), Constant("k2", 3e7), Constant("k3", 1e4),
        Flow("slow", ["a"], ["b"], (Formula)"k1" * "a"),
        Flow("fast", ["b", "b"], ["b", "c"], (Formula)"k2" * "b" * "b"),
        Flow("back", ["b", "c"], ["a", "c"], (Formula)"k3" * "b" * "c"));

    [Fact]
    public void The_same_model_gives_the_same_text_also_after_code_for_lanes_was_made()
    {
        var first = CompiledModel.Compile(Robertson, []);
        var text = first.ToC();
        first.CreateLanes(4);
        Assert.Equal(text, first.ToC());
        Assert.Equal(text, CompiledModel.Compile(Robertson, []).ToC());
    }

    [Fact]
    public void The_jacobian_stands_in_compressed_columns_with_its_whole_diagonal() =>
        Assert.Contains("column_starts[STATES + 1] = { 0, 2, 5, 8 };\nstatic const int rows[ENTRIES] = { 0, 1, 0, 1, 2, 0, 1, 2 };", CompiledModel.Compile(Robertson, []).ToC(), StringComparison.Ordinal);

    [Fact]
    public void A_c_compiler_makes_of_it_the_published_right_hand_side_and_jacobian()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/gcc"), "There is no C compiler.");
        var folder = Directory.CreateTempSubdirectory("idunn").FullName;
        var source = Path.Combine(folder, "model.c");
        const string main = """

            #include <stdio.h>
            int main(void)
            {
              double p[] = { 0.04, 3e7, 1e4 }, y[] = { 0.7, 2e-5, 0.3 }, c[HOISTED + 1], f[STATES], j[ENTRIES];
              prologue(p, c);
              right_hand_side(0, y, c, f);
              jacobian(0, y, c, j);
              for (int i = 0; i < STATES; i++) printf("%.17g ", f[i]);
              for (int i = 0; i < ENTRIES; i++) printf("%.17g ", j[i]);
              return 0;
            }
            """;
        File.WriteAllText(source, CompiledModel.Compile(Robertson, []).ToC() + main);
        Run("gcc", "-O1", "-o", Path.Combine(folder, "model"), source, "-lm");
        double[] values = [.. Run(Path.Combine(folder, "model")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        Directory.Delete(folder, true);

        var (a, b, c) = (0.7, 2e-5, 0.3);
        Assert.Equal(
            [
                -0.04 * a + 1e4 * b * c, 0.04 * a - 1e4 * b * c - 3e7 * b * b, 3e7 * b * b,
                -0.04, 0.04, 1e4 * c, -1e4 * c - 6e7 * b, 6e7 * b, 1e4 * b, -1e4 * b, 0,
            ],
            values, new Near(1e-13));
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
