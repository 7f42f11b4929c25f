using System.CommandLine;
using System.Globalization;
using Idunn.Modeling;
using Idunn.Modeling.Structure;
using Idunn.Studies.Planning;
using Idunn.Terminal;

namespace Idunn.Commands;

/// <summary>idunn info: what a model consists of, what it conserves, and where it comes to rest.</summary>
internal static class InfoCommand
{
    private static readonly Argument<string> ModelName = new("MODEL") { Description = ModelFile.Description + "; or the name of a model card, such as brain, which takes its values from the parameter tables." };
    private static readonly Option<string?> Population = new("--population") { Description = "For a model card: whose values. Default: the first population of the card.", HelpName = "NAME" };
    private static readonly Option<string?> Out = new("--out") { Description = "File for the whole stoichiometry matrix, tab-separated: a row for each species, a column for each reaction.", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command("info", "Describe the structure of a model: its parts, stoichiometry matrix, conserved sums, and the steady state that it runs into, with its stability.") { ModelName, Population, Out };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var name = arguments.GetRequiredValue(ModelName);
        if (Read(name, arguments.GetValue(Population)) is not { } model) return ExitCode.Refused;
        new ModelInfo(new Page(Console.Out), model).Write();
        if (arguments.GetValue(Out) is { } file)
        {
            using var table = new StreamWriter(file) { NewLine = "\n" };
            WriteMatrix(table, StoichiometryMatrix.Of(model));
        }
        return ExitCode.Success;
    }

    private static Model? Read(string name, string? population)
    {
        if (Path.HasExtension(name) || File.Exists(name) || name.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)) return ModelFile.Read(name);
        var (model, card, chosen) = TypicalModel.Of(ScienceFolder.For(name), name, population);
        Console.Out.WriteLine($"{card.Name} for {chosen}, nominal values; no vesicles, no hypothesis{(card.Diffusion is { } diffusion ? $"; the noise of {diffusion.State} is left out" : "")}.");
        return model;
    }

    private static void WriteMatrix(TextWriter output, StoichiometryMatrix matrix)
    {
        var cells = matrix.Entries.ToLookup(entry => (entry.Species, entry.Reaction));
        output.WriteLine(string.Join('\t', matrix.Reactions.Prepend("species")));
        for (var row = 0; row < matrix.Species.Length; row++)
            output.WriteLine(string.Join('\t', matrix.Reactions.Select((_, column) => cells[(row, column)].Any() ? string.Join(" + ", cells[(row, column)].Select(Text)) : "0").Prepend(matrix.Species[row])));
    }

    private static string Text(StoichiometryEntry entry) => entry.Coefficient.ToString("R", CultureInfo.InvariantCulture) + (entry.Variable is { } variable ? "*" + variable.Replace('·', '*') : "");
}
