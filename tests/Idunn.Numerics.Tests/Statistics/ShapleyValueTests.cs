using CsCheck;
using Idunn.Numerics.Random;
using Idunn.Numerics.Statistics;

namespace Idunn.Numerics.Tests.Statistics;

/// <summary>Known games (Shapley 1953; the glove game as in textbooks of cooperative games), and the axioms that make the value the only one.</summary>
public sealed class ShapleyValueTests
{
    private static double[] Game(int players, Func<int, double> worth) => [.. Enumerable.Range(0, 1 << players).Select(worth)];

    private static void Near(double[] expected, double[] found, double error = 1e-12)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++) Assert.InRange(found[i], expected[i] - error, expected[i] + error);
    }

    [Fact]
    public void In_an_additive_game_each_gets_what_it_brings()
    {
        double[] brings = [3, -1, 0.5, 10];
        Near(brings, ShapleyValue.Exact(Game(4, mask => Enumerable.Range(0, 4).Where(i => (mask >> i & 1) == 1).Sum(i => brings[i]))));
    }

    [Fact]
    public void In_the_glove_game_the_only_left_glove_gets_two_thirds() =>
        // Players 0 and 1 hold right gloves, player 2 the left one; a pair is worth 1.
        Near([1.0 / 6, 1.0 / 6, 2.0 / 3], ShapleyValue.Exact(Game(3, mask => (mask & 4) != 0 && (mask & 3) != 0 ? 1 : 0)));

    [Fact]
    public void In_a_unanimity_game_those_who_are_needed_share_alike_and_the_rest_get_nothing() =>
        // Worth 1 as soon as players 1, 2 and 4 of five are there.
        Near([0, 1.0 / 3, 1.0 / 3, 0, 1.0 / 3], ShapleyValue.Exact(Game(5, mask => (mask & 0b10110) == 0b10110 ? 1 : 0)));

    [Fact]
    public void Shares_add_up_to_the_worth_of_all_less_that_of_none() => Gen.Int[0, 7].SelectMany(n => Gen.Double[-1e3, 1e3].Array[1 << n]).Sample(worth =>
        Assert.InRange(ShapleyValue.Exact(worth).Sum(), worth[^1] - worth[0] - 1e-9, worth[^1] - worth[0] + 1e-9));

    [Fact]
    public void Players_that_add_the_same_everywhere_get_the_same() => Gen.Double[-10, 10].Array[12].Sample(by =>
    {
        // Players 0 and 1 enter only by how many of the two are there.
        var shares = ShapleyValue.Exact(Game(4, mask => by[(3 * (mask >> 2)) + int.PopCount(mask & 3)]));
        Assert.InRange(shares[0] - shares[1], -1e-12, 1e-12);
    });

    [Fact]
    public void A_player_that_adds_nothing_gets_nothing() => Gen.Double[-10, 10].Array[8].Sample(others =>
        Assert.InRange(ShapleyValue.Exact(Game(4, mask => others[mask & 7]))[3], -1e-12, 1e-12));

    [Fact]
    public void A_game_with_a_coalition_missing_is_refused() => Assert.Throws<ArgumentException>(() => ShapleyValue.Exact(new double[7]));

    [Fact]
    public void An_estimate_adds_up_to_the_whole_and_lies_within_its_error()
    {
        var worth = Game(8, mask => Math.Pow(int.PopCount(mask), 2) + ((mask & 3) == 3 ? 5 : 0) - ((mask & 128) != 0 ? 2 : 0));
        var exact = ShapleyValue.Exact(worth);
        var orders = ShapleyValue.Orders(8, 400, new Philox(7, 0, 6));
        var (shares, errors) = ShapleyValue.Sampled(orders, mask => worth[mask]);
        Assert.InRange(shares.Sum(), worth[^1] - worth[0] - 1e-9, worth[^1] - worth[0] + 1e-9);
        for (var i = 0; i < 8; i++)
        {
            Assert.InRange(errors[i], 0.01, 1);
            Assert.InRange(Math.Abs(shares[i] - exact[i]), 0, 4 * errors[i]);
        }
    }

    [Fact]
    public void An_estimate_needs_only_the_coalitions_that_its_orders_pass()
    {
        int[][] orders = [[0, 1, 2], [2, 0, 1]];
        Assert.Equal([0b000UL, 0b001UL, 0b011UL, 0b100UL, 0b101UL, 0b111UL], ShapleyValue.Coalitions(orders));
        Assert.All(ShapleyValue.Orders(6, 50, new Philox(1, 2, 6)), order => Assert.Equal([0, 1, 2, 3, 4, 5], order.Order()));
    }
}
