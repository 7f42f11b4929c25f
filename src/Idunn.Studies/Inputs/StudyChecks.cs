using Idunn.Modeling;
using Idunn.Studies.Inputs.Yaml;

namespace Idunn.Studies.Inputs;

/// <summary>What a study says that contradicts itself, as far as the file alone can tell.</summary>
internal static class StudyChecks
{
    public static void Run(Study study, Reading reading)
    {
        foreach (var product in study.Products)
            CheckDiameter(product, reading);
        foreach (var arm in study.Arms)
            foreach (var dose in arm.Doses)
                CheckDoseTimes(arm, dose, arm.Until ?? study.Until, reading);
        CheckRepeats(study, reading);
        foreach (var endpoint in study.Endpoints)
        {
            CheckEndpointNames(study, endpoint, reading);
            CheckEndpointWindow(study, endpoint, reading);
        }
        CheckAttribution(study, reading);
    }

    private static void CheckDiameter(Product product, Reading reading)
    {
        if (product.Diameter is not { } diameter)
            return;
        var (from, median, to) = (diameter.From.In("nm"), diameter.Median.In("nm"), diameter.To.In("nm"));
        if (from >= to || median < from || median > to)
            reading.Error(StudyCodes.OutOfRange, $"The diameters of '{product.Id}' do not ascend: smallest {diameter.From}, median {diameter.Median}, largest {diameter.To}.",
                "Write the smallest first, and a median between the two.", reading.Places.Of(product.Location, "diameter"));
    }

    private static void CheckDoseTimes(Arm arm, Dose dose, Amount until, Reading reading)
    {
        var interval = dose.Every?.In("day") ?? 0;
        var (first, over, end) = (dose.From.In("day"), dose.Over?.In("day") ?? 0, until.In("day"));
        var last = first + ((dose.Times - 1) * interval);
                if (last > end)
            Once(reading, StudyCodes.AfterTheEnd,
                $"Arm '{arm.Id}' ends at {until}, but {(dose.Times == 1 ? $"its dose is given at {dose.From}" : FormattableString.Invariant($"the last of its {dose.Times} doses is given at {last:G6} d"))}.",
                "Give it earlier, or set a later 'until:'.", dose.From.Location);
        else if (last + over > end)
            Once(reading, StudyCodes.AfterTheEnd, $"Arm '{arm.Id}' ends at {until}, before its last infusion of {dose.Over} is over.", "Give it earlier, or set a later 'until:'.", dose.Over!.Location);
        if (dose.Every is not null && over > interval)
            Once(reading, StudyCodes.Contradiction, $"Each infusion takes {dose.Over}, longer than the interval of {dose.Every}.", "Shorten 'over:' or lengthen 'every:'.", dose.Over!.Location);
    }

    private static void CheckRepeats(Study study, Reading reading)
    {
        for (var i = 0; i < study.Readouts.Length; i++)
            if (study.Readouts.IndexOf(study.Readouts[i]) < i)
                reading.Error(StudyCodes.Contradiction, $"The readout '{study.Readouts[i]}' is listed twice.", "Remove one of the two.", reading.Places.Of(study.Location, "readouts", i));
        for (var i = 0; i < study.Published.Length; i++)
            if (study.Published.IndexOf(study.Published[i]) < i)
                reading.Error(StudyCodes.Contradiction, $"The table '{study.Published[i]}' is listed twice.", "Remove one of the two.", reading.Places.Of(study.Location, "published", i));
    }

