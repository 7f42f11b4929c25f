namespace Idunn.EndToEnd;

public sealed class InfoTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("idunn-info-").FullName;

    private Ended Info(string model, params string[] more)
    {
        File.WriteAllText(Path.Combine(folder, "model.ant"), model);
        return Shell.Run(folder, ["info", "model.ant", .. more]);
    }

    [Fact]
    public void An_enzyme_is_told_with_its_matrix_its_conserved_sums_and_where_it_rests()
    {
        var ended = Info("model enzyme()\n  unit substance = item; unit time_unit = second;\n  substanceOnly species E = 1, S = 5, ES = 0, P = 0;\n  bind: S + E -> ES; S*E - ES;\n  cat: ES => E + P; 2*ES;\nend\n");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Contains("4 species × 2 reactions, 6 entries, rank 2", ended.Output, StringComparison.Ordinal);
        Assert.Contains("  S     −1    ·\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("  E + ES = 1 item\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("  S + ES + P = 5 item\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Steady state  stable\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("  P   5  item\n", ended.Output, StringComparison.Ordinal);
        Assert.All(ended.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Theory]
    [InlineData("Steady state  unstable", "$A => X; A; 2 X + Y => 3 X; X^2*Y; $B + X => Y; B*X; X => ; X; A = 1; B = 3; X = 1.2; Y = 1;")]
    [InlineData("was not seen to end there", "$A => X; A; 2 X + Y => 3 X; X^2*Y; $B + X => Y; B*X; X => ; X; A = 1; B = 3; X = 1.2; Y = 1;")]
    [InlineData("Steady state  none found", "=> A; 1; A = 0;")]
    [InlineData("Nothing: no sum of amounts is kept", "=> A; 1; A => ; A; A = 0;")]
    [InlineData("Changed by no reaction: C.", "species C; => A; 1; A => ; A; A = 0; C = 1;")]
    [InlineData("Events are not followed", "A => ; A; A = 1; at time > 1: A = 2;")]
    public void What_a_model_does_or_does_not_have_is_said_plainly(string said, string model) => Assert.Contains(said, Info(model).Output, StringComparison.Ordinal);

    [Fact]
    public void The_whole_matrix_goes_to_a_table()
    {
        var ended = Info("r: 2 A => B; A; A = 1; B = 0;", "--out", "matrix.tsv");
        Assert.Equal(0, ended.ExitCode);
        Assert.Equal("species\tr\nA\t-2\nB\t1\n", File.ReadAllText(Path.Combine(folder, "matrix.tsv")));
    }

    [Fact]
    public void A_model_card_takes_its_values_from_the_tables()
    {
        var ended = Shell.Run(RepositoryFolder(), "info", "brain", "--population", "human");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Contains("brain for human, nominal values", ended.Output, StringComparison.Ordinal);
        Assert.Contains("84 species × 153 reactions", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("no value", ended.Output, StringComparison.Ordinal);
        Assert.All(ended.Output.Split('\n')[1..], line => Assert.True(line.Length <= 80, line));
    }

    [Theory]
    [InlineData("There is no file 'mod.xml'", "info", "mod.xml")]
    [InlineData("There is no model", "info", "nothing", "--population", "mouse")]
    public void What_is_not_there_is_refused_in_words(string said, params string[] arguments)
    {
        var ended = Shell.Run(RepositoryFolder(), arguments);
        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains(said, ended.Error, StringComparison.Ordinal);
    }

    private static string RepositoryFolder()
    {
        var place = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(place, "Idunn.slnx")))
            place = Path.GetDirectoryName(place.TrimEnd(Path.DirectorySeparatorChar))!;
        return place;
    }

    public void Dispose() => Directory.Delete(folder, true);
}
