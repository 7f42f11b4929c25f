using System.Text;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling;

/// <summary>Text files under a limit of size, which holds for what is read and not for what a directory says: a device has no end.</summary>
public static class LimitedText
{
    /// <summary>Characters beyond which a file is refused.</summary>
    private const int MostCharacters = 200_000_000;

    /// <summary>The whole text of a file.</summary>
    /// <exception cref="FindingsException">It is too large.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string Read(string file)
    {
        using var stream = File.OpenRead(file);
        return Read(stream, file);
    }

    /// <summary>The whole text of a stream.</summary>
    /// <param name="file">The name that places give.</param>
    /// <exception cref="FindingsException">It is too large.</exception>
    public static string Read(Stream stream, string file)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = new StringBuilder();
        var block = new char[1 << 16];
        for (int count; (count = reader.Read(block)) > 0;)
            if (text.Append(block, 0, count).Length > MostCharacters)
                throw new FindingsException(FindingCodes.TooLarge.At(new SourceLocation(file, 0, 0), $"The file has more than {MostCharacters / 1_000_000} million characters.", FindingCodes.TooLarge.Remedy));
        return text.ToString();
    }
}
