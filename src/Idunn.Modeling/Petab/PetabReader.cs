using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Sbml;

namespace Idunn.Modeling.Petab;

/// <summary>
/// Reads the tables and models of a PEtab problem (data format specifications 1 and 2.0, https://petab.readthedocs.io). All that is wrong is reported together, each finding with its place.
/// </summary>
public static class PetabReader
{
    /// <exception cref="FindingsException">A file is missing, or anything in the tables or models is wrong.</exception>
    public static PetabProblem Read(PetabFiles files)
    {
        var findings = new List<Finding>();
        var rows = Rows(files.Parameters, PetabParameterRows.Required(files.Version), findings).SelectMany(table => table.Rows).ToArray();
        var parameters = PetabParameterRows.Read(rows, files.Version);
        var parts = ImmutableArray.CreateBuilder<PetabPart>();
        foreach (var part in files.Parts)
            Read(part, files.Version, ref parameters, parts, findings);
        return findings.Count == 0 ? new PetabProblem(files.Version, parameters, parts.ToImmutable()) : throw new FindingsException([.. findings.Distinct()]);
    }

    private static void Read(PetabPartFiles files, int version, ref ImmutableArray<PetabParameter> parameters, ImmutableArray<PetabPart>.Builder parts, List<Finding> findings)
    {
        var aliases = PetabScope.Aliases(Rows(files.Mappings, ["petabEntityId", "modelEntityId"], findings).SelectMany(table => table.Rows));
        parameters = [.. parameters.Select(parameter => parameter with { Id = aliases.GetValueOrDefault(parameter.Id, parameter.Id) })];
        var measurements = Rows(files.Measurements, version == 1 ? ["observableId", "simulationConditionId", "measurement", "time"] : ["observableId", "experimentId", "measurement", "time"], findings)
            .SelectMany(table => table.Rows).ToArray();
        var observables = Rows(files.Observables, PetabObservableRows.Required, findings).SelectMany(table => table.Rows).ToArray();
        var conditions = Rows(files.Conditions, version == 1 ? ["conditionId"] : PetabConditionRows.Required, findings);
        var experiments = Rows(files.Experiments, PetabConditionRows.RequiredOfExperiments, findings).SelectMany(table => table.Rows).ToArray();
        if (version == 2)
            CheckModelIds(measurements, [.. files.Models.Select(model => model.Id)]);
        foreach (var (id, file) in files.Models)
        {
            if (ModelOf(file, findings) is not { } model)
                continue;
            var scope = new PetabScope(model, aliases, parameters.Select(parameter => parameter.Id));
            foreach (var parameter in parameters)
                if (scope.WhyNotParameter(parameter.Id) is { } why)
                    findings.Add(FindingCodes.PetabTarget.At(parameter.Location, $"'{parameter.Id}' {why}; it is no parameter.", "Take it out of the parameter table; a condition may set its initial value."));
            var isOnly = files.Models.Length == 1;
            TsvRow[] own = isOnly ? measurements : [.. measurements.Where(row => row["modelId"] == id)];
            Func<string, bool> Used(string column)
            {
                var used = own.Select(row => row[column]).ToHashSet(StringComparer.Ordinal);
                return name => isOnly || used.Contains(name);
            }
            var known = PetabObservableRows.Read(observables, version, scope, Used("observableId"));
            var observableIds = observables.Select(row => row["observableId"]).ToHashSet(StringComparer.Ordinal);
            Func<TsvRow, PetabExperiment?> experimentOf;
            if (version == 1)
                experimentOf = new PetabFirstVersionConditions(conditions, scope).Of;
            else
            {
                var read = PetabConditionRows.Read(experiments, [.. conditions.SelectMany(table => table.Rows)], scope, Used("experimentId"));
                var asItIs = new PetabExperiment("", []);
                experimentOf = row => row["experimentId"].Length == 0 ? asItIs : read.GetValueOrDefault(row["experimentId"]) ?? Unknown(row, "experimentId", "experiment", read.Keys);
            }
            parts.Add(new PetabPart(id, model, [.. own.Select(row => Measurement(row, known, observableIds, experimentOf, scope, version)).OfType<PetabMeasurement>()]));
        }
    }

