using System.Reflection;
using Idunn.Studies.Analysis;
using Idunn.Studies.Archives;
using Idunn.Studies.Inputs;
using Idunn.Studies.Storage;

namespace Idunn.Studies.Tests.Storage;

public sealed class FindingsPageTests
{
    [Theory]
    [InlineData(typeof(StudyCodes))]
    [InlineData(typeof(RunCodes))]
    [InlineData(typeof(AnalysisCodes))]
    [InlineData(typeof(ArchiveCodes))]
    public void The_page_of_findings_lists_every_code(Type codes)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Idunn.slnx"))) folder = Path.GetDirectoryName(folder)!;
        var page = File.ReadAllText(Path.Combine(folder, "docs", "findings.md"));
        var all = codes.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).ToArray();
        Assert.NotEmpty(all);
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.All(all, code => Assert.Contains($"| {code} |", page, StringComparison.Ordinal));
    }
}
