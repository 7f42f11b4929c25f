using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Studies.Documents.Networks;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;
using Idunn.Studies.Reports.Drawing;

namespace Idunn.Studies.Documents;

/// <summary>A file to write.</summary>
public sealed record Document(string FileName, string Text);

/// <summary>
/// Pages for readers who are no modellers: for each Antimony file of a model its page in Markdown and the picture of its network. A part that is a model with a card
/// of its own is left to that card. The same science gives the same bytes.
/// </summary>
public static class ModelDocuments
{
    /// <param name="model">Name of the model card.</param>
    /// <param name="file">Only this Antimony file, with or without its ending; null: all.</param>
    /// <exception cref="FindingsException">There is no such model or file, or it cannot be read.</exception>
    public static ImmutableArray<Document> Of(Science science, string model, string? file = null)
    {
        var described = new DescribedModel(science, model);
        var elsewhere = OfOtherCards(science, described);
        var files = described.Source.Files.Where(source => !elsewhere.Contains(source.Name)).ToList();
        var names = files.Select(source => source.Name).ToList();
        var wanted = file is null ? null : Path.GetFileNameWithoutExtension(file);
        if (wanted is not null && !names.Contains(wanted))
            throw new FindingsException(new Finding(Severity.Error, StudyCodes.UnknownName, $"The model '{model}' has no file '{file}' of its own.", Nearest.Suggestion(wanted, names), described.Card.Location));
        return [.. files.Where(source => wanted is null || source.Name == wanted).SelectMany(source => Documents(described, source))];
    }

    /// <summary>Names of the files that make up another card's model, where that model is a part of this one.</summary>
    private static HashSet<string> OfOtherCards(Science science, DescribedModel described)
    {
        var parts = described.Source.Files[..^1].Select(source => source.Name).ToHashSet(StringComparer.Ordinal);
        return science.Models.Where(name => name != described.Card.Name).Select(name => science.Card(name, SourceLocation.None, [])).OfType<ModelCard>()
            .Where(card => parts.Contains(Path.GetFileNameWithoutExtension(card.Antimony)))
            .SelectMany(card => ModelSourceReader.Read(Path.Combine(science.Root, "models", card.Antimony)).Files).Select(source => source.Name).ToHashSet(StringComparer.Ordinal);
    }

    private static Document[] Documents(DescribedModel described, SourceFile file)
    {
        var networks = file.Modules.Select(module => (Heading: Words.Heading(file, module), Network: NetworkAssembly.Of(module, described))).ToList();
        var isDrawn = networks.Exists(entry => entry.Network.Nodes.Length > 0);
        var page = new Document(file.Name + ".md", ModulePage.Write(described, file, isDrawn, [.. networks.SelectMany(entry => entry.Network.NotDrawn)]));
        return isDrawn ? [page, new(file.Name + ".svg", SvgPicture.Document(NetworkFigure.Of(file.Name, $"Network of {Words.Of(file.Name)}", networks)))] : [page];
    }
}
