using System.CommandLine;
using System.Globalization;
using Idunn.Modeling;
using Idunn.Modeling.Simulation;
using Idunn.Numerics.Ode;
using Idunn.Numerics.Stochastic;
using Idunn.Terminal;

namespace Idunn.Commands;

/// <summary>idunn simulate: one course of a model of the user's own, as a table and a plot.</summary>
internal static class SimulateCommand
{
    /// <summary>Methods that follow single reactions; everything else integrates differential equations.</summary>
    private static readonly (string Name, ReactionMethod Method)[] ReactionMethods = [("direct", ReactionMethod.Direct), ("next-reaction", ReactionMethod.NextReaction), ("tau-leaping", ReactionMethod.TauLeaping)];

    private static readonly Argument<string> ModelPath = new("MODEL") { Description = ModelFile.Description + "." };
    private static readonly Option<double> Until = new("--until") { Description = "End, in the model's unit of time.", HelpName = "TIME", DefaultValueFactory = _ => 100 };
    private static readonly Option<int> Points = new("--points") { Description = "Rows at equal distances, from 0 to the end.", HelpName = "N", DefaultValueFactory = _ => 101 };
    private static readonly Option<string[]> Show = new("--show") { Description = "Ids to tell about: species, compartments, parameters, reactions (their rates). Default: all that change.", HelpName = "ID", AllowMultipleArgumentsPerToken = true };

    private static readonly Option<string> Method = new("--method")
    {
        Description = "Differential equations: rodas5p (stiff), ndf or bdf (variable order, for large full systems), tsit5 (explicit, for what is not stiff), or auto, which chooses by the fill of the model's matrix. Reactions one by one, at random: direct (few reactions), next-reaction (many), both exact; tau-leaping (large counts, approximate).",
        HelpName = "NAME",
        DefaultValueFactory = _ => OdeMethods.Automatic,
    };

    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed of what is random: what the model draws, reactions one by one, and the order of simultaneous events.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Out = new("--out") { Description = "File for the table, tab-separated; a plot stands in the terminal then. Default: the table in the terminal, with a plot below it unless it goes into a pipe or file.", HelpName = "FILE" };
    private static readonly Option<string?> Plot = new("--plot") { Description = "File for a plot: .png, or .svg.", HelpName = "FILE" };

    public static Command Create()
    {
        Until.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(result.GetValueOrDefault<double>() > 0 && double.IsFinite(result.GetValueOrDefault<double>()))) result.AddError("--until must be above 0.");
        });
        Points.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() < 2) result.AddError("--points must be at least 2: the start and the end.");
        });
        Method.AcceptOnlyFromAmong([OdeMethods.Automatic, .. OdeMethods.Names, .. ReactionMethods.Select(method => method.Name)]);
        Plot.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !CoursePlot.IsPicture(result.Tokens[0].Value)) result.AddError("--plot needs a file that ends in .png or .svg.");
        });
        var command = new Command("simulate", "Simulate a model: all species, compartments and parameters that change, over time, as a table and a plot. Events, algebraic rules, fast reactions and delays are followed.")
        {
            ModelPath, Until, Points, Show, Method, Seed, Out, Plot,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        if (ModelFile.Read(arguments.GetRequiredValue(ModelPath)) is not { } model) return ExitCode.Refused;
        var options = new SimulationOptions(arguments.GetValue(Until), arguments.GetValue(Points)) { Seed = arguments.GetValue(Seed) };
        Observed[] observed = arguments.GetValue(Show) is { Length: > 0 } ids ? [.. ids.Select(id => new Observed(id))] : [.. HybridModel.Changing(model)];
        var method = arguments.GetValue(Method);
        var (names, times, rows, problem) = ReactionMethods.FirstOrDefault(known => known.Name == method) is { Name: not null } single
            ? OneByOne(model, observed, options, single.Method)
            : Integrated(model, observed, options with { Method = OdeMethods.Find(method!) });
        if (problem is not null && Valueless(names, rows) is { Length: > 0 } valueless)
        {
            Console.Error.WriteLine($"error: These have no value at the start: {valueless}. Give them values in the model.");
            return ExitCode.Refused;
        }
        Tell(arguments, model, new(names, times, rows));
        if (problem is null) return ExitCode.Success;
        Console.Error.WriteLine($"error: the simulation ended at time {problem}; the rows up to there are written.");
        return ExitCode.Refused;
    }

    private sealed record Course(string[] Names, IReadOnlyList<double> Times, IReadOnlyList<double[]> Rows);

    private static (string[] Names, IReadOnlyList<double> Times, IReadOnlyList<double[]> Rows, string? Problem) Integrated(Model model, Observed[] observed, SimulationOptions options)
    {
        var course = new Simulator(HybridModel.Compile(model, observed)).Run(options);
        foreach (var (constraint, time) in course.Violations)
            Console.Error.WriteLine($"warning: a constraint of the model does not hold at time {Number(time)}{(constraint.Message is { Length: > 0 } message ? ": " + message : "")}.");
        return ([.. course.Observed.Select(quantity => quantity.ToString())], course.Times, course.Rows, course.Outcome.IsComplete ? null : $"{Number(course.Outcome.Time)} ({course.Outcome.Ending}{Culprit(course.Outcome.Culprit)})");
    }

    private static (string[] Names, IReadOnlyList<double> Times, IReadOnlyList<double[]> Rows, string? Problem) OneByOne(Model model, Observed[] observed, SimulationOptions options, ReactionMethod method)
    {
        var course = ReactionCourse.Run(model, [.. observed.Select(quantity => quantity.Id)], options, method);
        return ([.. course.Ids], course.Times, course.Rows, course.Outcome.IsComplete ? null : $"{Number(course.Outcome.Time)} ({course.Outcome.Ending}{Culprit(course.Outcome.Culprit)})");
    }

    private static string Culprit(string? culprit) => culprit is null ? "" : ", " + culprit;

    private static void Tell(ParseResult arguments, Model model, Course course)
    {
        var plot = CoursePlot.Of(model, course.Names, course.Times, course.Rows);
        if (arguments.GetValue(Out) is { } path)
        {
            using var table = new StreamWriter(path) { NewLine = "\n" };
            Write(table, course);
        }
        else
            Write(Console.Out, course);
        if (arguments.GetValue(Out) is not null || !Console.IsOutputRedirected) plot.Write(Console.Out);
        if (arguments.GetValue(Plot) is { } picture) plot.Save(picture);
    }

    /// <summary>The first of what is not a number in the first row.</summary>
    private static string Valueless(string[] names, IReadOnlyList<double[]> rows)
    {
        const int shown = 8;
        string[] ids = rows.Count == 0 ? [] : [.. names.Where((_, i) => double.IsNaN(rows[0][i]))];
        return string.Join(", ", ids.Take(shown)) + (ids.Length > shown ? $" and {ids.Length - shown} more" : "");
    }

    private static void Write(TextWriter output, Course course)
    {
        output.WriteLine(string.Join('\t', course.Names.Prepend("time")));
        for (var row = 0; row < course.Rows.Count; row++)
            output.WriteLine(string.Join('\t', course.Rows[row].Prepend(course.Times[row]).Select(Number)));
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
