using System.Collections.Immutable;
using Idunn.Studies.Inputs;
using Idunn.Studies.Inputs.Yaml;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Planning;

/// <summary>The fields of a protocol, science/protocols/NAME.yaml.</summary>
internal static class ProtocolShape
{
    private static readonly Field<Phrase> Title = new("title", Shapes.Phrase, true, "Name for reports.");
    private static readonly Field<ImmutableArray<string>> Populations = new("populations", Shapes.List(Shapes.Text, 1), true, "Populations that it is for.");
    private static readonly Field<ImmutableArray<string>> Parameters = new("parameters", Shapes.List(Shapes.Text), false, "Tables whose rows take the place of those of the same id.");
    private static readonly Field<ImmutableArray<Dose?>> Doses = new("doses", Shapes.List(StudyShape.DoseShape), false, "Treatments of the model, counted from time 0 of the study.");
    private static readonly Field<Phrase> Warning = new("warning", Shapes.Phrase, false, "What a report has to say of an arm with this protocol.");

    public static Shape<Protocol?> Whole { get; } = Shapes.Group<Protocol?>([Title, Populations, Parameters, Doses, Warning, .. OriginFields.All], at => new(
        Path.GetFileNameWithoutExtension(at.Location.File), at.Get(Title), at.Get(Populations), at.Get(Parameters), [.. at.Get(Doses).OfType<Dose>()], OriginFields.Read(at), at.Find(Warning), at.Location), null);
}
