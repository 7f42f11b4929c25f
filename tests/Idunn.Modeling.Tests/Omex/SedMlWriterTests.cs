using System.Xml.Linq;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Omex;
using Idunn.Modeling.Sbml;
using Idunn.Modeling.SedMl;
using Idunn.Modeling.SedMl.Writing;

namespace Idunn.Modeling.Tests.Omex;

public sealed class SedMlWriterTests
{
    private static readonly XNamespace Core = "http://sed-ml.org/sed-ml/level1/version4";

    private static WrittenExperiment Decay()
    {
        var sbml = SbmlWriter.Written(AntimonyReader.Parse("model decay()\n substanceOnly species S = 3;\n k = 0.5;\n loss: S -> ; k * S;\nend\n", "decay.ant"));
        var course = new WrittenCourse("a.b", "An arm", new WrittenModel("a.b", "An arm", "models/a.b.xml", sbml), 1, 3, 2, 1, "d", [new("S", "Amount"), new("loss", "Rate")]);
        return new("Decay & co", ["A note <with> marks."], [course, course with { Id = "a_b", From = 0, Zero = 0 }], [new("plot_S", "Amount", [(course, "S", "An arm")])]);
    }

    private static ExperimentResult Run(WrittenExperiment experiment)
    {
        var memory = new MemoryStream();
        OmexWriter.Write(memory, "Decay", "A test.", [
            OmexEntry.Of("x/run.sedml", OmexFormats.SedMl, SedMlWriter.Text(experiment), "Runs it.", isMaster: true),
            OmexEntry.Of("x/models/a.b.xml", OmexFormats.Sbml(2), experiment.Courses[0].Model.Sbml.Text, "The model.")]);
        memory.Position = 0;
        using var archive = OmexArchive.Open(memory, "a.omex");
        return Experiment.Run(archive, archive.Runnable.Single().Location, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void What_is_written_runs_as_it_was_meant_with_time_counted_from_its_zero()
    {
        var result = Run(Decay());
        Assert.Empty(result.Remarks);
        Assert.Equal([0, 1, 2], result.Reports[0].Columns[0].Data.Lines.Single());
        Assert.Equal(["time", "S", "loss"], result.Reports[0].Columns.Select(column => column.Label));
        Assert.All(result.Reports[0].Columns[1].Data.Lines.Single().Zip([1.0, 2, 3]), pair => Assert.Equal(3 * Math.Exp(-0.5 * pair.Second), pair.First, 1e-7));
        Assert.Equal(1.5, result.Reports[1].Columns[2].Data.Lines.Single()[0], 1e-12);
        Assert.Equal("An arm", result.Plots.Single().Curves.Single().Name);
    }

    [Fact]
    public void Every_id_is_legal_and_used_once_and_every_reference_leads_somewhere()
    {
        var root = XElement.Parse(SedMlWriter.Text(Decay()));
        var ids = root.Descendants().Attributes("id").Select(id => id.Value).ToArray();
        Assert.All(ids, id => Assert.Matches("^[A-Za-z_][A-Za-z0-9_]*$", id));
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        string[] references = ["modelReference", "simulationReference", "taskReference", "dataReference", "xDataReference", "yDataReference"];
        Assert.All(root.Descendants().Attributes().Where(attribute => references.Contains(attribute.Name.LocalName)), reference => Assert.Contains(reference.Value, ids));
    }

    [Fact]
    public void Lists_stand_in_the_order_of_the_schema()
    {
        var lists = XElement.Parse(SedMlWriter.Text(Decay())).Elements().Select(element => element.Name).ToArray();
        Assert.Equal([Core + "notes", Core + "listOfSimulations", Core + "listOfModels", Core + "listOfTasks", Core + "listOfDataGenerators", Core + "listOfOutputs"], lists);
    }

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("manifest.xml")]
    [InlineData("./a.txt")]
    [InlineData("")]
    public void A_place_that_is_none_in_an_archive_is_not_written(string location) =>
        Assert.Throws<ArgumentException>(() => OmexWriter.Write(new MemoryStream(), "t", "d", [OmexEntry.Of(location, "f", "text", "")]));
}
