using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Inputs;

/// <summary>What a cohort says of itself; what it leaves out comes from the study's cohort.</summary>
internal sealed record CohortText(SourceLocation Location, string? Population, int? Size, int? Draws, ulong? Seed, Amount? Age)
{
    public static CohortText Nothing { get; } = new(SourceLocation.None, null, null, null, null, null);

    public CohortText Over(CohortText other) => new(Location, Population ?? other.Population, Size ?? other.Size, Draws ?? other.Draws, Seed ?? other.Seed, Age ?? other.Age);
}

/// <summary>An arm before <c>like:</c> is followed.</summary>
internal sealed record ArmText(SourceLocation Location, string? Like, Phrase? Name, CohortText? Cohort, Amount? Until, ImmutableArray<string>? Protocols, ImmutableArray<Dose>? Doses, ImmutableSortedDictionary<string, double>? Settings)
{
    /// <summary>This arm where it says something, the other elsewhere. A name is never shared.</summary>
    public ArmText Over(ArmText other) => this with
    {
        Cohort = Cohort is not null && other.Cohort is not null ? Cohort.Over(other.Cohort) : Cohort ?? other.Cohort,
        Until = Until ?? other.Until,
        Protocols = Protocols ?? other.Protocols,
        Doses = Doses ?? other.Doses,
        Settings = Settings ?? other.Settings,
    };
}

/// <summary>A whole study before its arms are completed.</summary>
internal sealed record StudyText(Study Study, CohortText Cohort, ImmutableArray<(string Name, ArmText Arm)> Arms);
