using System.Collections.Immutable;
using Idunn.Modeling.Sbml;

namespace Idunn.Modeling.SedMl.Writing;

/// <summary>Time courses of models, each with a table, and plots that lay courses over each other: what <see cref="SedMlWriter"/> writes.</summary>
/// <param name="Notes">What a reader should know, a paragraph each.</param>
public sealed record WrittenExperiment(string Name, ImmutableArray<string> Notes, ImmutableArray<WrittenCourse> Courses, ImmutableArray<WrittenPlot> Plots)
{
    /// <summary>Relative tolerance that tools are asked for.</summary>
    public double RelativeTolerance { get; init; } = 1e-8;
}

/// <summary>A model in a file of its own.</summary>
/// <param name="Source">Its path beside the SED-ML file.</param>
public sealed record WrittenModel(string Id, string Name, string Source, SbmlText Sbml);

/// <summary>One course of a model from time 0 on, told at equal distances.</summary>
/// <param name="Id">Any text; becomes a legal id.</param>
/// <param name="From">Time of the first row, in the model's time.</param>
/// <param name="To">Time of the last row.</param>
/// <param name="Zero">Model time that the table and the plots call 0.</param>
/// <param name="TimeUnit">For the label of the time.</param>
public sealed record WrittenCourse(string Id, string Name, WrittenModel Model, double From, double To, int Steps, double Zero, string TimeUnit, ImmutableArray<WrittenQuantity> Quantities);

/// <summary>What a table has a column of.</summary>
/// <param name="Id">Of the model; the column's label.</param>
/// <param name="Name">With its unit.</param>
public sealed record WrittenQuantity(string Id, string Name);

/// <summary>One quantity over time.</summary>
/// <param name="Curves">Course, quantity, and what the curve is called.</param>
public sealed record WrittenPlot(string Id, string Name, ImmutableArray<(WrittenCourse Course, string Quantity, string Name)> Curves);
