using System.Collections.Immutable;
using System.Globalization;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Simulation;
using Idunn.Modeling.SteadyStates;
using Idunn.Numerics.Stochastic;

namespace Idunn.Modeling.SedMl;

/// <summary>
/// Runs tasks. A repeated task keeps each model's state from one iteration to the next, or puts it back to what it was when the repeated task began (resetModel); then the changes of the iteration are made. A trigger that
/// was true when a state was taken over does not fire again, and events that were waiting are forgotten.
/// </summary>
internal sealed class TaskRunner(SedMlDocument document, SedMlModels models, List<string> remarks, CancellationToken cancellation)
{
    private const int DeepestNesting = 20;
    private const long MostRuns = 1_000_000;

    private static readonly Dictionary<string, ReactionMethod> ReactionMethods = new(StringComparer.Ordinal)
    {
        ["KISAO:0000029"] = ReactionMethod.Direct, ["KISAO:0000241"] = ReactionMethod.Direct, ["KISAO:0000003"] = ReactionMethod.Direct, ["KISAO:0000027"] = ReactionMethod.NextReaction, ["KISAO:0000039"] = ReactionMethod.TauLeaping,
    };

    private readonly Dictionary<string, ModelState> states = new(StringComparer.Ordinal);
    private readonly CompiledStates compiled = new();
    private readonly Dictionary<string, double> ranges = new(StringComparer.Ordinal);
    private ImmutableArray<string> wanted = [];
    private long runs;
    private ulong seed;

    /// <param name="quantities">Ids of what is told, by column of the traces.</param>
    public ImmutableArray<Trace> Run(string task, ImmutableArray<string> quantities)
    {
        wanted = quantities;
        states.Clear();
        ranges.Clear();
        (runs, seed) = (0, 1);
        return Run(task, SourceLocation.None, 0);
    }

    private ImmutableArray<Trace> Run(string id, SourceLocation askedBy, int depth)
    {
        if (depth > DeepestNesting)
            throw SedMlModels.Wrong(askedBy, $"Tasks contain each other more than {DeepestNesting} deep, or in a circle.");
        return document.Tasks.FirstOrDefault(task => task.Id == id) switch
        {
            SingleTask single => [Run(single, keepsState: depth > 0)],
            RepeatedTask repeated => Run(repeated, depth),
            _ => throw SedMlModels.Wrong(askedBy, $"There is no task '{id}'."),
        };
    }

    private ImmutableArray<Trace> Run(RepeatedTask task, int depth)
    {
        var master = task.Ranges.FirstOrDefault(range => range.Id == task.Master) ?? throw SedMlModels.Wrong(task.Location, $"The repeated task '{task.Id}' has no range '{task.Master}'.");
        if (master.Function is not null)
            throw SedMlModels.Wrong(task.Location, $"The range '{task.Master}' that counts the iterations of '{task.Id}' is a function of others.");
        var before = states.ToDictionary(StringComparer.Ordinal);
        var traces = new List<Trace>();
        for (var iteration = 0; iteration < master.Values.Length; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (task.ResetsModel)
            {
                states.Clear();
                foreach (var (model, state) in before)
                    states.Add(model, state);
            }
            SetRanges(task, iteration);
            foreach (var change in task.Changes)
                Apply(change);
            foreach (var sub in task.SubTasks)
            {
                foreach (var change in sub.Changes)
                    Apply(change);
                traces.AddRange(Run(sub.Task, task.Location, depth + 1));
            }
        }
        return Trace.Joined(traces);
    }

    private void SetRanges(RepeatedTask task, int iteration)
    {
        foreach (var range in task.Ranges.Where(range => range.Function is null))
            ranges[range.Id] = iteration < range.Values.Length ? range.Values[iteration] : throw SedMlModels.Wrong(task.Location, $"The range '{range.Id}' has fewer values than '{task.Master}'.");
        foreach (var range in task.Ranges.Where(range => range.Function is not null))
            ranges[range.Id] = Value(range.Function!, task.Location);
    }

    private double Value(Formula formula, SourceLocation place) => SedMlModels.Value(
        formula, variable => variable.Quantity is { } quantity ? StartValues.Of(compiled.Of(StateOf(variable.Source), [new Observed(quantity)]))[0] : StateOf(variable.Source).Time, id => ranges.TryGetValue(id, out var value) ? value : null, place);

    private ModelState StateOf(string model) => states.TryGetValue(model, out var state) ? state : states[model] = new ModelState(models[model]);

