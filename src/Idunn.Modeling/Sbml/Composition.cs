using System.Xml.Linq;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Sbml;

internal sealed class Composition(SbmlDocument document, List<Finding> findings)
{
    public XElement Flatten(XElement model)
    {
        findings.Add(FindingCodes.Package.At(XmlTree.PlaceOf(document.Root), "comp", "later"));
        return model;
    }
}
