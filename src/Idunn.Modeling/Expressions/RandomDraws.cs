using Idunn.Numerics.Random;

namespace Idunn.Modeling.Expressions;

/// <summary>
/// Functions that draw at random, as the SBML package distrib has them (Smith, L. P. et al. (2020), SBML Level 3 package: Distributions, Version 1, Release 1). Each place in a formula where
/// one is written is a draw of its own. Families with bounds take the least and the largest value, both included, behind their parameters.
/// </summary>
internal static class RandomDraws
{
    /// <summary>Family, numbers of parameters that may be given, and whether bounds may follow the full number.</summary>
    private static readonly Dictionary<string, (DistributionFamily Family, int Least, int Most, bool HasBounds)> Functions = new(StringComparer.Ordinal)
    {
        ["normal"] = (DistributionFamily.Normal, 2, 2, true), ["lognormal"] = (DistributionFamily.LogNormal, 2, 2, true), ["uniform"] = (DistributionFamily.Uniform, 2, 2, false),
        ["cauchy"] = (DistributionFamily.Cauchy, 1, 2, true), ["laplace"] = (DistributionFamily.Laplace, 1, 2, true), ["exponential"] = (DistributionFamily.Exponential, 1, 1, true),
        ["gamma"] = (DistributionFamily.Gamma, 2, 2, true), ["chisquare"] = (DistributionFamily.ChiSquare, 1, 1, true), ["rayleigh"] = (DistributionFamily.Rayleigh, 1, 1, true),
        ["bernoulli"] = (DistributionFamily.Bernoulli, 1, 1, false), ["binomial"] = (DistributionFamily.Binomial, 2, 2, true), ["poisson"] = (DistributionFamily.Poisson, 1, 1, true),
    };

    public static bool Contains(string function) => Functions.ContainsKey(function);

    /// <summary>True for a formula with a draw in it.</summary>
    public static bool Any(Expr? formula) => formula is not null && ExprTree.Nodes(formula).Any(IsDraw);

    public static bool IsDraw(Expr formula) => formula is CallExpr { Draw: not 0 };

    /// <summary>Family and number of parameters of a call, and whether bounds follow them; null when it may not have as many arguments.</summary>
    public static (DistributionFamily Family, int Parameters, bool HasBounds)? Shape(string function, int arguments)
    {
        var (family, least, most, hasBounds) = Functions[function];
        return arguments >= least && arguments <= most ? (family, arguments, false) : hasBounds && arguments == most + 2 ? (family, most, true) : null;
    }

    public static string Complaint(string function, int arguments)
    {
        var (_, least, most, hasBounds) = Functions[function];
        return $"{function} takes {(least == most ? $"{most}" : $"{least} or {most}")}{(hasBounds ? $" arguments, or {most + 2} with bounds" : most == 1 ? " argument" : " arguments")}, not {arguments}.";
    }

    /// <summary>The formula with new numbers for its draws: what was one draw stays one, and none is one of another copy.</summary>
    public static Expr Renumbered(Expr formula, Func<int> next)
    {
        if (!Any(formula))
            return formula;
        var numbers = new Dictionary<int, int>();
        return ExprTree.Rewrite(formula, part => part is CallExpr { Draw: not 0 } draw ? draw with { Draw = numbers.TryGetValue(draw.Draw, out var known) ? known : numbers[draw.Draw] = next() } : part);
    }

    /// <summary>The draws of a formula, each once, in the order in which they are written.</summary>
    public static IEnumerable<CallExpr> Of(Expr? formula) => formula is null ? [] : ExprTree.Nodes(formula).OfType<CallExpr>().Where(call => call.Draw != 0).DistinctBy(call => call.Draw);

    public const string SharedRemedy = "Give the draw a parameter of its own and an initial assignment or event, and use that.";

    public static string SharedComplaint(CallExpr draw) => $"One draw of {draw.Function} stands in several places of a formula, as the argument of a function that uses it twice; written out it would be several draws.";

    /// <summary>The first draw that stands twice in a formula, as an argument of a function may: no text says that both are the same number.</summary>
    public static CallExpr? Shared(Expr? formula) =>
        !Any(formula) ? null : ExprTree.Nodes(formula!).OfType<CallExpr>().Where(call => call.Draw != 0).GroupBy(call => call.Draw).FirstOrDefault(same => same.Count() > 1)?.First();
}
