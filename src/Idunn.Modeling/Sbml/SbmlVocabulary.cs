using System.Collections.Frozen;
using System.Xml.Linq;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Sbml;

/// <summary>
/// The elements and attributes of SBML Level 2 Versions 1 to 5 and Level 3 Versions 1 and 2, taken together. What is none of them is refused: a misspelt attribute would be overlooked, and the model
/// mean something else. (Hucka et al. (2019), The Systems Biology Markup Language: Language Specification for Level 3 Version 2 Core Release 2; Hucka et al. (2015), Level 2 Version 5 Release 1.)
/// </summary>
internal static class SbmlVocabulary
{
    /// <summary>What every element may have. Not every version gives every element an id and a name; where they stand, they mean nothing else.</summary>
    private static readonly FrozenSet<string> Common = Set("metaid sboTerm id name");

    private static readonly FrozenDictionary<string, Entry> Entries = new (string Element, string Attributes, string Children)[]
    {
        ("sbml", "level version", "model"),
        ("model", "substanceUnits timeUnits volumeUnits areaUnits lengthUnits extentUnits conversionFactor",
            "listOfFunctionDefinitions listOfUnitDefinitions listOfCompartmentTypes listOfSpeciesTypes listOfCompartments listOfSpecies listOfParameters listOfInitialAssignments listOfRules listOfConstraints listOfReactions listOfEvents"),
        ("listOfFunctionDefinitions", "", "functionDefinition"),
        ("functionDefinition", "", "math"),
        ("listOfUnitDefinitions", "", "unitDefinition"),
        ("unitDefinition", "", "listOfUnits"),
        ("listOfUnits", "", "unit"),
        ("unit", "kind exponent scale multiplier offset", ""),
        ("listOfCompartmentTypes", "", "compartmentType"),
        ("compartmentType", "", ""),
        ("listOfSpeciesTypes", "", "speciesType"),
        ("speciesType", "", ""),
        ("listOfCompartments", "", "compartment"),
        ("compartment", "spatialDimensions size units constant outside compartmentType", ""),
        ("listOfSpecies", "", "species"),
        ("species", "compartment initialAmount initialConcentration substanceUnits spatialSizeUnits hasOnlySubstanceUnits boundaryCondition constant conversionFactor speciesType charge", ""),
        ("listOfParameters", "", "parameter"),
        ("parameter", "value units constant", ""),
        ("listOfLocalParameters", "", "localParameter"),
        ("localParameter", "value units", ""),
        ("listOfInitialAssignments", "", "initialAssignment"),
        ("initialAssignment", "symbol", "math"),
        ("listOfRules", "", "algebraicRule assignmentRule rateRule"),
        ("algebraicRule", "", "math"),
        ("assignmentRule", "variable", "math"),
        ("rateRule", "variable", "math"),
        ("listOfConstraints", "", "constraint"),
        ("constraint", "", "math message"),
        ("listOfReactions", "", "reaction"),
        ("reaction", "reversible fast compartment", "listOfReactants listOfProducts listOfModifiers kineticLaw"),
        ("listOfReactants", "", "speciesReference"),
        ("listOfProducts", "", "speciesReference"),
        ("speciesReference", "species stoichiometry constant", "stoichiometryMath"),
        ("stoichiometryMath", "", "math"),
        ("listOfModifiers", "", "modifierSpeciesReference"),
        ("modifierSpeciesReference", "species", ""),
        ("kineticLaw", "timeUnits substanceUnits", "math listOfLocalParameters listOfParameters"),
        ("listOfEvents", "", "event"),
        ("event", "useValuesFromTriggerTime timeUnits", "trigger delay priority listOfEventAssignments"),
        ("trigger", "initialValue persistent", "math"),
        ("delay", "", "math"),
        ("priority", "", "math"),
        ("listOfEventAssignments", "", "eventAssignment"),
        ("eventAssignment", "variable", "math"),
    }.ToFrozenDictionary(entry => entry.Element, entry => new Entry(Set(entry.Attributes), Set(entry.Children)), StringComparer.Ordinal);

