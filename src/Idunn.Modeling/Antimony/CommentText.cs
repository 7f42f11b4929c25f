using System.Collections.Immutable;

namespace Idunn.Modeling.Antimony;

/// <summary>The comments of a file that stand on lines of their own.</summary>
internal sealed class CommentText(string text)
{
    private readonly ImmutableArray<string> lines = [.. text.Split('\n').Select(line => line.Trim())];

    /// <summary>The block at the top of the file.</summary>
    public string Top => Words(lines.TakeWhile(IsComment));

    /// <summary>The block whose last line is the one above; empty for the block at the top.</summary>
    /// <param name="line">Counts from 1.</param>
    public string Above(int line)
    {
        var first = line - 1;
        while (first > 0 && IsComment(lines[first - 1]))
            first--;
        return first == 0 ? "" : Words(lines[first..(line - 1)]);
    }

    /// <summary>Each block between two lines with what it speaks of: the lines below it up to the next comment or empty line.</summary>
    public ImmutableArray<Remark> Between(int firstLine, int lastLine)
    {
        var remarks = ImmutableArray.CreateBuilder<Remark>();
        for (var i = firstLine - 1; i < lastLine; i++)
        {
            if (!IsComment(lines[i]))
                continue;
            var start = i;
            while (i < lastLine && IsComment(lines[i]))
                i++;
            var first = i;
            while (i < lastLine && lines[i].Length > 0 && !IsComment(lines[i]))
                i++;
            remarks.Add(new Remark(Words(lines[start..first]), first + 1, i));
            i--;
        }
        return remarks.ToImmutable();
    }

    private static bool IsComment(string line) => line.StartsWith("//", StringComparison.Ordinal);

    private static string Words(IEnumerable<string> comments) => string.Join(' ', comments.Select(comment => comment.TrimStart('/').Trim()));
}
