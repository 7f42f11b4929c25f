using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Studies.Inputs;
using Idunn.Studies.Inputs.Yaml;

namespace Idunn.Studies.Planning;

/// <summary>Where a number or a schedule in a YAML file comes from: the fields of an <see cref="Origin"/>.</summary>
internal static class OriginFields
{
    private static readonly Field<string> Status = new("status", Shapes.OneOf("measured", "derived", "secondary", "assumption"), true, "How far the number was followed to its source.");
    private static readonly Field<string> Reference = Optional("reference", "Key in science/references.bib.");
    private static readonly Field<string> Locator = Optional("locator", "Where in the source.");
    private static readonly Field<string> Method = Optional("method", "How it was measured.");
    private static readonly Field<string> Species = Optional("species", "Organism it was measured in.");
    private static readonly Field<string> Tissue = Optional("tissue", "Tissue it was measured in.");
    private static readonly Field<string> Conversion = Optional("conversion", "Arithmetic from the printed number to this one.");
    private static readonly Field<string> CuratedOn = Optional("curatedOn", "Date of curation.");
    private static readonly Field<string> Note = Optional("note", "What a reader should know; for an assumption, why this value.");
    public static ImmutableArray<Field> All { get; } = [Status, Reference, Locator, Method, Species, Tissue, Conversion, CuratedOn, Note];

    private static Field<string> Optional(string name, string description) => new(name, Shapes.Text, false, description);

    public static Origin Read(Entries at)
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
