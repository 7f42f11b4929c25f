using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Idunn.Modeling.Sbml;
using Idunn.Modeling.Sbml.Writing;

namespace Idunn.Modeling.SedMl.Writing;

/// <summary>
/// Writes SED-ML Level 1 Version 4: a model, a uniform time course, a task and a report for each course, a data generator for each column, a plot with its curves (Smith, L. P. et al. (2021), The simulation experiment
/// description markup language (SED-ML): language specification for level 1 version 4, Journal of Integrative Bioinformatics 18, 20210021). Elements stand in the order of the standard's schema. The same experiment gives the same bytes.
/// </summary>
public sealed class SedMlWriter
{
    private static readonly XNamespace Core = "http://sed-ml.org/sed-ml/level1/version4";
    private static readonly XNamespace Xhtml = "http://www.w3.org/1999/xhtml";

    private readonly WrittenExperiment experiment;
    private readonly SymbolIds ids = new([]);
    private readonly Dictionary<WrittenModel, string> models = [];
    private readonly Dictionary<WrittenCourse, string> tasks = [];
    private readonly Dictionary<(WrittenCourse Course, string? Quantity), string> generators = [];

    private SedMlWriter(WrittenExperiment experiment) => this.experiment = experiment;

    public static string Text(WrittenExperiment experiment)
    {
        var root = new SedMlWriter(experiment).Root();
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" }))
            root.Save(writer);
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private XElement Root()
    {
        foreach (var model in experiment.Courses.Select(course => course.Model))
            if (!models.ContainsKey(model))
                models.Add(model, ids.New("model_" + model.Id));
        XElement[] simulations = [.. experiment.Courses.Select(Simulation)];
        XElement[] written = [.. models.Select(model => Named("model", model.Value, model.Key.Name, new XAttribute("language", $"urn:sedml:language:sbml.level-3.version-{model.Key.Sbml.Version}"), new XAttribute("source", model.Key.Source)))];
        XElement[] told = [.. experiment.Courses.SelectMany(course => course.Quantities.Select(quantity => Generator(course, quantity)).Prepend(TimeOf(course)))];
        var sbml = experiment.Courses.Select(course => course.Model.Sbml.Core).Distinct().Single();
        return new(
            Core + "sedML", new XAttribute("xmlns", Core), new XAttribute(XNamespace.Xmlns + "sbml", sbml), new XAttribute("level", 1), new XAttribute("version", 4), new XAttribute("name", Legal(experiment.Name)),
            new XElement(Core + "notes", experiment.Notes.Select(note => new XElement(Xhtml + "p", Legal(note)))),
            List("listOfSimulations", simulations), List("listOfModels", written),
            List("listOfTasks", experiment.Courses.Select((course, i) => Named("task", tasks[course], course.Name, new XAttribute("modelReference", models[course.Model]), new XAttribute("simulationReference", simulations[i].Attribute("id")!.Value)))),
            List("listOfDataGenerators", told), List("listOfOutputs", experiment.Courses.Select(Report).Concat(experiment.Plots.Select(Plot))));
    }

    private XElement Simulation(WrittenCourse course)
    {
        tasks.Add(course, ids.New("task_" + course.Id));
        return Named(
            "uniformTimeCourse", ids.New("course_" + course.Id), course.Name, new XAttribute("initialTime", 0), new XAttribute("outputStartTime", Number(course.From)), new XAttribute("outputEndTime", Number(course.To)), new XAttribute("numberOfSteps", course.Steps),
            new XElement(Core + "algorithm", new XAttribute("kisaoID", "KISAO:0000019"), List("listOfAlgorithmParameters", [
                new(Core + "algorithmParameter", new XAttribute("kisaoID", "KISAO:0000209"), new XAttribute("value", Number(experiment.RelativeTolerance)))])));
    }

    private XElement TimeOf(WrittenCourse course)
    {
        var id = generators[(course, null)] = ids.New($"time_{course.Id}");
        var variable = Named("variable", ids.New("t_" + course.Id), null, new XAttribute("symbol", "urn:sedml:symbol:time"), new XAttribute("taskReference", tasks[course]));
        var symbol = Symbol(variable);
        if (course.Zero == 0)
            return Named("dataGenerator", id, TimeName(course), List("listOfVariables", [variable]), Math(symbol));
        var zero = Named("parameter", ids.New("zero_" + course.Id), null, new XAttribute("value", Number(course.Zero)));
        return Named("dataGenerator", id, TimeName(course), List("listOfVariables", [variable]), List("listOfParameters", [zero]), Math(new XElement(MathWriter.MathMl + "apply", new XElement(MathWriter.MathMl + "minus"), symbol, Symbol(zero))));
    }

    private XElement Generator(WrittenCourse course, WrittenQuantity quantity)
    {
        var id = generators[(course, quantity.Id)] = ids.New($"{course.Id}_{quantity.Id}");
        var target = course.Model.Sbml.Targets[quantity.Id];
        var variable = Named("variable", ids.New("v_" + id), null, new XAttribute("target", target), new XAttribute("taskReference", tasks[course]));
        return Named("dataGenerator", id, quantity.Name, List("listOfVariables", [variable]), Math(Symbol(variable)));
    }

    private XElement Report(WrittenCourse course) => Named(
        "report", ids.New(course.Id), course.Name,
        List("listOfDataSets", course.Quantities.Select(quantity => DataSet(course, quantity.Id, quantity.Id, quantity.Name)).Prepend(DataSet(course, null, "time", TimeName(course)))));

    private XElement DataSet(WrittenCourse course, string? quantity, string label, string name) =>
        Named("dataSet", ids.New("set_" + generators[(course, quantity)]), name, new XAttribute("label", label), new XAttribute("dataReference", generators[(course, quantity)]));

    private XElement Plot(WrittenPlot plot) => Named(
        "plot2D", ids.New(plot.Id), plot.Name, new XElement(Core + "xAxis", new XAttribute("type", "linear")), new XElement(Core + "yAxis", new XAttribute("type", "linear")),
        List("listOfCurves", plot.Curves.Select((curve, i) => Named(
            "curve", ids.New($"curve_{plot.Id}_{curve.Course.Id}"), curve.Name, new XAttribute("type", "points"), new XAttribute("order", i), new XAttribute("xDataReference", generators[(curve.Course, null)]),
            new XAttribute("yDataReference", generators[(curve.Course, curve.Quantity)])))));

    private static string TimeName(WrittenCourse course) => $"time, {course.TimeUnit}";

    private static XElement Math(XElement formula) => new(MathWriter.MathMl + "math", formula);

    private static XElement Symbol(XElement declared) => new(MathWriter.MathMl + "ci", declared.Attribute("id")!.Value);

    private static XElement Named(string element, string id, string? name, params object?[] content) => new(Core + element, new XAttribute("id", id), name is null ? null : new XAttribute("name", Legal(name)), content);

    private static XElement? List(string name, IEnumerable<XElement> elements) => elements.ToArray() is { Length: > 0 } some ? new XElement(Core + name, some.Cast<object>().ToArray()) : null;

    private static string Legal(string text) => AnnotationElements.Legal(text);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
