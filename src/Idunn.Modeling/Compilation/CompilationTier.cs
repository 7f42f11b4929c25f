namespace Idunn.Modeling.Compilation;

/// <summary>How a compiled model is evaluated. Both tiers give the same bits.</summary>
public enum CompilationTier
{
    /// <summary>Ready at once, slower to run; needs no code generation.</summary>
    Interpreter,

    /// <summary>Machine code for this processor.</summary>
    MachineCode,
}
