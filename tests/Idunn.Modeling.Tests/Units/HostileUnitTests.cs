using Idunn.Modeling.Units;

namespace Idunn.Modeling.Tests.Units;

public sealed class HostileUnitTests
{
    [Theory]
    [InlineData(200_000, "brackets")]
    [InlineData(51, "brackets")]
    public void Brackets_that_are_too_deep_are_refused_before_the_stack_ends(int depth, string word)
    {
        Assert.False(UnitParser.TryParse(new string('(', depth) + "metre" + new string(')', depth), null, out _, out var problem));
        Assert.Contains(word, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Brackets_as_people_write_them_are_read() => Assert.True(UnitParser.TryParse("((metre)/((second)))", null, out _, out _));

    [Theory]
    [InlineData("metre^1e300")]
    [InlineData("(1e200 metre)^2")]
    [InlineData("(1e-200 metre)^2")]
    [InlineData("1e999 metre")]
    public void A_unit_beyond_all_measure_is_refused(string text)
    {
        Assert.False(UnitParser.TryParse(text, null, out _, out var problem));
        Assert.NotEmpty(problem);
    }
}
