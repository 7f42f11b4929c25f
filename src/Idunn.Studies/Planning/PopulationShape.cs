using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Studies.Inputs;
using Idunn.Studies.Inputs.Yaml;

namespace Idunn.Studies.Planning;

/// <summary>The fields of a population, science/populations/NAME.yaml.</summary>
internal static class PopulationShape
{
    private static Field<T> Required<T>(string name, Shape<T> shape, string description) => new(name, shape, true, description);

    private static Field<string> Optional(string name, string description) => new(name, Shapes.Text, false, description);

    private static readonly Field<string> Status = Required("status", Shapes.OneOf("measured", "derived", "secondary", "assumption"), "How far the number was followed to its source.");
    private static readonly Field<string> Reference = Optional("reference", "Key in science/references.bib.");
    private static readonly Field<string> Locator = Optional("locator", "Where in the source.");
    private static readonly Field<string> Method = Optional("method", "How it was measured.");
    private static readonly Field<string> Species = Optional("species", "Organism it was measured in.");
    private static readonly Field<string> Tissue = Optional("tissue", "Tissue it was measured in.");
    private static readonly Field<string> Conversion = Optional("conversion", "Arithmetic from the printed number to this one.");
    private static readonly Field<string> CuratedOn = Optional("curatedOn", "Date of curation.");
    private static readonly Field<string> Note = Optional("note", "What a reader should know; for an assumption, why this value.");
    private static readonly ImmutableArray<Field> OriginFields = [Status, Reference, Locator, Method, Species, Tissue, Conversion, CuratedOn, Note];

    private static readonly Field<double> Cv = Required("cv", Shapes.NumberBetween(0, 10), "Coefficient of variation between subjects.");
    private static readonly Shape<(double Cv, Origin Origin, SourceLocation Location)> VariabilityShape =
        Shapes.Group<(double, Origin, SourceLocation)>([Cv, .. OriginFields], at => (at.Get(Cv), OriginOf(at), at.Location), default);

    private static readonly Field<ImmutableArray<string>> Between = Required("between", Shapes.List(Shapes.Text, 2), "Two parameters.");
    private static readonly Field<double> R = Required("r", Shapes.NumberBetween(-1, 1), "Correlation on the ln scale.");
    private static readonly Shape<Correlation?> CorrelationShape = Shapes.Group<Correlation?>([Between, R, .. OriginFields], at =>
    {
        var pair = at.Get(Between);
        if (pair.Length == 2)
            return new(pair[0], pair[1], at.Get(R), OriginOf(at), at.Location);
        at.Reading.Error(StudyCodes.WrongForm, $"{at.Reading.Path}.between has {pair.Length} entries.", "Name two parameters.", at.PlaceOf(Between));
        return null;
    }, null);

    private static readonly Field<string> Title = Required("title", Shapes.Text, "Name for reports.");
    private static readonly Field<ImmutableArray<string>> Parameters = Required("parameters", Shapes.List(Shapes.Text), "Tables under science/parameters that hold for this population.");
    private static readonly Field<ImmutableArray<(string Name, (double Cv, Origin Origin, SourceLocation Location) Value)>> VariabilityField =
        new("variability", Shapes.Map(VariabilityShape), false, "Parameter to its between-subject variability.");
    private static readonly Field<ImmutableArray<Correlation?>> Correlations = new("correlations", Shapes.List(CorrelationShape), false, "Correlations between individual values.");

    private static readonly ImmutableArray<Field> PartFields = [Parameters with { IsRequired = false }, VariabilityField, Correlations];
    private static readonly Shape<PopulationPart?> Part = Shapes.Group<PopulationPart?>(PartFields, ReadPart, null);
    private static readonly Field<ImmutableArray<(string Name, PopulationPart? Value)>> Models = new("models", Shapes.Map(Part), false, "What holds for one model only, by the model's name.");

    public static Shape<Population?> Whole { get; } = Shapes.Group<Population?>([Title, Parameters, VariabilityField, Correlations, Models], at =>
    {
        var all = ReadPart(at);
        return new(Path.GetFileNameWithoutExtension(at.Location.File), at.Get(Title), all.Parameters, all.Variability, all.Correlations, at.Location)
        {
            Models = at.Get(Models).ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Value!, StringComparer.Ordinal),
        };
    }, null);

    private static PopulationPart ReadPart(Entries at) => new(
        at.Get(Parameters),
        [.. at.Get(VariabilityField).Select(entry => new Variability(entry.Name, entry.Value.Cv, entry.Value.Origin, entry.Value.Location))],
        [.. at.Get(Correlations).OfType<Correlation>()]);

    private static Origin OriginOf(Entries at)
    {
        var status = Enum.TryParse<OriginStatus>(at.Get(Status), ignoreCase: true, out var known) ? known : OriginStatus.Assumption;
        var origin = new Origin(status, Text(Reference), Text(Locator), Text(Method), Text(Species), Text(Tissue), Text(Conversion), Text(CuratedOn), Text(Note));
        if (origin.IsAssumption && origin.Note.Length == 0)
            at.Reading.Error(StudyCodes.MissingField, $"{at.Reading.Path} is an assumption without a reason.", "Add 'note:' that says why this value.", at.Location);
        if (!origin.IsAssumption && origin.Reference.Length == 0)
            at.Reading.Error(StudyCodes.MissingField, $"{at.Reading.Path} is {at.Get(Status)}, but names no reference.", "Add 'reference:', or make it an assumption and say why.", at.Location);
        return origin;

        string Text(Field<string> field) => at.Find(field) ?? "";
    }
}
