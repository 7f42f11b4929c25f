using System.Text.Json;
using Idunn.Studies.Tests;
using Idunn.Studies.Tests.Inputs;

namespace Idunn.EndToEnd;

public sealed class ClaimsCommandTests
{
    /// <summary>A copy of the project, so that runs land beside it.</summary>
    private static TemporaryFolder Project()
    {
        var folder = new TemporaryFolder();
        foreach (var part in new[] { "science", "studies" })
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, part), "*", SearchOption.AllDirectories))
                folder.Write(Path.GetRelativePath(Repository.Root, file), File.ReadAllText(file));
        return folder;
    }

    [Fact]
    public void Claims_as_json_say_that_a_claim_without_data_is_undetermined_and_what_is_missing()
    {
        using var project = Project();
        var ended = Shell.Run(project.Path, "claims", "oskm", "--draws", "20", "--json", "--out", "verdicts");
        Assert.Equal(0, ended.ExitCode);
        using var json = JsonDocument.Parse(ended.Output);
        var oskm = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal("undetermined", oskm.GetProperty("verdict").GetString());
        Assert.Contains("Oct4", oskm.GetProperty("missing").GetString(), StringComparison.Ordinal);
        Assert.Equal(["none", "cargo", "surface", "relay"], oskm.GetProperty("hypotheses").EnumerateArray().Select(one => one.GetProperty("hypothesis").GetString()));
        Assert.All(oskm.GetProperty("hypotheses").EnumerateArray(), one => Assert.Equal("prior only", one.GetProperty("label").GetString()));
        Assert.Equal(0, oskm.GetProperty("hypotheses")[0].GetProperty("probability").GetDouble());
        Assert.True(File.Exists(project.File("verdicts", "claims.html")));
        Assert.True(File.Exists(project.File("verdicts", "claims.json")));
    }

    [Fact]
    public void A_misspelt_claim_is_refused_with_the_nearest_and_nothing_is_run()
    {
        using var project = Project();
        var ended = Shell.Run(project.Path, "claims", "oksm");
        Assert.Equal((1, ""), (ended.ExitCode, ended.Output));
        Assert.Contains("There is no claim 'oksm'. Did you mean 'oskm'?", ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(project.File("runs")));
    }

    [Theory]
    [InlineData("zh-Hant", "未檢驗", "主張")]
    [InlineData("en", "not tested", "claim")]
    public void The_table_speaks_the_language_asked_for_and_fits_120_columns(string language, string word, string head)
    {
        using var project = Project();
        var ended = Shell.Run(project.Path, "claims", "vesicle", "--language", language);
        Assert.Equal(0, ended.ExitCode);
        Assert.StartsWith(head, ended.Output, StringComparison.Ordinal);
        Assert.Contains(word, ended.Output, StringComparison.Ordinal);
        Assert.All(ended.Output.Split('\n'), line => Assert.InRange(line.Sum(letter => letter >= '\u2E80' ? 2 : 1), 0, 120));
    }
}
