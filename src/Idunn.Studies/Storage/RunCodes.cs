namespace Idunn.Studies.Storage;

/// <summary>Stable codes of findings in runs and their folders. docs/findings.md lists them.</summary>
public static class RunCodes
{
    /// <summary>A folder that is not a run, or holds something else beside a partial one.</summary>
    public const string NotOurs = "IDN501";

    /// <summary>A folder with a run of other inputs.</summary>
    public const string OtherInputs = "IDN502";

    /// <summary>A folder to which another process is writing.</summary>
    public const string InUse = "IDN503";

    /// <summary>A file that could not be written; the run stopped.</summary>
    public const string NotWritten = "IDN504";

    /// <summary>A stored part that cannot be read back.</summary>
    public const string Damaged = "IDN505";

    /// <summary>No science folder belongs to the study.</summary>
    public const string NoScience = "IDN506";
}
