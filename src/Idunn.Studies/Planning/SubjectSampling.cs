using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Compilation;
using Idunn.Modeling.Petab;
using Idunn.Numerics.Random;
using Idunn.Studies.Inputs;

namespace Idunn.Studies.Planning;

/// <summary>
/// Parameter values of each subject: the typical value, nominal or drawn from its prior (uncertainty), times the individual's deviation (variability). The two
/// have random streams of their own, keyed by seed and subject and never by arm, so that arms of one population and seed hold the same subjects; within a stream
/// each parameter has its own place, so that what a product fixes, or a table adds, moves no other parameter's draw.
/// </summary>
internal sealed class SubjectSampling
{
    private const uint UncertaintyPurpose = 1;
    private const uint VariabilityPurpose = 2;
    private const uint VariabilityOfDrawsPurpose = 3;

    /// <param name="Scale">Factor on the draw, for an effect without evidence whose prior is halved or doubled; 0 for what is no such effect.</param>
    private readonly record struct Drawn(int Index, uint Place, ParameterBinding Binding, double Scale);

    private readonly record struct Individual(int Index, uint Place, double Omega, double Ceiling);

    private readonly double[] nominal;
    private readonly ImmutableArray<Drawn> drawn;
    private readonly ImmutableArray<Individual> individuals;
    private readonly double[,] cholesky;

    /// <param name="overrides">Values that the study sets, in model units: neither drawn nor taken from the tables.</param>
    /// <param name="effects">Effects without evidence, and the factor on their draws.</param>
    /// <param name="isOff">True for parameters without evidence that the study does not turn on: they keep the table's value and are not drawn.</param>
    /// <param name="findings">Receives parameters that do not exist and correlations that cannot be.</param>
    public SubjectSampling(
        CompiledModel model, ImmutableArray<ParameterBinding> bindings, Population population, IReadOnlyDictionary<string, double> overrides,
        (IReadOnlyCollection<string> Ids, double Scale) effects, Predicate<string> isOff, List<Finding> findings)
    {
        nominal = [.. model.ParameterDefaults];
        foreach (var binding in bindings)
            if (model.IndexOfParameter(binding.Id) is >= 0 and var index)
                nominal[index] = binding.Value;
        foreach (var (id, value) in overrides)
            if (model.IndexOfParameter(id) is >= 0 and var index)
                nominal[index] = value;
        drawn =
        [
            .. bindings.Where(binding => !binding.Row.Prior.IsNone && !overrides.ContainsKey(binding.Id) && !isOff(binding.Id) && model.IndexOfParameter(binding.Id) >= 0)
                .Select(binding => new Drawn(model.IndexOfParameter(binding.Id), PlaceOf(binding.Id), binding, effects.Ids.Contains(binding.Id) ? effects.Scale : 0)),
        ];
        var known = population.Variability.Where(variability => IsKnown(variability.Parameter, model, variability.Location, findings)).ToList();
        individuals =
        [
            .. known.Select(variability => new Individual(
                model.IndexOfParameter(variability.Parameter), PlaceOf(variability.Parameter), Math.Sqrt(Math.Log(1 + (variability.Cv * variability.Cv))), Ceiling(variability.Parameter, bindings))),
        ];
        cholesky = Factor([.. known.Select(variability => variability.Parameter)], population, findings);
    }

    /// <summary>Ids of all parameters that differ between subjects, between draws, or both.</summary>
    public IEnumerable<int> VaryingIndices => drawn.Select(parameter => parameter.Index).Concat(individuals.Select(parameter => parameter.Index)).Distinct().Order();

    /// <summary>Writes a subject's values, in the order of the model's parameters and its units.</summary>
    /// <param name="number">Number of the subject among those at nominal parameters, or among those with a draw.</param>
    /// <param name="isDraw">True when the subject has its own draw of the uncertain parameters.</param>
    public void Sample(ulong seed, int number, bool isDraw, Span<double> values)
    {
        nominal.CopyTo(values);
        if (isDraw)
        {
            var uncertainty = new Philox(seed, (ulong)number, UncertaintyPurpose);
            foreach (var (index, place, binding, scale) in drawn)
            {
                uncertainty.Index = place;
                values[index] = binding.ToModel(Scaled(binding.Row, PriorSampling.Draw(binding.Row, uncertainty.NextUniform()), scale));
            }
        }
        var variability = new Philox(seed, (ulong)number, isDraw ? VariabilityOfDrawsPurpose : VariabilityPurpose);
        Span<double> z = stackalloc double[individuals.Length];
        for (var i = 0; i < z.Length; i++)
        {
            variability.Index = individuals[i].Place;
            z[i] = variability.NextNormal();
        }
        for (var i = 0; i < z.Length; i++)
        {
            var deviation = 0.0;
            for (var j = 0; j <= i; j++)
                deviation += cholesky[i, j] * z[j];
            var (index, _, omega, ceiling) = individuals[i];
            values[index] = double.IsPositiveInfinity(ceiling)
                ? values[index] * Math.Exp(omega * deviation)
                : Math.Exp(PriorSampling.TruncatedNormal(Math.Log(values[index]), omega, double.NegativeInfinity, Math.Log(ceiling), MathNet.Numerics.Distributions.Normal.CDF(0, 1, deviation)));
        }
    }

