using CsCheck;
using Idunn.Numerics.Random;

namespace Idunn.Numerics.Tests.Random;

public class PhiloxTests
{
    /// <summary>Known answers for philox4x32 with 10 rounds, file kat_vectors of the Random123 distribution.</summary>
    [Theory]
    [InlineData(0x00000000u, 0x00000000u, 0x00000000u, 0x00000000u, 0x00000000u, 0x00000000u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Blocks_equal_the_known_answers(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint r0, uint r1, uint r2, uint r3)
    {
        uint[] block = [c0, c1, c2, c3];
        Philox.Block(block, k0, k1);
        Assert.Equal([r0, r1, r2, r3], block);
    }

    [Fact]
    public void Draw_depends_on_its_address_alone() => Gen.Select(Gen.ULong, Gen.ULong, Gen.UInt, Gen.UInt[0, 50]).Sample((seed, subject, purpose, index) =>
    {
        var stream = new Philox(seed, subject, purpose);
        for (var k = 0u; k < index; k++)
            stream.NextNormal();
        Assert.Equal(new Philox(seed, subject, purpose) { Index = index }.NextBits(), stream.NextBits());
    });

    [Fact]
    public void Streams_of_other_seeds_subjects_and_purposes_differ()
    {
        ulong[] firsts =
        [
            .. from seed in Enumerable.Range(0, 10)
               from subject in Enumerable.Range(0, 10)
               from purpose in Enumerable.Range(0, 10)
               select new Philox((ulong)seed << 32 | (uint)seed, (ulong)subject << 32, (uint)purpose).NextBits(),
        ];
        Assert.Equal(1000, firsts.Distinct().Count());
    }

    [Fact]
    public void Uniform_numbers_never_reach_zero_or_one_and_fill_the_interval_evenly()
    {
        const int draws = 200_000, cells = 100;
        var stream = new Philox(7, 3, 1);
        var counts = new int[cells];
        for (var k = 0; k < draws; k++)
        {
            var u = stream.NextUniform();
            Assert.True(u > 0 && u < 1);
            counts[(int)(u * cells)]++;
        }
        // χ² of 99 degrees of freedom exceeds 149 once in a thousand seeds.
        Assert.InRange(counts.Sum(count => Math.Pow(count - draws / cells, 2) / (draws / cells)), 50, 149);
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_the_standard_normal()
    {
        const int draws = 200_000;
        var stream = new Philox(1, 0, 0);
        var z = Enumerable.Range(0, draws).Select(_ => stream.NextNormal()).ToArray();
        Assert.Equal(0, z.Average(), 4 * Math.Sqrt(1.0 / draws));
        Assert.Equal(1, z.Average(x => x * x), 4 * Math.Sqrt(2.0 / draws));
        Assert.Equal(0, z.Average(x => x * x * x), 4 * Math.Sqrt(15.0 / draws));
        Assert.Equal(3, z.Average(x => x * x * x * x), 4 * Math.Sqrt(96.0 / draws));
    }

    [Fact]
    public void Stream_does_not_start_over_when_it_is_used_up()
    {
        var stream = new Philox(1, 2, 3) { Index = uint.MaxValue };
        Assert.Throws<OverflowException>(() => stream.NextBits());
    }
}
