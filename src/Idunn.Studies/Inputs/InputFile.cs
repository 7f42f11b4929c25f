using Idunn.Modeling;
using Idunn.Modeling.Checking;

namespace Idunn.Studies.Inputs;

/// <summary>Files that a user wrote.</summary>
public static class InputFile
{
    /// <summary>Text of a file; null when there is none or it cannot be read, and then a finding says what was looked for and what is there.</summary>
    /// <param name="file">Path, which also names the file in places.</param>
    /// <param name="what">What the file is, for the message: "study", "parameter table".</param>
    /// <param name="askedBy">Where the file is named, or <see cref="SourceLocation.None"/> when the user gave it directly.</param>
    public static string? Read(string file, string what, SourceLocation askedBy, List<Finding> findings)
    {
        try
        {
            return LimitedText.Read(file);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            findings.Add(new(Severity.Error, StudyCodes.FileNotFound, $"There is no {what} '{file}'.", WhatIsThere(file), askedBy == SourceLocation.None ? new(file, 0, 0) : askedBy));
        }
        catch (FindingsException exception)
        {
            findings.AddRange(exception.Findings);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            findings.Add(new(Severity.Error, StudyCodes.FileNotFound, $"The {what} '{file}' cannot be read: {exception.Message}", "Give a readable file.", askedBy == SourceLocation.None ? new(file, 0, 0) : askedBy));
        }
        return null;
    }

    private static string WhatIsThere(string file)
    {
        var directory = Path.GetDirectoryName(file) is { Length: > 0 } parent ? parent : ".";
        if (!Directory.Exists(directory))
            return $"There is no directory '{directory}' either; check the path.";
        var extension = Path.GetExtension(file);
        var names = Directory.EnumerateFiles(directory).Select(path => Path.GetFileName(path)!).Where(name => extension.Length == 0 || Path.GetExtension(name) == extension);
        return $"In '{directory}': {Nearest.Suggestion(Path.GetFileName(file), names.Take(40))}";
    }
}
