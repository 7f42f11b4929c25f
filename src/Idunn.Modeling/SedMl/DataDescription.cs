using System.Collections.Immutable;

namespace Idunn.Modeling.SedMl;

/// <summary>A file of data beside simulations, and what is taken out of it (SED-ML Level 1 Version 4, DataDescription).</summary>
/// <param name="Format">URN; null: NuML.</param>
/// <param name="Dimensions">From the outermost inwards; none where the file says it (NuML).</param>
internal sealed record DataDescription(string Id, string Source, string? Format, ImmutableArray<DataDimension> Dimensions, ImmutableArray<DataSource> Sources, SourceLocation Location);

/// <summary>Indices by which values are found.</summary>
/// <param name="Type">integer, double, string, ….</param>
internal sealed record DataDimension(string? Id, string? Name, string Type)
{
    public bool Is(string reference) => reference == Id || reference == Name;

    public string Shown => Name ?? Id ?? "";
}

/// <param name="IndexSet">The dimension whose indices are meant; null: values, cut by slices.</param>
internal sealed record DataSource(string Id, string? IndexSet, ImmutableArray<DataSlice> Slices, SourceLocation Location);

/// <summary>What a slice keeps of a dimension.</summary>
/// <param name="Value">The one index that is kept; null: any.</param>
/// <param name="First">Place, from 0, of the first index that is kept.</param>
/// <param name="Last">Place of the last.</param>
internal sealed record DataSlice(string Reference, string? Value, int? First, int? Last, SourceLocation Location);

/// <summary>Values by their indices, one for each dimension, in the order of the file.</summary>
internal sealed record DataCube(ImmutableArray<DataDimension> Dimensions, ImmutableArray<DataPoint> Points);

internal readonly record struct DataPoint(ImmutableArray<string> Indices, double Value);
