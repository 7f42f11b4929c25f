using System.Text.Json.Nodes;
using Idunn.Studies.Inputs;

namespace Idunn.Studies.Tests.Inputs;

public sealed class StudySchemaTests
{
    [Fact]
    public void The_schema_in_docs_is_the_one_that_the_reader_uses()
    {
        var file = Path.Combine(Repository.Root, "docs", "study.schema.json");
        var expected = StudySchema.Write();
        var found = File.Exists(file) ? File.ReadAllText(file) : "";
        if (Environment.GetEnvironmentVariable("IDUNN_UPDATE_SCHEMA") == "1")
            File.WriteAllText(file, expected);
        Assert.True(expected == found, "docs/study.schema.json is out of date: run this test once with IDUNN_UPDATE_SCHEMA=1 and commit the file.");
    }

    [Fact]
    public void Every_field_of_the_schema_is_described()
    {
        var undescribed = new List<string>();
        Walk(JsonNode.Parse(StudySchema.Write())!.AsObject(), "", undescribed);
        Assert.Empty(undescribed);
    }

    private static void Walk(JsonObject schema, string path, List<string> undescribed)
    {
        foreach (var (name, field) in schema["properties"]?.AsObject() ?? [])
        {
            if (string.IsNullOrWhiteSpace((string?)field!["description"]))
                undescribed.Add($"{path}.{name}");
            Walk(field.AsObject(), $"{path}.{name}", undescribed);
        }
        if (schema["additionalProperties"] is JsonObject entries)
            Walk(entries, path + ".*", undescribed);
        if (schema["items"] is JsonObject items)
            Walk(items, path + "[]", undescribed);
    }
}
