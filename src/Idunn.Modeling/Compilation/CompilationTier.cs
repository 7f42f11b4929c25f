namespace Idunn.Modeling.Compilation;

/// <summary>How a compiled model is evaluated. All tiers give the same bits.</summary>
public enum CompilationTier
{
    /// <summary>Ready at once, slower to run; needs no code generation.</summary>
    Interpreter,

    /// <summary>Machine code for this processor.</summary>
    MachineCode,

    /// <summary>The interpreter first, and machine code as soon as it has been made in the background: for single runs, which may be over before.</summary>
    Tiered,
}
