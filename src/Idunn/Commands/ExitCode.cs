namespace Idunn.Commands;

/// <summary>What the shell learns.</summary>
internal static class ExitCode
{
    /// <summary>Every arm ran, or nothing was wrong.</summary>
    public const int Success = 0;

    /// <summary>Inputs were refused, a file could not be written, or an arm has no subject that reached the end.</summary>
    public const int Refused = 1;

    /// <summary>Stopped by the user; 128 + SIGINT, as shells count.</summary>
    public const int Cancelled = 130;
}
