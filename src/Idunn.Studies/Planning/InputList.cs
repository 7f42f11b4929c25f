using System.Collections.Immutable;
using System.Globalization;
using Idunn.Modeling;
using Idunn.Modeling.Petab;
using Idunn.Studies.Analysis;
using Idunn.Studies.Inputs;
using Idunn.Studies.Reports;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Planning;

/// <summary>Every number that goes into a study, with its origin: assumptions first.</summary>
internal static class InputList
{
    private static readonly Phrase everyone = Phrase.Of("all");

    public static ImmutableArray<InputNumber> Of(Study study, ModelCard card, IEnumerable<Population> populations, Func<string, ImmutableArray<ParameterTable>> tablesOf,
        IEnumerable<Protocol> protocols, Func<string, ParameterTable?> table, IReadOnlyDictionary<string, string> translatedNames)
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
                numbers.AddRange(healthy.Rows.Where(row => !unused.Contains(row.Id)).Select(row => ToInput(row, isShared ? everyone : Said(population), isShared ? all : [population])));
            }
        numbers.AddRange(overridden);
        numbers.AddRange(protocols.SelectMany(protocol => protocol.Parameters.Select(table).OfType<ParameterTable>().SelectMany(disease => disease.Rows).Select(row => ToInput(row, protocol.Title, []))));
        numbers.AddRange(study.Assumptions.Where(assumption => assumption.Value is not null).Select(assumption => Assumed(assumption, all.SelectMany(population => tablesOf(population.Name)))));
        foreach (var population in all)
        {
            var names = tablesOf(population.Name).SelectMany(healthy => healthy.Rows).DistinctBy(row => row.Id).ToDictionary(row => row.Id, row => row.Name, StringComparer.Ordinal);
            Phrase Name(string parameter) => names.TryGetValue(parameter, out var name) ? new Phrase(name, translatedNames.TryGetValue(name, out var translation) ? translation : "") : parameter;
            numbers.AddRange(population.Variability.Select(variability => new InputNumber(
                $"cv.{variability.Parameter}", Phrase.Of("between-subject coefficient of variation of {0}", Name(variability.Parameter)), Said(population), 100 * variability.Cv, "%", "", "", false, variability.Origin)));
            numbers.AddRange(population.Correlations.Select(correlation => new InputNumber(
                $"r.{correlation.First}.{correlation.Second}", Phrase.Of("correlation of {0} and {1} between subjects", Name(correlation.First), Name(correlation.Second)), Said(population), correlation.R, "", "", "", false, correlation.Origin)));
        }
        return [.. numbers.OrderBy(number => number.Origin.Status switch { OriginStatus.Assumption => 0, OriginStatus.Secondary => 1, OriginStatus.Derived => 2, _ => 3 })];
    }

    private static Phrase Said(Population population) => new(population.Name, population.Title.TraditionalChinese);

    private static InputNumber ToInput(ParameterRow row, Phrase population, IReadOnlyList<Population> populations) => new(
        row.Id, row.Name, population, row.NominalValue, row.Unit, InWords(row.Prior), Phrase.Join("; ", [.. Cvs(row.Id, populations)]), false, row.Origin);

    private static IEnumerable<Phrase> Cvs(string id, IReadOnlyList<Population> populations) => populations
        .Select(population => (Name: Said(population), population.Variability.FirstOrDefault(variability => variability.Parameter == id)?.Cv))
        .Where(entry => entry.Cv is not null)
        .Select(entry => populations.Count > 1 ? Phrase.Of("{0} CV {1}", entry.Name, Percent(entry.Cv!.Value)) : Phrase.Of("CV {0}", Percent(entry.Cv!.Value)));

    private static string Percent(double share) => (100 * share).ToString("G3", CultureInfo.InvariantCulture) + " %";

    private static Phrase InWords(Prior prior) => prior.Distribution switch
    {
        "" => Phrase.Empty,
        "uniform" => Phrase.Of("uniform {0} to {1}", Number(prior.Parameters[0]), Number(prior.Parameters[1])),
        "log-uniform" => Phrase.Of("log-uniform {0} to {1}", Number(prior.Parameters[0]), Number(prior.Parameters[1])),
        "log-normal" => Phrase.Of("log-normal, median {0}, ln SD {1}", Number(Math.Exp(prior.Parameters[0])), Number(prior.Parameters[1])),
        _ => $"{prior.Distribution}({string.Join("; ", prior.Parameters.Select(Number))})",
    };

    private static string Number(double value) => Numbers.Format(value);

    private static InputNumber Assumed(Assumption assumption, IEnumerable<ParameterTable> tables)
    {
        var row = tables.SelectMany(table => table.Rows).First(row => row.Id == assumption.Parameter);
        return new(row.Id, row.Name, everyone, assumption.Value!.Value, row.Unit, "", "", true, new(OriginStatus.Assumption, "", "study file", "", "", "", "", "", "An effect without evidence that this study turns on; its author answers for it"));
    }

    private static IEnumerable<InputNumber> SetByStudy(Product product, ModelCard card)
    {
        var origin = new Origin(OriginStatus.Assumption, "", "study file", "", "", "", "", "", "Set by the study for its product; its author answers for it");
        InputNumber Of(string id, Phrase what, double value, string unit) => new(id, Phrase.Join(", ", [what, product.Name ?? product.Id]), everyone, value, unit, "", "", true, origin);
        if (product.Diameter is { } diameter && card.Diameter is { } parameters)
        {
            yield return Of(parameters.Median, Phrase.Of("median diameter"), diameter.Median.Value, diameter.Median.Unit);
            yield return Of(parameters.GeometricSd, Phrase.Of("geometric SD of diameters"), diameter.GeometricSd, "");
            yield return Of(parameters.From, Phrase.Of("smallest diameter"), diameter.From.Value, diameter.From.Unit);
            yield return Of(parameters.To, Phrase.Of("largest diameter"), diameter.To.Value, diameter.To.Unit);
        }
        foreach (var (cargo, copies) in product.Cargo)
            yield return Of(card.Cargo[cargo], Phrase.Of("copies of {0} per vesicle", cargo), copies.Value, copies.Unit);
        if (product.ParticlesPerMicrogram is { } perMicrogram && card.ParticlesPerMicrogram is { } id)
            yield return Of(id, Phrase.Of("particles per µg"), perMicrogram.Value, perMicrogram.Unit);
    }
}
