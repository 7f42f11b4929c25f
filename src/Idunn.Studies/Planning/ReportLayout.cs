using System.Collections.Immutable;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Planning;

/// <summary>
/// Where a model's readouts stand in a report: the <c>report</c> section of a model card. A readout that a study does not store leaves its place out.
/// </summary>
public sealed record ReportLayout
{
    public static ReportLayout Empty { get; } = new();

    /// <summary>Panels over time, under headings.</summary>
    public ImmutableArray<ReadoutGroup> Groups { get; init; } = [];

    /// <summary>Readouts at the end, set beside each other by kind and never merged: function, safety, what a clock reads.</summary>
    public ImmutableArray<ReadoutGroup> SideBySide { get; init; } = [];

    /// <summary>Times at which the pictures of body and brain are drawn, in days; the nearest output time is taken.</summary>
    public ImmutableArray<double> Times { get; init; } = [10.0 / 1440, 1.0 / 24, 1];

    /// <summary>Percent of dose by place in the body.</summary>
    public ImmutableArray<MapPlace> Body { get; init; } = [];

    /// <summary>Percent of dose by region of the brain.</summary>
    public ImmutableArray<MapPlace> Brain { get; init; } = [];

    public StoichiometryLayout? Stoichiometry { get; init; }

    /// <summary>Whether a readout means anything in a population: a clinical scale does not in a mouse. All do, but those that a group gives to another population.</summary>
    public bool MakesSense(string readout, string population) => Groups.Concat(SideBySide).All(group => group.Only.GetValueOrDefault(readout, population) == population);

    /// <summary>What a number without a unit counts in a population: plaque is read in Centiloid in people, in per cent of area in mice. Null: the card names nothing.</summary>
    public Phrase? Scale(string readout, string population) => Groups.Concat(SideBySide).Select(group => group.Scales.GetValueOrDefault((readout, population))).FirstOrDefault(scale => scale is not null);
}

/// <summary>Readouts shown together.</summary>
public sealed record ReadoutGroup(Phrase Title, ImmutableArray<string> Readouts)
{
    /// <summary>Readouts that mean something in one population only, and which.</summary>
    public ImmutableSortedDictionary<string, string> Only { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What a readout without a unit counts, by readout and population.</summary>
    public ImmutableDictionary<(string Readout, string Population), Phrase> Scales { get; init; } = ImmutableDictionary<(string, string), Phrase>.Empty;
}

/// <summary>A readout at a place of a drawing.</summary>
/// <param name="Place">
/// Drawing anchor. Body: nose, brain, csf, blood, lung, liver, spleen, kidney, other. Brain: olfactory_bulb, cortex, hippocampus, substantia_nigra,
/// rest_of_brain. Any other name is listed beside the drawing.
/// </param>
public sealed record MapPlace(string Place, Phrase Title, string Readout);

/// <summary>Vesicles and cargo copies per cell against the copies that an effect needs.</summary>
/// <param name="Cargo">Name of the cargo, such as miR-21-5p.</param>
public sealed record StoichiometryLayout(string Cargo, CopyThreshold? Threshold, ImmutableArray<StoichiometryRow> Rows);

/// <summary>Copies per cell that an effect needs: a parameter of the tables, or a value with its source.</summary>
/// <param name="Parameter">Parameter id among the inputs; then value and source are taken from there. Null: they stand here.</param>
/// <param name="Reference">Key in science/references.bib.</param>
public sealed record CopyThreshold(string? Parameter, double Value, string Reference, string Locator);

/// <summary>One class of cells in one region.</summary>
/// <param name="VesiclesPerCell">Readout: cumulative vesicles taken up per cell.</param>
/// <param name="HitFraction">Readout: share of cells that took up at least one vesicle, 0 … 1.</param>
/// <param name="Copies">Readout: exogenous copies per cell, mean over all cells.</param>
public sealed record StoichiometryRow(Phrase Cell, Phrase Region, string VesiclesPerCell, string HitFraction, string Copies);
