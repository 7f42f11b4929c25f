using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Idunn.Studies.Inputs;

/// <summary>JSON Schema (https://json-schema.org/draft/2020-12) of study files, from the same fields that the reader uses. Editors complete and check by it.</summary>
public static class StudySchema
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema's text, as it stands in docs/study.schema.json.</summary>
    public static string Write()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Idunn study",
        };
        foreach (var (name, value) in StudyShape.Whole.Schema())
            schema[name] = value?.DeepClone();
        return schema.ToJsonString(Layout) + "\n";
    }
}
