using Idunn.Modeling;

namespace Idunn.Studies.Inputs.Yaml;

/// <summary>Where the value of each field of a record stands in the text that the record was read from.</summary>
public sealed class Places(IReadOnlyDictionary<(SourceLocation Owner, string Field), SourceLocation> places)
{
    public static Places None { get; } = new(new Dictionary<(SourceLocation, string), SourceLocation>());

    /// <summary>Place of a field of the record at <paramref name="owner"/>; the record's own place when it is not known better.</summary>
    public SourceLocation Of(SourceLocation owner, string field) => places.GetValueOrDefault((owner, field), owner);

    /// <summary>Place of an item of a list field.</summary>
    public SourceLocation Of(SourceLocation owner, string field, int index) => Of(Of(owner, field), $"[{index}]");
}
