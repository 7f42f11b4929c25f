using System.Collections.Immutable;
using Idunn.Studies.Inputs;
using Idunn.Studies.Inputs.Yaml;

namespace Idunn.Studies.Planning;

/// <summary>The fields of a model card, science/models/NAME.yaml.</summary>
internal static class CardShape
{
    private static Field<T> Required<T>(string name, Shape<T> shape, string description) => new(name, shape, true, description);

    private static Field<T> Optional<T>(string name, Shape<T> shape, string description) => new(name, shape, false, description);

    private static readonly Field<string> Median = Required("median", Shapes.Text, "Parameter: median diameter.");
    private static readonly Field<string> GeometricSd = Required("geometricSd", Shapes.Text, "Parameter: geometric standard deviation.");
    private static readonly Field<string> From = Required("from", Shapes.Text, "Parameter: smallest diameter.");
    private static readonly Field<string> To = Required("to", Shapes.Text, "Parameter: largest diameter.");
    private static readonly Field<string> Mean = Required("mean", Shapes.Text, "Parameter that takes E[d].");
    private static readonly Field<string> MeanSquare = Required("meanSquare", Shapes.Text, "Parameter that takes E[d²].");
    private static readonly Field<string> MeanCube = Required("meanCube", Shapes.Text, "Parameter that takes E[d³].");
    private static readonly Field<string> MeanInverse = Required("meanInverse", Shapes.Text, "Parameter that takes E[1/d].");

    private static readonly Shape<DiameterParameters?> Diameter = Shapes.Group<DiameterParameters?>(
        [Median, GeometricSd, From, To, Mean, MeanSquare, MeanCube, MeanInverse],
        at => new(at.Get(Median), at.Get(GeometricSd), at.Get(From), at.Get(To), at.Get(Mean), at.Get(MeanSquare), at.Get(MeanCube), at.Get(MeanInverse)),
        null);

    private static readonly Field<string> GroupTitle = Required("title", Shapes.Text, "Heading.");
    private static readonly Field<ImmutableArray<string>> GroupReadouts = Required("readouts", Shapes.List(Shapes.Text, 1), "Readouts shown under it.");
    private static readonly Shape<ReadoutGroup?> Group = Shapes.Group<ReadoutGroup?>([GroupTitle, GroupReadouts], at => new(at.Get(GroupTitle), at.Get(GroupReadouts)), null);

    private static readonly Field<string> Place = Required("place", Shapes.Text, "Anchor in the drawing.");
    private static readonly Field<string> PlaceTitle = Required("title", Shapes.Text, "Name of the place.");
    private static readonly Field<string> PlaceReadout = Required("readout", Shapes.Text, "Readout: percent of dose.");
    private static readonly Shape<MapPlace?> MapPlaceShape = Shapes.Group<MapPlace?>([Place, PlaceTitle, PlaceReadout], at => new(at.Get(Place), at.Get(PlaceTitle), at.Get(PlaceReadout)), null);

    private static readonly Field<string> ThresholdParameter = Required("parameter", Shapes.Text, "Parameter that holds the copies per cell an effect needs.");
    private static readonly Shape<CopyThreshold?> Threshold = Shapes.Group<CopyThreshold?>([ThresholdParameter], at => new(at.Get(ThresholdParameter), double.NaN, "", ""), null);
    private static readonly Field<string> Cell = Required("cell", Shapes.Text, "Class of cells.");
    private static readonly Field<string> Region = Required("region", Shapes.Text, "Region.");
    private static readonly Field<string> VesiclesPerCell = Required("vesiclesPerCell", Shapes.Text, "Readout: cumulative vesicles per cell.");
    private static readonly Field<string> HitFraction = Required("hitFraction", Shapes.Text, "Readout: share of cells hit at all.");
    private static readonly Field<string> Copies = Required("copies", Shapes.Text, "Readout: delivered copies per cell.");
    private static readonly Shape<StoichiometryRow?> Row = Shapes.Group<StoichiometryRow?>(
        [Cell, Region, VesiclesPerCell, HitFraction, Copies], at => new(at.Get(Cell), at.Get(Region), at.Get(VesiclesPerCell), at.Get(HitFraction), at.Get(Copies)), null);
    private static readonly Field<string> CargoName = Required("cargo", Shapes.Text, "Name of the cargo.");
    private static readonly Field<CopyThreshold?> ThresholdField = Optional("threshold", Threshold, "Copies per cell that an effect needs.");
    private static readonly Field<ImmutableArray<StoichiometryRow?>> Rows = Required("rows", Shapes.List(Row, 1), "Classes of cells.");
    private static readonly Shape<StoichiometryLayout?> Stoichiometry = Shapes.Group<StoichiometryLayout?>(
        [CargoName, ThresholdField, Rows], at => new(at.Get(CargoName), at.Get(ThresholdField), [.. at.Get(Rows).OfType<StoichiometryRow>()]), null);

