using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Sbml;

namespace Idunn.Modeling.SedMl;

/// <summary>Reads SED-ML, Level 1, Versions 1 to 4. What is not done is a finding, never left out in silence.</summary>
internal sealed class SedMlReader
{
    private const int MostPoints = 1_000_000;

    /// <summary>Values of all ranges of a file, which are kept.</summary>
    private const int MostRangeValues = 2_000_000;

    private static readonly Dictionary<string, XElement> NoFunctions = [];

    /// <summary>Aggregation functions of KiSAO 2.30: the first three ignore what is not a number.</summary>
    private static readonly Dictionary<string, Summary> Terms = new(StringComparer.Ordinal)
    {
        ["KISAO:0000825"] = new(SummaryKind.Mean, true), ["KISAO:0000828"] = new(SummaryKind.Maximum, true), ["KISAO:0000829"] = new(SummaryKind.Minimum, true),
        ["KISAO:0000841"] = new(SummaryKind.Mean, false), ["KISAO:0000830"] = new(SummaryKind.Maximum, false), ["KISAO:0000840"] = new(SummaryKind.Minimum, false),
    };

    private readonly string file;
    private readonly int version;
    private readonly List<Finding> findings = [];
    private readonly XElement root;
    private long rangeValues;

    private SedMlReader(XElement root, string file)
    {
        (this.root, this.file) = (root, file);
        version = int.TryParse(root.AncestorsAndSelf().Last().Attribute("version")?.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 1;
    }

    /// <exception cref="FindingsException">All that is wrong with the file, or asks for what is not done.</exception>
    public static SedMlDocument Read(Stream stream, string file)
    {
        var root = SbmlDocument.ReadXml(stream, file);
        if (root.Name.LocalName != "sedML")
            throw new FindingsException(FindingCodes.SedMl.At(XmlTree.PlaceOf(root), $"The outermost element is <{root.Name.LocalName}>, not <sedML>.", "Name a SED-ML file."));
        var reader = new SedMlReader(root, file);
        var document = reader.Document();
        return reader.findings.Count == 0 ? document : throw new FindingsException(reader.findings);
    }

    private SedMlDocument Document() => new(
        file,
        [.. Each("listOfModels", "model").Select(model => new SedMlModel(Needed(model, "id"), model.Attribute("language")?.Value ?? "", Needed(model, "source"), [.. XmlTree.Listed(model, "listOfChanges")], XmlTree.PlaceOf(model)))],
        [.. Each("listOfSimulations").Select(Simulation).OfType<SedMlSimulation>()],
        [.. Each("listOfTasks").Select(Task).OfType<SedMlTask>()],
        [.. Each("listOfDataGenerators", "dataGenerator").Select(generator => new DataGenerator(Needed(generator, "id"), NameOf(generator), FormulaOf(generator, "taskReference"), XmlTree.PlaceOf(generator)))],
        [.. Each("listOfOutputs").Where(output => Is(output, "report")).Select(Report), .. Each("listOfOutputs").Where(output => Is(output, "plot3D")).Select(Surfaces)],
        [.. Each("listOfOutputs").Where(IsPlot).Select(Plot)])
    {
        DataDescriptions = [.. Each("listOfDataDescriptions", "dataDescription").Select(Data)],
        Remarks = [.. Each("listOfOutputs").Where(output => Is(output, "plot3D")).Select(output => $"{Needed(output, "id")}: surfaces are not drawn; their values are in a table.")],
    };

    private IEnumerable<XElement> Each(string list, string? only = null)
    {
        foreach (var element in XmlTree.Listed(root, list))
            if (only is null || Is(element, only))
                yield return element;
            else
                Unsupported(element, $"<{element.Name.LocalName}> in <{list}>");
    }

    /// <summary>What is wrong with the data themselves is said when they are asked for.</summary>
    private DataDescription Data(XElement element) => new(
        Needed(element, "id"), Needed(element, "source"), XmlTree.Text(element, "format"), NumericalMarkup.Dimensions(XmlTree.Child(element, "dimensionDescription")),
        [.. XmlTree.Listed(element, "listOfDataSources").Select(source => new DataSource(Needed(source, "id"), XmlTree.Text(source, "indexSet"), [.. XmlTree.Listed(source, "listOfSlices").Select(Slice)], XmlTree.PlaceOf(source)))],
        XmlTree.PlaceOf(element));

    private DataSlice Slice(XElement element)
    {
        int? Place(string attribute) => element.Attribute(attribute) is null ? null : (int)Math.Clamp(Number(element, attribute), 0, MostPoints);
        if (element.Attribute("index") is not null)
            Unsupported(element, "A slice by the iterations of a task");
        return new(Needed(element, "reference"), XmlTree.Text(element, "value"), Place("startIndex"), Place("endIndex"), XmlTree.PlaceOf(element));
    }

    private SedMlSimulation? Simulation(XElement element)
    {
        var (id, place) = (Needed(element, "id"), XmlTree.PlaceOf(element));
        SedMlSimulation? simulation = element.Name.LocalName switch
        {
            "uniformTimeCourse" => new UniformTimeCourse(id, Number(element, "initialTime"), Number(element, "outputStartTime"), Number(element, "outputEndTime"), Steps(element), place),
            "oneStep" => new OneStep(id, Number(element, "step"), place),
            "steadyState" => new SteadyStateSearch(id, place),
            _ => null,
        };
        if (simulation is null)
        {
            Unsupported(element, $"<{element.Name.LocalName}>");
            return null;
        }
        if (simulation is UniformTimeCourse course && !(course.InitialTime <= course.OutputStart && course.OutputStart <= course.OutputEnd))
            Wrong(element, $"The times of '{id}' do not ascend from initialTime over outputStartTime to outputEndTime.");
        var algorithm = XmlTree.Child(element, "algorithm");
        var settings = algorithm is null ? [] : XmlTree.Listed(algorithm, "listOfAlgorithmParameters").GroupBy(setting => setting.Attribute("kisaoID")?.Value ?? "").ToDictionary(group => group.Key, group => group.First().Attribute("value")?.Value ?? "");
        return simulation with { Algorithm = algorithm?.Attribute("kisaoID")?.Value.Replace('_', ':'), Settings = settings.ToImmutableDictionary() };
    }

    /// <summary>Version 4 calls steps what earlier ones called points; both are one fewer than the rows.</summary>
    private int Steps(XElement element)
    {
        var name = element.Attribute("numberOfSteps") is not null ? "numberOfSteps" : "numberOfPoints";
        var steps = Number(element, name);
        if (steps is >= 0 and <= MostPoints && steps == Math.Floor(steps))
            return (int)steps;
        Wrong(element, $"{name} is no whole number from 0 to {MostPoints:N0}.");
        return 1;
    }

    private SedMlTask? Task(XElement element)
    {
        var (id, place) = (Needed(element, "id"), XmlTree.PlaceOf(element));
        switch (element.Name.LocalName)
        {
            case "task":
                return new SingleTask(id, Needed(element, "modelReference"), Needed(element, "simulationReference"), place);
            case "repeatedTask":
                var subTasks = XmlTree.Listed(element, "listOfSubTasks").Select((sub, i) => new SubTask(Needed(sub, "task"), sub.Attribute("order") is null ? i : Number(sub, "order"), Changes(sub)));
                return new RepeatedTask(id, Needed(element, "range"), IsTrue(element, "resetModel"), [.. XmlTree.Listed(element, "listOfRanges").Select(Range).OfType<SedMlRange>()], Changes(element), [.. subTasks.OrderBy(sub => sub.Order)], place);
            default:
                Unsupported(element, $"<{element.Name.LocalName}>");
                return null;
        }
    }

    private ImmutableArray<SetValue> Changes(XElement element) => [.. XmlTree.Listed(element, "listOfChanges").Select(change =>
    {
        var target = Target(change, Needed(change, "target"));
        if (!Is(change, "setValue"))
            Unsupported(change, $"<{change.Name.LocalName}> in a task");
        return new SetValue(Needed(change, "modelReference"), target?.Quantity ?? "", target?.Attribute, FormulaOf(change, "modelReference"), XmlTree.PlaceOf(change));
    })];

    private SedMlRange? Range(XElement element)
    {
        var id = Needed(element, "id");
        switch (element.Name.LocalName)
        {
            case "vectorRange":
                return new SedMlRange(id, [.. element.Elements().Where(value => Is(value, "value")).Select(value => Number(value, value.Value))], null);
            case "uniformRange":
                var (start, end, steps) = (Number(element, "start"), Number(element, "end"), Steps(element));
                if ((rangeValues += steps + 1) > MostRangeValues)
                {
                    Wrong(element, $"The ranges of the file have more than {MostRangeValues:N0} values.");
                    return null;
                }
                var isLog = element.Attribute("type")?.Value is "log" or "log10";
                if (isLog && !(start > 0 && end > 0))
                    Wrong(element, "A range by logarithms goes from above 0 to above 0.");
                return new SedMlRange(id, [.. Enumerable.Range(0, steps + 1).Select(i => i == steps && steps > 0 ? end : isLog ? start * Math.Pow(end / start, (double)i / Math.Max(1, steps)) : start + (end - start) * i / Math.Max(1, steps))], null);
            case "functionalRange":
                return new SedMlRange(id, [], FormulaOf(element, "modelReference"));
            default:
                Unsupported(element, $"<{element.Name.LocalName}>");
                return null;
        }
    }

    private SedMlReport Report(XElement element) => new(
        Needed(element, "id"), NameOf(element), [.. XmlTree.Listed(element, "listOfDataSets").Select(set => (set.Attribute("label")?.Value ?? NameOf(set), Needed(set, "dataReference")))], XmlTree.PlaceOf(element));

    /// <summary>A surface as the three columns that it would be drawn of.</summary>
    private SedMlReport Surfaces(XElement element) => new(
        Needed(element, "id"), NameOf(element),
        [.. XmlTree.Listed(element, "listOfSurfaces").SelectMany((surface, i) => new[] { "x", "y", "z" }.Select(axis => ($"{(surface.Attribute("id")?.Value is { Length: > 0 } id ? id : $"surface {i + 1}")}, {axis}", Needed(surface, axis + "DataReference"))))], XmlTree.PlaceOf(element));

    private bool IsPlot(XElement output)
    {
        if (!Is(output, "plot2D") && !Is(output, "report") && !Is(output, "plot3D"))
            Unsupported(output, $"<{output.Name.LocalName}>");
        return Is(output, "plot2D");
    }

    private SedMlPlot Plot(XElement element)
    {
        var curves = XmlTree.Listed(element, "listOfCurves").Where(curve => Is(curve, "curve")).ToArray();
        bool IsLog(string axis, string old) => element.Elements().Any(child => Is(child, axis) && child.Attribute("type")?.Value == "log10") || curves.Length > 0 && curves.All(curve => IsTrue(curve, old));
        return new(Needed(element, "id"), NameOf(element), IsLog("xAxis", "logX"), IsLog("yAxis", "logY"), [.. curves.Select(curve => (curve.Attribute("name")?.Value ?? "", Needed(curve, "xDataReference"), Needed(curve, "yDataReference"), IsWithoutLine(curve)))], XmlTree.PlaceOf(element));

        // The type "points" is that of every ordinary curve, joined or not; the style says which.
        bool IsWithoutLine(XElement curve) => XmlTree.Text(curve, "style") is { } style && XmlTree.Listed(root, "listOfStyles").Any(known => known.Attribute("id")?.Value == style && known.Elements().Any(child => Is(child, "line") && child.Attribute("type")?.Value == "none"));
    }

    /// <summary>A formula in MathML with its variables; also that of a computed change.</summary>
    private Formula FormulaOf(XElement element, string source) => FormulaOf(element, source, file, findings);

    /// <param name="source">Attribute that says where a variable's value comes from.</param>
    public static Formula FormulaOf(XElement element, string source, string file, List<Finding> findings)
    {
        var reader = new SedMlReader(element, file);
        foreach (var (list, name) in new[] { ("listOfVariables", "variable"), ("listOfParameters", "parameter") })
            foreach (var other in XmlTree.Listed(element, list).Where(child => !Is(child, name)))
                reader.Wrong(other, $"<{other.Name.LocalName}> stands in <{list}>, where <{name}> is meant.");
        foreach (var twice in XmlTree.Listed(element, "listOfVariables").Concat(XmlTree.Listed(element, "listOfParameters")).GroupBy(child => child.Attribute("id")?.Value ?? "").Where(group => group.Count() > 1))
            reader.Wrong(twice.Last(), $"The formula has two of the id '{twice.Key}'.");
        SedMlVariable[] written = [.. XmlTree.Listed(element, "listOfVariables").Select(variable => reader.Variable(variable, source)).DistinctBy(variable => variable.Id)];
        var (math, summaries) = Summarized(element, written);
        var expression = new MathReader(NoFunctions, reader.findings).ReadChild(math);
        if (expression is null)
            reader.Wrong(element, $"<{element.Name.LocalName}> has no formula.");
        var formula = new Formula(
            expression ?? new NumberExpr(double.NaN), [.. written, .. summaries],
            XmlTree.Listed(element, "listOfParameters").Select(parameter => (Id: reader.Needed(parameter, "id"), Value: reader.Number(parameter, "value"))).DistinctBy(pair => pair.Id).ToImmutableDictionary(pair => pair.Id, pair => pair.Value));
        findings.AddRange(reader.findings);
        return formula;
    }

    /// <summary>A summary of a variable by a symbol of Versions 2 and 3 becomes a variable of its own. Of formulas of variables there is none: they stay as they are, and are refused as unknown functions.</summary>
    private static (XElement Element, List<SedMlVariable> Summaries) Summarized(XElement element, SedMlVariable[] variables)
    {
        var added = new List<SedMlVariable>();
        if (!element.Descendants().Any(symbol => SummaryOf(symbol) is not null))
            return (element, added);
        var copy = XmlTree.Copy(element);
        foreach (var symbol in copy.Descendants().Where(symbol => SummaryOf(symbol) is not null).ToList())
        {
            var operands = symbol.ElementsAfterSelf().ToArray();
            if (symbol.Parent is not { Name.LocalName: "apply" } apply || operands is not [{ Name.LocalName: "ci" } only] || variables.FirstOrDefault(variable => variable.Id == only.Value.Trim()) is not { } of)
                continue;
            // A blank is in no id.
            var summary = of with { Id = $"{SummaryOf(symbol)!.Kind} {of.Id}", Summary = SummaryOf(symbol) };
            if (!added.Contains(summary))
                added.Add(summary);
            apply.ReplaceWith(new XElement(only.Name, summary.Id));
        }
        return (copy, added);
    }

    private static Summary? SummaryOf(XElement symbol) => Is(symbol, "csymbol") ? symbol.Attribute("definitionURL")?.Value.Trim() switch
    {
        "http://sed-ml.org/#min" => new(SummaryKind.Minimum, false),
        "http://sed-ml.org/#max" => new(SummaryKind.Maximum, false),
        "http://sed-ml.org/#sum" => new(SummaryKind.Sum, false),
        "http://sed-ml.org/#product" => new(SummaryKind.Product, false),
        _ => null,
    } : null;

    private SedMlVariable Variable(XElement element, string source)
    {
        var (id, place) = (Needed(element, "id"), XmlTree.PlaceOf(element));
        var from = element.Attribute(source)?.Value ?? element.Attribute("modelReference")?.Value ?? "";
        if (element.Attribute("symbol")?.Value is { Length: > 0 } symbol)
        {
            if (!symbol.EndsWith(":time", StringComparison.Ordinal) && symbol != "KISAO:0000832")
                Unsupported(element, $"The symbol '{symbol}'");
            return new(id, null, from, place);
        }
        var path = Needed(element, "target");
        // Only data generators take data: elsewhere the path is refused as none of a model.
        var data = source == "taskReference" && path.StartsWith('#') ? path[1..] : null;
        var target = data is null ? Target(element, path) : null;
        if (element.Attribute("term") is not null || XmlTree.Child(element, "listOfAppliedDimensions") is not null)
            Unsupported(element, "A variable with a term, or with dimensions that a term is applied to,");
        var summary = Terms.GetValueOrDefault(element.Attribute("dimensionTerm")?.Value ?? "");
        if (element.Attribute("dimensionTerm") is { } term && summary is null)
            Unsupported(element, $"The term '{term.Value}'");
        return data is null ? new(id, target?.Quantity ?? "", from, place, summary) : new(id, null, "", place, summary) { Data = data };
    }

    private SedMlTarget? Target(XElement element, string text)
    {
        if (SedMlTarget.Parse(text) is { Quantity: not null } target)
            return target;
        if (text.StartsWith('#'))
            Unsupported(element, $"Data ('{text}') elsewhere than in a data generator");
        else if (text.Length > 0)
            Unsupported(element, $"The target '{text}', which is no path to an element with an id such as /sbml:sbml/sbml:model/sbml:listOfSpecies/sbml:species[@id='S'],");
        return null;
    }

    private static bool Is(XElement element, string name) => element.Name.LocalName == name;

    private static bool IsTrue(XElement element, string attribute) => element.Attribute(attribute)?.Value.Trim() is "true" or "1";

    private static string NameOf(XElement element) => element.Attribute("name")?.Value is { Length: > 0 } name ? name : element.Attribute("id")?.Value ?? "";

    private string Needed(XElement element, string attribute)
    {
        if (element.Attribute(attribute)?.Value.Trim() is { Length: > 0 } text)
            return text;
        Wrong(element, $"<{element.Name.LocalName}> has no attribute '{attribute}'.");
        return "";
    }

    /// <param name="attribute">Name of an attribute; of <c>value</c> elements the text itself.</param>
    private double Number(XElement element, string attribute)
    {
        var text = Is(element, "value") ? attribute : element.Attribute(attribute)?.Value ?? "";
        if (double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            return number;
        Wrong(element, Is(element, "value") ? $"'{text}' is no number." : $"<{element.Name.LocalName}> needs a number as '{attribute}'{(text.Length > 0 ? $", not '{text}'" : "")}.");
        return 0;
    }

    private void Wrong(XElement element, string what) => findings.Add(FindingCodes.SedMl.At(XmlTree.PlaceOf(element), what, FindingCodes.SedMl.Remedy));

    private void Unsupported(XElement element, string what) => findings.Add(FindingCodes.SedMlUnsupported.At(XmlTree.PlaceOf(element), $"{what} is not supported (SED-ML version {version}).", FindingCodes.SedMlUnsupported.Remedy));
}
