using System.CommandLine;
using Idunn.Studies.Inputs;

namespace Idunn.Commands;

/// <summary>idunn schema: the JSON Schema of study files, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", "Print the JSON Schema of study files, by which editors complete and check them.");
        command.SetAction(_ => Console.Out.Write(StudySchema.Write()));
        return command;
    }
}
