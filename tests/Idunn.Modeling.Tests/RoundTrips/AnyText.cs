using System.Globalization;
using System.Text;
using CsCheck;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Tests.RoundTrips;

/// <summary>Antimony text with what a flat model no longer has: modules inside modules, ports, synchronised and deleted parts, conversion factors, functions, DNA strands. Much of it contradicts itself and is refused.</summary>
internal sealed class AnyText
{
    private static readonly string[] Names = ["S1", "S2", "x", "y", "k", "c", "volume_", "end_", "mean", "default_compartment", "model_"];
    private static readonly string[] Units = ["mole", "litre", "second", "mL"];

    private readonly Choices choices;
    private readonly HashSet<string> said = new(StringComparer.Ordinal);
    private readonly StringBuilder text = new();
    private readonly List<string> symbols = [.. Names];
    private readonly List<string> submodels = [];

    private AnyText(Choices choices) => this.choices = choices;

    public static Gen<string> Gen { get; } = CsCheck.Gen.Int[0, 1 << 20].Array[0, 300].Select(numbers => Of(new Choices(numbers)));

    public static string Of(Choices choices)
    {
        var text = new StringBuilder();
        text.Append("function f(a, b)\n  a^b + piecewise(a, b > 1, -b)\nend\n");
        text.Append(new AnyText(choices).Module("inner(x, S1)", []));
        text.Append(new AnyText(choices).Module("middle(x)", ["inner"]));
        text.Append(new AnyText(choices).Module("*outer()", ["inner", "middle"]));
        if (choices.Once(4))
            text.Append("outer is \"The whole\"\n");
        return text.ToString();
    }

    private string Module(string heading, string[] modules)
    {
        text.Append("model ").Append(heading).Append('\n');
        text.Append("  unit mL = 1e-3 litre\n  unit u = 2 mole\n");
        foreach (var id in modules.Length == 0 ? [] : new[] { "A", "B" }[..choices.Below(3)])
            Submodel(id, choices.Of<string>(modules));
        foreach (var _ in choices.Some(12, () => 0))
            Say(choices.Below(26));
        return text.Append("end\n").ToString();
    }

    private void Submodel(string id, string module)
    {
        var arguments = choices.Of("", "x", "3", "y", "volume_");
        text.Append("  ").Append(id).Append(": ").Append(module).Append('(').Append(arguments).Append(')');
        text.Append(choices.Of("", "", ", timeconv=60", ", extentconv=k", ", timeconv=k, extentconv=0.5")).Append(choices.Of("", "", " in c")).Append('\n');
        submodels.Add(id);
        symbols.AddRange([id + ".x", id + ".S1", id + ".y"]);
    }

    private string Name() => choices.Of<string>(Names);

    private string Part() => submodels.Count == 0 ? Name() : choices.Of<string>([.. submodels]) + "." + choices.Of("x", "x", "S1", "S1", "S2", "y", "J0");

    private string Target() => choices.Once(3) ? Part() : Name();

    private string Formula() => ExprPrinter.Print(new AnyFormula(choices, symbols, Units).Of(2)) + (choices.Once(8) ? " + f(x, 2)" : "");

    private string Number() => choices.Of(1.0, 0, 2.5, -3, 1e-7).ToString("R", CultureInfo.InvariantCulture);

    private void Say(int kind)
    {
        var (one, other) = (Target(), Target());
        switch (kind)
        {
            case 0: Once("kind " + one, $"{choices.Of("species", "substanceOnly species", "const species", "var species")} {choices.Of("", "$")}{one} in c"); break;
            case 1: Once("value " + one, $"{one} = {Number()}{choices.Of("", " mole", " mL")}"); break;
            case 2: Once("value " + one, $"{one} = {Formula()}"); break;
            case 3: Once("value " + one, $"{one} := {Formula()}"); break;
            case 4: Once("rate " + one, $"{one}' = {Formula()}"); break;
            case 5: Once("unit " + one, $"{one} has {choices.Of("mole", "mL", "mole / litre", "1/second", "u")}"); break;
            case 6: Once("J0", $"J0: {choices.Of("", "2 ", "x ", "$")}S1 {choices.Of("->", "=>", "<==>")} {choices.Of("", "S2", "S1 + 0.5 S2")}; {Formula()}{choices.Of("", " in c")}"); break;
            case 7: Say($"{choices.Of("S1", "S2 + S2")} -> {choices.Of("", "3 S1")}; {choices.Of("", Formula())}"); break;
            case 8: Once("E0", $"E0: at {choices.Of("", "2 after ", "(k) after ")}({Formula()}){choices.Of("", ", priority=2, t0=false", ", persistent=false, fromTrigger=false")}: {one} = {Formula()}"); break;
            case 9: Say($"at (time > {Number()}): {one} = {Formula()}"); break;
            case 10: Once("value c", $"compartment c = {choices.Of("1", "2", "k", "x*2")}"); break;
            case 11: Say($"0 = {Formula()} - {one}"); break;
            case 12: Say(choices.Of($"{one} < 5", $"constraint c1: {Formula()}", $"0 < {one} < 5")); break;
            case 13: Say(choices.Of("unit time = 60 second", "unit substance = mole", "unit volume = mL", "unit time_unit = second", "unit extent = mole", "unit end_ = 3 litre", "time has second")); break;
            case 14: Once("name " + one, $"{one} is {choices.Of("\"a name\"", "```a \"b\"```")}"); break;
            case 15: Say($"{one} {choices.Of("identity", "hasPart", "notes", "description", "isPartOf")} \"urn:a:b\""); break;
            case 16: Say($"{one}.{choices.Of("mean = 3", "stdev = y", "range = {1, k}", "distribution = normal(x, 2)", "sboTerm = 25", "sboTerm = SBO:0000236")}"); break;
            case 17: Once("strand", choices.Of("--P1--G1--\n  P1 = ... + k\n  G1: -> S1;", "d: --P1--P1--\n  P1 = 2*...", "P1--J0")); break;
            case 18 when said.Contains("J0"): Say($"{choices.Of("S1", "S2")} {choices.Of("-o", "-|", "-(")} J0"); break;
            case 19 when submodels.Count > 0: Once("is " + one, $"{Part()} is {other}"); break;
            case 20 when submodels.Count > 0: Once("is " + one, $"{Part()} {choices.Of("* k is y", "is y / k")}"); break;
            case 21 when submodels.Count > 0: Say($"delete {Part()}"); break;
            case 22 when submodels.Count > 0: Say($"{Part()} {choices.Of("= ;", ":= ;", "' = ;")}"); break;
            case 23 when submodels.Count > 0: Say($"{submodels[0]} is \"Inside\""); break;
            case 24: Say(choices.Of("model notes \"about it\"", "model.sboTerm = 4", "model is \"called so\"", "model identity \"urn:x\"")); break;
            default: Say($"{choices.Of("const", "var", "const formula", "ext")} {one}"); break;
        }
    }

    private void Once(string what, string statement)
    {
        if (said.Add(what))
            Say(statement);
    }

    private void Say(string statement) => text.Append("  ").Append(statement).Append('\n');
}