    /// <summary>A subject of which nothing differs from the typical: nominal values, and of effects without evidence that are drawn the median of the prior.</summary>
    public void Typical(Span<double> values)
    {
        nominal.CopyTo(values);
        foreach (var (index, _, binding, scale) in drawn)
            if (scale > 0)
                values[index] = binding.ToModel(Scaled(binding.Row, PriorSampling.Draw(binding.Row, 0.5), scale));
    }

    /// <summary>Within the parameter's hard bounds, as far as they lie beyond the prior.</summary>
    private static double Scaled(ParameterRow row, double draw, double scale) => scale is 0 or 1 ? draw : Math.Clamp(draw * scale, Math.Min(draw, row.LowerBound ?? double.NegativeInfinity), Math.Max(draw, row.UpperBound ?? double.PositiveInfinity));

    /// <summary>
    /// A parameter's place in a random stream: FNV-1a of its id (Fowler, Noll and Vo), in 31 bits so that a place is never the last. Two ids at one place would
    /// draw alike; the chance is about 2 · 10⁻⁶ for a hundred parameters.
    /// </summary>
    private static uint PlaceOf(string id)
    {
        var hash = 2166136261u;
        foreach (var letter in System.Text.Encoding.UTF8.GetBytes(id))
            hash = unchecked((hash ^ letter) * 16777619u);
        return hash >> 1;
    }

    /// <summary>A share stays below one, whoever has it; other values have no ceiling between subjects.</summary>
    private static double Ceiling(string parameter, ImmutableArray<ParameterBinding> bindings) =>
        bindings.FirstOrDefault(binding => binding.Id == parameter)?.Row is { Unit: "1" or "", UpperBound: <= 1 } ? 1 : double.PositiveInfinity;

    private static bool IsKnown(string parameter, CompiledModel model, Modeling.SourceLocation location, List<Finding> findings)
    {
        if (model.IndexOfParameter(parameter) >= 0)
            return true;
        findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"The model has no parameter '{parameter}' that could vary.", Nearest.Suggestion(parameter, model.ParameterIds), location));
        return false;
    }

    /// <summary>Lower Cholesky factor of the correlation matrix on the ln scale.</summary>
    private static double[,] Factor(List<string> parameters, Population population, List<Finding> findings)
    {
        var n = parameters.Count;
        var l = new double[n, n];
        for (var i = 0; i < n; i++)
            l[i, i] = 1;
        foreach (var correlation in population.Correlations)
        {
            var (a, b) = (parameters.IndexOf(correlation.First), parameters.IndexOf(correlation.Second));
            if (a < 0 || b < 0 || a == b)
                findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"The correlation between '{correlation.First}' and '{correlation.Second}' is not between two parameters that vary.",
                    Nearest.Suggestion(a < 0 ? correlation.First : correlation.Second, parameters), correlation.Location));
            else
                l[Math.Max(a, b), Math.Min(a, b)] = correlation.R;
        }
        for (var j = 0; j < n; j++)
        {
            for (var k = 0; k < j; k++)
                l[j, j] -= l[j, k] * l[j, k];
            if (!(l[j, j] > 1e-12))
            {
                findings.Add(new(Severity.Error, StudyCodes.ImpossibleCorrelations, $"No population can have these correlations: those of '{parameters[j]}' contradict the others.",
                    "Make some of them smaller.", population.Correlations[0].Location));
                return l;
            }
            l[j, j] = Math.Sqrt(l[j, j]);
            for (var i = j + 1; i < n; i++)
            {
                for (var k = 0; k < j; k++)
                    l[i, j] -= l[i, k] * l[j, k];
                l[i, j] /= l[j, j];
            }
        }
        return l;
    }
}
