namespace Idunn.Modeling.Compilation;

/// <summary>An interpreter that begins at once, and machine code that takes its place when it has been made in the background. Both give the same bits, so that nobody can tell when that was.</summary>
internal sealed class TieredKernel(Schedule schedule) : Kernel
{
    private readonly Interpreter interpreter = new(schedule);
    private volatile LaneCode? code;

    public override int ScratchLength => interpreter.ScratchLength;

    public override void Run(double t, ReadOnlySpan<double> inputs, ReadOnlySpan<double> hoisted, Span<double> scratch, Span<double> outputs)
    {
        if (code is { } ready && ready.ScratchLength <= scratch.Length)
            ready.Run(t, inputs, hoisted, scratch, outputs);
        else
            interpreter.Run(t, inputs, hoisted, scratch, outputs);
    }

    /// <summary>Makes the machine code; runs it once, so that the runtime has compiled it before it is used.</summary>
    public void Compile()
    {
        var made = new LaneCode(schedule, 1);
        made.Warm(schedule);
        code = made;
    }
}
