using System.Collections.Immutable;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Sbml;

/// <summary>A model as SBML, and where its quantities stand in it.</summary>
/// <param name="Version">Of Level 3.</param>
/// <param name="Targets">XPath of each compartment, species, parameter and reaction by its id in the model, with the prefix <c>sbml</c> for <see cref="Core"/>.</param>
public sealed record SbmlText(string Text, int Version, ImmutableDictionary<string, string> Targets)
{
    /// <summary>What SBML has no word for, and no value depends on: units that it does not allow where they stand.</summary>
    public IReadOnlyList<Finding> Remarks { get; init; } = [];

    /// <summary>The namespace of SBML's own elements.</summary>
    public string Core => CoreOf(Version);

    internal static string CoreOf(int version) => $"http://www.sbml.org/sbml/level3/version{version}/core";
}
