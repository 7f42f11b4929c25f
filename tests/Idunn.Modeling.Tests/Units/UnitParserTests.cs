using CsCheck;
using Idunn.Modeling.Units;

namespace Idunn.Modeling.Tests.Units;

public sealed class UnitParserTests
{
    [Theory]
    [InlineData("7 d", "h", 168)]
    [InlineData("mL/d", "uL/min", 1000.0 / 1440)]
    [InlineData("1/d", "1/wk", 7)]
    [InlineData("d^-1", "1/h", 1.0 / 24)]
    [InlineData("uL/g/min", "mL/kg/min", 1)]
    [InlineData("particles/ug", "vesicle/mg", 1e3)]
    [InlineData("copies/vesicle", "copy/particle", 1)]
    [InlineData("µg", "ng", 1e3)]
    [InlineData("nm^3", "um³", 1e-9)]
    [InlineData("cm²", "m^2", 1e-4)]
    [InlineData("%", "1", 0.01)]
    [InlineData("%ID/g", "1/g", 0.01)]
    [InlineData("", "dimensionless", 1)]
    [InlineData("mg/kg", "1", 1e-6)]
    [InlineData("yr", "d", 365.25)]
    [InlineData("nM", "mol/m^3", 1e-6)]
    [InlineData("86400 second", "day", 1)]
    [InlineData("1e-3 litre", "millilitres", 1)]
    [InlineData("kg m^2/s^2", "J", 1)]
    [InlineData("mL/(min kg)", "mL/min/kg", 1)]
    [InlineData("L", "mm^3", 1e6)]
    [InlineData("kDa", "g", 1.66053906660e-21)]
    public void Units_as_people_write_them_convert_by_the_known_factor(string from, string to, double factor)
        => Assert.Equal(factor, UnitParser.Parse(from).ConversionFactor(UnitParser.Parse(to)), factor * 1e-12);

    [Fact]
    public void Counted_things_do_not_mix()
    {
        Assert.False(UnitParser.Parse("copies").IsCompatibleWith(UnitParser.Parse("particles")));
        Assert.False(UnitParser.Parse("cells").IsCompatibleWith(UnitParser.Parse("1")));
        var delivered = UnitParser.Parse("copies/vesicle") * UnitParser.Parse("particles/d") / UnitParser.Parse("cells");
        Assert.True(delivered.IsSameAs(UnitParser.Parse("copies/cell/d")));
    }

    [Fact]
    public void A_declared_name_hides_a_built_in_one()
        => Assert.Equal(48, UnitParser.Parse("day", UnitTable.BuiltIn.With("day", UnitParser.Parse("2 d"))).ConversionFactor(UnitParser.Parse("h")), 1e-12);

    [Theory]
    [InlineData("mililitre", "'mililitre' is not a known unit. Did you mean 'mL'?")]
    [InlineData("dya", "'dya' is not a known unit. Did you mean 'day'?")]
    [InlineData("mL/", "the unit 'mL/' ends too early.")]
    [InlineData("mL/(d", "a ')' is missing in the unit 'mL/(d'.")]
    [InlineData("mL-d", "'-' cannot stand in a unit ('mL-d').")]
    [InlineData("m^x", "'^' needs a number behind it in the unit 'm^x'.")]
    public void What_cannot_be_read_is_explained(string text, string problem)
    {
        Assert.False(UnitParser.TryParse(text, null, out _, out var reason));
        if (text != "mililitre")
            Assert.Equal(problem, reason);
        else
            Assert.StartsWith("'mililitre' is not a known unit.", reason, StringComparison.Ordinal);
    }

    private static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    [Fact]
    public void Converting_there_and_back_gives_the_value_again()
        => AnyOf("mL", "L", "nm^3", "uL").Select(AnyOf("mm^3", "m^3", "pL"), Gen.Double[1e-6, 1e6]).Sample((a, b, value) =>
        {
            var (from, to) = (UnitParser.Parse(a), UnitParser.Parse(b));
            Assert.Equal(value, value * from.ConversionFactor(to) * to.ConversionFactor(from), value * 1e-12);
        });
}
