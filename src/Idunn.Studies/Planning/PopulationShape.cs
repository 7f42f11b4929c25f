using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Studies.Inputs;
using Idunn.Studies.Inputs.Yaml;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Planning;

/// <summary>The fields of a population, science/populations/NAME.yaml.</summary>
internal static class PopulationShape
{
    private static Field<T> Required<T>(string name, Shape<T> shape, string description) => new(name, shape, true, description);

    private static readonly Field<double> Cv = Required("cv", Shapes.NumberBetween(0, 10), "Coefficient of variation between subjects.");
    private static readonly Shape<(double Cv, Origin Origin, SourceLocation Location)> VariabilityShape =
        Shapes.Group<(double, Origin, SourceLocation)>([Cv, .. OriginFields.All], at => (at.Get(Cv), OriginFields.Read(at), at.Location), default);

    private static readonly Field<ImmutableArray<string>> Between = Required("between", Shapes.List(Shapes.Text, 2), "Two parameters.");
    private static readonly Field<double> R = Required("r", Shapes.NumberBetween(-1, 1), "Correlation on the ln scale.");
    private static readonly Shape<Correlation?> CorrelationShape = Shapes.Group<Correlation?>([Between, R, .. OriginFields.All], at =>
    {
        var pair = at.Get(Between);
        if (pair.Length == 2)
            return new(pair[0], pair[1], at.Get(R), OriginFields.Read(at), at.Location);
        at.Reading.Error(StudyCodes.WrongForm, $"{at.Reading.Path}.between has {pair.Length} entries.", "Name two parameters.", at.PlaceOf(Between));
        return null;
    }, null);

    private static readonly Field<Phrase> Title = Required("title", Shapes.Phrase, "Name for reports.");
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
}