    private static readonly Field<ImmutableArray<Amount>> Times = Optional("times", Shapes.List(Shapes.Amount(AmountKind.Time), 1), "Times of the pictures of body and brain.");
    private static readonly Field<ImmutableArray<ReadoutGroup?>> Groups = Optional("groups", Shapes.List(Group), "Panels over time, under headings.");
    private static readonly Field<ImmutableArray<MapPlace?>> Body = Optional("body", Shapes.List(MapPlaceShape), "Percent of dose by place in the body.");
    private static readonly Field<ImmutableArray<MapPlace?>> Brain = Optional("brain", Shapes.List(MapPlaceShape), "Percent of dose by region of the brain.");
    private static readonly Field<StoichiometryLayout?> StoichiometryField = Optional("stoichiometry", Stoichiometry, "Vesicles and copies per cell.");
    private static readonly Shape<ReportLayout> Report = Shapes.Group<ReportLayout>([Times, Groups, Body, Brain, StoichiometryField], at => new()
    {
        Times = at.Has(Times) ? [.. at.Get(Times).Select(time => time.In("day"))] : ReportLayout.Empty.Times,
        Groups = [.. at.Get(Groups).OfType<ReadoutGroup>()],
        Body = [.. at.Get(Body).OfType<MapPlace>()],
        Brain = [.. at.Get(Brain).OfType<MapPlace>()],
        Stoichiometry = at.Get(StoichiometryField),
    }, ReportLayout.Empty);

    private static readonly Field<string> Title = Required("title", Shapes.Text, "What the model is about.");
    private static readonly Field<string> Antimony = Required("antimony", Shapes.Text, "Antimony file beside the card.");
    private static readonly Field<ImmutableArray<string>> Parameters = Required("parameters", Shapes.List(Shapes.Text), "Tables under science/parameters that hold for every population.");
    private static readonly Field<ImmutableArray<(string Name, string Value)>> Routes = Required("routes", Shapes.Map(Shapes.Text, 1), "Route to the state that a dose is added to.");
    private static readonly Field<string> Given = Optional("given", Shapes.Text, "State that counts what was given.");
    private static readonly Field<string> Conserved = Optional("conserved", Shapes.Text, "Quantity that must equal it.");
    private static readonly Field<string> BodyMass = Optional("bodyMass", Shapes.Text, "Parameter: body mass, for doses per kg.");
    private static readonly Field<string> ParticlesPerMicrogram = Optional("particlesPerMicrogram", Shapes.Text, "Parameter: particles per µg of protein, for doses in µg.");
    private static readonly Field<DiameterParameters?> DiameterField = Optional("diameter", Diameter, "Parameters by which the diameter distribution enters.");
    private static readonly Field<ImmutableArray<(string Name, string Value)>> Cargo = Optional("cargo", Shapes.Map(Shapes.Text, isId: false), "Cargo name to the parameter that holds its copies per vesicle.");
    private static readonly Field<ImmutableArray<(string Name, double Value)>> Tolerances =
        Optional("tolerances", Shapes.Map(Shapes.NumberBetween(0, double.PositiveInfinity)), "Unit of a state to the absolute error that is too small to matter in it.");
    private static readonly Field<ImmutableArray<string>> Limits = Optional("limits", Shapes.List(Shapes.Text), "What the model cannot say.");
    private static readonly Field<ReportLayout> ReportField = Optional("report", Report, "Where readouts stand in a report.");

    public static Shape<ModelCard?> Whole { get; } = Shapes.Group<ModelCard?>(
        [Title, Antimony, Parameters, Routes, Given, Conserved, BodyMass, ParticlesPerMicrogram, DiameterField, Cargo, Tolerances, Limits, ReportField],
        at => new()
        {
            Name = Path.GetFileNameWithoutExtension(at.Location.File),
            Location = at.Location,
            Title = at.Get(Title),
            Antimony = at.Get(Antimony),
            Parameters = at.Get(Parameters),
            Routes = at.Get(Routes).ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal),
            Given = at.Find(Given),
            Conserved = at.Find(Conserved),
            BodyMass = at.Find(BodyMass),
            ParticlesPerMicrogram = at.Find(ParticlesPerMicrogram),
            Diameter = at.Get(DiameterField),
            Cargo = at.Get(Cargo).ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal),
            Tolerances = at.Get(Tolerances),
            Limits = at.Get(Limits),
            Report = at.Get(ReportField),
        },
        null);
}
