using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Antimony;

/// <summary>The text of an Antimony file, unless it has no end.</summary>
internal static class ModelText
{
    /// <summary>Characters beyond which a file is refused.</summary>
    private const int MostCharacters = 100_000_000;

    /// <summary>Null with a finding where the file is too large.</summary>
    /// <param name="place">Where the file is asked for.</param>
    public static string? TryRead(string file, SourceLocation place, ICollection<Finding> findings)
    {
        using var reader = new StreamReader(file);
        var buffer = new char[64 * 1024];
        var text = new System.Text.StringBuilder();
        while (reader.ReadBlock(buffer) is var count and > 0)
        {
            text.Append(buffer, 0, count);
            if (text.Length <= MostCharacters)
                continue;
            findings.Add(FindingCodes.TooLarge.At(place, $"'{file}' has more than {MostCharacters:N0} characters.", FindingCodes.TooLarge.Remedy));
            return null;
        }
        return text.ToString();
    }
}
