namespace Idunn.Modeling.Antimony;

/// <summary>
/// Words that no id may be. A model that comes from elsewhere can have such ids all the same: libAntimony writes them with an underscore behind (<c>volume_</c>), and reads them back without it; so do we.
/// </summary>
internal static class ReservedWords
{
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "DNA", "after", "at", "compartment", "const", "constraint", "delete", "end", "event", "ext", "formula", "function", "gene", "has", "import", "in", "is", "maximize", "minimize", "model", "module", "operator",
        "reaction", "species", "substanceOnly", "unit", "var", "time", "volume", "area", "length", "substance", "extent", "time_unit",
        "abs", "acos", "acosh", "acot", "acoth", "acsc", "acsch", "and", "arccos", "arccosh", "arccot", "arccoth", "arccsc", "arccsch", "arcsec", "arcsech", "arcsin", "arcsinh", "arctan", "arctanh", "asec", "asech",
        "asin", "asinh", "atan", "atanh", "avogadro", "ceil", "ceiling", "cos", "cosh", "cot", "coth", "csc", "csch", "delay", "divide", "eq", "exp", "exponentiale", "factorial", "false", "floor", "geq", "gt", "implies", "inf", "infinity",
        "leq", "ln", "log", "log10", "lt", "max", "min", "minus", "nan", "neq", "not", "notanumber", "or", "pi", "piecewise", "plus", "pow", "power", "quotient", "rateOf", "rem", "root", "sec", "sech", "sin", "sinh",
        "sqr", "sqrt", "tan", "tanh", "times", "true", "xor", "INF", "NaN", "normal", "uniform", "bernoulli", "binomial", "cauchy", "chisquare", "exponential", "gamma", "laplace", "lognormal", "poisson", "rayleigh",
    };

    public static bool Contains(string id) => Words.Contains(id);

    /// <summary>The id that a word of the text means: <c>end_</c> the id <c>end</c>, <c>end__</c> the id <c>end_</c>.</summary>
    public static string Meant(string word) => word.EndsWith('_') && Words.Contains(word.TrimEnd('_')) ? word[..^1] : word;
}
