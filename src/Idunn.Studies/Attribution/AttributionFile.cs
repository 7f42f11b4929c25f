using System.Text.Json;
using System.Text.Json.Serialization;

namespace Idunn.Studies.Attribution;

/// <summary>attribution.json of a run: the result as it stands, so that a run that is there need not compute it again.</summary>
public static class AttributionFile
{
    public const string Name = "attribution.json";

    public static void Write(Stream stream, AttributionResult result)
    {
        JsonSerializer.Serialize(stream, result, AttributionJson.Default.AttributionResult);
        stream.WriteByte((byte)'\n');
    }

    /// <returns>Null when there is no such file, or it is of another format.</returns>
    public static AttributionResult? Read(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            using var stream = File.OpenRead(path);
            var result = JsonSerializer.Deserialize(stream, AttributionJson.Default.AttributionResult);
            return result?.Format == AttributionResult.CurrentFormat ? result : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(AttributionResult))]
internal sealed partial class AttributionJson : JsonSerializerContext;
