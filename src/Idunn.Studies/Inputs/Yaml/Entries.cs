using Idunn.Modeling;

namespace Idunn.Studies.Inputs.Yaml;

/// <summary>The values of a group of fields, as read.</summary>
public sealed class Entries(IReadOnlyDictionary<string, object?> values, SourceLocation location, Reading reading)
{
    public SourceLocation Location { get; } = location;

    public Reading Reading { get; } = reading;

    public bool Has(Field field) => values.ContainsKey(field.Name);

    /// <summary>The field's value, or its shape's fallback when it was left out.</summary>
    public T Get<T>(Field<T> field) => values.TryGetValue(field.Name, out var value) ? (T)value! : field.Shape.Fallback;

    /// <summary>The field's value, or null when it was left out.</summary>
    public T? Find<T>(Field<T> field) where T : class => values.TryGetValue(field.Name, out var value) ? (T?)value : null;

    /// <summary>The field's number, or null when it was left out.</summary>
    public T? FindNumber<T>(Field<T> field) where T : struct => values.TryGetValue(field.Name, out var value) ? (T?)value : null;

    /// <summary>Place of a field's value.</summary>
    public SourceLocation PlaceOf(Field field) => Reading.Places.Of(Location, field.Name);
}
