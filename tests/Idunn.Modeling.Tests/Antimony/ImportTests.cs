using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Sbml;

namespace Idunn.Modeling.Tests.Antimony;

/// <summary>Files beside a model: Antimony text, and SBML as a module.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("idunn-import-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Model Read(string text)
    {
        var path = Path.Combine(folder, "whole.ant");
        File.WriteAllText(path, text);
        return AntimonyReader.Read(path);
    }

    private void WriteSbml(string name, string antimony) => SbmlWriter.Write(AntimonyReader.Parse(antimony, "part.ant"), Path.Combine(folder, name));

    [Fact]
    public void An_SBML_file_is_a_module_whose_parts_have_their_ids()
    {
        WriteSbml("part.xml", "model part()\n compartment c = 2; species A in c = 3; B in c\n J: A -> B; k*A*c\n k = 0.5\n E: at time > 5: k = 0\nend");
        var model = Read("import \"part.xml\"\nmodel *whole()\n P: part()\n P.k is k\n k = 4\nend");
        Assert.Equal("k * P.A * P.c", ExprPrinter.Print(model.Reactions.Single().Rate!));
        Assert.Equal("k", model.Events.Single().Assignments.Single().Variable);
        Assert.Equal(["P.A", "P.B"], model.Species.Select(species => species.Id));
    }

    [Fact]
    public void A_file_that_imports_itself_by_way_of_another_is_refused_at_the_import()
    {
        File.WriteAllText(Path.Combine(folder, "other.ant"), "import \"whole.ant\"\nmodel other()\n x = 1\nend");
        var finding = Assert.Throws<FindingsException>(() => Read("import \"other.ant\"\nmodel *whole()\n O: other()\nend")).Findings[0];
        Assert.Contains("imports this file again", finding.Message, StringComparison.Ordinal);
        Assert.EndsWith("other.ant", finding.Location.File, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_files_may_import_a_third()
    {
        File.WriteAllText(Path.Combine(folder, "base.ant"), "model part()\n x = 1\nend");
        File.WriteAllText(Path.Combine(folder, "one.ant"), "import \"base.ant\"\nmodel one()\n P: part()\nend");
        File.WriteAllText(Path.Combine(folder, "two.ant"), "import \"base.ant\"\nmodel two()\n P: part()\nend");
        Assert.Equal(["A.P.x", "B.P.x"], Read("import \"one.ant\"\nimport \"two.ant\"\nmodel *whole()\n A: one()\n B: two()\nend").Parameters.Select(parameter => parameter.Id));
    }

    [Fact]
    public void A_broken_SBML_file_is_refused_with_its_own_place()
    {
        File.WriteAllText(Path.Combine(folder, "part.xml"), "<sbml>\n<model>");
        Assert.EndsWith("part.xml", Assert.Throws<FindingsException>(() => Read("import \"part.xml\"\nmodel *whole()\n x = 1\nend")).Findings[0].Location.File, StringComparison.Ordinal);
    }
}