    private sealed record Entry(FrozenSet<string> Attributes, FrozenSet<string> Children);

    /// <summary>Holds all elements of SBML itself against the vocabulary. What packages, notes and annotations hold is theirs.</summary>
    public static void Check(SbmlDocument document, ICollection<Finding> findings)
    {
        var core = document.Root.Name.Namespace;
        var open = new Stack<(XElement Element, Entry? Entry)>([(document.Root, Entries["sbml"])]);
        while (open.TryPop(out var next))
        {
            if (next.Element.Name.Namespace == core)
                CheckAttributes(next.Element, next.Entry!, findings);
            if (next.Element.Nodes().OfType<XText>().FirstOrDefault(text => !string.IsNullOrWhiteSpace(text.Value)) is { } stray)
                findings.Add(FindingCodes.Element.At(XmlTree.PlaceOf(next.Element), $"<{next.Element.Name.LocalName}> holds text, '{Shortened(stray.Value.Trim())}', where SBML has none.", "Remove it, or put it into the notes; formulas stand in <math>."));
            foreach (var child in next.Element.Elements())
                if (child.Name.NamespaceName == SbmlDocument.CompNamespace)
                    open.Push((child, child.Name.LocalName == "modelDefinition" ? Entries["model"] : null));
                else if (child.Name.LocalName == "math" && next.Entry?.Children.Contains("math") == true)
                    CheckMath(child, findings);
                else if (child.Name.Namespace == core && child.Name.LocalName is not ("notes" or "annotation" or "message"))
                    if (next.Entry?.Children.Contains(child.Name.LocalName) == true)
                        open.Push((child, Entries[child.Name.LocalName]));
                    else
                        findings.Add(FindingCodes.Element.At(XmlTree.PlaceOf(child), $"<{next.Element.Name.LocalName}> holds <{child.Name.LocalName}>, which SBML does not know there.", Remedy(child.Name.LocalName, next.Entry?.Children ?? [])));
        }
    }

    private static void CheckAttributes(XElement element, Entry entry, ICollection<Finding> findings)
    {
        foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration && attribute.Name.NamespaceName.Length == 0))
            if (!Common.Contains(attribute.Name.LocalName) && !entry.Attributes.Contains(attribute.Name.LocalName))
                findings.Add(FindingCodes.Attribute.At(XmlTree.PlaceOf(element), $"<{element.Name.LocalName}> has the attribute '{attribute.Name.LocalName}', which SBML does not know there.", Remedy(attribute.Name.LocalName, entry.Attributes.Concat(Common))));
            else if (attribute.Name.LocalName == "id" && !IsId(attribute.Value.Trim()))
                findings.Add(FindingCodes.Attribute.At(XmlTree.PlaceOf(element), $"'{attribute.Value}' is no id: SBML has only letters from a to z, digits and _ in ids, and no digit first.", "Rename it everywhere; 'name' may hold any text."));
    }

    private static void CheckMath(XElement math, ICollection<Finding> findings)
    {
        if (math.Name.NamespaceName.Length > 0 && math.Name.NamespaceName != MathNamespace)
            findings.Add(FindingCodes.MathMl.At(XmlTree.PlaceOf(math), $"<math> is not in the namespace of MathML, but in '{math.Name.NamespaceName}'.", $"Write <math xmlns=\"{MathNamespace}\">."));
    }

    private const string MathNamespace = "http://www.w3.org/1998/Math/MathML";

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static string Remedy(string name, IEnumerable<string> known) => Spelling.Advice(name, known, "Remove it, or put it into an annotation.");

    /// <summary>Whether it has the syntax of SId, the ids of quantities and units.</summary>
    public static bool IsId(string text) => text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    private static FrozenSet<string> Set(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
