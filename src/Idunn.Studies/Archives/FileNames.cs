using System.Globalization;

namespace Idunn.Studies.Archives;

/// <summary>Names of files that every system takes: ASCII letters, digits, hyphens, underscores and points; each once, whatever the case.</summary>
internal sealed class FileNames
{
    private readonly HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);

    public string Of(string id)
    {
        var name = new string([.. id.Take(80).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '_')]).Trim('.');
        var wish = name.Length > 0 ? name : "_";
        for (var k = 2; !taken.Add(wish); k++)
            wish = string.Create(CultureInfo.InvariantCulture, $"{name}-{k}");
        return wish;
    }
}
