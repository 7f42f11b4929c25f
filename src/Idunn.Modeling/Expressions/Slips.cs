namespace Idunn.Modeling.Expressions;

/// <summary>Signs of other languages, and of other keyboards, at the place where a reader stumbles over them: what the sign is here.</summary>
internal static class Slips
{
    private static readonly Dictionary<string, string> Lookalikes = new(StringComparer.Ordinal)
    {
        ["−"] = "-", ["–"] = "-", ["—"] = "-", ["×"] = "*", ["·"] = "*", ["⋅"] = "*", ["÷"] = "/", ["≤"] = "<=", ["≥"] = ">=", ["≠"] = "!=", ["→"] = "->", ["⟶"] = "->", ["⇒"] = "=>", ["⇌"] = "->", ["↔"] = "->",
        ["“"] = "\"", ["”"] = "\"", ["„"] = "\"", ["«"] = "\"", ["»"] = "\"", ["‘"] = "'", ["’"] = "'", ["′"] = "'", ["；"] = ";", ["，"] = ",", ["（"] = "(", ["）"] = ")",
    };

    /// <summary>What is meant by the sign where the tokens stand, and what to write; null where it is no known slip.</summary>
    public static (string Message, string Advice)? At(TokenReader tokens)
    {
        var (before, here, behind) = (tokens.Previous, tokens.Current, tokens.Peek());
        if (here.Kind is not (TokenKind.Symbol or TokenKind.Identifier))
            return null;
        if (here.Kind == TokenKind.Identifier)
            return here.Text is "AND" or "And" or "OR" or "Or" && !here.StartsLine ? ($"'{here.Text}' is no word of the language.", $"Write {(here.Text[0] == 'A' ? "&& or and" : "|| or or")}.") : null;
        if (Lookalikes.TryGetValue(here.Text, out var meant))
            return ($"'{here.Text}' is no sign of the language.", $"Write {meant}.");
        if (char.IsLetter(here.Text[0]))
            return ($"'{here.Text}' is no letter of an id: those have a to z, A to Z, digits and underscores.", "Give it such an id, and its own name by: id is \"name\".");
        bool Follow(string one, string other) => (here.Is(one) && behind.Is(other)) || (before.Is(one) && here.Is(other) && before.End == here.Start);
        return here.Text switch
        {
            "!" when behind.Is("=") => ("'! =' has a blank inside.", "Not equal is written != in one piece."),
            "=" when before.Is(":") => ("': =' has a blank inside.", "A rule is written x := formula, with := in one piece."),
            "=" when behind.Is("<") => ("'=<' is no sign of the language.", "At most is written <=."),
            "=" when before.End == here.Start && (before.Is("+") || before.Is("-") || before.Is("*") || before.Is("/")) => ($"'{before.Text}=' is no sign of the language.", "What a value becomes with time is said by a rate rule (x' = …), a reaction or an event."),
            "=" when tokens.OpenBrackets > 0 => ("'=' gives a value and cannot stand inside of brackets.", "Equal is written ==."),
            "&" => ("'&' is no sign of the language.", "Write &&."),
            "|" => ("'|' is no sign of the language.", "Write ||."),
            "*" when before.Is("*") && before.End == here.Start => ("'**' is no sign of the language.", "A power is written ^."),
            "," when before.Kind == TokenKind.Number && behind.Kind == TokenKind.Number && before.End == here.Start && here.End == behind.Start => ($"'{before.Text},{behind.Text}' is no number.", $"Write it with a point: {before.Text}.{behind.Text}."),
            "=>" when tokens.OpenBrackets > 0 => ("'=>' is the arrow of a reaction.", "At least is written >=."),
            "<" or ">" or "<=" or "->" or "=>" or "-" when Follow("<", "->") || Follow("<=", ">") || Follow("<", "=>") || Follow("<", ">") => Arrow("A reaction that can run back is written ->, not <->, and one that cannot is written =>."),
            "-" or "->" or "=>" or ">" when Follow("-", "->") || Follow("=", "=>") || Follow("==", ">") => Arrow("Write -> for a reaction that can run back, => for one that cannot."),
            _ => null,
        };
    }

    private static (string Message, string Advice) Arrow(string advice) => ("This is no arrow of the language.", advice);
}