    private static void CheckEndpointNames(Study study, Endpoint endpoint, Reading reading)
    {
        if (endpoint.Of.Length > 0 && !study.Readouts.Contains(endpoint.Of) && !study.Readouts.Contains(Study.ReportReadouts))
            reading.Error(StudyCodes.UnknownName, $"Endpoint '{endpoint.Id}' is read from '{endpoint.Of}', which is not among the readouts.",
                $"Add it to 'readouts:'. {Nearest.Suggestion(endpoint.Of, study.Readouts)}", reading.Places.Of(endpoint.Location, "of"));
        var arms = study.Arms.Select(arm => arm.Id).ToList();
        for (var i = 0; i < endpoint.Arms.Length; i++)
            if (endpoint.Arms[i].Length > 0 && !arms.Contains(endpoint.Arms[i]))
                reading.Error(StudyCodes.UnknownName, $"Endpoint '{endpoint.Id}' names the arm '{endpoint.Arms[i]}', which does not exist.", Nearest.Suggestion(endpoint.Arms[i], arms),
                    endpoint.Arms.Length == 1 ? reading.Places.Of(endpoint.Location, "arm") : reading.Places.Of(endpoint.Location, "compare", i));
        if (endpoint.RelativeTo is { } healthy && !arms.Contains(healthy))
            reading.Error(StudyCodes.UnknownName, $"Endpoint '{endpoint.Id}' is relative to the arm '{healthy}', which does not exist.", Nearest.Suggestion(healthy, arms), reading.Places.Of(endpoint.Location, "relativeTo"));
        if (endpoint.Measure == "value" && endpoint.From is null)
            reading.Error(StudyCodes.MissingField, $"Endpoint '{endpoint.Id}' takes a value but does not say when.", "Add 'at:', such as at: 24 h.", endpoint.Location);
    }

    private static void CheckEndpointWindow(Study study, Endpoint endpoint, Reading reading)
    {
        if (endpoint.From is { } start && endpoint.To is { } stop && start.In("day") >= stop.In("day"))
            reading.Error(StudyCodes.OutOfRange, $"The window of endpoint '{endpoint.Id}' runs from {start} to {stop}.", "Write the earlier time first.", stop.Location);
        var arms = study.Arms.Where(arm => endpoint.Arms.IsEmpty || endpoint.Arms.Contains(arm.Id));
        foreach (var (field, time) in new[] { ("from", endpoint.From), ("to", endpoint.To) })
            if (time is not null && arms.FirstOrDefault(arm => time.In("day") > (arm.Until ?? study.Until).In("day")) is { } arm)
                reading.Error(StudyCodes.AfterTheEnd, $"Endpoint '{endpoint.Id}' looks at {time}, but arm '{arm.Id}' ends at {arm.Until ?? study.Until}.",
                    "Look earlier, set a later 'until:', or name the arms that it is about.", time.Location);
    }

    /// <summary>What is shared out is a difference between two arms of a subject that nothing happens to by chance.</summary>
    private static void CheckAttribution(Study study, Reading reading)
    {
        if (study.Attribution is not { } request) return;
        var place = reading.Places.Of(request.Location, "endpoint");
        var compared = study.Endpoints.Where(endpoint => endpoint.Arms.Length == 2).Select(endpoint => endpoint.Id).ToList();
        if (study.Endpoints.FirstOrDefault(endpoint => endpoint.Id == request.Endpoint) is not { } endpoint)
            reading.Error(StudyCodes.UnknownName, $"The attribution is of the endpoint '{request.Endpoint}', which does not exist.", Nearest.Suggestion(request.Endpoint, compared), place);
        else if (endpoint.Arms.Length != 2)
            reading.Error(StudyCodes.Contradiction, $"The attribution is of the endpoint '{endpoint.Id}', which compares no two arms.", $"Give it 'compare:', or take another. {Nearest.Suggestion("", compared)}", place);
        else if (endpoint.Measure == "survival")
            reading.Error(StudyCodes.Contradiction, $"The attribution is of the endpoint '{endpoint.Id}', a survival; the typical subject that attribution follows lives to the end.", $"Take another endpoint. {Nearest.Suggestion("", compared.Where(id => id != endpoint.Id))}", place);
    }

    /// <summary>Arms that are alike share their doses: what is wrong with one is said once.</summary>
    private static void Once(Reading reading, string code, string message, string action, SourceLocation location)
    {
        if (reading.Findings.All(finding => finding.Code != code || finding.Location != location))
            reading.Error(code, message, action, location);
    }
}
