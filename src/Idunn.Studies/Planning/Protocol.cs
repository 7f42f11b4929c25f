using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Studies.Inputs;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Planning;

/// <summary>A disease, an insult or a standard treatment, science/protocols/NAME.yaml: what is given when, and the numbers that differ from the healthy ones.</summary>
/// <param name="Title">For reports.</param>
/// <param name="Populations">Populations that it is for.</param>
/// <param name="Parameters">Tables under science/parameters whose rows take the place of those of the same id.</param>
/// <param name="Doses">Treatments of the model, counted from time 0 of the study.</param>
/// <param name="Origin">Where the schedule comes from.</param>
/// <param name="Warning">What a report has to say of an arm with this protocol; null: nothing.</param>
public sealed record Protocol(
    string Name, Phrase Title, ImmutableArray<string> Populations, ImmutableArray<string> Parameters, ImmutableArray<Dose> Doses, Origin Origin, Phrase? Warning, SourceLocation Location);
