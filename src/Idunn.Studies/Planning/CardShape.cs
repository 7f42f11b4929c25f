using System.Collections.Immutable;
using Idunn.Studies.Inputs;
using Idunn.Studies.Inputs.Yaml;
using Idunn.Studies.Wording;

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

    private static readonly Field<Phrase> GroupTitle = Required("title", Shapes.Phrase, "Heading.");
    private static readonly Field<string> ReadoutId = Required("id", Shapes.Text, "Readout.");
    private static readonly Field<string> ReadoutFor = Optional("for", Shapes.Text, "The only population in which it means anything.");
    private static readonly Field<ImmutableArray<(string Name, Phrase Value)>> ReadoutScale = Optional("scale", Shapes.Map(Shapes.Phrase, 1), "What it counts, by population, where the model gives it no unit: Centiloid, points.");
    private static readonly Shape<ShownReadout> Shown = Shapes.TextOr(text => new ShownReadout(text, null, []), Shapes.Group<ShownReadout>([ReadoutId, ReadoutFor, ReadoutScale], at => new(at.Get(ReadoutId), at.Find(ReadoutFor), at.Get(ReadoutScale)), new("", null, [])));
    private static readonly Field<ImmutableArray<ShownReadout>> GroupReadouts = Required("readouts", Shapes.List(Shown, 1), "Readouts shown under it; { id: …, for: …, scale: … } where one means something in one population only, or counts something else in each.");
    private static readonly Shape<ReadoutGroup?> Group = Shapes.Group<ReadoutGroup?>([GroupTitle, GroupReadouts], at => new(at.Get(GroupTitle), [.. at.Get(GroupReadouts).Select(readout => readout.Id)])
    {
        Only = at.Get(GroupReadouts).Where(readout => readout.For is not null).DistinctBy(readout => readout.Id).ToImmutableSortedDictionary(readout => readout.Id, readout => readout.For!, StringComparer.Ordinal),
        Scales = at.Get(GroupReadouts).DistinctBy(readout => readout.Id).SelectMany(readout => readout.Scale.Select(scale => (readout.Id, scale.Name, scale.Value))).ToImmutableDictionary(scale => (scale.Id, scale.Name), scale => scale.Value),
    }, null);

    private sealed record ShownReadout(string Id, string? For, ImmutableArray<(string Name, Phrase Value)> Scale);

    private static readonly Field<string> Place = Required("place", Shapes.Text, "Anchor in the drawing.");
    private static readonly Field<Phrase> PlaceTitle = Required("title", Shapes.Phrase, "Name of the place.");
    private static readonly Field<string> PlaceReadout = Required("readout", Shapes.Text, "Readout: percent of dose.");
    private static readonly Shape<MapPlace?> MapPlaceShape = Shapes.Group<MapPlace?>([Place, PlaceTitle, PlaceReadout], at => new(at.Get(Place), at.Get(PlaceTitle), at.Get(PlaceReadout)), null);

    private static readonly Field<string> ThresholdParameter = Required("parameter", Shapes.Text, "Parameter that holds the copies per cell an effect needs.");
    private static readonly Shape<CopyThreshold?> Threshold = Shapes.Group<CopyThreshold?>([ThresholdParameter], at => new(at.Get(ThresholdParameter), double.NaN, "", ""), null);
    private static readonly Field<Phrase> Cell = Required("cell", Shapes.Phrase, "Class of cells.");
    private static readonly Field<Phrase> Region = Required("region", Shapes.Phrase, "Region.");
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
    private static readonly Field<ImmutableArray<ReadoutGroup?>> SideBySide = Optional("sideBySide", Shapes.List(Group), "Readouts at the end, set beside each other by kind and never merged.");
    private static readonly Field<ImmutableArray<MapPlace?>> Body = Optional("body", Shapes.List(MapPlaceShape), "Percent of dose by place in the body.");
    private static readonly Field<ImmutableArray<MapPlace?>> Brain = Optional("brain", Shapes.List(MapPlaceShape), "Percent of dose by region of the brain.");
    private static readonly Field<StoichiometryLayout?> StoichiometryField = Optional("stoichiometry", Stoichiometry, "Vesicles and copies per cell.");
    private static readonly Shape<ReportLayout> Report = Shapes.Group<ReportLayout>([Times, Groups, SideBySide, Body, Brain, StoichiometryField], at => new()
    {
        Times = at.Has(Times) ? [.. at.Get(Times).Select(time => time.In("day"))] : ReportLayout.Empty.Times,
        Groups = [.. at.Get(Groups).OfType<ReadoutGroup>()],
        SideBySide = [.. at.Get(SideBySide).OfType<ReadoutGroup>()],
        Body = [.. at.Get(Body).OfType<MapPlace>()],
        Brain = [.. at.Get(Brain).OfType<MapPlace>()],
        Stoichiometry = at.Get(StoichiometryField),
    }, ReportLayout.Empty);

    private static readonly Field<Phrase> Title = Required("title", Shapes.Phrase, "What the model is about.");
    private static readonly Field<string> Antimony = Required("antimony", Shapes.Text, "Antimony file beside the card.");
    private static readonly Field<ImmutableArray<string>> Parameters = Required("parameters", Shapes.List(Shapes.Text), "Tables under science/parameters that hold for every population.");
    private static readonly Field<ImmutableArray<string>> Populations = Optional("populations", Shapes.List(Shapes.Text, 1), "Populations that the model is made for. Left out: all.");
    private static readonly Field<ImmutableArray<(string Name, string Value)>> Routes = Required("routes", Shapes.Map(Shapes.Text, 1), "Route to the state that a dose is added to.");
    private static readonly Field<string> Given = Optional("given", Shapes.Text, "State that counts what was given.");
    private static readonly Field<string> Conserved = Optional("conserved", Shapes.Text, "Quantity that must equal it.");
    private static readonly Field<string> BodyMass = Optional("bodyMass", Shapes.Text, "Parameter: body mass, for doses per kg.");
    private static readonly Field<string> ParticlesPerMicrogram = Optional("particlesPerMicrogram", Shapes.Text, "Parameter: particles per µg of protein, for doses in µg.");
    private static readonly Field<DiameterParameters?> DiameterField = Optional("diameter", Diameter, "Parameters by which the diameter distribution enters.");
    private static readonly Field<ImmutableArray<(string Name, string Value)>> Cargo = Optional("cargo", Shapes.Map(Shapes.Text, isId: false), "Cargo name to the parameter that holds its copies per vesicle.");
    private static readonly Field<Phrase> TreatmentTitle = Required("title", Shapes.Phrase, "Name for reports.");
    private static readonly Field<string> TreatmentState = Required("state", Shapes.Text, "State that a dose is added to.");
    private static readonly Field<string> TreatmentKind = Required("kind", Shapes.OneOf("amount", "level"), "amount: added, and removed by the model. level: holds from the start of the dose to its end.");
    private static readonly Shape<Treatment?> TreatmentShape = Shapes.Group<Treatment?>([TreatmentTitle, TreatmentState, TreatmentKind], at => new("", at.Get(TreatmentTitle), at.Get(TreatmentState), at.Get(TreatmentKind) == "level", at.Location), null);
    private static readonly Field<ImmutableArray<(string Name, Treatment? Value)>> Treatments = Optional("treatments", Shapes.Map(TreatmentShape), "What else than products can be given, by name.");

    private static readonly Field<Phrase> HypothesisTitle = Required("title", Shapes.Phrase, "Label wherever a result is shown.");
    private static readonly Field<Phrase> Statement = Required("statement", Shapes.Phrase, "What it says, in a sentence.");
    private static readonly Field<ImmutableArray<(string Name, double Value)>> Sets = Optional("sets", Shapes.Map(Shapes.NumberBetween(double.NegativeInfinity, double.PositiveInfinity)), "Switches of the model, by parameter.");
    private static readonly Shape<Hypothesis?> HypothesisShape = Shapes.Group<Hypothesis?>([HypothesisTitle, Statement, Sets], at => new(
        "", at.Get(HypothesisTitle), at.Get(Statement), at.Get(Sets).ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal)), null);
    private static readonly Field<ImmutableArray<(string Name, Hypothesis? Value)>> Hypotheses = Optional("hypotheses", Shapes.Map(HypothesisShape), "Rival hypotheses of how vesicles act, by name.");
    private static readonly Field<ImmutableArray<string>> Effects = Optional("effects", Shapes.List(Shapes.Text), "Parameters without evidence, which a study has to turn on.");
    private static readonly Field<string> MechanismTitle = Required("title", Shapes.Text, "Name for reports.");
    private static readonly Field<ImmutableArray<string>> MechanismParameters = Required("parameters", Shapes.List(Shapes.Text, 1), "Effects that it consists of.");
    private static readonly Shape<Mechanism?> MechanismShape = Shapes.Group<Mechanism?>([MechanismTitle, MechanismParameters], at => new("", at.Get(MechanismTitle), at.Get(MechanismParameters), at.Location), null);
    private static readonly Field<ImmutableArray<(string Name, Mechanism? Value)>> Mechanisms = Optional("mechanisms", Shapes.Map(MechanismShape), "What a therapy may do to a cell, by name: each effect belongs to one of them.");
    private static readonly Field<string> KnockoutTitle = Required("title", Shapes.Text, "What is taken out.");
    private static readonly Field<ImmutableArray<(string Name, double Value)>> KnockoutSets = Required("set", Shapes.Map(Shapes.NumberBetween(double.NegativeInfinity, double.PositiveInfinity), 1), "Parameters that take it out, in the unit of their table.");
    private static readonly Shape<Knockout?> KnockoutShape = Shapes.Group<Knockout?>([KnockoutTitle, KnockoutSets], at => new(
        "", at.Get(KnockoutTitle), at.Get(KnockoutSets).ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal), at.Location), null);
    private static readonly Field<ImmutableArray<(string Name, Knockout? Value)>> Knockouts = Optional("knockouts", Shapes.Map(KnockoutShape), "Cargoes, pathways and couplings that can be taken out, by name; the young rest must stay.");
    private static readonly Field<string> YoungAge = Optional("youngAge", Shapes.Text, "Parameter: the age at which the model rests.");

    private static readonly Field<string> DiffusionState = Required("state", Shapes.Text, "State that is a diffusion; its rate in the model is the drift.");
    private static readonly Field<string> Noise = Required("noise", Shapes.Text, "Parameter: half the variance per time.");
    private static readonly Field<string> Exit = Required("exit", Shapes.Text, "Parameter: level whose first passage ends the course.");
    private static readonly Field<string> Step = Required("step", Shapes.Text, "Parameter: step of its own time grid.");
    private static readonly Field<string> Coupling = Required("coupling", Shapes.Text, "Parameter: macro-step over which the rest of the model sees its mean.");
    private static readonly Field<string> EndingWord = Required("ending", Shapes.Text, "What an exit means, in a word.");
    private static readonly Shape<DiffusionParameters?> DiffusionShape = Shapes.Group<DiffusionParameters?>([DiffusionState, Noise, Exit, Step, Coupling, EndingWord], at => new(
        at.Get(DiffusionState), at.Get(Noise), at.Get(Exit), at.Get(Step), at.Get(Coupling), at.Get(EndingWord)), null);
    private static readonly Field<DiffusionParameters?> Diffusion = Optional("diffusion", DiffusionShape, "The state that is a diffusion.");

    private static readonly Field<double> RelativeTolerance = Optional("relativeTolerance", Shapes.NumberBetween(1e-12, 1e-3), "Relative error of readouts that the integration aims at (root mean square over a cohort), unless a study sets its own; 1e-6 if left out.");
    private static readonly Field<ImmutableArray<(string Name, double Value)>> Tolerances =
        Optional("tolerances", Shapes.Map(Shapes.NumberBetween(0, double.PositiveInfinity)), "Unit of a state to the absolute error that is too small to matter in it.");
    private static readonly Field<ImmutableArray<Phrase>> Limits = Optional("limits", Shapes.List(Shapes.Phrase), "What the model cannot say.");
    private static readonly Field<ReportLayout> ReportField = Optional("report", Report, "Where readouts stand in a report.");

    public static Shape<ModelCard?> Whole { get; } = Shapes.Group<ModelCard?>(
        [Title, Antimony, Parameters, Populations, Routes, Given, Conserved, BodyMass, ParticlesPerMicrogram, DiameterField, Cargo, Treatments, Hypotheses, Effects, Mechanisms, Knockouts, YoungAge, Diffusion, RelativeTolerance, Tolerances, Limits, ReportField],
        at => Checked(at.Reading, new()
        {
            Name = Path.GetFileNameWithoutExtension(at.Location.File),
            Location = at.Location,
            Title = at.Get(Title),
            Antimony = at.Get(Antimony),
            Parameters = at.Get(Parameters),
            Populations = at.Get(Populations),
            Routes = at.Get(Routes).ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal),
            Given = at.Find(Given),
            Conserved = at.Find(Conserved),
            BodyMass = at.Find(BodyMass),
            ParticlesPerMicrogram = at.Find(ParticlesPerMicrogram),
            Diameter = at.Get(DiameterField),
            Cargo = at.Get(Cargo).ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal),
            Treatments = at.Get(Treatments).ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Value! with { Name = entry.Name }, StringComparer.Ordinal),
            Hypotheses = [.. at.Get(Hypotheses).Select(entry => entry.Value! with { Name = entry.Name })],
            Effects = at.Get(Effects),
            Mechanisms = [.. at.Get(Mechanisms).Select(entry => entry.Value! with { Name = entry.Name })],
            Knockouts = [.. at.Get(Knockouts).Select(entry => entry.Value! with { Name = entry.Name })],
            YoungAge = at.Find(YoungAge),
            Diffusion = at.Get(Diffusion),
            RelativeTolerance = at.Has(RelativeTolerance) ? at.Get(RelativeTolerance) : 1e-6,
            Tolerances = at.Get(Tolerances),
            Limits = at.Get(Limits),
            Report = at.Get(ReportField),
        }),
        null);

    /// <summary>Shares add up to the whole only when every effect is in one mechanism, and in no second one.</summary>
    private static ModelCard Checked(Reading reading, ModelCard card)
    {
        if (card.Mechanisms.IsEmpty) return card;
        foreach (var mechanism in card.Mechanisms)
            for (var i = 0; i < mechanism.Parameters.Length; i++)
            {
                var (parameter, place) = (mechanism.Parameters[i], reading.Places.Of(mechanism.Location, "parameters", i));
                if (!card.Effects.Contains(parameter))
                    reading.Error(StudyCodes.UnknownName, $"The mechanism '{mechanism.Name}' names '{parameter}', which is not among the effects of the model.", Nearest.Suggestion(parameter, card.Effects), place);
                else if (card.Mechanisms.First(other => other.Parameters.Contains(parameter)) is var first && (first != mechanism || mechanism.Parameters.IndexOf(parameter) < i))
                    reading.Error(StudyCodes.Contradiction, $"The effect '{parameter}' is in the mechanism '{first.Name}' already.", "Keep it in one of them.", place);
            }
        foreach (var effect in card.Effects.Where(effect => !card.Mechanisms.Any(mechanism => mechanism.Parameters.Contains(effect))))
            reading.Error(StudyCodes.MissingField, $"The effect '{effect}' belongs to no mechanism.", "Add it to one, or give it one of its own.", reading.Places.Of(card.Location, "effects", card.Effects.IndexOf(effect)));
        return card;
    }
}