    private void Apply(SetValue change)
    {
        var state = StateOf(change.Model);
        var value = Value(change.Value, change.Location);
        if (state.Source.AssignmentRules.Any(rule => rule.Variable == change.Quantity))
            throw SedMlModels.Wrong(change.Location, $"'{change.Quantity}' follows an assignment rule and cannot be set.");
        if (!state.Source.Species.Concat<Quantity>(state.Source.Compartments).Concat(state.Source.Parameters).Any(quantity => quantity.Id == change.Quantity))
            throw SedMlModels.Wrong(change.Location, $"The model has no quantity '{change.Quantity}'.");
        var species = state.Source.Species.FirstOrDefault(species => species.Id == change.Quantity);
        if (species is { IsAmount: true } && change.Attribute == "initialConcentration" || species is { IsAmount: false } && change.Attribute == "initialAmount")
            throw SedMlModels.Wrong(change.Location, $"'{change.Quantity}' is set as '{change.Attribute}', which is not how the model measures it.");
        states[change.Model] = state with { Values = state.Values.SetItem(change.Quantity, value) };
    }

    private Trace Run(SingleTask task, bool keepsState)
    {
        if (runs++ > MostRuns)
            throw SedMlModels.Wrong(task.Location, $"The tasks ask for more than {MostRuns:N0} simulations.");
        var simulation = document.Simulations.FirstOrDefault(simulation => simulation.Id == task.Simulation) ?? throw SedMlModels.Wrong(task.Location, $"There is no simulation '{task.Simulation}'.");
        var state = StateOf(task.Model);
        var time = state.Time;
        var carried = keepsState ? state.Carried : [];
        Observed[] observed = [.. wanted.Select(id => new Observed(id)), .. carried];
        var trace = simulation switch
        {
            UniformTimeCourse course => Course(task, state, observed, course, course.InitialTime, course.OutputStart, course.OutputEnd, course.Steps + 1),
            OneStep step => Course(task, state, observed, step, time, time, time + step.Step, 2),
            _ => Rest(task, state, observed),
        };
        if (keepsState && trace.Values.Length > 0)
        {
            var last = trace.Values[^1];
            states[task.Model] = state with
            {
                Values = state.Values.SetItems(carried.Select((quantity, i) => KeyValuePair.Create(quantity.Id, last[wanted.Length + i]))), HasRun = true, Time = simulation is SteadyStateSearch ? time : trace.Times[^1],
            };
        }
        return trace with { Values = [.. trace.Values.Select(row => row[..wanted.Length])] };
    }

    private Trace Course(SingleTask task, ModelState state, Observed[] observed, SedMlSimulation simulation, double start, double first, double end, int points)
    {
        var options = new SimulationOptions(end, points) { Start = start, FirstOutput = first, Seed = Seed(simulation) };
        if (simulation.Algorithm is { } algorithm && ReactionMethods.TryGetValue(algorithm, out var method))
        {
            var reactions = ReactionCourse.Run(state.Model, [.. observed.Select(quantity => quantity.Id)], options, method, cancellation);
            return reactions.Outcome.IsComplete ? new(reactions.Times, reactions.Rows) : throw Ended(task, $"{reactions.Outcome.Ending} at time {reactions.Outcome.Time.ToString("G6", CultureInfo.InvariantCulture)}");
        }
        Remark(simulation, "the time course was integrated by Rodas5P, relative tolerance 1e-8");
        if (points < 2 || end == start)
            options = options with { Points = 2, FirstOutput = double.NaN };
        var result = new Simulator(compiled.Of(state, observed)).Run(options, cancellation);
        cancellation.ThrowIfCancellationRequested();
        if (!result.Outcome.IsComplete)
            throw Ended(task, $"{result.Outcome.Ending} at time {result.Outcome.Time.ToString("G6", CultureInfo.InvariantCulture)}{(result.Outcome.Culprit is { } culprit ? ", " + culprit : "")}");
        return points < 2 ? new([result.Times[^1]], [result.Rows[^1]]) : new(result.Times, result.Rows);
    }

    private Trace Rest(SingleTask task, ModelState state, Observed[] observed)
    {
        var result = SteadyStateFinder.Find(compiled.Of(state, observed), cancellation);
        if (result.Found is not { } found)
            throw Ended(task, result.Message!);
        if (!found.IsReached && !remarks.Contains(NotReached(task)))
            remarks.Add(NotReached(task));
        return new([double.PositiveInfinity], [[.. found.Values]]);
    }

    private static string NotReached(SingleTask task) => $"{task.Id}: a steady state was found that the course from the start was not seen to end in.";

    /// <summary>What was asked for and what was done instead, once for each simulation.</summary>
    private void Remark(SedMlSimulation simulation, string done)
    {
        if (simulation.Algorithm is { } algorithm && algorithm != "KISAO:0000019" && $"{simulation.Id}: {algorithm} was asked for; {done}." is var remark && !remarks.Contains(remark))
            remarks.Add(remark);
    }

    /// <summary>Repetitions of a random simulation are different ones: the seed of the file, or 1, and the number of the run.</summary>
    private ulong Seed(SedMlSimulation simulation) => (simulation.Settings.TryGetValue("KISAO:0000488", out var text) && ulong.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var given) ? given : 1) + seed++ - 1;

    private static FindingsException Ended(SingleTask task, string why) => new(FindingCodes.SedMlResult.At(task.Location, $"Task '{task.Id}' came to nothing: {why}.", FindingCodes.SedMlResult.Remedy));
}
