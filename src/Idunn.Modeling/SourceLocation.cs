namespace Idunn.Modeling;

/// <summary>A place in a text that a user wrote. Line and column count from 1; 0 means that the whole file is meant.</summary>
public readonly record struct SourceLocation(string File, int Line, int Column)
{
    public static SourceLocation None { get; } = new("", 0, 0);

    /// <summary>file:line:column, as editors and terminals understand it.</summary>
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}:{Column}";
}
