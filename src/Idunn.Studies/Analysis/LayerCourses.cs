using System.Collections.Immutable;
using Idunn.Numerics.Statistics;
using Idunn.Studies.Execution;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Analysis;

/// <summary>
/// Bands over time of one layer of an arm (its subjects, or its draws), streamed from the stored parts. A few readouts are taken at a time, so that memory depends
/// on the number of output times, not on the cohort.
/// </summary>
internal static class LayerCourses
{
    private const int MostSketches = 2_000;

    /// <returns>A band for each readout, in their order.</returns>
    public static ImmutableArray<Band> Bands(RunDirectory directory, IReadOnlyList<RunPart> parts, ImmutableArray<string> readouts, int times)
    {
        var bands = ImmutableArray.CreateBuilder<Band>(readouts.Length);
        foreach (var block in readouts.Chunk(Math.Max(1, MostSketches / Math.Max(1, times))))
        {
            var sketches = Sketches(directory, parts, block, times);
            bands.AddRange(sketches.Select(BandOf));
        }
        return bands.ToImmutable();
    }

    private static QuantileSketch[][] Sketches(RunDirectory directory, IReadOnlyList<RunPart> parts, string[] readouts, int times)
    {
        QuantileSketch[][] sketches = [.. readouts.Select(_ => Enumerable.Range(0, times).Select(_ => new QuantileSketch()).ToArray())];
        foreach (var part in parts)
        {
            var table = directory.ReadPart(RunDirectory.TimeCourse, part.Index, name => name == SubjectColumns.Subject || readouts.Contains(name));
            var subjects = table.Integers(SubjectColumns.Subject);
            for (var r = 0; r < readouts.Length; r++)
            {
                var values = table.Numbers(readouts[r]);
                for (int row = 0, time = 0; row < values.Length; row++)
                {
                    // A subject's rows stand together, from the first output time to the last that it reached.
                    time = row > 0 && subjects[row] == subjects[row - 1] ? time + 1 : 0;
                    sketches[r][time].Add(values[row]);
                }
            }
        }
        return sketches;
    }

    private static Band BandOf(QuantileSketch[] sketches) => new(
        [.. sketches.Select(sketch => sketch.Quantile(0.05))], [.. sketches.Select(sketch => sketch.Quantile(0.5))], [.. sketches.Select(sketch => sketch.Quantile(0.95))]);
}
