using Fuzz;
using SharpFuzz;

const string help = """
    Feeds a reader with what AFL makes up; any exception but the reader's own findings counts as a crash. fuzz/run builds, instruments and starts it.

      fuzz READER            under afl-fuzz
      fuzz READER FILE …     one pass over files, for instance a corpus, without AFL

    READER  %READERS%
    """;

if (args.Length == 0 || !Readers.All.TryGetValue(args[0], out var read))
{
    Console.Error.WriteLine(help.Replace("%READERS%", string.Join(", ", Readers.All.Keys), StringComparison.Ordinal));
    return 2;
}
if (args.Length == 1)
{
    Fuzzer.Run(stream => read(Bytes(stream)));
    return 0;
}
foreach (var file in args[1..])
{
    Console.WriteLine(file);
    read(File.ReadAllBytes(file));
}
return 0;

static byte[] Bytes(Stream stream)
{
    using var memory = new MemoryStream();
    stream.CopyTo(memory);
    return memory.ToArray();
}
