using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Compilation;
using Idunn.Modeling.Petab;
using Idunn.Modeling.Units;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Analysis.Published;
using Idunn.Studies.Inputs;

namespace Idunn.Studies.Planning;

/// <summary>What a study, a model card and a population say of a model, held against the model.</summary>
internal sealed class PlanChecks(Study study, ModelCard card, List<Finding> findings)
{
    /// <returns>What the model has to observe.</returns>
    public List<string> Readouts(Model model, ImmutableArray<PublishedRow> published)
    {
        var known = model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters).Select(quantity => quantity.Id).Concat(model.Reactions.Select(reaction => reaction.Id)).ToHashSet(StringComparer.Ordinal);
        foreach (var readout in study.Readouts.Where(readout => !known.Contains(readout)))
            findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"The model '{card.Name}' has no quantity '{readout}' to read out.", Nearest.Suggestion(readout, known), study.Places.Of(study.Location, "readouts", study.Readouts.IndexOf(readout))));
        foreach (var (endpoint, arm) in study.Endpoints.SelectMany(endpoint => study.Arms.Where(arm => endpoint.Arms.Contains(arm.Id) || endpoint.RelativeTo == arm.Id).Select(arm => (endpoint, arm))))
            if ((arm.Cohort ?? study.Cohort).Population is var population && !card.Report.MakesSense(endpoint.Of, population))
                findings.Add(new(Severity.Error, StudyCodes.Contradiction, $"The endpoint '{endpoint.Id}' reads '{endpoint.Of}' in arm '{arm.Id}', but that means nothing in {population}.", "Take a readout of that species.", endpoint.Location));
        return [.. EndpointPlan.Observed(study, card, published).Where(known.Contains)];
    }

    public void Routes()
    {
        var doses = study.Arms.SelectMany(arm => arm.Doses).DistinctBy(dose => dose.Location).ToList();
        Given(doses);
        foreach (var dose in doses.Where(dose => dose.IsProduct && !card.Routes.ContainsKey(dose.Route)))
            findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"The model '{card.Name}' has no route '{dose.Route}'.", Nearest.Suggestion(dose.Route, card.Routes.Keys), study.Places.Of(dose.Location, "route")));
        foreach (var dose in doses.Where(dose => dose.IsProduct))
        {
            if (AmountProblem(dose) is { } problem)
            {
                findings.Add(new(Severity.Error, StudyCodes.WrongUnit, problem, "Write particles, particles/kg, ug or ug/kg (of vesicle protein).", dose.Quantity.Location));
                continue;
            }
            var (perMass, perProtein) = DoseSchedule.FormOf(dose);
            if (perMass && card.BodyMass is null)
                findings.Add(new(Severity.Error, StudyCodes.MissingValue, $"A dose is given per kg, but the model '{card.Name}' knows no body mass.", "Give the dose in particles or ug, or name 'bodyMass:' in the model card.", dose.Quantity.Location));
            if (perProtein && card.ParticlesPerMicrogram is null)
                findings.Add(new(Severity.Error, StudyCodes.MissingValue, $"A dose is given as protein, but the model '{card.Name}' has no number of particles per µg.", "Give the dose in particles, or name 'particlesPerMicrogram:' in the model card.", dose.Quantity.Location));
        }
    }

    /// <summary>Each dose gives a product by a route, or a treatment of the model without one.</summary>
    private void Given(IEnumerable<Dose> doses)
    {
        var products = study.Products.Select(product => product.Id).ToList();
        foreach (var dose in doses)
        {
            var place = study.Places.Of(dose.Location, "give");
            var (isProduct, isTreatment) = (products.Contains(dose.Give), card.Treatments.ContainsKey(dose.Give));
            if (!isProduct && !isTreatment)
                findings.Add(new(Severity.Error, StudyCodes.UnknownName, card.Treatments.IsEmpty ? $"There is no product '{dose.Give}' in this study." : $"There is no product '{dose.Give}' in this study, and no such treatment in the model '{card.Name}'.",
                    Nearest.Suggestion(dose.Give, products.Concat(card.Treatments.Keys)), place));
            else if (isProduct && isTreatment)
                findings.Add(new(Severity.Error, StudyCodes.Contradiction, $"'{dose.Give}' is a product of this study and a treatment of the model '{card.Name}'.", "Rename the product.", place));
            else if (isProduct && !dose.IsProduct)
                findings.Add(new(Severity.Error, StudyCodes.MissingField, $"A dose of '{dose.Give}' does not say by which route.", $"Add 'route:'. {Nearest.Suggestion("", card.Routes.Keys)}", dose.Location));
            else if (isTreatment && card.Treatments[dose.Give].IsLevel && dose is { Times: > 1, Over: null })
                findings.Add(new(Severity.Error, StudyCodes.Contradiction, $"The level '{dose.Give}' is set {dose.Times} times and never ends.", "Say how long it holds each time: 'over:'.", dose.Location));
            else if (isTreatment && dose.IsProduct)
                findings.Add(new(Severity.Error, StudyCodes.Contradiction, $"'{dose.Give}' is a treatment of the model and has no route.", "Remove 'route:'.", study.Places.Of(dose.Location, "route")));
        }
    }

    /// <summary>Per cent and mg/kg measure alike; only the second is a dose of vesicle protein.</summary>
    private static string? AmountProblem(Dose dose) => dose.Quantity.Unit.Contains('%', StringComparison.Ordinal) || !AmountKind.Dose.Units.Any(unit => UnitParser.Parse(dose.Quantity.Unit).IsCompatibleWith(UnitParser.Parse(unit)))
        ? $"The amount is '{dose.Quantity}', which is no dose of vesicles."
        : null;

    public void Products()
    {
        foreach (var product in study.Products)
        {
            foreach (var (cargo, amount) in product.Cargo.Where(entry => !card.Cargo.ContainsKey(entry.Key)))
                findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"The model '{card.Name}' does not carry the cargo '{cargo}'.", Nearest.Suggestion(cargo, card.Cargo.Keys), amount.Location));
            if (product.Diameter is { } diameter && card.Diameter is null)
                findings.Add(new(Severity.Error, StudyCodes.Contradiction, $"Product '{product.Id}' has diameters, but in the model '{card.Name}' vesicles have none.", "Leave 'diameter:' out, or take another model.", study.Places.Of(product.Location, "diameter")));
            if (product.ParticlesPerMicrogram is { } perMicrogram && card.ParticlesPerMicrogram is null)
                findings.Add(new(Severity.Error, StudyCodes.Contradiction, $"Product '{product.Id}' has particles per µg, but the model '{card.Name}' does not use them.", "Leave them out, or take another model.", perMicrogram.Location));
        }
    }

    public void Card(CompiledModel compiled)
    {
        foreach (var state in card.Routes.Values.Concat(card.Treatments.Values.Select(treatment => treatment.State)).Concat(new[] { card.Given, card.Diffusion?.State }.OfType<string>()).Where(state => compiled.IndexOfState(state) < 0))
            findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"The model has no state '{state}', which the card names.", Nearest.Suggestion(state, compiled.StateIds), card.Location));
        foreach (var knockout in card.Knockouts)
            foreach (var parameter in knockout.Sets.Keys.Where(parameter => compiled.IndexOfParameter(parameter) < 0))
                findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"The knock-out '{knockout.Name}' sets '{parameter}', which is no parameter of the model.", Nearest.Suggestion(parameter, compiled.ParameterIds), knockout.Location));
        foreach (var parameter in card.ComputedIds.Concat(card.Effects).Concat(card.Hypotheses.SelectMany(hypothesis => hypothesis.Sets.Keys)).Distinct().Where(parameter => compiled.IndexOfParameter(parameter) < 0))
            findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"The model has no parameter '{parameter}', which the card names.", Nearest.Suggestion(parameter, compiled.ParameterIds), card.Location));
        foreach (var (readout, population) in card.Report.Groups.Concat(card.Report.SideBySide).SelectMany(group => group.Only.Select(only => (only.Key, only.Value)).Concat(group.Scales.Keys)).Where(only => !card.Populations.IsEmpty && !card.Populations.Contains(only.Item2)).Distinct())
            findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"The card speaks of '{readout}' in '{population}', a population that the model is not made for.", Nearest.Suggestion(population, card.Populations), card.Location));
    }

    /// <summary>An attribution needs mechanisms, and a value for each effect that it turns on.</summary>
    /// <param name="bindings">Rows of the parameters of one setting.</param>
    public void Attribution(ImmutableArray<ParameterBinding> bindings)
    {
        if (study.Attribution is not { } request) return;
        if (card.Mechanisms.IsEmpty)
            findings.Add(new(Severity.Error, StudyCodes.Contradiction, $"The study asks for an attribution, but the model '{card.Name}' names no mechanisms.", "Leave 'attribution:' out, or name 'mechanisms:' in the model card.", study.Places.Of(study.Location, "attribution")));
        foreach (var effect in request.Values.Keys.Where(effect => !card.Effects.Contains(effect)))
            findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"The attribution sets '{effect}', which is not an effect that the model '{card.Name}' leaves to studies.", Nearest.Suggestion(effect, card.Effects), EffectPlace(request, effect)));
        if (request.Effects == EffectLevel.Given) return;
        foreach (var effect in card.Effects)
            if (bindings.FirstOrDefault(binding => binding.Id == effect)?.Row is { } row && (request.Effects == EffectLevel.Ceiling ? PriorSampling.Ceiling(row) is null : row.Prior.IsNone))
                findings.Add(new(Severity.Error, StudyCodes.MissingValue, $"The attribution sets every effect to its {(request.Effects == EffectLevel.Ceiling ? "ceiling, but" : "median, but")} '{effect}' has {(request.Effects == EffectLevel.Ceiling ? "neither a prior with an upper end nor an upper bound" : "no prior")}.", "Give it one in its table, or name the effects and their values.", row.Location));
    }

    private SourceLocation EffectPlace(AttributionRequest request, string effect) => study.Places.Of(study.Places.Of(request.Location, "effects"), effect);

    /// <summary>What a card says of the model's quantities holds for the model, also in its units.</summary>
    public void CardUnits(ModelUnits units)
    {
        Check(card.Routes.Values, "particle", "a dose is added to it");
        Check([card.Given], "particle", "doses are counted in it");
        Check([card.BodyMass], "kg", "doses per kg need it");
        Check([card.ParticlesPerMicrogram], "particle/ug", "doses in µg need it");
        Check([card.YoungAge, card.Diffusion?.Step, card.Diffusion?.Coupling], "d", "it is a time");
        foreach (var dose in study.Arms.SelectMany(arm => arm.Doses).Where(dose => !dose.IsProduct && card.Treatments.ContainsKey(dose.Give)).DistinctBy(dose => dose.Location))
        {
            var treatment = card.Treatments[dose.Give];
            if (units.Of(treatment.State) is not { } unit || !UnitParser.Parse(dose.Quantity.Unit).IsCompatibleWith(unit))
                findings.Add(new(Severity.Error, StudyCodes.WrongUnit, $"The amount of '{dose.Give}' is '{dose.Quantity}', but the model counts it in '{units.TextOf(treatment.State) ?? "no unit"}'.", treatment.IsLevel ? "Write a level, such as 100 %." : "Write it in a unit of that kind.", dose.Quantity.Location));
        }
        var first = card.Routes.Values.Select(units.Of).FirstOrDefault();
        foreach (var state in card.Routes.Values.Concat(new[] { card.Given }.OfType<string>()).Where(state => first is not null && units.Of(state) is { } unit && !unit.IsSameAs(first)))
            findings.Add(new(Severity.Error, StudyCodes.WrongUnit, $"'{state}' counts doses in another unit than the other routes do.", "Give all of them one unit in the model.", card.Location));

        void Check(IEnumerable<string?> ids, string wanted, string why)
        {
            foreach (var id in ids.OfType<string>().Where(id => units.Of(id) is not { } unit || !unit.IsCompatibleWith(UnitParser.Parse(wanted))))
                findings.Add(new(Severity.Error, StudyCodes.WrongUnit, $"'{id}' must be in '{wanted}' or a multiple of it: {why}. It is in '{units.TextOf(id) ?? "no unit"}'.", "Correct the model's unit, or the name in the model card.", card.Location));
        }
    }

    /// <summary>Between-subject variability is a number like any other: its source must be in the bibliography.</summary>
    public void References(Population population, IReadOnlyDictionary<string, string> references)
    {
        var origins = population.Variability.Select(variability => (variability.Origin, variability.Location)).Concat(population.Correlations.Select(correlation => (correlation.Origin, correlation.Location)));
        foreach (var (origin, place) in origins.Where(entry => entry.Origin.Reference.Length > 0 && !references.ContainsKey(entry.Origin.Reference)))
            findings.Add(FindingCodes.UnknownReference.At(place, $"The reference '{origin.Reference}' is not in the bibliography.", Nearest.Suggestion(origin.Reference, references.Keys)));
    }
}
