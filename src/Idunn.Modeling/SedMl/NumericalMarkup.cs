using System.Collections.Immutable;
using System.Xml.Linq;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Sbml;

namespace Idunn.Modeling.SedMl;

/// <summary>Data in NuML, the numerical markup language, Level 1 Version 1: composite values inside each other by their indices, around single values.</summary>
internal static class NumericalMarkup
{
    private const int MostPoints = 2_000_000;

    /// <summary>The first result component, which is the one that SED-ML means.</summary>
    /// <exception cref="FindingsException">It is no NuML, or has tuples.</exception>
    public static DataCube Read(Stream stream, string file)
    {
        var root = SbmlDocument.ReadXml(stream, file);
        if (root.Name.LocalName != "numl" || root.Descendants().FirstOrDefault(element => element.Name.LocalName == "resultComponent") is not { } component)
            throw SedMlModels.Wrong(XmlTree.PlaceOf(root), $"The outermost element is <{root.Name.LocalName}>, and a <numl> with a result component was expected.");
        var dimensions = Dimensions(XmlTree.Child(component, "dimensionDescription"));
        var points = ImmutableArray.CreateBuilder<DataPoint>();
        var indices = new List<string>();
        foreach (var value in XmlTree.Child(component, "dimension")?.Elements() ?? [])
            Collect(value, indices, dimensions.Length, points);
        return new DataCube(dimensions, points.ToImmutable());
    }

    /// <summary>From the outermost inwards.</summary>
    public static ImmutableArray<DataDimension> Dimensions(XElement? description)
    {
        var dimensions = ImmutableArray.CreateBuilder<DataDimension>();
        for (var inner = description is null ? null : XmlTree.Child(description, "compositeDescription"); inner is not null; inner = XmlTree.Child(inner, "compositeDescription"))
            dimensions.Add(new DataDimension(XmlTree.Text(inner, "id"), XmlTree.Text(inner, "name"), XmlTree.Text(inner, "indexType") ?? ""));
        return dimensions.ToImmutable();
    }

    private static void Collect(XElement value, List<string> indices, int depth, ImmutableArray<DataPoint>.Builder points)
    {
        switch (value.Name.LocalName)
        {
            case "compositeValue" when indices.Count < depth:
                indices.Add(value.Attribute("indexValue")?.Value.Trim() ?? throw SedMlModels.Wrong(XmlTree.PlaceOf(value), "<compositeValue> has no attribute 'indexValue'."));
                foreach (var inner in value.Elements())
                    Collect(inner, indices, depth, points);
                indices.RemoveAt(indices.Count - 1);
                break;
            case "atomicValue" when indices.Count == depth:
                if (points.Count >= MostPoints)
                    throw new FindingsException(FindingCodes.TooLarge.At(XmlTree.PlaceOf(value), $"The file has more than {MostPoints:N0} values.", FindingCodes.TooLarge.Remedy));
                points.Add(new DataPoint([.. indices], SeparatedText.Number(value.Value.Trim()) ?? throw SedMlModels.Wrong(XmlTree.PlaceOf(value), $"'{value.Value.Trim()}' is no number.")));
                break;
            case "annotation" or "notes":
                break;
            case "tuple":
                throw new FindingsException(FindingCodes.SedMlUnsupported.At(XmlTree.PlaceOf(value), "Tuples of NuML are not supported.", FindingCodes.SedMlUnsupported.Remedy));
            default:
                throw SedMlModels.Wrong(XmlTree.PlaceOf(value), $"<{value.Name.LocalName}> does not fit the {depth} dimensions that the file describes.");
        }
    }
}
