using Idunn.Modeling;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;
using Idunn.Modeling.Petab;
using Idunn.Modeling.Units;

namespace Fuzz;

/// <summary>Formulas by themselves, and units: read, printed and evaluated; what is printed has to be read as the same formula.</summary>
internal static class Formulas
{
    private static readonly SourceLocation Start = new(Readers.Place, 1, 1);

    public static void Antimony(string text)
    {
        UnitParser.TryParse(text, null, out _, out _);
        var formula = ExprParser.Parse(text, Start);
        Use(formula);
        Returned(formula);
    }

    /// <summary>PEtab's formulas are printed for people in Antimony's words.</summary>
    public static void Petab(string text)
    {
        var formula = PetabMath.Parse(text, Start);
        Use(formula);
        Returned(formula);
    }

    private static void Use(Expr formula)
    {
        ExprTree.Rewrite(formula, part => part);
        ExprEvaluator.TryEvaluate(formula, name => name.Length);
        TexPrinter.Print(formula);
    }

    private static void Returned(Expr formula)
    {
        // Names that are words of Antimony's own are marked in models, which writers do.
        if (!ExprTree.Symbols(formula).All(symbol => IsPlain(symbol.Name)))
            return;
        var printed = ExprPrinter.Print(formula);
        string again;
        try
        {
            again = ExprPrinter.Print(ExprParser.Parse(printed, Start));
        }
        catch (FindingsException exception)
        {
            throw new InvalidDataException($"What was printed is not read: {exception.Message}\n{printed}", exception);
        }
        if (again != printed)
            throw new InvalidDataException($"Printed once more it is another text:\n{printed}\n{again}");
    }

    private static bool IsPlain(string name)
    {
        try
        {
            return ExprParser.Parse(name, Start) is SymbolExpr symbol && symbol.Name == name;
        }
        catch (FindingsException)
        {
            return false;
        }
    }
}
