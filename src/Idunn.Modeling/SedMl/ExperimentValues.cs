using System.Collections.Immutable;

namespace Idunn.Modeling.SedMl;

/// <summary>Values of data generators. Each task is run once, for all that any generator asks of it.</summary>
internal sealed class ExperimentValues(SedMlDocument document, TaskRunner runner, MeasuredData measured)
{
    private readonly Dictionary<string, (ImmutableArray<string> Quantities, ImmutableArray<Trace> Traces)> tasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ExperimentData> known = new(StringComparer.Ordinal);

    public ExperimentData Of(string id, SourceLocation askedBy)
    {
        if (known.TryGetValue(id, out var data))
            return data;
        var generator = document.DataGenerators.FirstOrDefault(generator => generator.Id == id) ?? throw SedMlModels.Wrong(askedBy, $"There is no data generator '{id}'.");
        var variables = generator.Formula.Variables;
        return known[id] = new(generator.Name, Lines(generator)) { IsMeasured = !variables.IsEmpty && variables.All(variable => variable.Data is not null) };
    }

    /// <summary>Point by point; a variable of a single point goes with every point of the others.</summary>
    private ImmutableArray<ImmutableArray<double>> Lines(DataGenerator generator)
    {
        var formula = generator.Formula;
        var columns = formula.Variables.ToDictionary(variable => variable.Id, Column, StringComparer.Ordinal);
        var lineCount = columns.Values.Select(lines => lines.Length).DefaultIfEmpty(1).Max();
        var result = ImmutableArray.CreateBuilder<ImmutableArray<double>>();
        for (var line = 0; line < lineCount; line++)
        {
            var number = line;
            ImmutableArray<double> LineOf(ImmutableArray<ImmutableArray<double>> lines) => lines.Length == 1 ? lines[0] : number < lines.Length ? lines[number] : throw Unequal(generator);
            var length = columns.Values.Select(lines => LineOf(lines).Length).DefaultIfEmpty(1).Max();
            var values = ImmutableArray.CreateBuilder<double>(length);
            for (var point = 0; point < length; point++)
            {
                var at = point;
                values.Add(SedMlModels.Value(formula, variable => LineOf(columns[variable.Id]) is var of && of.Length == 1 ? of[0] : at < of.Length ? of[at] : throw Unequal(generator), null, generator.Location));
            }
            result.Add(values.ToImmutable());
        }
        return result.ToImmutable();
    }

    private static Checking.FindingsException Unequal(DataGenerator generator) => SedMlModels.Wrong(generator.Location, $"The variables of '{generator.Id}' have different numbers of points.");

    private ImmutableArray<ImmutableArray<double>> Column(SedMlVariable variable)
    {
        if (variable.Data is { } source)
            return Summarized(variable, [measured.Of(source, variable.Location)]);
        var (quantities, traces) = Run(variable.Source);
        var column = variable.Quantity is null ? -1 : quantities.IndexOf(variable.Quantity);
        ImmutableArray<ImmutableArray<double>> lines = [.. traces.Select(trace => column < 0 ? trace.Times : trace.Values.Select(row => row[column]).ToImmutableArray())];
        return Summarized(variable, lines);
    }

    private static ImmutableArray<ImmutableArray<double>> Summarized(SedMlVariable variable, ImmutableArray<ImmutableArray<double>> lines) => variable.Summary is { } summary ? [[Of(summary, [.. lines.SelectMany(line => line)])]] : lines;

    private static double Of(Summary summary, double[] values)
    {
        double[] counted = summary.IgnoresNaN ? [.. values.Where(value => !double.IsNaN(value))] : values;
        return counted.Length == 0 || counted.Any(double.IsNaN) ? double.NaN : summary.Kind switch
        {
            SummaryKind.Minimum => counted.Min(),
            SummaryKind.Maximum => counted.Max(),
            SummaryKind.Sum => counted.Sum(),
            SummaryKind.Product => counted.Aggregate(1.0, (product, value) => product * value),
            _ => counted.Average(),
        };
    }

    private (ImmutableArray<string> Quantities, ImmutableArray<Trace> Traces) Run(string task)
    {
        if (tasks.TryGetValue(task, out var done))
            return done;
        ImmutableArray<string> quantities = [.. document.DataGenerators.SelectMany(generator => generator.Formula.Variables).Where(variable => variable.Source == task).Select(variable => variable.Quantity).OfType<string>().Distinct(StringComparer.Ordinal)];
        return tasks[task] = (quantities, runner.Run(task, quantities));
    }
}
