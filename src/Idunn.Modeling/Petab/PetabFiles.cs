using System.Collections.Immutable;

namespace Idunn.Modeling.Petab;

/// <summary>A file that a PEtab problem names.</summary>
/// <param name="Path">As it can be opened from here.</param>
/// <param name="Location">Where it is named.</param>
public sealed record PetabFile(string Path, SourceLocation Location);

/// <summary>Models and the tables that go with them. In version 1 a problem may have several such parts, of one model each, with conditions and observables of their own; in version 2 there is one.</summary>
public sealed record PetabPartFiles(
    ImmutableArray<(string Id, PetabFile File)> Models, ImmutableArray<PetabFile> Conditions, ImmutableArray<PetabFile> Experiments, ImmutableArray<PetabFile> Observables,
    ImmutableArray<PetabFile> Measurements, ImmutableArray<PetabFile> Mappings);

/// <summary>What the YAML file of a PEtab problem names.</summary>
/// <param name="Version">1 or 2.</param>
public sealed record PetabFiles(int Version, ImmutableArray<PetabFile> Parameters, ImmutableArray<PetabPartFiles> Parts);
