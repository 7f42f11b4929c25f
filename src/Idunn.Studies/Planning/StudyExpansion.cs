using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Studies.Inputs;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Planning;

/// <summary>
/// The study as it is run: each arm gets the doses of its protocols, and each arm with a product is run once under each rival hypothesis, as an arm of its own. Results under
/// different hypotheses are never pooled.
/// </summary>
internal sealed class StudyExpansion(Study study, ModelCard card, IReadOnlyDictionary<string, Protocol> protocols, List<Finding> findings)
{
    public Study Run()
    {
        var hypotheses = Hypotheses();
        CheckAssumptions();
        var arms = study.Arms.Select(WithProtocols).ToDictionary(arm => arm.Id, arm => Under(arm, hypotheses), StringComparer.Ordinal);
        return study with { Readouts = Readouts(), Arms = [.. study.Arms.SelectMany(arm => arms[arm.Id])], Endpoints = [.. study.Endpoints.SelectMany(endpoint => Expanded(endpoint, arms))] };
    }

    /// <summary>With 'report': all that the card's layout shows of the study's populations, and what endpoints are read from.</summary>
    private ImmutableArray<string> Readouts()
    {
        if (!study.Readouts.Contains(Study.ReportReadouts))
            return study.Readouts;
        var layout = card.Report;
        var populations = study.Arms.Select(PopulationOf).Distinct().ToList();
        return
        [
            .. study.Readouts.Remove(Study.ReportReadouts).Concat(layout.Groups.Concat(layout.SideBySide).SelectMany(group => group.Readouts).Where(readout => populations.Exists(population => layout.MakesSense(readout, population)))).Concat(layout.Body.Concat(layout.Brain).Select(place => place.Readout))
                .Concat((layout.Stoichiometry?.Rows ?? []).SelectMany(row => new[] { row.VesiclesPerCell, row.HitFraction, row.Copies })).Concat(study.Endpoints.Select(endpoint => endpoint.Of)).Distinct(),
        ];
    }

    private string PopulationOf(Arm arm) => (arm.Cohort ?? study.Cohort).Population;

    private ImmutableArray<Hypothesis> Hypotheses()
    {
        if (study.Hypotheses.IsEmpty)
            return card.Hypotheses;
        var known = card.Hypotheses.Select(hypothesis => hypothesis.Name).ToList();
        for (var i = 0; i < study.Hypotheses.Length; i++)
            if (!known.Contains(study.Hypotheses[i]))
                findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"The model '{card.Name}' has no hypothesis '{study.Hypotheses[i]}'.", Nearest.Suggestion(study.Hypotheses[i], known), study.Places.Of(study.Location, "hypotheses", i)));
        return [.. study.Hypotheses.Distinct().Select(name => card.Hypotheses.FirstOrDefault(hypothesis => hypothesis.Name == name)).OfType<Hypothesis>()];
    }

    private void CheckAssumptions()
    {
        foreach (var assumption in study.Assumptions.Where(assumption => assumption.Parameter != Assumption.All && !card.Effects.Contains(assumption.Parameter)))
            findings.Add(new(Severity.Error, StudyCodes.UnknownName, $"'{assumption.Parameter}' is not an effect that the model '{card.Name}' leaves to studies.", Nearest.Suggestion(assumption.Parameter, card.Effects.Add(Assumption.All)), assumption.Location));
        foreach (var assumption in study.Assumptions.Where(assumption => assumption.Parameter == Assumption.All && assumption.Value is not null))
            findings.Add(new(Severity.Error, StudyCodes.Contradiction, "'all' cannot be one number: effects have units and ranges of their own.", "Write 'all: prior', or name the effects.", assumption.Location));
    }

    private Arm WithProtocols(Arm arm)
    {
        var doses = arm.Doses.ToBuilder();
        for (var i = 0; i < arm.Protocols.Length; i++)
        {
            if (!protocols.TryGetValue(arm.Protocols[i], out var protocol))
                continue;
            var population = PopulationOf(arm);
            if (!protocol.Populations.Contains(population))
                findings.Add(new(Severity.Error, StudyCodes.Contradiction, $"The protocol '{protocol.Name}' is for {string.Join(", ", protocol.Populations)}, and arm '{arm.Id}' is {population}.", "Take another protocol or another population.", study.Places.Of(arm.Location, "protocols", i)));
            doses.AddRange(protocol.Doses);
        }
        return arm with { Doses = doses.ToImmutable(), HasTreatments = arm.Doses.Any(dose => !dose.IsProduct) };
    }

    private ImmutableArray<Arm> Under(Arm arm, ImmutableArray<Hypothesis> hypotheses) => hypotheses.IsEmpty || !arm.Doses.Any(dose => dose.IsProduct)
        ? [arm]
        : [.. hypotheses.SelectMany(hypothesis => Scales(hypothesis, arm).Select(scale => arm with
        {
            Id = $"{arm.Id}.{hypothesis.Name}{Suffix(scale)}",
            Origin = arm.Id,
            Name = Phrase.Join(" · ", [arm.Name ?? arm.Id, hypothesis.Title]),
            Hypothesis = hypothesis.Name,
            EffectScale = scale,
        }))];

    /// <summary>A hypothesis that turns nothing on has no effects whose priors could matter, unless the vesicles carry what acts without one.</summary>
    private double[] Scales(Hypothesis hypothesis, Arm arm) => study.ScalesPriors && (hypothesis.Sets.Count > 0 || CarriesCargo(study, arm)) ? [1, 0.5, 2] : [1];

    /// <summary>True when a product of the arm is loaded by the study.</summary>
    public static bool CarriesCargo(Study study, Arm arm) => arm.Doses.Any(dose => dose.IsProduct && study.Products.Any(product => product.Id == dose.Give && !product.Cargo.IsEmpty));

    /// <summary>What the ids of arms and endpoints end in when the priors of effects are scaled.</summary>
    public static string Suffix(double scale) => scale switch { 1 => "", < 1 => ".halved", _ => ".doubled" };

    /// <summary>A comparison of arms under one hypothesis stays under it.</summary>
    private static IEnumerable<Endpoint> Expanded(Endpoint endpoint, Dictionary<string, ImmutableArray<Arm>> arms)
    {
        var named = endpoint.Arms.Concat(endpoint.RelativeTo is { } healthy ? [healthy] : []).ToList();
        if (named.Count == 0)
            return [endpoint];
        if (!endpoint.IsComparison)
            return [endpoint with { Arms = [.. arms[endpoint.Arms[0]].Select(arm => arm.Id)] }];
        var variants = named.SelectMany(id => arms[id]).Where(arm => arm.Hypothesis is not null).Select(arm => (arm.Hypothesis, arm.EffectScale)).Distinct().ToList();
        if (variants.Count == 0)
            return [endpoint];
        return variants.Select(variant => endpoint with
        {
            Id = $"{endpoint.Id}.{variant.Hypothesis}{Suffix(variant.EffectScale)}",
            Arms = [.. endpoint.Arms.Select(id => Of(id, variant))],
            RelativeTo = endpoint.RelativeTo is { } relative ? Of(relative, variant) : null,
        });

        string Of(string id, (string? Hypothesis, double Scale) variant) => (arms[id].FirstOrDefault(arm => (arm.Hypothesis, arm.EffectScale) == variant) ?? arms[id][0]).Id;
    }
}