    private static PetabExperiment? Unknown(TsvRow row, string column, string what, IEnumerable<string> known)
    {
        row.Fail(FindingCodes.PetabReference, column, $"There is no {what} '{row[column]}'.", Spelling.Advice(row[column], known, $"Correct the id, or add the {what}."));
        return null;
    }

    private static PetabMeasurement? Measurement(TsvRow row, Dictionary<string, PetabObservable> observables, HashSet<string> ids, Func<TsvRow, PetabExperiment?> experimentOf, PetabScope scope, int version)
    {
        var id = row["observableId"];
        if (!ids.Contains(id))
            Unknown(row, "observableId", "observable", ids);
        var experiment = experimentOf(row);
        var (time, value) = (row.RequiredNumber("time"), row.RequiredNumber("measurement"));
        if (time is { } at && experiment is not null && (double.IsNegativeInfinity(at) || at < experiment.Start))
            row.Fail(FindingCodes.PetabTime, "time", $"{row["time"]} lies before the experiment starts.");
        if (!observables.TryGetValue(id, out var observable) || experiment is null || time is null || value is null)
            return null;
        if (observable.NoiseModel.Scale != PetabScale.Linear && !(value > 0))
        {
            row.Fail(FindingCodes.PetabCell, "measurement", $"{row["measurement"]} has no logarithm, and the noise of '{id}' is on a logarithmic scale.", "Correct the value, or the noise of the observable.");
            return null;
        }
        return Overrides(row, "observableParameters", observable.Placeholders, scope, version) is { } overrides && Overrides(row, "noiseParameters", observable.NoisePlaceholders, scope, version) is { } noise
            ? new PetabMeasurement(observable, experiment, time.Value, value.Value, overrides, noise, row)
            : null;
    }

    private static ImmutableArray<Expr>? Overrides(TsvRow row, string column, ImmutableArray<string> placeholders, PetabScope scope, int version)
    {
        var written = row.List(column);
        if (version == 1 && written is ["NaN" or "nan"])
            written = [];
        if (written.Length != placeholders.Length)
        {
            row.Fail(FindingCodes.PetabOverrides, column, $"There are {written.Length} values, and '{row["observableId"]}' has {placeholders.Length} placeholders{(placeholders.Length > 0 ? ": " + string.Join(", ", placeholders) : "")}.");
            return null;
        }
        var values = ImmutableArray.CreateBuilder<Expr>();
        foreach (var text in written)
        {
            var id = scope.Resolve(text);
            if (TsvRow.TryNumber(text) is { } number)
                values.Add(new NumberExpr(number) { Location = row.At(column) });
            else if (scope.IsParameter(id) || (version == 1 && scope.Defines(id)))
                values.Add(new SymbolExpr(id) { Location = row.At(column) });
            else
            {
                row.Fail(FindingCodes.PetabReference, column, $"'{text}' is neither a number nor in the parameter table.");
                return null;
            }
        }
        return values.ToImmutable();
    }

    private static void CheckModelIds(TsvRow[] measurements, ImmutableArray<string> models)
    {
        foreach (var row in measurements)
            if (row["modelId"] is var id && !models.Contains(id) && (id.Length > 0 || models.Length > 1))
                Unknown(row, "modelId", "model", models);
    }

    private static Model? ModelOf(PetabFile file, List<Finding> findings)
    {
        try
        {
            if (File.Exists(file.Path))
                return SbmlReader.Read(file.Path);
            findings.Add(FindingCodes.PetabFile.At(file.Location, $"There is no model '{file.Path}'.", FindingCodes.PetabFile.Remedy));
        }
        catch (FindingsException exception)
        {
            findings.AddRange(exception.Findings);
        }
        return null;
    }

    private static ImmutableArray<TsvTable> Rows(ImmutableArray<PetabFile> files, ImmutableArray<string> required, List<Finding> findings)
        => [.. files.Select(file => TsvTable.Read(file.Path, required, file.Location, findings)).OfType<TsvTable>()];
}
