using System.Collections.Immutable;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Petab;

/// <summary>
/// Reads a PEtab v2 parameter table with provenance columns. Required: parameterId, nominalValue, unit, status. Every cell that cannot be used is a finding;
/// units are checked later, against the model.
/// </summary>
public static class ParameterTableReader
{
    private static readonly ImmutableArray<string> Required = ["parameterId", "nominalValue", "unit", "status"];

    private static readonly ImmutableArray<string> Known =
    [
        .. Required, "parameterName", "lowerBound", "upperBound", "estimate", "priorDistribution", "priorParameters", "reference", "locator", "method", "species", "tissue",
        "conversion", "curatedOn", "note",
    ];

    /// <exception cref="FindingsException">All that is wrong with the table.</exception>
    public static ParameterTable Read(string file)
        => File.Exists(file) ? Parse(LimitedText.Read(file), file) : throw new FindingsException(FindingCodes.TableLayout.At(new SourceLocation(file, 0, 0), "The parameter table does not exist.", "Correct the path."));

    /// <param name="file">The name that findings give.</param>
    /// <exception cref="FindingsException">All that is wrong with the table.</exception>
    public static ParameterTable Parse(string text, string file)
    {
        var findings = new List<Finding>();
        var rows = ImmutableArray.CreateBuilder<ParameterRow>();
        var seen = new Dictionary<string, SourceLocation>(StringComparer.Ordinal);
        foreach (var cells in TsvTable.Parse(text, file, Required, findings, FindingCodes.TableLayout, Known)?.Rows ?? [])
        {
            if (new ParameterCells(cells).ReadRow() is not { } row)
                continue;
            if (!seen.TryAdd(row.Id, row.Location))
                cells.Report(FindingCodes.DuplicateRow.At(row.Location, $"'{row.Id}' stands in line {seen[row.Id].Line} too.", "Keep one row."));
            rows.Add(row);
        }
        return findings.Count == 0 ? new ParameterTable(file, rows.ToImmutable()) : throw new FindingsException(findings);
    }
}

/// <summary>The cells of one row by column name.</summary>
internal sealed class ParameterCells(TsvRow row)
{
    // In the order of the values.
    private static readonly string[] StatusWords = [.. Enum.GetNames<OriginStatus>().Select(name => name.ToLowerInvariant())];

    private static readonly string[] Distributions = ["log-normal", "log-uniform", "normal", "uniform", "none"];

    private bool isSound = true;

