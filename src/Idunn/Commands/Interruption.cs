using System.Runtime.InteropServices;

namespace Idunn.Commands;

/// <summary>Ctrl-C and a request to terminate: the first lets the work store what is done, the second ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly PosixSignalRegistration interrupt;
    private readonly PosixSignalRegistration terminate;

    private Interruption() => (interrupt, terminate) = (On(PosixSignal.SIGINT), On(PosixSignal.SIGTERM));

    public CancellationToken Token => stop.Token;

    public static Interruption Listen() => new();

    public void Dispose()
    {
        interrupt.Dispose();
        terminate.Dispose();
        stop.Dispose();
    }

    private PosixSignalRegistration On(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        if (stop.IsCancellationRequested) return;
        context.Cancel = true;
        stop.Cancel();
    });
}
