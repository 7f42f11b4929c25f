using System.Collections.Immutable;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Petab;

/// <summary>Reads the parameter tables of PEtab problems, versions 1 and 2. (The project's own tables, version 2 with provenance, have the stricter <see cref="ParameterTableReader"/>.)</summary>
internal static class PetabParameterRows
{
    public static ImmutableArray<string> Required(int version) => version == 1 ? ["parameterId", "parameterScale", "lowerBound", "upperBound", "estimate"] : ["parameterId", "estimate"];

    /// <summary>The parameters under the ids of the tables.</summary>
    public static ImmutableArray<PetabParameter> Read(IEnumerable<TsvRow> rows, int version)
    {
        var parameters = ImmutableArray.CreateBuilder<PetabParameter>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row.Id("parameterId") is not { } id)
                continue;
            if (!seen.Add(id))
                row.Fail(FindingCodes.PetabDuplicate, "parameterId", $"The parameter '{id}' stands in two rows.");
            var isEstimated = IsEstimated(row, version);
            var scale = version == 1 ? Scale(row, "parameterScale") : PetabScale.Linear;
            var nominal = isEstimated ? row.Number("nominalValue") : row.RequiredNumber("nominalValue");
            var (lower, upper) = isEstimated ? (row.RequiredNumber("lowerBound"), row.RequiredNumber("upperBound")) : (row.Number("lowerBound"), row.Number("upperBound"));
            if (lower > upper)
                row.Fail(FindingCodes.PetabCell, "lowerBound", $"The lower bound of '{id}' is above its upper bound.", "Swap or correct them.");
            var (low, high) = (lower ?? double.NegativeInfinity, upper ?? double.PositiveInfinity);
            var (prior, isScaled) = version == 1 ? FirstVersion(row) : (Prior(row, row["priorDistribution"], "priorDistribution", "priorParameters"), false);
            parameters.Add(new PetabParameter(
                id, nominal, low, high, isEstimated, prior is null ? null : version == 1 ? new PriorDensity(prior, double.NegativeInfinity, double.PositiveInfinity) : new PriorDensity(prior, low, high),
                isScaled ? scale : PetabScale.Linear, row.At("parameterId")));
        }
        return parameters.ToImmutable();
    }

    private static bool IsEstimated(TsvRow row, int version)
    {
        var (yes, no) = version == 1 ? ("1", "0") : ("true", "false");
        if (row["estimate"] != yes && row["estimate"] != no)
            row.Fail(FindingCodes.PetabCell, "estimate", $"'{row["estimate"]}' is neither {yes} nor {no}.", $"Write {yes} or {no}.");
        return row["estimate"] == yes;
    }

    internal static PetabScale Scale(TsvRow row, string column)
    {
        switch (row[column])
        {
            case "" or "lin":
                return PetabScale.Linear;
            case "log":
                return PetabScale.Log;
            case "log10":
                return PetabScale.Log10;
            case var other:
                row.Fail(FindingCodes.PetabCell, column, $"'{other}' is no scale.", "Write lin, log or log10.");
                return PetabScale.Linear;
        }
    }

    /// <summary>Version 1's names. A flat prior on the parameter's scale is none: so the specification says.</summary>
    private static (Prior? Prior, bool IsScaled) FirstVersion(TsvRow row)
    {
        var name = row["objectivePriorType"];
        string? own = name switch
        {
            "" or "parameterScaleUniform" => null,
            "uniform" or "normal" or "laplace" => name,
            "logNormal" => "log-normal",
            "logLaplace" => "log-laplace",
            "parameterScaleNormal" => "normal",
            "parameterScaleLaplace" => "laplace",
            _ => name,
        };
        return (own is null ? null : Prior(row, own, "objectivePriorType", "objectivePriorParameters"), name.StartsWith("parameterScale", StringComparison.Ordinal));
    }

    private static Prior? Prior(TsvRow row, string distribution, string nameColumn, string column)
    {
        if (distribution.Length == 0)
            return null;
        if (!PriorDensity.Distributions.TryGetValue(distribution, out var count))
        {
            row.Fail(FindingCodes.PetabPrior, nameColumn, $"'{row[nameColumn]}' is no prior of PEtab.", Spelling.Advice(distribution, PriorDensity.Distributions.Keys, $"There are: {string.Join(", ", PriorDensity.Distributions.Keys)}."));
            return null;
        }
        var numbers = row.List(column).Select(TsvRow.TryNumber).ToArray();
        if (numbers.Length != count || numbers.Any(number => number is null || double.IsInfinity(number.Value)))
        {
            row.Fail(FindingCodes.PetabPrior, column, $"'{row[column]}' is not what {distribution} takes.", count == 1 ? "Write one number." : "Write two numbers with a semicolon between.");
            return null;
        }
        var prior = new Prior(distribution, [.. numbers.Select(number => number!.Value)]);
        if (PriorDensity.Misfit(prior) is not { } why)
            return prior;
        row.Fail(FindingCodes.PetabPrior, column, $"The parameters of {distribution} do not fit it: {why}.");
        return null;
    }
}