    /// <summary>The row, or null with findings.</summary>
    public ParameterRow? ReadRow()
    {
        var id = row["parameterId"];
        if (id.Length == 0 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.') || char.IsAsciiDigit(id[0]))
            Fail(FindingCodes.Cell, "parameterId", $"'{id}' is no id.", "Ids have letters, digits, underscores and dots, and start with no digit.");
        var nominal = Number("nominalValue");
        if (row["nominalValue"].Length == 0)
            Fail(FindingCodes.Cell, "nominalValue", $"'{id}' has no nominal value.", "Write a number.");
        var (low, high) = (Number("lowerBound"), Number("upperBound"));
        if (row["estimate"] is not ("" or "true" or "false"))
            Fail(FindingCodes.Cell, "estimate", $"'{row["estimate"]}' is neither true nor false.", "Write true or false.");
        var prior = ReadPrior();
        var origin = ReadOrigin(id);
        if (!isSound)
            return null;
        CheckRange(id, nominal!.Value, low, high, prior);
        return isSound ? new ParameterRow(id, row["parameterName"], nominal.Value, low, high, row["unit"], prior, origin!, row.At("parameterId")) : null;
    }

    private Prior ReadPrior()
    {
        var distribution = row["priorDistribution"];
        var text = row["priorParameters"];
        if (distribution is "" or "none")
        {
            if (text.Length > 0)
                Fail(FindingCodes.Prior, "priorParameters", "There are prior parameters, and no prior.", $"Name the distribution: {string.Join(", ", Distributions)}.");
            return Prior.None;
        }
        if (!Distributions.Contains(distribution))
        {
            Fail(FindingCodes.Prior, "priorDistribution", $"'{distribution}' is no prior that is known here.", Spelling.Advice(distribution, Distributions, $"There are: {string.Join(", ", Distributions)}."));
            return Prior.None;
        }
        var numbers = text.Split(';', StringSplitOptions.TrimEntries).Select(part => TsvRow.TryFinite(part)).ToArray();
        if (numbers.Length != 2 || numbers.Any(number => number is null))
        {
            Fail(FindingCodes.Prior, "priorParameters", $"'{text}' is not what {distribution} takes.", $"Write two numbers, {Meaning(distribution)}, with a semicolon between.");
            return Prior.None;
        }
        CheckPrior(distribution, numbers[0]!.Value, numbers[1]!.Value);
        return new Prior(distribution, [numbers[0]!.Value, numbers[1]!.Value]);
    }

    private static string Meaning(string distribution) => distribution switch
    {
        "log-normal" => "mean and standard deviation of ln x",
        "normal" => "mean and standard deviation",
        _ => "the lower and the upper bound",
    };

    private void CheckPrior(string distribution, double first, double second)
    {
        var isNormal = distribution is "normal" or "log-normal";
        if (isNormal && second <= 0)
            Fail(FindingCodes.Prior, "priorParameters", "The standard deviation of the prior is not positive.", $"{distribution} takes {Meaning(distribution)}.");
        else if (!isNormal && first >= second)
            Fail(FindingCodes.Prior, "priorParameters", "The prior's lower bound is not below its upper bound.", "Swap or correct them.");
        else if (distribution == "log-uniform" && first <= 0)
            Fail(FindingCodes.Prior, "priorParameters", "The lower bound of log-uniform is not positive.", "Use a positive bound, or uniform.");
    }

    private void CheckRange(string id, double nominal, double? low, double? high, Prior prior)
    {
        if (nominal < low || nominal > high || low > high)
            Fail(FindingCodes.Bounds, "nominalValue", Format($"'{id}': {nominal} is not within its bounds {low} … {high}."), "Correct the value or the bounds.");
        else if (prior.Distribution is "uniform" or "log-uniform" && (nominal < prior.Parameters[0] || nominal > prior.Parameters[1]))
            Fail(FindingCodes.Bounds, "nominalValue", Format($"'{id}': {nominal} is not within its prior {prior.Parameters[0]} … {prior.Parameters[1]}."), "Correct the value or the prior.");
        else if (prior.Distribution == "log-normal" && nominal <= 0)
            Fail(FindingCodes.Bounds, "nominalValue", Format($"'{id}': {nominal} is not positive, and its prior is log-normal."), "Correct the value or the prior.");
    }

    private Origin? ReadOrigin(string id)
    {
        var word = row["status"];
        var status = (OriginStatus)Array.IndexOf(StatusWords, word);
        if (status < 0)
        {
            Fail(FindingCodes.Provenance, "status", $"'{id}' has the status '{word}'.", Spelling.Advice(word, StatusWords, "Write measured, derived, secondary or assumption."));
            return null;
        }
        if (status == OriginStatus.Assumption && row["note"].Length == 0)
            Fail(FindingCodes.Provenance, "status", $"'{id}' is an assumption and does not say why this value.", "Say it in the column note.");
        if (status != OriginStatus.Assumption && row["reference"].Length == 0)
            Fail(FindingCodes.Provenance, "status", $"'{id}' is {word} and names no reference.", "Give the key of references.bib, or make it an assumption.");
        else if (status != OriginStatus.Assumption && row["locator"].Length == 0)
            Fail(FindingCodes.Provenance, "status", $"'{id}' does not say where in '{row["reference"]}' it stands.", "Write abstract, Table 2, p. 7, … in the column locator.");
        return new Origin(status, row["reference"], row["locator"], row["method"], row["species"], row["tissue"], row["conversion"], row["curatedOn"], row["note"]);
    }

    private double? Number(string column)
    {
        var text = row[column];
        if (text.Length == 0)
            return null;
        if (TsvRow.TryFinite(text) is { } number)
            return number;
        Fail(FindingCodes.Cell, column, $"'{text}' is no number.", "Write digits with a decimal point, such as 0.02 or 1e9.");
        return null;
    }

    private void Fail(FindingCode code, string column, string message, string action)
    {
        isSound = false;
        row.Fail(code, column, message, action);
    }

    private static string Format(FormattableString text) => FormattableString.Invariant(text);
}
