using System.CommandLine;
using Idunn.Studies.Documents;

namespace Idunn.Commands;

/// <summary>idunn describe: writes a page for each module of a model, for readers who are no modellers.</summary>
internal static class DescribeCommand
{
    private static readonly Argument<string> Model = new("MODEL") { Description = "Name of a model card, such as delivery." };
    private static readonly Option<string?> Out = new("--out") { Description = "Folder for the pages. Default: docs/science beside the folder science.", HelpName = "DIR" };
    private static readonly Option<string?> Module = new("--module") { Description = "Only the page of this Antimony file, such as uptake.", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command("describe", "Describe a model: for each of its modules a page with its network, equations, numbers and their origins, and what is assumed.") { Model, Out, Module };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult arguments)
    {
        var name = arguments.GetRequiredValue(Model);
        var science = ScienceFolder.For(name);
        var folder = arguments.GetValue(Out) ?? Path.Combine(Path.GetDirectoryName(science.Root) ?? "", "docs", "science");
        var documents = ModelDocuments.Of(science, name, arguments.GetValue(Module));
        Directory.CreateDirectory(folder);
        foreach (var document in documents)
        {
            var file = Path.Combine(folder, document.FileName);
            File.WriteAllText(file, document.Text);
            Console.Out.WriteLine(file);
        }
    }
}
