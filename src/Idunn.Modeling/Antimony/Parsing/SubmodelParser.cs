using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Parsing;

/// <summary>Submodels (<c>A: part(x, 3), timeconv=60 in C</c>) and what is taken out of them (<c>delete A.x</c>).</summary>
internal sealed class SubmodelParser(TokenReader tokens, ExprParser formulas)
{
    private static readonly string[] Options = ["timeconv", "extentconv"];

    /// <param name="id">Null: the submodel has no name.</param>
    public void Read(Name? id, Name module, List<Statement> into, Name? compartment = null)
    {
        var arguments = ReadArguments();
        Expr? time = null, extent = null;
        while (tokens.TryTake(","))
        {
            var option = tokens.ReadName();
            tokens.Expect("=", $"An option of a submodel is written {option.Text}=value.");
            var factor = formulas.Read();
            if (factor is not (SymbolExpr or NumberExpr))
                throw new SyntaxException(FindingCodes.Syntax.At(factor.Location, "A conversion factor is an id or a number.", "Name the formula first: f = formula."));
            if (option.Text == "timeconv")
                time = factor;
            else if (option.Text == "extentconv")
                extent = factor;
            else
                throw new SyntaxException(FindingCodes.Syntax.At(option.Location, $"'{option.Text}' is no option of a submodel.", Spelling.Advice(option.Text, Options, "There are timeconv and extentconv.")));
        }
        into.Add(new SubmodelStatement(id?.Text ?? "", module, arguments, time, extent, tokens.ReadPlace() ?? compartment, id?.Location ?? module.Location));
    }

    public void ReadDeletion(List<Statement> into)
    {
        tokens.Take();
        do
            into.Add(new DeleteStatement(tokens.ReadName()));
        while (tokens.TryTake(","));
    }

    private ImmutableArray<Expr> ReadArguments()
    {
        tokens.Take();
        tokens.OpenBrackets++;
        var arguments = ImmutableArray.CreateBuilder<Expr>();
        while (!tokens.Current.Is(")"))
        {
            if (arguments.Count > 0)
                tokens.Expect(",", "Put commas between the arguments, or close the bracket.");
            arguments.Add(formulas.Read());
            if (tokens.Current.Is("="))
                throw new SyntaxException(FindingCodes.Syntax.At(tokens.Current.Location, "The arguments of a submodel have no names.", "Write them in the order of the ports, or behind the submodel: A.x is y."));
            if (arguments[^1] is not (SymbolExpr or NumberExpr or UnaryExpr { Operand: NumberExpr }))
                throw new SyntaxException(FindingCodes.Syntax.At(arguments[^1].Location, "An argument of a submodel is an id or a number.", "Name the formula first: x := formula."));
        }
        tokens.Take();
        tokens.OpenBrackets--;
        return arguments.ToImmutable();
    }
}
