using Idunn.Modeling.Antimony;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Tests.Antimony;

public sealed class ModelSourceReaderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("idunn-source-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private ModelSource Read()
    {
        File.WriteAllText(Path.Combine(folder, "cell.ant"),
            """
            // A cell.
            // It takes up.

            // Saturates.
            function saturating(x, half)
              x / (x + half);
            end

            model cell(outside, speed)
              compartment space = 1;
              substanceOnly species outside in space, inside in space = 0;

              // By endocytosis.
              uptake: outside => inside; speed * saturating(outside, half_uptake);
            end
            """);
        File.WriteAllText(Path.Combine(folder, "whole.ant"),
            """
            // The whole.
            import "cell.ant"

            // Two cells share one pool.
            model *whole()
              compartment all = 1;
              substanceOnly species pool in all = 7;
              fast = 2; slow = 1;
              first: cell(pool, fast);
              second: cell(pool, slow);
              first is "First cell";
            end
            """);
        return ModelSourceReader.Read(Path.Combine(folder, "whole.ant"));
    }

    [Fact]
    public void Files_stand_in_the_order_in_which_imports_need_them() => Assert.Equal(["cell", "whole"], Read().Files.Select(file => file.Name));

    [Fact]
    public void Comments_are_the_introductions_of_what_they_stand_above()
    {
        var source = Read();
        Assert.Equal("A cell. It takes up.", source.Files[0].Introduction);
        Assert.Equal("Saturates.", source.Files[0].Functions.Single().Introduction);
        Assert.Equal("", source.Files[0].Modules.Single().Introduction);
        Assert.Equal("Two cells share one pool.", source.Files[1].Modules.Single().Introduction);
    }

    [Fact]
    public void A_remark_is_about_the_lines_below_it()
    {
        var cell = Read().Files[0].Modules.Single();
        var remark = Assert.Single(cell.Remarks);
        Assert.Equal("By endocytosis.", remark.Text);
        Assert.True(remark.IsAbout(cell.Model.Reactions.Single().Location));
        Assert.False(remark.IsAbout(cell.Model.Species[0].Location));
    }

    [Fact]
    public void User_functions_stay_as_they_were_called_in_what_is_written_only()
    {
        var cell = Read().Files[0].Modules.Single();
        Assert.Equal("speed * saturating(outside, half_uptake)", ExprPrinter.Print(cell.Written.Reactions.Single().Rate!));
        Assert.Equal("speed * (outside / (outside + half_uptake))", ExprPrinter.Print(cell.Model.Reactions.Single().Rate!));
    }

    [Fact]
    public void Every_use_of_a_module_says_what_its_ports_are_in_the_whole()
    {
        var source = Read();
        Assert.Equal([("first", "pool", "fast"), ("second", "pool", "slow")], source.Instances.Where(instance => instance.Module == "cell").Select(instance => (instance.Path, instance.Ids["outside"], instance.Ids["speed"])));
        Assert.Equal("second.inside", source.Instances.Single(instance => instance.Path == "second").Ids["inside"]);
        Assert.Equal([("first", "First cell"), ("second", null)], source.Files[1].Modules.Single().Submodels.Select(part => (part.Id, part.Name)));
    }
}
