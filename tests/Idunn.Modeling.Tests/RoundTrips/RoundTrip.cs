using System.Text.RegularExpressions;
using Idunn.Conformance;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Sbml;

namespace Idunn.Modeling.Tests.RoundTrips;

/// <summary>A model through its formats and back.</summary>
internal static class RoundTrip
{
    /// <summary>What goes wrong with a model that is written as Antimony, read, and written again; null when it means the same and the second text is the first.</summary>
    public static string? ThroughAntimony(Model model)
    {
        var text = AntimonyWriter.Write(model);
        if (TryRead(() => AntimonyReader.Parse(text, "written.ant"), out var again) is { } complaint)
            return $"{complaint}\n{text}";
        var second = AntimonyWriter.Write(again!);
        return Different(again!, model) is { } difference ? $"{difference}\n{text}" : second != text ? $"The second writing differs: {FirstDifference(text, second)}\n{text}" : null;
    }

    /// <summary>SBML, and SBML again.</summary>
    public static string? ThroughSbml(Model model)
    {
        var text = SbmlWriter.Text(model);
        if (TryRead(() => SbmlReader.Parse(text, "written.xml"), out var again) is { } complaint)
            return $"{complaint}\n{text}";
        var second = SbmlWriter.Text(again!);
        return Different(again!, model) is { } difference ? $"{difference}\n{text}" : second != text ? $"The second writing differs: {FirstDifference(text, second)}\n{text}" : null;
    }

    /// <summary>Antimony, SBML, Antimony.</summary>
    public static string? ThroughBoth(Model model)
    {
        var text = AntimonyWriter.Write(SbmlReader.Parse(SbmlWriter.Text(AntimonyReader.Parse(AntimonyWriter.Write(model), "written.ant")), "written.xml"));
        return TryRead(() => AntimonyReader.Parse(text, "again.ant"), out var again) is { } complaint ? $"{complaint}\n{text}" : Different(again!, model) is { } difference ? $"{difference}\n{text}" : null;
    }

    /// <summary>
    /// The model as far as SBML says it in the same words: units of species only where they are amounts, which here is nowhere; null where a stoichiometry is no parameter of its own, which SBML writes as a rule.
    /// </summary>
    public static Model? InWordsOfSbml(Model model)
    {
        var parameters = model.Parameters.Where(parameter => parameter.Unit is null).Select(parameter => parameter.Id).ToHashSet(StringComparer.Ordinal);
        var variables = model.Reactions.SelectMany(reaction => reaction.Reactants.Concat(reaction.Products)).Where(term => term.Variable is not null).ToArray();
        return variables.All(term => parameters.Contains(term.Variable!) && term.Coefficient.Equals(1.0)) && variables.DistinctBy(term => term.Variable).Count() == variables.Length
            ? model with { Species = [.. model.Species.Select(species => species with { Unit = null })] } : null;
    }

    public static string? Different(Model one, Model other)
    {
        // Units that nothing uses, and the quantities that Antimony needs for stoichiometries below 0, come and go.
        var differences = ModelDifference.Between(one, other).Where(difference => !difference.StartsWith("units: ", StringComparison.Ordinal) && !Regex.IsMatch(difference, "_stoichiometry_* only on the left$")).ToArray();
        return differences.Length == 0 ? null : "It means something else: " + string.Join("; ", differences);
    }

    private static string? TryRead(Func<Model> read, out Model? model)
    {
        try
        {
            model = read();
            return null;
        }
        catch (FindingsException exception)
        {
            model = null;
            return "What was written is not read: " + exception.Message;
        }
    }

    private static string FirstDifference(string one, string other)
    {
        var (first, second) = (one.Split('\n'), other.Split('\n'));
        var line = Enumerable.Range(0, Math.Min(first.Length, second.Length)).FirstOrDefault(i => first[i] != second[i], Math.Min(first.Length, second.Length));
        return $"'{first.ElementAtOrDefault(line)}' and '{second.ElementAtOrDefault(line)}'";
    }
}
