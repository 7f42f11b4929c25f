using System.CommandLine;
using System.Globalization;
using Idunn.Modeling.Petab;
using Idunn.Studies.Inputs;

namespace Idunn.Commands;

/// <summary>idunn petab: a parameter estimation problem in the PEtab format at its nominal parameters.</summary>
internal static class PetabCommand
{
    private const string TableName = "simulations.tsv";

    private static readonly Argument<string> Problem = new("PROBLEM") { Description = "The YAML file of a PEtab problem, version 1 or 2, with SBML models." };
    private static readonly Option<string?> Out = new("--out") { Description = $"Folder for {TableName}: the measurement table with simulations in place of measurements. Made when it is not there.", HelpName = "DIR" };

    public static Command Create()
    {
        var command = new Command("petab", "Simulate a PEtab problem at its nominal parameters: chi2, log-likelihood, log-priors, and the simulation table. All tables are checked before anything runs.") { Problem, Out };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var problem = PetabReader.Read(PetabFileReader.Read(arguments.GetRequiredValue(Problem)));
        var result = PetabSimulation.Run(problem);
        Row("measurements", result.Points.Length.ToString(CultureInfo.InvariantCulture));
        Row("chi2", Number(result.Chi2));
        Row("log-likelihood", Number(result.LogLikelihood));
        if (!result.LogPriors.IsEmpty)
        {
            Row("log-prior", Number(result.LogPriors.Values.Sum()));
            Row("log-posterior", $"{Number(result.LogPosterior)} (but for a constant)");
        }
        if (arguments.GetValue(Out) is { } folder)
        {
            Directory.CreateDirectory(folder);
            using var table = new StreamWriter(Path.Combine(folder, TableName)) { NewLine = "\n" };
            PetabSimulationTable.Write(table, result);
        }
        foreach (var failure in result.Failures)
            Console.Error.WriteLine($"error: {Described(failure)} Its simulations are not numbers, and so are chi2 and the log-likelihood.");
        return result.Failures.IsEmpty ? ExitCode.Success : ExitCode.Refused;
    }

    private static string Described(PetabFailure failure)
    {
        var what = failure.Experiment.Length == 0 ? $"model '{failure.Model}'" : $"experiment '{failure.Experiment}' of model '{failure.Model}'";
        return failure.IsBeforeRest ? $"The {what} came to no steady state by time {Number(failure.Outcome.Time)}."
            : $"The simulation of {what} ended at time {Number(failure.Outcome.Time)} ({failure.Outcome.Ending}{(failure.Outcome.Culprit is { } culprit ? ", " + culprit : "")}).";
    }

    private static void Row(string name, string value) => Console.WriteLine($"{name,-15} {value}");

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
