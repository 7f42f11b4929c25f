using System.Collections.Immutable;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.SedMl;

/// <summary>Numbers out of the data files that a SED-ML file describes. A file is read when first asked for; what nothing asks for may be missing.</summary>
/// <param name="open">Opens a file by its path beside the SED-ML file; refuses what is not there.</param>
internal sealed class MeasuredData(SedMlDocument document, Func<string, SourceLocation, Stream> open)
{
    private readonly Dictionary<DataDescription, DataCube> cubes = [];

    /// <summary>The numbers of a data source, in the order of its file.</summary>
    /// <exception cref="FindingsException">There is no such source or file, or it gives no row of numbers.</exception>
    public ImmutableArray<double> Of(string source, SourceLocation askedBy)
    {
        foreach (var description in document.DataDescriptions)
            if (description.Sources.FirstOrDefault(known => known.Id == source) is { } found)
            {
                if (!cubes.TryGetValue(description, out var cube))
                    cubes.Add(description, cube = Read(description));
                return found.IndexSet is { } set ? Indices(cube, set, found) : Values(cube, found);
            }
        throw SedMlModels.Wrong(askedBy, $"There is no data source '{source}'.");
    }

    private DataCube Read(DataDescription description)
    {
        if (description.Source.Contains("://", StringComparison.Ordinal) || description.Source.StartsWith("urn:", StringComparison.OrdinalIgnoreCase))
            throw Unsupported(description.Location, $"The data '{description.Id}' lie on the network ({description.Source}), which is not asked.");
        switch (description.Format)
        {
            case null or "" or "urn:sedml:format:numl" or "urn:sedml:format:numl.level-1.version-1":
                using (var stream = open(description.Source, description.Location))
                    return NumericalMarkup.Read(stream, description.Source);
            case "urn:sedml:format:csv" or "urn:sedml:format:tsv":
                if (description.Dimensions is not [{ Type: "integer" }, { Type: "string" }])
                    throw SedMlModels.Wrong(description.Location, $"The dimensions of the table '{description.Id}' are not rows by 'integer' and in them columns by 'string', as the standard has it for tables.");
                using (var stream = open(description.Source, description.Location))
                    return SeparatedText.Read(LimitedText.Read(stream, description.Source), description.Format == "urn:sedml:format:csv" ? ',' : '\t', description);
            default:
                throw Unsupported(description.Location, $"Data in the format '{description.Format}' are not read; CSV, TSV and NuML are.");
        }
    }

    private static ImmutableArray<double> Indices(DataCube cube, string set, DataSource source)
    {
        var dimension = NumberOf(cube, set, source.Location);
        return [.. Distinct(cube, dimension).Select(index => SeparatedText.Number(index) ?? throw Unsupported(source.Location, $"The indices of '{set}' are texts ('{index}'), no numbers."))];
    }

    /// <summary>Slices one after the other; what is left may run along one dimension.</summary>
    private static ImmutableArray<double> Values(DataCube cube, DataSource source)
    {
        var kept = cube.Points.AsEnumerable();
        foreach (var slice in source.Slices)
        {
            var dimension = NumberOf(cube, slice.Reference, slice.Location);
            var indices = Distinct(cube, dimension);
            if (slice.Value is { } value)
            {
                var index = indices.FirstOrDefault(index => index == value) ?? indices.FirstOrDefault(index => SeparatedText.Number(index) is { } number && number.Equals(SeparatedText.Number(value)))
                    ?? throw SedMlModels.Wrong(slice.Location, $"'{cube.Dimensions[dimension].Shown}' has no index '{value}'. {Spelling.Advice(value, indices, "")}".TrimEnd());
                kept = kept.Where(point => point.Indices[dimension] == index);
            }
            var within = indices.Skip(slice.First ?? 0).Take((slice.Last ?? indices.Length - 1) - (slice.First ?? 0) + 1).ToHashSet(StringComparer.Ordinal);
            kept = slice is { First: null, Last: null } ? kept : kept.Where(point => within.Contains(point.Indices[dimension]));
        }
        var points = kept.ToArray();
        if (points.Length == 0)
            throw SedMlModels.Wrong(source.Location, $"The data source '{source.Id}' holds nothing.");
        if (Enumerable.Range(0, cube.Dimensions.Length).Count(dimension => points.Any(point => point.Indices[dimension] != points[0].Indices[dimension])) > 1)
            throw Unsupported(source.Location, $"The data source '{source.Id}' runs along several dimensions ({string.Join(", ", cube.Dimensions.Select(dimension => dimension.Shown))}); one slice more is needed.");
        return [.. points.Select(point => point.Value)];
    }

    private static string[] Distinct(DataCube cube, int dimension) => [.. cube.Points.Select(point => point.Indices[dimension]).Distinct(StringComparer.Ordinal)];

    private static int NumberOf(DataCube cube, string reference, SourceLocation place)
    {
        for (var dimension = 0; dimension < cube.Dimensions.Length; dimension++)
            if (cube.Dimensions[dimension].Is(reference))
                return dimension;
        throw SedMlModels.Wrong(place, $"The data have no dimension '{reference}'; there are: {string.Join(", ", cube.Dimensions.Select(dimension => dimension.Shown))}.");
    }

    private static FindingsException Unsupported(SourceLocation place, string what) => new(FindingCodes.SedMlUnsupported.At(place, what, FindingCodes.SedMlUnsupported.Remedy));
}
