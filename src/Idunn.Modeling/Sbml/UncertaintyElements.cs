using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Sbml;

/// <summary>What the package distrib says of uncertainty, read and written.</summary>
internal static class UncertaintyElements
{
    private static readonly XNamespace Package = SbmlDocument.DistributionsNamespace;

    public static ImmutableArray<Uncertainty> Read(XElement element, MathReader math, ICollection<Finding> findings) =>
    [
        .. element.Elements(Package + "listOfUncertainties").Elements(Package + "uncertainty")
            .Select(uncertainty => new Uncertainty(Measures(uncertainty, math, findings)) { Id = Text(uncertainty, "id"), Name = Text(uncertainty, "name") }),
    ];

    private static readonly string[] Kinds =
    [
        "distribution", "externalParameter", "coefficientOfVariation", "kurtosis", "mean", "median", "mode", "sampleSize", "skewness", "standardDeviation", "standardError", "variance",
        "confidenceInterval", "credibleInterval", "interquartileRange", "range",
    ];

    private static readonly string[] Attributes = ["type", "id", "name", "units", "definitionURL", "var", "value", "varLower", "valueLower", "varUpper", "valueUpper", "metaid", "sboTerm"];

    private static ImmutableArray<UncertaintyMeasure> Measures(XElement parent, MathReader math, ICollection<Finding> findings) =>
        [.. parent.Elements().Where(element => element.Name == Package + "uncertParameter" || element.Name == Package + "uncertSpan").Select(element => MeasureOf(element, math, findings))];

    private static UncertaintyMeasure MeasureOf(XElement element, MathReader math, ICollection<Finding> findings) => new(KindOf(element, findings))
    {
        IsSpan = element.Name.LocalName == "uncertSpan", Id = Text(element, "id"), Name = Text(element, "name"), Unit = Text(element, "units"), Definition = Text(element, "definitionURL"),
        Value = Value(element, "var", "value", findings), Lower = Value(element, "varLower", "valueLower", findings), Upper = Value(element, "varUpper", "valueUpper", findings),
        Formula = math.ReadChild(element), Parts = [.. element.Elements(Package + "listOfUncertParameters").SelectMany(list => Measures(list, math, findings))],
    };

    // Files that libSBML wrote have a slip of the pen in one word.
    private static string KindOf(XElement element, ICollection<Finding> findings)
    {
        foreach (var name in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration && (attribute.Name.NamespaceName.Length == 0 || attribute.Name.Namespace == Package)).Select(attribute => attribute.Name.LocalName).Except(Attributes))
            findings.Add(FindingCodes.Attribute.At(XmlTree.PlaceOf(element), $"<{element.Name.LocalName}> has the attribute '{name}', which distrib does not know.", Spelling.Advice(name, Attributes, "Remove it.")));
        var kind = Text(element, "type") switch { "coeffientOfVariation" => "coefficientOfVariation", var word => word };
        if (kind is not null && Kinds.Contains(kind))
            return kind;
        findings.Add(FindingCodes.Attribute.At(XmlTree.PlaceOf(element), kind is null ? $"<{element.Name.LocalName}> has no 'type'." : $"type=\"{kind}\" of <{element.Name.LocalName}> is no kind of uncertainty.", Spelling.Advice(kind ?? "", Kinds, $"Write one of {string.Join(", ", Kinds)}.")));
        return "externalParameter";
    }

    private static Expr? Value(XElement element, string variable, string number, ICollection<Finding> findings)
    {
        var place = XmlTree.PlaceOf(element);
        if (Text(element, variable) is { } id)
            return new SymbolExpr(id) { Location = place };
        if (Text(element, number) is not { } text)
            return null;
        if (text is "INF" or "-INF")
            return new NumberExpr(text == "INF" ? double.PositiveInfinity : double.NegativeInfinity) { Location = place };
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return new NumberExpr(value) { Location = place };
        findings.Add(FindingCodes.Attribute.At(place, $"{number}=\"{text}\" of <{element.Name.LocalName}> is no number.", "Write a number, INF, -INF or NaN."));
        return null;
    }

    /// <summary>Attributes of a package may stand with its namespace or, on its own elements, without.</summary>
    private static string? Text(XElement element, string attribute) => XmlTree.Text(element, Package + attribute) ?? XmlTree.Text(element, attribute);

    /// <summary>Puts it on an element, behind the element's other children.</summary>
    /// <param name="idOf">Ids of quantities as they are written.</param>
    /// <param name="unitOf">Ids of unit expressions; null for one that is not known.</param>
    public static void Write(XElement element, ImmutableArray<Uncertainty> uncertainties, Func<Expr, XElement> math, Func<string, string> idOf, Func<string, string?> unitOf)
    {
        if (uncertainties.IsEmpty)
            return;
        element.Add(new XElement(Package + "listOfUncertainties", uncertainties.Select(uncertainty =>
            new XElement(Package + "uncertainty", Optional("id", uncertainty.Id is { } id ? idOf(id) : null), Optional("name", uncertainty.Name), uncertainty.Measures.Select(Written)))));

        XElement Written(UncertaintyMeasure measure) => new(
            Package + (measure.IsSpan ? "uncertSpan" : "uncertParameter"), Optional("id", measure.Id is { } id ? idOf(id) : null), Optional("name", measure.Name), Optional("type", measure.Kind),
            Optional("definitionURL", measure.Definition), Optional("units", measure.Unit is { } unit ? unitOf(unit) : null),
            ValueOf(measure.Value, ""), ValueOf(measure.Lower, "Lower"), ValueOf(measure.Upper, "Upper"), measure.Formula is { } formula ? math(formula) : null,
            measure.Parts.IsEmpty ? null : new XElement(Package + "listOfUncertParameters", measure.Parts.Select(Written)));

        XAttribute? ValueOf(Expr? value, string end) => value switch
        {
            null => null,
            SymbolExpr symbol => Optional("var" + end, idOf(symbol.Name)),
            _ => Optional("value" + end, ExprEvaluator.TryConstant(value) switch
            {
                double.PositiveInfinity => "INF",
                double.NegativeInfinity => "-INF",
                var number => (number ?? double.NaN).ToString("R", CultureInfo.InvariantCulture),
            }),
        };
    }

    private static XAttribute? Optional(string name, string? value) => value is null ? null : new XAttribute(Package + name, AnnotationElements.Legal(value));
}
