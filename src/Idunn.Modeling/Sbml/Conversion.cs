using System.Xml.Linq;

namespace Idunn.Modeling.Sbml;

/// <summary>
/// Conversion factors of submodels, written into their formulas: with the factors T of time and X of extent, the submodel's time is t/T, its delays last T times as long, its rates are divided by T, and
/// its reactions' rates are X/T times as large.
/// </summary>
internal static class Conversion
{
    private static readonly XNamespace MathMl = "http://www.w3.org/1998/Math/MathML";

    public static void Apply(SubmodelInstance instance)
    {
        var (times, extents) = (Factors(instance, "timeConversionFactor"), Factors(instance, "extentConversionFactor"));
        if (times.Count == 0 && extents.Count == 0)
            return;
        var reactions = XmlTree.Listed(instance.Model, "listOfReactions").Select(reaction => XmlTree.Text(reaction, "id")).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var math in instance.Model.Descendants().Where(element => element.Name.LocalName == "math").ToArray())
        {
            InFormula(math, times, extents, reactions, SubmodelInstance.LocalsOf(math.Parent!));
            foreach (var formula in math.Elements().ToArray())
                Whole(formula, math.Parent!.Name.LocalName, times, extents);
        }
    }

    /// <summary>Factors of the instance and of all that it stands in, by their ids in the whole.</summary>
    private static List<string> Factors(SubmodelInstance instance, string attribute)
    {
        var factors = new List<string>();
        for (var inner = instance; inner.Parent is { } parent; inner = parent)
            if (Comp.Text(inner.Submodel!, attribute) is { } id)
                factors.Add(parent.Prefix + id);
        return factors;
    }

    private static void Whole(XElement formula, string holder, List<string> times, List<string> extents)
    {
        if (holder == "rateRule")
            Scale(formula, times, isDivided: true);
        else if (holder == "kineticLaw")
        {
            var scaled = Scale(formula, extents, isDivided: false);
            Scale(scaled, times, isDivided: true);
        }
        else if (holder == "delay")
            Scale(formula, times, isDivided: false);
    }

    private static void InFormula(XElement math, List<string> times, List<string> extents, HashSet<string> reactions, HashSet<string> locals)
    {
        foreach (var element in math.Descendants().Where(element => element.Name.LocalName is "csymbol" or "ci").ToArray())
        {
            var url = element.Attribute("definitionURL")?.Value ?? "";
            var head = element.Parent is { } parent && parent.Name.LocalName == "apply" && parent.Elements().First() == element ? parent : null;
            if (element.Name.LocalName == "ci" && head is null && reactions.Contains(element.Value.Trim()) && !locals.Contains(element.Value.Trim()))
            {
                var scaled = Scale(element, times, isDivided: false);
                Scale(scaled, extents, isDivided: true);
            }
            else if (url.EndsWith("/time", StringComparison.Ordinal))
                Scale(element, times, isDivided: true);
            else if (url.EndsWith("/delay", StringComparison.Ordinal) && head is not null)
                Scale(head.Elements().Last(), times, isDivided: false);
            else if (url.EndsWith("/rateOf", StringComparison.Ordinal) && head is not null)
                Scale(head, times, isDivided: false);
        }
    }

    /// <summary>Puts formula · factors, or formula / factors, in the formula's place, and returns it.</summary>
    public static XElement Scale(XElement formula, List<string> factors, bool isDivided)
    {
        foreach (var factor in factors)
        {
            var copy = XmlTree.Copy(formula);
            var scaled = XmlTree.At(formula, MathMl + "apply", XmlTree.At(formula, MathMl + (isDivided ? "divide" : "times")), copy, XmlTree.At(formula, MathMl + "ci", factor));
            formula.ReplaceWith(scaled);
            formula = scaled;
        }
        return formula;
    }
}
