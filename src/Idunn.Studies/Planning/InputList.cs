using System.Collections.Immutable;
using System.Globalization;
using Idunn.Modeling;
using Idunn.Modeling.Petab;
using Idunn.Studies.Analysis;
using Idunn.Studies.Inputs;

namespace Idunn.Studies.Planning;

/// <summary>Every number that goes into a study, with its origin: assumptions first.</summary>
internal static class InputList
{
    private const string Everyone = "all";

    public static ImmutableArray<InputNumber> Of(Study study, ModelCard card, IEnumerable<Population> populations, Func<string, ImmutableArray<ParameterTable>> tablesOf,
        IEnumerable<Protocol> protocols, Func<string, ParameterTable?> table)
    {
        var all = populations.ToList();
        var numbers = new List<InputNumber>();
        var given = study.Arms.SelectMany(arm => arm.Doses).Where(dose => dose.IsProduct).Select(dose => dose.Give).ToHashSet(StringComparer.Ordinal);
        var overridden = study.Products.Where(product => given.Contains(product.Id)).SelectMany(product => SetByStudy(product, card)).ToList();
        var unused = overridden.GroupBy(number => number.Id, StringComparer.Ordinal).Where(group => group.Count() == given.Count).Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var population in all)
            foreach (var healthy in tablesOf(population.Name))
            {
                var isShared = card.Parameters.Contains(Path.GetFileName(healthy.File));
                if (isShared && population != all[0])
                    continue;
                numbers.AddRange(healthy.Rows.Where(row => !unused.Contains(row.Id)).Select(row => ToInput(row, isShared ? Everyone : population.Name, isShared ? all : [population])));
            }
        numbers.AddRange(overridden);
        numbers.AddRange(protocols.SelectMany(protocol => protocol.Parameters.Select(table).OfType<ParameterTable>().SelectMany(disease => disease.Rows).Select(row => ToInput(row, protocol.Title, []))));
        numbers.AddRange(study.Assumptions.Where(assumption => assumption.Value is not null).Select(assumption => Assumed(assumption, all.SelectMany(population => tablesOf(population.Name)))));
        foreach (var population in all)
        {
            numbers.AddRange(population.Variability.Select(variability => new InputNumber(
                $"cv.{variability.Parameter}", $"between-subject coefficient of variation of {variability.Parameter}", population.Name, 100 * variability.Cv, "%", "", "", false, variability.Origin)));
            numbers.AddRange(population.Correlations.Select(correlation => new InputNumber(
                $"r.{correlation.First}.{correlation.Second}", $"correlation of {correlation.First} and {correlation.Second} between subjects", population.Name, correlation.R, "", "", "", false, correlation.Origin)));
        }
        return [.. numbers.OrderBy(number => number.Origin.Status switch { OriginStatus.Assumption => 0, OriginStatus.Secondary => 1, OriginStatus.Derived => 2, _ => 3 })];
    }

    private static InputNumber ToInput(ParameterRow row, string population, IReadOnlyList<Population> populations) => new(
        row.Id, row.Name, population, row.NominalValue, row.Unit, Words(row.Prior), string.Join("; ", Cvs(row.Id, populations)), false, row.Origin);

    private static IEnumerable<string> Cvs(string id, IReadOnlyList<Population> populations) => populations
        .Select(population => (population.Name, population.Variability.FirstOrDefault(variability => variability.Parameter == id)?.Cv))
        .Where(entry => entry.Cv is not null)
        .Select(entry => populations.Count > 1 ? $"{entry.Name} CV {Percent(entry.Cv!.Value)}" : $"CV {Percent(entry.Cv!.Value)}");

    private static string Percent(double share) => (100 * share).ToString("G3", CultureInfo.InvariantCulture) + " %";

    private static string Words(Prior prior) => prior.Distribution switch
    {
        "" => "",
        "uniform" or "log-uniform" => $"{prior.Distribution} {Number(prior.Parameters[0])} to {Number(prior.Parameters[1])}",
        "log-normal" => $"log-normal, median {Number(Math.Exp(prior.Parameters[0]))}, ln SD {Number(prior.Parameters[1])}",
        _ => $"{prior.Distribution}({string.Join("; ", prior.Parameters.Select(Number))})",
    };

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    private static InputNumber Assumed(Assumption assumption, IEnumerable<ParameterTable> tables)
    {
        var row = tables.SelectMany(table => table.Rows).First(row => row.Id == assumption.Parameter);
        return new(row.Id, row.Name, Everyone, assumption.Value!.Value, row.Unit, "", "", true, new(OriginStatus.Assumption, "", "study file", "", "", "", "", "", "An effect without evidence that this study turns on; its author answers for it"));
    }

    private static IEnumerable<InputNumber> SetByStudy(Product product, ModelCard card)
    {
        var origin = new Origin(OriginStatus.Assumption, "", "study file", "", "", "", "", "", "Set by the study for its product; its author answers for it");
        InputNumber Of(string id, string what, double value, string unit) => new(id, $"{what}, {product.Name ?? product.Id}", Everyone, value, unit, "", "", true, origin);
        if (product.Diameter is { } diameter && card.Diameter is { } parameters)
        {
            yield return Of(parameters.Median, "median diameter", diameter.Median.Value, diameter.Median.Unit);
            yield return Of(parameters.GeometricSd, "geometric SD of diameters", diameter.GeometricSd, "");
            yield return Of(parameters.From, "smallest diameter", diameter.From.Value, diameter.From.Unit);
            yield return Of(parameters.To, "largest diameter", diameter.To.Value, diameter.To.Unit);
        }
        foreach (var (cargo, copies) in product.Cargo)
            yield return Of(card.Cargo[cargo], $"copies of {cargo} per vesicle", copies.Value, copies.Unit);
        if (product.ParticlesPerMicrogram is { } perMicrogram && card.ParticlesPerMicrogram is { } id)
            yield return Of(id, "particles per µg", perMicrogram.Value, perMicrogram.Unit);
    }
}
