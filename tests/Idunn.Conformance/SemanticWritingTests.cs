using Idunn.Modeling.Checking;
using Idunn.Modeling.Sbml;

namespace Idunn.Conformance;

/// <summary>The time courses of the SBML Test Suite, read, written as SBML, read again and simulated: what is written means what was read. With the folder IDUNN_WRITTEN given, files are left there for an independent reader (validate.py).</summary>
public sealed class SemanticWritingTests
{
    [Fact]
    public void Every_time_course_is_as_expected_when_its_model_was_written_and_read_again_and_writing_that_gives_the_same_bytes()
    {
        SemanticCase[] cases = [.. SemanticCase.All(Suites.Folder("sbml-test-suite")).Where(test => test.IsTimeCourse)];
        var failures = new string?[cases.Length];
        Parallel.For(0, cases.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i => failures[i] = Failure(cases[i]));
        ConformancePage.WriteWriting(cases, failures);
        Assert.True(failures.All(failure => failure is null), string.Join('\n', cases.Zip(failures).Where(pair => pair.Second is not null).Select(pair => $"{pair.First.Id}: {pair.Second}")));
    }

    private static string? Failure(SemanticCase test)
    {
        try
        {
            var written = SbmlWriter.Text(SbmlReader.Read(test.ModelFile));
            if (Environment.GetEnvironmentVariable("IDUNN_WRITTEN") is { Length: > 0 } folder)
                File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder).FullName, test.Id + ".xml"), written);
            var model = SbmlReader.Parse(written, test.Id + ".xml");
            return SbmlWriter.Text(model) == written ? SemanticSuiteTests.Simulated(test, model) : "written once more it is another text";
        }
        catch (FindingsException exception)
        {
            return SemanticSuiteTests.Refusal(exception);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return SemanticSuiteTests.Crash(exception);
        }
    }
}
