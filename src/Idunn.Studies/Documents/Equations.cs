using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Expressions;

namespace Idunn.Studies.Documents;

/// <summary>The equations of one module as lines of mathematics.</summary>
internal static class Equations
{
    /// <summary>Letters of a formula in a line, alone and with words beside it.</summary>
    private const int LineWidth = 74, NarrowWidth = 62;

    /// <summary>dx/dt of one state: a line for each process with its name beside it; what submodels of one module add is one sum.</summary>
    /// <param name="isOpen">The state belongs to the model around, where others change it too.</param>
    public static ImmutableArray<string> OfState(Module module, Balance balance, bool isOpen)
    {
        var left = $@"\frac{{d\,{TexPrinter.Name(balance.State.Id)}}}{{dt}}";
        if (balance.RateRule is { } rule)
            return Equal(left, TexPrinter.Lines(rule, LineWidth));
        var lines = FlowLines(module, balance).ToList();
        if (isOpen)
            lines.Add((lines.Count == 0 ? "" : "+ ") + @"\cdots && \text{what the model around does}");
        if (lines.Count == 0)
            lines.Add("0");
        if (balance.Size is not { } size || lines is ["0"])
            return Equal(left, lines);
        return [$@"{left} ={{}}& \frac{{1}}{{{TexPrinter.Name(size)}}} \Big(", .. lines.Select(line => @"{}& \quad " + line), @"{}& \Big)"];
    }

    /// <summary>name = formula, broken between terms where it is long.</summary>
    public static ImmutableArray<string> OfRule(string id, Expr formula) => Equal(TexPrinter.Name(id), TexPrinter.Lines(formula, LineWidth));

    public static ImmutableArray<string> OfFunction(FunctionDefinition function) =>
        Equal($@"{TexPrinter.Name(function.Id)}\left({string.Join(@",\ ", function.Parameters.Select(TexPrinter.Name))}\right)", TexPrinter.Lines(function.Formula, LineWidth));

    private static ImmutableArray<string> Equal(string left, IReadOnlyList<string> lines) => [$"{left} ={{}}& {lines[0]}", .. lines.Skip(1).Select(line => @"{}& \quad " + line)];

    private static IEnumerable<string> FlowLines(Module module, Balance balance)
    {
        var terms = balance.Flows.Where(flow => !IsOfPart(flow)).Select(flow => (flow.Coefficient, Rate: Rate(flow.Reaction), Beside: Words.Of(flow.Reaction.Id)))
            .Concat(PartTerms(module, balance)).ToList();
        for (var i = 0; i < terms.Count; i++)
        {
            var (coefficient, rate, beside) = terms[i];
            var size = Math.Abs(coefficient) == 1 ? "" : TexPrinter.Print(new NumberExpr(Math.Abs(coefficient))) + @" \cdot ";
            yield return $@"{(coefficient < 0 ? "- " : i == 0 ? "" : "+ ")}{size}{rate[0]} && \text{{{beside}}}";
            foreach (var line in rate.Skip(1))
                yield return @"\quad " + line;
        }
    }

    private static bool IsOfPart(Flow flow) => flow.Reaction.Id.Contains('.', StringComparison.Ordinal);

    private static ImmutableArray<string> Rate(Reaction reaction) => reaction.Rate is { } rate ? TexPrinter.Lines(rate, NarrowWidth, isFactor: true) : [TexPrinter.Name(reaction.Id)];

    /// <summary>Flows inside submodels: the same process in all submodels of one module is one sum over them.</summary>
    private static IEnumerable<(double Coefficient, ImmutableArray<string> Rate, string Beside)> PartTerms(Module module, Balance balance)
    {
        var moduleOf = module.Submodels.ToDictionary(part => part.Id, part => part.Module, StringComparer.Ordinal);
        foreach (var group in balance.Flows.Where(IsOfPart).GroupBy(flow => (Module: moduleOf[Part(flow)], Process: flow.Reaction.Id[(Part(flow).Length + 1)..], flow.Coefficient)))
        {
            var (partModule, process, coefficient) = group.Key;
            yield return group.Count() == 1
                ? (coefficient, [TexPrinter.Name(group.First().Reaction.Id)], "in " + Words.Of(Part(group.First())))
                : (coefficient, [$@"\sum_{{\mathrm{{parts}}}} {TexPrinter.Name(process)}"], FormattableString.Invariant($"in {group.Count()} parts: {Words.Of(partModule)}"));
        }
    }

    private static string Part(Flow flow) => flow.Reaction.Id[..flow.Reaction.Id.IndexOf('.', StringComparison.Ordinal)];
}
