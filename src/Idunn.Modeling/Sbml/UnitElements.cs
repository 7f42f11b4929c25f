using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Sbml;

/// <summary>Unit definitions as unit expressions: (multiplier · 10^scale · kind)^exponent, factor by factor.</summary>
internal static class UnitElements
{
    public static ImmutableArray<UnitDefinition> Definitions(XElement model, ICollection<Finding> findings) =>
        [.. XmlTree.Listed(model, "listOfUnitDefinitions").Where(definition => XmlTree.Text(definition, "id") is not null).Select(definition => new UnitDefinition(XmlTree.Text(definition, "id")!, Expression(definition, findings), XmlTree.PlaceOf(definition)) { Name = XmlTree.Text(definition, "name"), Annotation = AnnotationElements.Read(definition) })];

    private static string Expression(XElement definition, ICollection<Finding> findings)
    {
        var factors = XmlTree.Listed(definition, "listOfUnits").Select(unit => Factor(unit, findings)).Where(factor => factor.Length > 0).ToArray();
        return factors.Length == 0 ? "dimensionless" : string.Join(" * ", factors);
    }

    private static string Factor(XElement unit, ICollection<Finding> findings)
    {
        var size = Number(unit, "multiplier", 1, findings) * Math.Pow(10, Number(unit, "scale", 0, findings));
        var exponent = Number(unit, "exponent", 1, findings);
        var kind = XmlTree.Text(unit, "kind") switch { null => "dimensionless", "meter" => "metre", "liter" => "litre", "Celsius" => "kelvin", var known => known };
        if (exponent == 0)
            return "";
        var root = size == 1 ? kind : $"({Text(size)} {kind})";
        return exponent == 1 ? root : $"{root}^{(exponent < 0 ? $"({Text(exponent)})" : Text(exponent))}";
    }

    private static double Number(XElement unit, string attribute, double otherwise, ICollection<Finding> findings)
    {
        if (XmlTree.Text(unit, attribute) is not { } text)
            return otherwise;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
            return value;
        findings.Add(FindingCodes.Attribute.At(XmlTree.PlaceOf(unit), $"{attribute}=\"{text}\" of <unit> is no finite number.", "Write a number."));
        return otherwise;
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
