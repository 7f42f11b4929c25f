using System.Collections.Immutable;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Studies.Documents.Networks;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;
using Idunn.Studies.Reports.Drawing;

namespace Idunn.Studies.Documents;

/// <summary>A file to write.</summary>
public sealed record Document(string FileName, string Text);

/// <summary>Pages for readers who are no modellers: for each Antimony file of a model its page in Markdown and the picture of its network. The same science gives the same bytes.</summary>
public static class ModelDocuments
{
    /// <param name="model">Name of the model card.</param>
    /// <param name="file">Only this Antimony file, with or without its ending; null: all.</param>
    /// <exception cref="FindingsException">There is no such model or file, or it cannot be read.</exception>
    public static ImmutableArray<Document> Of(Science science, string model, string? file = null)
    {
        var described = new DescribedModel(science, model);
        var names = described.Source.Files.Select(source => source.Name).ToList();
        var wanted = file is null ? null : Path.GetFileNameWithoutExtension(file);
        if (wanted is not null && !names.Contains(wanted))
            throw new FindingsException(new Finding(Severity.Error, StudyCodes.UnknownName, $"The model '{model}' has no file '{file}'.", Nearest.Suggestion(wanted, names), described.Card.Location));
        return [.. described.Source.Files.Where(source => wanted is null || source.Name == wanted).SelectMany(source => Documents(described, source))];
    }

    private static Document[] Documents(DescribedModel described, SourceFile file)
    {
        var networks = file.Modules.Select(module => (Heading: Words.Heading(file, module), Network: NetworkAssembly.Of(module, described))).ToList();
        var isDrawn = networks.Exists(entry => entry.Network.Nodes.Length > 0);
        var page = new Document(file.Name + ".md", ModulePage.Write(described, file, isDrawn, [.. networks.SelectMany(entry => entry.Network.NotDrawn)]));
        return isDrawn ? [page, new(file.Name + ".svg", SvgPicture.Document(NetworkFigure.Of(file.Name, $"Network of {Words.Of(file.Name)}", networks)))] : [page];
    }
}
