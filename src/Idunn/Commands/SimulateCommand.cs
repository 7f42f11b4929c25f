using System.CommandLine;
using System.Globalization;
using Idunn.Modeling.Simulation;
using Idunn.Numerics.Ode;

namespace Idunn.Commands;

/// <summary>idunn simulate: one course of a model of the user's own, as a table.</summary>
internal static class SimulateCommand
{
    private static readonly Argument<string> ModelPath = new("MODEL") { Description = "An SBML file (.xml, .sbml) or an Antimony file (.ant, .txt) in which every quantity has a value." };
    private static readonly Option<double> Until = new("--until") { Description = "End, in the model's unit of time.", HelpName = "TIME", DefaultValueFactory = _ => 100 };
    private static readonly Option<int> Points = new("--points") { Description = "Rows at equal distances, from 0 to the end.", HelpName = "N", DefaultValueFactory = _ => 101 };
    private static readonly Option<string?> Out = new("--out") { Description = "File for the table, tab-separated. Default: the terminal.", HelpName = "FILE" };

    private static readonly Option<string> Method = new("--method") { Description = "How the equations are integrated: rodas5p (stiff), ndf or bdf (variable order, for large full systems), tsit5 (explicit, for what is not stiff), or auto, which chooses by the fill of the model's matrix.", HelpName = "NAME", DefaultValueFactory = _ => OdeMethods.Automatic };

    public static Command Create()
    {
        Method.AcceptOnlyFromAmong([OdeMethods.Automatic, .. OdeMethods.Names]);
        Until.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(result.GetValueOrDefault<double>() > 0 && double.IsFinite(result.GetValueOrDefault<double>()))) result.AddError("--until must be above 0.");
        });
        Points.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() < 2) result.AddError("--points must be at least 2: the start and the end.");
        });
        var command = new Command("simulate", "Simulate a model: all species, compartments and parameters that change, over time, as a table. Events, algebraic rules, fast reactions and delays are followed.") { ModelPath, Until, Points, Method, Out };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var file = arguments.GetRequiredValue(ModelPath);
        if (ModelFile.Read(file) is not { } model) return ExitCode.Refused;
        var course = new Simulator(HybridModel.Compile(model)).Run(new SimulationOptions(arguments.GetValue(Until), arguments.GetValue(Points)) { Method = OdeMethods.Find(arguments.GetValue(Method)!) });
        foreach (var (constraint, time) in course.Violations)
            Console.Error.WriteLine($"warning: a constraint of the model does not hold at time {Number(time)}{(constraint.Message is { Length: > 0 } message ? ": " + message : "")}.");
        if (!course.Outcome.IsComplete && Valueless(course) is { Length: > 0 } valueless)
        {
            Console.Error.WriteLine($"error: These have no value at the start: {valueless}. Give them values in the model.");
            return ExitCode.Refused;
        }
        if (arguments.GetValue(Out) is { } path)
        {
            using var table = new StreamWriter(path) { NewLine = "\n" };
            Write(table, course);
        }
        else
            Write(Console.Out, course);
        if (course.Outcome.IsComplete) return ExitCode.Success;
        Console.Error.WriteLine($"error: the simulation ended at time {Number(course.Outcome.Time)} ({course.Outcome.Ending}{(course.Outcome.Culprit is { } culprit ? ", " + culprit : "")}); the rows up to there are written.");
        return ExitCode.Refused;
    }

    /// <summary>The first of what is not a number in the first row.</summary>
    private static string Valueless(TimeCourse course)
    {
        const int shown = 8;
        string[] ids = course.Rows.IsEmpty ? [] : [.. course.Observed.Where((_, i) => double.IsNaN(course.Rows[0][i])).Select(observed => observed.Id)];
        return string.Join(", ", ids.Take(shown)) + (ids.Length > shown ? $" and {ids.Length - shown} more" : "");
    }

    private static void Write(TextWriter output, TimeCourse course)
    {
        output.WriteLine(string.Join('\t', course.Observed.Select(observed => observed.ToString()).Prepend("time")));
        for (var row = 0; row < course.Rows.Length; row++)
            output.WriteLine(string.Join('\t', course.Rows[row].Prepend(course.Times[row]).Select(Number)));
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
