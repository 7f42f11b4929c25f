using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Parsing;

/// <summary>Events: <c>E: at 2 after (x > 5), priority=1, t0=false: y = 3, x = r + 2</c>.</summary>
internal sealed class EventParser(TokenReader tokens, ExprParser formulas)
{
    private static readonly string[] Options = ["priority", "t0", "persistent", "fromTrigger"];

    public bool IsAhead => tokens.Current.Is("@") || tokens.Current.IsWord("at");

    public void Read(Name? id, List<Statement> into)
    {
        var start = tokens.Take().Location;
        var trigger = formulas.Read();
        Expr? delay = null, priority = null;
        if (tokens.TryTakeWord("after"))
            (delay, trigger) = (trigger, formulas.Read());
        var flags = new Dictionary<string, bool> { ["t0"] = true, ["persistent"] = true, ["fromTrigger"] = true };
        while (tokens.TryTake(","))
        {
            var option = tokens.ReadName();
            tokens.Expect("=", $"An option of an event is written {option.Text}=value.");
            if (option.Text == "priority")
                priority = formulas.Read();
            else if (flags.ContainsKey(option.Text))
                flags[option.Text] = ReadFlag(option);
            else
                throw new SyntaxException(FindingCodes.Syntax.At(option.Location, $"'{option.Text}' is no option of an event.", Spelling.Advice(option.Text, Options, "There are priority, t0, persistent and fromTrigger.")));
        }
        if (tokens.Current.Is("="))
            throw tokens.Error("'=' gives a value and is no comparison.", "Equal is written ==: at x == 3: y = 1.");
        tokens.Expect(":", "An event is written at (trigger): x = formula.");
        into.Add(new EventStatement(id, trigger, delay, priority, flags["persistent"], flags["t0"], flags["fromTrigger"], ReadAssignments(), id?.Location ?? start));
    }

    private bool ReadFlag(Name option) => formulas.Read() switch
    {
        NumberExpr { Value: 1 } => true,
        NumberExpr { Value: 0 } => false,
        _ => throw new SyntaxException(FindingCodes.Syntax.At(option.Location, $"'{option.Text}' is true or false.", $"Write {option.Text}=true or {option.Text}=false.")),
    };

    private ImmutableArray<(Name, Expr)> ReadAssignments()
    {
        var assignments = ImmutableArray.CreateBuilder<(Name, Expr)>();
        do
        {
            var variable = tokens.ReadName();
            if (tokens.Current.Is(":="))
                throw tokens.Error($"An event assigns once, by '=', not by ':='.", $"Write {variable.Text} = formula.");
            tokens.Expect("=", $"An event assigns by '=': {variable.Text} = formula.");
            assignments.Add((variable, formulas.Read()));
        }
        while (tokens.TryTake(",") || tokens.TryTake(":"));
        return assignments.ToImmutable();
    }
}
