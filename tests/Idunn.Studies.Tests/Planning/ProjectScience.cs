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

    /// <summary>The plan of a study on a copy of the science folder in which one file was changed.</summary>
    public static StudyPlan PlanOn(string changed, Func<string, string> change, string text)
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder.Path, "science", Path.GetRelativePath(Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        var path = Path.Combine(folder.Path, "science", changed);
        var before = File.ReadAllText(path);
        var after = change(before);
        Assert.NotEqual(before, after);
        File.WriteAllText(path, after);
        var study = Path.Combine(folder.Path, "study.yaml");
        File.WriteAllText(study, text);
        return StudyPlan.Create(StudyReader.Read(study), new Science(Path.Combine(folder.Path, "science")));
    }

    public static IReadOnlyList<Finding> Refused(string text) => Assert.Throws<FindingsException>(() => Plan(text)).Findings;
}
