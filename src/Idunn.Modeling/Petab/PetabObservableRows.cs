using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Petab;

/// <summary>Reads observable tables, versions 1 and 2.</summary>
internal static class PetabObservableRows
{
    public static ImmutableArray<string> Required { get; } = ["observableId", "observableFormula", "noiseFormula"];

    /// <param name="isUsed">Observables that have to fit the model; the others are not read.</param>
    public static Dictionary<string, PetabObservable> Read(IEnumerable<TsvRow> rows, int version, PetabScope scope, Func<string, bool> isUsed)
    {
        var observables = new Dictionary<string, PetabObservable>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row.Id("observableId") is not { } id)
                continue;
            if (!seen.Add(id))
                row.Fail(FindingCodes.PetabDuplicate, "observableId", $"The observable '{id}' stands in two rows.");
            else if (isUsed(id) && Observable(id, row, version, scope) is { } observable)
                observables.Add(id, observable);
        }
        return observables;
    }

    private static PetabObservable? Observable(string id, TsvRow row, int version, PetabScope scope)
    {
        var (first, second) = ($"observableParameter", $"noiseParameter");
        ImmutableArray<string> placeholders = version == 2 ? Placeholders(row, "observablePlaceholders", scope) : [], noisePlaceholders = version == 2 ? Placeholders(row, "noisePlaceholders", scope) : [];
        var formula = scope.Formula(row, "observableFormula", name => version == 1 ? IsNumbered(name, first, id) : placeholders.Contains(name));
        var noise = scope.Formula(row, "noiseFormula", name => name == id || (version == 1 ? IsNumbered(name, first, id) || IsNumbered(name, second, id) : placeholders.Contains(name) || noisePlaceholders.Contains(name)));
        if (formula is null || noise is null)
            return null;
        if (version == 1)
            (placeholders, noisePlaceholders) = (Numbered([formula, noise], first, id), Numbered([noise], second, id));
        var whole = new FormulaMeasure().Of(formula);
        var (size, depth) = new FormulaMeasure(symbol => symbol.Name == id ? whole : null).Of(noise);
        if (FormulaMeasure.Complaint(size, depth) is { } complaint)
        {
            row.Fail(FindingCodes.TooLarge, "noiseFormula", $"With the observable's formula in place the noise formula {complaint}.", "Write it with fewer uses of the observable.");
            return null;
        }
        noise = ExprTree.Rewrite(noise, part => part is SymbolExpr { Name: var name } && name == id ? formula : part);
        return new PetabObservable(id, formula, noise, version == 1 ? FirstVersionNoise(row) : Noise(row), placeholders, noisePlaceholders, row.At("observableId"));
    }

    private static bool IsNumbered(string name, string prefix, string id) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith("_" + id, StringComparison.Ordinal) && name.Length > prefix.Length + id.Length + 1
        && name[prefix.Length..^(id.Length + 1)] is var digits && digits.All(char.IsAsciiDigit) && digits.Length < 5 && digits[0] != '0';

    /// <summary>Version 1's placeholders: from 1 up to the highest number that a formula has.</summary>
    private static ImmutableArray<string> Numbered(Expr[] formulas, string prefix, string id)
    {
        var highest = formulas.SelectMany(ExprTree.Symbols).Where(symbol => IsNumbered(symbol.Name, prefix, id)).Select(symbol => int.Parse(symbol.Name[prefix.Length..^(id.Length + 1)], System.Globalization.CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max();
        return [.. Enumerable.Range(1, highest).Select(number => $"{prefix}{number}_{id}")];
    }

    private static ImmutableArray<string> Placeholders(TsvRow row, string column, PetabScope scope)
    {
        var placeholders = row.List(column);
        foreach (var name in placeholders)
        {
            if (!TsvRow.IsId(name))
                row.Fail(FindingCodes.PetabCell, column, $"'{name}' is no id.", "Write ids with semicolons between.");
            else if (scope.Defines(scope.Resolve(name)))
                row.Fail(FindingCodes.PetabDuplicate, column, $"The placeholder '{name}' is something of the model or the parameter table too.", "Give the placeholder another name.");
        }
        return placeholders;
    }

    private static NoiseModel Noise(TsvRow row)
    {
        switch (row["noiseDistribution"])
        {
            case "" or "normal":
                return new(PetabScale.Linear, false);
            case "log-normal":
                return new(PetabScale.Log, false);
            case "laplace":
                return new(PetabScale.Linear, true);
            case "log-laplace":
                return new(PetabScale.Log, true);
            case var other:
                row.Fail(FindingCodes.PetabCell, "noiseDistribution", $"'{other}' is no noise distribution of PEtab 2.", "Write normal, log-normal, laplace or log-laplace.");
                return default;
        }
    }

    private static NoiseModel FirstVersionNoise(TsvRow row)
    {
        if (row["noiseDistribution"] is not ("" or "normal" or "laplace"))
            row.Fail(FindingCodes.PetabCell, "noiseDistribution", $"'{row["noiseDistribution"]}' is no noise distribution of PEtab 1.", "Write normal or laplace.");
        return new(PetabParameterRows.Scale(row, "observableTransformation"), row["noiseDistribution"] == "laplace");
    }
}
