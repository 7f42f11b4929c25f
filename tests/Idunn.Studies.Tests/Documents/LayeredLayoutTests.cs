using CsCheck;
using Idunn.Studies.Documents.Networks;

namespace Idunn.Studies.Tests.Documents;

public sealed class LayeredLayoutTests
{
    private const double Widest = 600;

    /// <summary>Links from a lower to a higher index cannot form a cycle.</summary>
    private static readonly Gen<((double Width, double Height)[] Sizes, LayoutLink[] Links)> Graphs =
        from count in Gen.Int[1, 25]
        from sizes in Gen.Select(Gen.Int[20, 150], Gen.Int[14, 70]).Select((width, height) => ((double)width, (double)height)).Array[count]
        from ends in Gen.Select(Gen.Int[0, count - 1], Gen.Int[0, count - 1], Gen.Bool).Array[0, 45]
        select (sizes, ends.Where(end => end.Item1 != end.Item2).Select(end => new LayoutLink(Math.Min(end.Item1, end.Item2), Math.Max(end.Item1, end.Item2), end.Item3 ? "one" : null)).Distinct().ToArray());

    [Fact]
    public void No_two_boxes_overlap() => Graphs.Sample(graph =>
    {
        var boxes = LayeredLayout.Of(graph.Sizes, graph.Links, Widest).Boxes;
        for (var i = 0; i < boxes.Length; i++)
            for (var j = 0; j < i; j++)
            {
                var (a, b) = (boxes[i], boxes[j]);
                Assert.True(a.X + a.Width <= b.X || b.X + b.Width <= a.X || a.Y + a.Height <= b.Y || b.Y + b.Height <= a.Y, $"{a} overlaps {b}");
            }
    }, iter: 60);

    [Fact]
    public void Every_link_runs_down_from_the_edge_of_its_first_box_to_the_edge_of_its_second() => Graphs.Sample(graph =>
    {
        var layout = LayeredLayout.Of(graph.Sizes, graph.Links, Widest);
        Assert.Equal(graph.Links.Length, layout.Routes.Length);
        foreach (var (link, route) in graph.Links.Zip(layout.Routes))
        {
            var (from, to) = (layout.Boxes[link.From], layout.Boxes[link.To]);
            Assert.Equal(from.Y + from.Height, route[0].Y, 1e-9);
            Assert.Equal(to.Y, route[^1].Y, 1e-9);
            Assert.InRange(route[0].X, from.X, from.X + from.Width);
            Assert.InRange(route[^1].X, to.X, to.X + to.Width);
            Assert.All(route.Zip(route.Skip(1)), pair => Assert.True(pair.First.Y <= pair.Second.Y + 1e-9));
        }
    }, iter: 60);

    [Fact]
    public void Everything_lies_within_the_size_that_it_states() => Graphs.Sample(graph =>
    {
        var layout = LayeredLayout.Of(graph.Sizes, graph.Links, Widest);
        Assert.All(layout.Boxes, box => Assert.True(box.X >= -1e-9 && box.X + box.Width <= layout.Width + 1e-9 && box.Y >= -1e-9 && box.Y + box.Height <= layout.Height + 1e-9));
        Assert.All(layout.Routes.SelectMany(route => route), point => Assert.InRange(point.X, -1e-9, layout.Width + 1e-9));
    }, iter: 60);

    [Fact]
    public void The_same_graph_gives_the_same_drawing() => Graphs.Sample(graph =>
    {
        var (one, two) = (LayeredLayout.Of(graph.Sizes, graph.Links, Widest), LayeredLayout.Of(graph.Sizes, graph.Links, Widest));
        Assert.Equal(one.Boxes, two.Boxes);
        Assert.Equal(one.Routes.SelectMany(route => route), two.Routes.SelectMany(route => route));
    }, iter: 20);

    [Fact]
    public void Links_that_need_not_cross_do_not() // Two chains, given crosswise.
    {
        var boxes = LayeredLayout.Of([(40, 20), (40, 20), (40, 20), (40, 20)], [new(0, 3), new(1, 2)], Widest).Boxes;
        Assert.Equal(boxes[0].X < boxes[1].X, boxes[3].X < boxes[2].X);
    }

    [Fact]
    public void A_cycle_is_refused() => Assert.Throws<ArgumentException>(() => LayeredLayout.Of([(40, 20), (40, 20)], [new(0, 1), new(1, 0)], Widest));
}
