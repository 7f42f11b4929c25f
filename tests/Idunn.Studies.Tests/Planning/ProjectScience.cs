using Idunn.Modeling.Checking;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Tests.Planning;

/// <summary>The project's own science folder, and studies written on the spot against it.</summary>
internal static class ProjectScience
{
    public static string Root { get; } = Science.Find(Path.Combine(AppContext.BaseDirectory, "x")) ?? throw new DirectoryNotFoundException("science/");

    public const string Products = "products: { msc: { source: mesenchymal stem cells } }\n";

    /// <summary>A mouse study with one dose, or with the arms and products given.</summary>
    public static string Text(
        string doses = "{ give: msc, route: intravenous, amount: 1e10 particles, at: 0 h }", string cohort = "{ population: mouse, size: 3, draws: 2, seed: 7 }",
        string readouts = "[blood, pid_brain]", string until = "2 d", string? arms = null, string products = Products, string model = "delivery", string more = "") =>
        $"""
        question: Where do they go?
        contextOfUse: a test
        model: {model}
        {products}arms:
          {arms ?? $"vein: {{ doses: [{doses}] }}"}
        cohort: {cohort}
        until: {until}
        readouts: {readouts}
        {more}
        """;

    public static StudyPlan Plan(string text)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "study.yaml");
        File.WriteAllText(file, text);
        return StudyPlan.Create(StudyReader.Read(file), new Science(Root));
    }

    public static IReadOnlyList<Finding> Refused(string text) => Assert.Throws<FindingsException>(() => Plan(text)).Findings;
}
