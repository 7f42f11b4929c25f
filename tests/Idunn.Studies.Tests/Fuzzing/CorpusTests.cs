using Fuzz;
using Idunn.Studies.Tests.Inputs;

namespace Idunn.Studies.Tests.Fuzzing;

/// <summary>What the fuzzer starts from and what it once found, without the fuzzer: every file is read or refused, and what is written comes back the same.</summary>
public sealed class CorpusTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "fuzz", "corpus");

    public static TheoryData<string> Names => [.. Readers.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_file_of_the_corpus_is_read_or_refused_in_words(string reader)
    {
        var files = Directory.GetFiles(Path.Combine(Folder, reader));
        Assert.NotEmpty(files);
        Assert.All(files, file => Readers.All[reader](File.ReadAllBytes(file)));
    }

    [Fact]
    public void Every_folder_of_the_corpus_has_a_reader() =>
        Assert.Equal(Readers.All.Keys.Order(StringComparer.Ordinal), Directory.GetDirectories(Folder).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal));
}
