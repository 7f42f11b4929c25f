using System.Collections.Immutable;
using Idunn.Studies.Inputs;
using Idunn.Studies.Inputs.Yaml;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Claims;

/// <summary>The fields of a claim, science/claims/NAME.yaml.</summary>
internal static class ClaimShape
{
    private static Field<T> Required<T>(string name, Shape<T> shape, string description) => new(name, shape, true, description);

    private static Field<T> Optional<T>(string name, Shape<T> shape, string description) => new(name, shape, false, description);

    private static readonly Field<string> Reference = Optional("reference", Shapes.Text, "Key in science/references.bib.");
    private static readonly Field<string> Locator = Optional("locator", Shapes.Text, "Where in the source.");
    private static readonly Shape<(string Reference, string Locator)> SourceShape = Shapes.Group<(string, string)>([Reference, Locator], at => (at.Find(Reference) ?? "", at.Find(Locator) ?? ""), ("", ""));

    private static readonly Shape<double> Number = Shapes.NumberBetween(double.NegativeInfinity, double.PositiveInfinity);
    private static readonly Field<string> Endpoint = Required("endpoint", Shapes.Text, "Endpoint of the study.");
    private static readonly Field<double> AtLeast = Optional("atLeast", Number, "The claim holds from here on, in the endpoint's unit.");
    private static readonly Field<double> AtMost = Optional("atMost", Number, "The claim holds up to here, in the endpoint's unit.");
    private static readonly Shape<Criterion?> CriterionShape = Shapes.Group<Criterion?>([Endpoint, AtLeast, AtMost], ReadCriterion, null);

    private static readonly Field<string> Study = Required("study", Shapes.Text, "Study under studies/ that decides it.");
    private static readonly Field<ImmutableArray<Criterion?>> And = Optional("and", Shapes.List(CriterionShape), "Further criteria of the same study that must be met in the same draw.");
    private static readonly Field<Phrase> Because = Required("because", Shapes.Phrase, "Why these bounds; they are conventions.");
    private static readonly Shape<ClaimTest?> TestShape = Shapes.Group<ClaimTest?>([Study, Endpoint, AtLeast, AtMost, And, Because],
        at => new(at.Get(Study), [ReadCriterion(at), .. at.Get(And).OfType<Criterion>()], at.Get(Because), at.PlaceOf(Study)), null);

    private static Criterion ReadCriterion(Entries at)
    {
        if (!at.Has(AtLeast) && !at.Has(AtMost))
            at.Reading.Error(StudyCodes.MissingField, $"{at.Reading.Path} has no bound.", "Write 'atLeast:', 'atMost:' or both.", at.Location);
        if (at.Get(AtLeast) > at.Get(AtMost))
            at.Reading.Error(StudyCodes.OutOfRange, $"{at.Reading.Path} has a lower bound above the upper one.", "Exchange them.", at.PlaceOf(AtLeast));
        return new(at.Get(Endpoint), at.Get(AtLeast), at.Get(AtMost), at.Has(Endpoint) ? at.PlaceOf(Endpoint) : at.Location);
    }

    private static readonly Field<Phrase> Statement = Required("statement", Shapes.Phrase, "What is claimed.");
    private static readonly Field<(string Reference, string Locator)> Source = Required("source", SourceShape, "Who claims it.");
    private static readonly Field<ClaimTest?> Test = Optional("test", TestShape, "The number that decides it.");
    private static readonly Field<Phrase> Reason = Optional("reason", Shapes.Phrase, "Why no simulation decides it.");
    private static readonly Field<ImmutableArray<string>> Deciding = Optional("deciding", Shapes.List(Shapes.Text), "Parameters that would decide it, if they were measured.");
    private static readonly Field<Phrase> Missing = Optional("missing", Shapes.Phrase, "The number that is missing.");
    private static readonly Field<Phrase> SettledBy = Optional("settledBy", Shapes.Phrase, "The measurement that would settle it.");
    private static readonly Field<ImmutableArray<string>> Levers = Optional("wouldHaveToBeTrue", Shapes.List(Shapes.Text), "What is solved for, one at a time: dose, a treatment that is a level, or a parameter of vesicles and their effects.");

    public static Shape<Claim?> Whole { get; } = Shapes.Group<Claim?>([Statement, Source, Test, Reason, Deciding, Missing, SettledBy, Levers], at =>
    {
        if (at.Has(Test) == at.Has(Reason))
            at.Reading.Error(at.Has(Test) ? StudyCodes.Contradiction : StudyCodes.MissingField, $"The claim has {(at.Has(Test) ? "both a test and a reason why there is none" : "neither a test nor a reason why there is none")}.", "Write 'test:' or 'reason:'.", at.Location);
        return new()
        {
            Id = Path.GetFileNameWithoutExtension(at.Location.File),
            Location = at.Location,
            Statement = at.Get(Statement),
            Reference = at.Get(Source).Reference,
            Locator = at.Get(Source).Locator,
            Test = at.Get(Test),
            Reason = at.Get(Reason),
            Deciding = at.Get(Deciding),
            Places = at.Reading.Places,
            Missing = at.Get(Missing),
            SettledBy = at.Get(SettledBy),
            Levers = at.Get(Levers),
        };
    }, null);
}
