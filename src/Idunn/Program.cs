using System.CommandLine;
using System.Globalization;
using Idunn.Commands;
using Idunn.Modeling.Checking;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var root = new RootCommand("Idunn: an in-silico laboratory for vesicle therapies of the ageing brain.")
{
    RunCommand.Create(),
    ClaimsCommand.Create(),
    EvidenceCommand.Create(),
    CheckCommand.Create(),
    DescribeCommand.Create(),
    InfoCommand.Create(),
    SimulateCommand.Create(),
    ConvertCommand.Create(),
    ExportCommand.Create(),
    PetabCommand.Create(),
    SchemaCommand.Create(),
};

try
{
    // Ctrl-C is the run command's own affair: it finishes by storing what is done.
    return root.Parse(args).Invoke(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
}
catch (FindingsException refused)
{
    foreach (var finding in refused.Findings) Console.Error.WriteLine(finding);
    return ExitCode.Refused;
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return ExitCode.Refused;
}
