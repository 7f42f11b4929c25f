using System.Collections.Immutable;
using System.Xml.Linq;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.SedMl;

/// <summary>A simulation experiment: SED-ML Level 1, Versions 1 to 4 (Smith, L. P. et al. (2021), The simulation experiment description markup language (SED-ML): language specification for level 1 version 4, Journal of Integrative Bioinformatics 18, 20210021).</summary>
internal sealed record SedMlDocument(
    string File, ImmutableArray<SedMlModel> Models, ImmutableArray<SedMlSimulation> Simulations, ImmutableArray<SedMlTask> Tasks, ImmutableArray<DataGenerator> DataGenerators, ImmutableArray<SedMlReport> Reports, ImmutableArray<SedMlPlot> Plots)
{
    public ImmutableArray<DataDescription> DataDescriptions { get; init; } = [];

    /// <summary>What is given in another way than it was asked for.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];
}

/// <param name="Source">A path, or the id of another model, with or without #.</param>
/// <param name="Changes">Elements as they stand.</param>
internal sealed record SedMlModel(string Id, string Language, string Source, ImmutableArray<XElement> Changes, SourceLocation Location);

internal abstract record SedMlSimulation(string Id, SourceLocation Location)
{
    /// <summary>KiSAO term of the algorithm asked for, such as KISAO:0000019; null: none.</summary>
    public string? Algorithm { get; init; }

    /// <summary>Parameters of the algorithm by KiSAO term.</summary>
    public ImmutableDictionary<string, string> Settings { get; init; } = ImmutableDictionary<string, string>.Empty;
}

internal sealed record UniformTimeCourse(string Id, double InitialTime, double OutputStart, double OutputEnd, int Steps, SourceLocation Location) : SedMlSimulation(Id, Location);

internal sealed record OneStep(string Id, double Step, SourceLocation Location) : SedMlSimulation(Id, Location);

internal sealed record SteadyStateSearch(string Id, SourceLocation Location) : SedMlSimulation(Id, Location);

internal abstract record SedMlTask(string Id, SourceLocation Location);

internal sealed record SingleTask(string Id, string Model, string Simulation, SourceLocation Location) : SedMlTask(Id, Location);

/// <param name="Master">Id of the range that says how many iterations there are.</param>
internal sealed record RepeatedTask(string Id, string Master, bool ResetsModel, ImmutableArray<SedMlRange> Ranges, ImmutableArray<SetValue> Changes, ImmutableArray<SubTask> SubTasks, SourceLocation Location) : SedMlTask(Id, Location);

internal sealed record SubTask(string Task, double Order, ImmutableArray<SetValue> Changes);

/// <summary>Values by iteration: given, or a formula of other ranges.</summary>
internal sealed record SedMlRange(string Id, ImmutableArray<double> Values, Formula? Function);

/// <summary>A quantity of a model that takes the value of a formula.</summary>
internal sealed record SetValue(string Model, string Quantity, string? Attribute, Formula Value, SourceLocation Location);

/// <summary>A formula and what its symbols mean, beside ranges.</summary>
internal sealed record Formula(Expr Expression, ImmutableArray<SedMlVariable> Variables, ImmutableDictionary<string, double> Parameters);

/// <param name="Quantity">Id in the model; null: time, or data.</param>
/// <param name="Source">Task, in data generators, or model.</param>
/// <param name="Summary">What is taken of all values together; null: each value by itself.</param>
internal sealed record SedMlVariable(string Id, string? Quantity, string Source, SourceLocation Location, Summary? Summary = null)
{
    /// <summary>Id of the data source whose numbers it has; null: it is of a model.</summary>
    public string? Data { get; init; }
}

/// <summary>One number for many: MathML symbols of Versions 2 and 3 (<c>http://sed-ml.org/#max</c>), KiSAO terms in Version 4.</summary>
/// <param name="IgnoresNaN">False: one value that is not a number makes the summary none.</param>
internal sealed record Summary(SummaryKind Kind, bool IgnoresNaN);

internal enum SummaryKind
{
    Minimum,
    Maximum,
    Sum,
    Product,
    Mean,
}

internal sealed record DataGenerator(string Id, string Name, Formula Formula, SourceLocation Location);

internal sealed record SedMlReport(string Id, string Name, ImmutableArray<(string Label, string Data)> DataSets, SourceLocation Location);

internal sealed record SedMlPlot(string Id, string Name, bool IsLogX, bool IsLogY, ImmutableArray<(string Name, string X, string Y, bool IsPoints)> Curves, SourceLocation Location);
