using Idunn.Numerics.Statistics;
using Idunn.Studies.Execution;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Analysis;

/// <summary>Quantiles of one column of the subjects table, streamed from the stored parts.</summary>
internal static class Spreads
{
    /// <summary>Of a column as it stands.</summary>
    public static Spread Of(RunDirectory directory, IEnumerable<RunPart> parts, string column) =>
        Of(parts.SelectMany(part => directory.ReadPart(RunDirectory.Subjects, part.Index, name => name == column).Numbers(column)));

    /// <summary>Of the ratio of two arms, subject by subject of the same number.</summary>
    public static Spread Ratio(RunDirectory directory, IEnumerable<RunPart> above, IReadOnlyList<RunPart> below, string column) =>
        Compare(directory, [.. above], below, below, column, (up, down, _) => up / down);

    /// <summary>Of a comparison of up to three arms, subject by subject of the same number.</summary>
    public static Spread Compare(RunDirectory directory, IReadOnlyList<RunPart> first, IReadOnlyList<RunPart> second, IReadOnlyList<RunPart> third, string column, Func<double, double, double, double> compare)
    {
        return Of(Paired(directory, first, second, third, column, compare));
    }

    /// <summary>The comparison of each subject, in order.</summary>
    public static IEnumerable<double> Paired(RunDirectory directory, IReadOnlyList<RunPart> first, IReadOnlyList<RunPart> second, IReadOnlyList<RunPart> third, string column, Func<double, double, double, double> compare)
    {
        var (seconds, thirds) = (second.ToDictionary(part => part.FirstTask), third.ToDictionary(part => part.FirstTask));
        return first.Where(part => seconds.ContainsKey(part.FirstTask) && thirds.ContainsKey(part.FirstTask))
            .SelectMany(part => Numbers(part).Zip(Numbers(seconds[part.FirstTask]), Numbers(thirds[part.FirstTask])).Select(values => compare(values.First, values.Second, values.Third)));

        double[] Numbers(RunPart part) => directory.ReadPart(RunDirectory.Subjects, part.Index, name => name == column).Numbers(column);
    }

    private static Spread Of(IEnumerable<double> values)
    {
        var sketch = new QuantileSketch();
        foreach (var value in values) sketch.Add(value);
        return new(sketch.Quantile(0.05), sketch.Quantile(0.5), sketch.Quantile(0.95), (int)sketch.Count, (int)sketch.NotFinite);
    }

    /// <summary>In another unit.</summary>
    public static Spread Times(this Spread spread, double factor) => factor == 1 ? spread : spread with { Low = spread.Low * factor, Median = spread.Median * factor, High = spread.High * factor };
}
